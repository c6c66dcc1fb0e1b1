import { readForwarded } from '../../domain/forwarded.js';
import { closedMail } from '../../domain/reading.js';
import type { KeptMail } from '../../domain/reading.js';
import { DocumentMissing } from '../ports/documents.js';
import type { DocumentStore } from '../ports/documents.js';
import { Unreadable } from '../ports/mail-reader.js';
import type { Receipt } from '../ports/receipts.js';
import type { MailOpening, OpenedMail } from './opened-mail.js';
import { isGivenUp } from './tries.js';

/** What is filed of a received mail: itself, or what a member of the office has forwarded in it. */
export interface Original {
  /** The original, as far as it could be read; its attachments are those that are filed. */
  mail: KeptMail;
  /** Who is answered: the original sender's address; words without an at sign for a note of the office itself. */
  sender: string;
  /** The member of the office who forwarded it; null for a mail that came by itself. */
  forwardedBy: string | null;
  /** When the original came to the office, where that can be told; else when it came to the desk. ISO UTC. */
  receivedAt: string;
  /** How it was found in the mail, for the record; '' for a mail that came by itself. */
  how: '' | 'attached' | 'in the text' | 'a note of the office';
}

/** What is forwarded later than this counts as received when it came: a date of long ago is more likely wrong. */
const LONGEST_WAY_MS = 90 * 86_400_000;

/**
 * The original in a mail that is on record.
 *
 * @throws DocumentMissing where it cannot be read, and its raw file is lost.
 */
export async function readOriginal(
  receipt: Receipt,
  { documents, opening }: { documents: Pick<DocumentStore, 'has'>; opening: Pick<MailOpening, 'openReceipt'> },
): Promise<Original> {
  // What nobody could read is not tried once more while a person waits: its raw file is filed.
  const read = isGivenUp(receipt) ? null : await opening.openReceipt(receipt).catch(ifUnreadable);
  if (read !== null) return originalOf(read);
  if (!(await documents.has(receipt.rawSha256))) throw new DocumentMissing(receipt.rawSha256);
  return unread(receipt);
}

function ifUnreadable(fault: unknown): null {
  if (fault instanceof Unreadable) return null;
  throw fault;
}

/** A mail that cannot be read is a file all the same: the mail itself. */
function unread({ id, rawSha256: sha256, size, envelopeFrom: sender, receivedAt }: Receipt): Original {
  const mail = closedMail({ name: `${id}.eml`, size, sha256 });
  return { mail, sender, forwardedBy: null, receivedAt, how: '' };
}

/** Reads what a mail to the filing address holds: an attached mail, one in its text, or a note or scan of the office. */
export function originalOf({ mail, attached, receipt }: Pick<OpenedMail, 'mail' | 'attached' | 'receipt'>): Original {
  const { receivedAt, recipientKind: kind, envelopeFrom } = receipt;
  const author = mail.from[0];
  if (kind !== 'file') return { mail, sender: author?.address ?? envelopeFrom, forwardedBy: null, receivedAt, how: '' };
  const forwardedBy = author?.address ?? '';
  const sender = attached?.from[0]?.address ?? '';
  if (attached !== null && sender !== '')
    return { mail: attached, sender, forwardedBy, receivedAt: instantOf(attached.date, receivedAt), how: 'attached' };
  const inline = readForwarded(mail.text);
  if (inline !== null) {
    const { from, subject, text } = inline;
    const original = { ...mail, from: [from], subject: subject || mail.subject, text };
    return { mail: original, sender: from.address, forwardedBy, receivedAt, how: 'in the text' };
  }
  const name = (author?.name ?? '') || forwardedBy.split('@')[0];
  return {
    mail: { ...mail, from: [] },
    sender: `the office, by ${name}`,
    forwardedBy,
    receivedAt,
    how: 'a note of the office',
  };
}

/** The date of the original, where it can be true: a person confirms it together with the match. */
function instantOf(date: string | null, receivedAt: string): string {
  if (date === null || date > receivedAt) return receivedAt;
  return Date.parse(receivedAt) - Date.parse(date) > LONGEST_WAY_MS ? receivedAt : new Date(date).toISOString();
}
