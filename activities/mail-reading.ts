import type { Authenticator } from '../adapters/authentication/authenticator.js';
import type { DocumentStore } from '../adapters/documents/store.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { ReceiptSummary } from '../adapters/postgres/schema.js';
import { authorsOf, isSentFile } from '../domain/mail-class.js';
import { wordsToShow } from '../domain/reply-preview.js';
import { cut, shorten } from '../domain/text.js';
import type { FileChecks } from './file-check.js';
import type { MailOpening } from './opened-mail.js';
import { troubleOf } from './tries.js';

export interface Reading {
  receiptId: string;
  mailClass: string;
  why: string[];
}

const PREVIEW_LENGTH = 500;
/** Authors, reasons and faults that are kept of a mail. */
const KEPT_LINES = 20;
const LONGEST_LINE = 500;

export interface MailReadingDeps {
  intake: IntakeStore;
  documents: DocumentStore;
  files: FileChecks;
  opening: MailOpening;
  authenticate: Authenticator;
}

/** What is put on record of a mail before anything is decided on it. */
export function createMailReading({ intake, documents, files, opening, authenticate }: MailReadingDeps) {
  return {
    /** Reads a mail, keeps its files, and has each of them and the sender looked at. */
    async read(receiptId: string, isSuspect = false): Promise<Reading & { summary: ReceiptSummary }> {
      const { receipt, raw, mail, verdict, bytesOf } = await opening.open(receiptId, isSuspect);
      const attachments: ReceiptSummary['attachments'] = [];
      for (const attachment of mail.attachments) {
        const { name, type, size } = attachment;
        const bytes = await bytesOf(attachment);
        const { sha256 } = await documents.put(bytes);
        const isSent = isSentFile(attachment);
        const finding = await files.check({ name, sha256, bytes });
        attachments.push({ name, type, size, sha256, isSent, finding });
      }
      const { envelope_from: envelopeFrom, remote_address: remoteAddress, helo } = receipt;
      const proof = await authenticate({ raw, mail, envelopeFrom, remoteAddress, helo });
      const summary = {
        subject: mail.subject,
        from: authorsOf(mail),
        messageId: mail.messageId,
        preview: cut(wordsToShow(mail.text), PREVIEW_LENGTH),
        attachments,
        faults: kept(mail.faults.map(({ code, detail }) => `${code}: ${detail}`)),
        ...(proof === null ? {} : { proof }),
      };
      const why = kept(verdict.why);
      await intake.saveReading(receiptId, { mailClass: verdict.class, why, summary });
      return { receiptId, mailClass: verdict.class, why, summary };
    },

    /** What is on record of a mail that could not be read: filing it gives it to a person. */
    async noteUnread(receiptId: string): Promise<Reading> {
      const why = [`it could not be read: ${troubleOf(await opening.receiptOf(receiptId))}`];
      const summary = { subject: '', from: [], messageId: null, preview: '', attachments: [], faults: why };
      await intake.saveReading(receiptId, { mailClass: 'unparsable', why, summary });
      return { receiptId, mailClass: 'unparsable', why };
    },
  };
}

/** As many lines as a person reads, each of which ends. */
function kept(lines: readonly string[]): string[] {
  return lines.slice(0, KEPT_LINES).map((line) => shorten(line, LONGEST_LINE));
}
