import type { ReceiptOutcome } from '../ports/receipts.js';

/** What became of a receipt in the record. */
export interface MailFiling {
  receiptId: string;
  outcome: ReceiptOutcome;
  requestId: string | null;
  detail: string;
}
