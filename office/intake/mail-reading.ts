import type { FileFinding } from '../../domain/file-check.js';
import { authorsOf, isSentFile } from '../../domain/mail-class.js';
import { shorten } from '../../domain/text.js';
import type { Authenticator } from '../ports/authenticator.js';
import type { Receipt, Receipts, ReceiptSummary } from '../ports/receipts.js';
import type { FileChecks } from './file-check.js';
import type { FileTexts } from './file-texts.js';
import type { MailOpening } from './opened-mail.js';
import { troubleOf } from './tries.js';

export interface Reading {
  receiptId: string;
  mailClass: string;
  why: string[];
}

/** Authors, reasons and faults that are kept of a mail. */
const KEPT_LINES = 20;
const LONGEST_LINE = 500;

export interface MailReadingDeps {
  intake: Pick<Receipts, 'saveReading'>;
  files: FileChecks;
  fileTexts: FileTexts;
  opening: MailOpening;
  authenticate: Authenticator;
}

/** What is put on record of a mail before anything is decided on it. */
export function createMailReading({ intake, files, fileTexts, opening, authenticate }: MailReadingDeps) {
  return {
    /**
     * Reads a mail from its bytes, keeps what was read, and has each of its files and the sender looked at. The words of its files are
     * read last: where that ends the service, the mail is tried without them.
     */
    async read(receiptId: string, isSuspect = false): Promise<Reading> {
      const receipt = await opening.receiptOf(receiptId);
      const { raw, whole, mail, verdict, words } = await opening.readAnew(receipt, isSuspect);
      const attachments: ReceiptSummary['attachments'] = [];
      const texts = [];
      for (const attachment of whole.attachments) {
        const { name, type, size, sha256, bytes } = attachment;
        const isSent = isSentFile(attachment);
        const finding = await files.check({ name, sha256, bytes });
        attachments.push({ name, type, size, sha256, isSent, finding });
        if (isSent && attachment.role === 'file' && mayBeOpened(finding)) texts.push({ sha256, bytes });
      }
      const { envelopeFrom, remoteAddress, helo } = receipt;
      const proof = await authenticate({ raw, mail: whole, envelopeFrom, remoteAddress, helo });
      const summary = {
        subject: mail.subject,
        from: authorsOf(mail),
        messageId: mail.messageId,
        preview: words.preview,
        attachments,
        faults: kept(mail.faults.map(({ code, detail }) => `${code}: ${detail}`)),
        ...(proof === null ? {} : { proof }),
      };
      const why = kept(verdict.why);
      await intake.saveReading(receiptId, { mailClass: verdict.class, why, summary });
      if (!isSuspect) await fileTexts.readAll(texts);
      return { receiptId, mailClass: verdict.class, why };
    },

    /** Looks once more at the files of a mail that was read before. Returns what is to be said of it since. */
    async judgeFiles({ id, class: mailClass, why, summary }: Receipt): Promise<ReceiptSummary | null> {
      if (summary === null) return null;
      const attachments: ReceiptSummary['attachments'] = [];
      for (const file of summary.attachments) {
        const { name, sha256 } = file;
        const bytes = await opening.bytesOf(file);
        attachments.push({ ...file, finding: await files.check({ name, sha256, bytes }) });
      }
      const judged = { ...summary, attachments };
      await intake.saveReading(id, { mailClass: mailClass ?? 'unparsable', why, summary: judged });
      return judged;
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

/** A file that harms is opened for its words by nobody. */
function mayBeOpened({ verdict }: FileFinding): boolean {
  return verdict !== 'infected' && verdict !== 'dangerous';
}

/** As many lines as a person reads, each of which ends. */
function kept(lines: readonly string[]): string[] {
  return lines.slice(0, KEPT_LINES).map((line) => shorten(line, LONGEST_LINE));
}
