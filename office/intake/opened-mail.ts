import { isReadingWanted, keptMail, READING_VERSION } from '../../domain/reading.js';
import type { KeptFile, MailReading } from '../../domain/reading.js';
import { FailureType, permanent } from '../failure.js';
import type { DocumentStore } from '../ports/documents.js';
import { Unreadable } from '../ports/mail-reader.js';
import type { MailReader } from '../ports/mail-reader.js';
import type { Mail } from '../ports/parsed-mail.js';
import type { Receipt, Receipts } from '../ports/receipts.js';
import type { Addressing } from '../posting/addressing.js';

/** Where what was read of received mail is kept. */
export interface ReadingStore {
  /** What was kept of a mail last; null where nothing was, or where it is lost. */
  find(receiptId: string): Promise<MailReading | null>;
  /** Keeps a reading in the place of one by an older reader. The same reading may be saved again. */
  save(receiptId: string, reading: MailReading): Promise<void>;
}

/** A mail that is on record, as it reads. */
export interface OpenedMail extends MailReading {
  receipt: Receipt;
  /** The bytes of what came with it. */
  bytesOf: (file: Pick<KeptFile, 'sha256'>) => Promise<Buffer>;
}

/** A mail that was just read from its bytes. */
export interface FreshMail {
  raw: Buffer;
  /** With its bytes, for whoever looks at them. */
  whole: Mail;
}

export interface MailOpeningDeps {
  intake: Pick<Receipts, 'findReceipts'>;
  documents: DocumentStore;
  reader: MailReader;
  readings: ReadingStore;
  addressing: Pick<Addressing, 'domain'>;
}

export type MailOpening = ReturnType<typeof createMailOpening>;

/** The one door to a received mail, for whoever reads, files, delivers or shows it. */
export function createMailOpening({ intake, documents, reader, readings, addressing }: MailOpeningDeps) {
  const bytesOf = ({ sha256 }: Pick<KeptFile, 'sha256'>): Promise<Buffer> => documents.get(sha256);

  /** @throws ReceiptUnknown */
  async function receiptOf(receiptId: string): Promise<Receipt> {
    const [receipt] = await intake.findReceipts([receiptId]);
    if (!receipt) throw permanent(FailureType.ReceiptUnknown, `no receipt '${receiptId}' is on record`);
    return receipt;
  }

  /**
   * Reads a mail from its bytes, and keeps its files and what was read; `isSuspect` for one that could not be read before.
   *
   * @throws Unreadable
   */
  async function readAnew(receipt: Receipt, isSuspect = false): Promise<OpenedMail & FreshMail> {
    const raw = await documents.get(receipt.rawSha256);
    const envelope = {
      from: receipt.envelopeFrom,
      recipients: [{ kind: receipt.recipientKind }],
      domain: addressing.domain,
    };
    const { mail: whole, attached, verdict, words } = await reader.read(raw, envelope, isSuspect);
    // First the files: whoever finds the reading finds them, too.
    const files = [...whole.attachments, ...(attached?.attachments ?? [])];
    for (const bytes of new Map(files.map((file) => [file.sha256, file.bytes])).values()) await documents.put(bytes);
    const mail = keptMail(whole);
    const reading = { version: READING_VERSION, mail, attached: attached && keptMail(attached), verdict, words };
    await readings.save(receipt.id, reading);
    return { receipt, ...reading, bytesOf, raw, whole };
  }

  /** What is kept of a mail, by whatever reader; null where nothing is. */
  async function findKept(receipt: Receipt): Promise<OpenedMail | null> {
    const kept = await readings.find(receipt.id);
    return kept === null ? null : { receipt, ...kept, bytesOf };
  }

  /**
   * A mail that is on record, as it was read; from its bytes only where no reading of it is kept, or one by an older reader. Where
   * these cannot be read any more, the older reading counts.
   *
   * @throws Unreadable
   */
  async function openReceipt(receipt: Receipt, isSuspect = false): Promise<OpenedMail> {
    const kept = await findKept(receipt);
    if (kept !== null && !isReadingWanted(kept)) return kept;
    try {
      return await readAnew(receipt, isSuspect);
    } catch (fault) {
      if (kept === null || !(fault instanceof Unreadable)) throw fault;
      return kept;
    }
  }

  return {
    receiptOf,
    bytesOf,
    readAnew,
    findKept,
    openReceipt,

    /** @throws ReceiptUnknown, Unreadable */
    async open(receiptId: string, isSuspect = false): Promise<OpenedMail> {
      return openReceipt(await receiptOf(receiptId), isSuspect);
    },
  };
}
