import type { SenderProof } from '../../domain/authentication.js';
import type { FileFinding } from '../../domain/file-check.js';
import type { TaskKind } from '../../domain/request-events.js';
import type { Tries } from '../../domain/try-limit.js';

/** A mail that was received. */
export interface Receipt {
  id: string;
  rawSha256: string;
  size: number;
  envelopeFrom: string;
  recipient: string;
  /** `file` is the address to which members of the office forward. */
  recipientKind: 'reply' | 'bounce' | 'desk' | 'file';
  /** Id of the mail whose signed address was written to. */
  mailOutId: string | null;
  remoteAddress: string;
  /** How the sending system greeted; '' where it is not known. */
  helo: string;
  receivedAt: string;
  class: string | null;
  why: string[];
  outcome: ReceiptOutcome | null;
  detail: string | null;
  requestId: string | null;
  summary: ReceiptSummary | null;
  handledAt: string | null;
  /** How often it could not be read or filed since it came, or since a person had it tried again. */
  failures: number;
  /** How often that was begun and never ended: the process died. */
  begun: number;
  /** Why it could not be handled, the last time. */
  trouble: string | null;
}

export type NewReceipt = Pick<
  Receipt,
  | 'id'
  | 'rawSha256'
  | 'size'
  | 'envelopeFrom'
  | 'recipient'
  | 'recipientKind'
  | 'mailOutId'
  | 'remoteAddress'
  | 'receivedAt'
> & { helo?: string };

/** The place of a mail in a provider's mailbox. */
export interface TakenFrom {
  mailbox: { account: string; folder: string };
  place: { uidValidity: number; uid: number };
  rawSha256: string;
  at: string;
}

/** What a mail of ours, found by the id in its signed address or by its Message-ID, was about. */
export interface MailOrigin {
  mailOutId: string;
  contact: string | null;
  toAddress: string;
  party: string | null;
  requestIds: string[];
  /** That it asks for the contacts of the party. */
  isOnContacts: boolean;
  /** The forwarded mail that it asks a member of the office about, and what it proposes. */
  forwarded: { receiptId: string; requestId: string | null } | null;
}

/** `repeated`: its sender had filed the very same before. */
export type ReceiptOutcome = 'filed' | 'repeated' | 'message' | 'held' | 'bounce' | 'ignored' | 'failed';

/** What is known of a received mail after reading, for lists. */
export interface ReceiptSummary {
  subject: string;
  from: string[];
  messageId: string | null;
  preview: string;
  /** `isSent` is false for pictures of the text itself; it and the type are missing in readings from before. */
  attachments: {
    name: string;
    type?: string;
    size: number;
    sha256: string;
    isSent?: boolean;
    /** What is to be thought of it; absent in readings from before. */
    finding?: FileFinding;
  }[];
  faults: string[];
  /** Whether it comes from where it says; absent where nobody has looked. */
  proof?: SenderProof;
}

/** Which mail of ours a received one answers. */
export interface Origins {
  /** Whether an id stands for a mail of ours. */
  isKnownMail(mailOutId: string): Promise<boolean>;

  findOrigin(key: { mailOutId: string } | { messageIds: string[] }): Promise<MailOrigin | null>;
}

/** What waits for a person, and what a person says of it. */
export interface Judged {
  /** Mail that is held for a person's judgement, oldest first. */
  findHeld(): Promise<Receipt[]>;

  /** A mail that was filed, and is a person's all the same. A repeat changes nothing. */
  failReceipt(receiptId: string, detail: string, at: string): Promise<void>;

  /** A mail that was held for a decision alone is held no more; one that waits for another decision stays. */
  endHeld(receiptId: string, detail: string): Promise<void>;

  /** A mail of the office to a shared mailbox: what it holds is filed, not its own words. */
  markForwarded(receiptId: string): Promise<void>;

  /** A person's word on a mail that was handled: where it belongs now. Its task is closed. */
  refile(
    receiptId: string,
    settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string; by: string },
  ): Promise<void>;
}

/**
 * Received mail from our door to what became of it, as those who take, read and try it need it. What a store must keep of this is
 * `test/contracts/receipts.ts`.
 */
export interface Receipts {
  /**
   * Commits receipts, one per recipient, and with them the place in a mailbox that they were taken from. Returns the ids of those
   * that were not there before.
   */
  commitReceipts(receipts: NewReceipt[], taken?: TakenFrom | null): Promise<string[]>;
  findReceipts(ids: string[]): Promise<Receipt[]>;
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
