import type { DocumentStore } from '../adapters/documents/store.js';
import type { Mail } from '../adapters/mime/mail.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { ReceiptRow } from '../adapters/postgres/receipt-store.js';
import type { MailReader } from '../adapters/reader/reader.js';
import type { MailVerdict } from '../domain/mail-class.js';
import type { Addressing } from './addressing.js';
import { FailureType, permanent } from './failure.js';

/** A mail that is on record, as it reads. */
export interface OpenedMail {
  receipt: ReceiptRow;
  mail: Mail;
  /** What class of mail it is, and why. */
  verdict: MailVerdict;
  /** The bytes of what came with it. */
  bytesOf: (attachment: Mail['attachments'][number]) => Promise<Buffer>;
}

export interface MailOpeningDeps {
  intake: Pick<IntakeStore, 'findReceipts'>;
  documents: DocumentStore;
  reader: MailReader;
  addressing: Pick<Addressing, 'domain'>;
}

export type MailOpening = ReturnType<typeof createMailOpening>;

/** The one door to a received mail, for whoever reads, files or delivers it. */
export function createMailOpening({ intake, documents, reader, addressing }: MailOpeningDeps) {
  /** @throws ReceiptUnknown */
  async function receiptOf(receiptId: string): Promise<ReceiptRow> {
    const [receipt] = await intake.findReceipts([receiptId]);
    if (!receipt) throw permanent(FailureType.ReceiptUnknown, `no receipt '${receiptId}' is on record`);
    return receipt;
  }

  /**
   * Reads a mail that is on record; `isSuspect` for one that could not be read before.
   *
   * @throws ReceiptUnknown, Unreadable
   */
  async function open(receiptId: string, isSuspect = false): Promise<OpenedMail & { raw: Buffer }> {
    const receipt = await receiptOf(receiptId);
    const raw = await documents.get(receipt.raw_sha256);
    const envelope = {
      from: receipt.envelope_from,
      recipients: [{ kind: receipt.recipient_kind }],
      domain: addressing.domain,
    };
    const { mail, verdict } = await reader.read(raw, envelope, isSuspect);
    return { receipt, raw, mail, verdict, bytesOf: ({ bytes }) => Promise.resolve(bytes) };
  }

  return { receiptOf, open };
}
