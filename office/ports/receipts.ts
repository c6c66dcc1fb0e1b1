import type { NewReceipt, ReceiptRow } from '../../adapters/postgres/receipt-store.js';
import type { ReceiptOutcome, ReceiptSummary } from '../../adapters/postgres/schema.js';
import type { TaskKind } from '../../domain/request-events.js';
import type { Tries } from '../../domain/try-limit.js';

/**
 * Received mail from our door to what became of it, as those who take, read and try it need it. What a store must keep of this is
 * `test/contracts/receipts.ts`.
 */
export interface Receipts {
  /** Commits receipts, one per recipient; returns the ids of those that were not there before. */
  commitReceipts(receipts: NewReceipt[]): Promise<string[]>;
  findReceipts(ids: string[]): Promise<ReceiptRow[]>;
  /** Receipts that were committed up to `before` and not handled, oldest first. */
  findUnhandled(before: string, limit: number): Promise<string[]>;
  /** Notes that a mail is being handled, and returns how often that failed, and was broken off, before. */
  beginTry(id: string): Promise<Tries>;
  /** Notes how a try ended, and returns how many have failed; `trouble` is null where it did not, or where the mail is not to blame. */
  endTry(id: string, trouble: string | null): Promise<number>;
  saveReading(id: string, reading: { mailClass: string; why: string[]; summary: ReceiptSummary }): Promise<void>;
  /** Closes a receipt, once: the first word stands. A task waits where one is named. */
  settleReceipt(
    receiptId: string,
    settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string },
    task: TaskKind | null,
  ): Promise<void>;
}
