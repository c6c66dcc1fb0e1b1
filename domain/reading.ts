import type { MailWords } from './admission/mail.js';
import type { AttachmentFacts, MailAddress, MailFacts, MailVerdict } from './mail-class.js';

/*
 * A received mail as it was read from its bytes, once, in a thread. Whoever files it, delivers it or shows it takes it from here: the
 * bytes are not read again while the reader is the same.
 */

/**
 * Rises whenever a mail may read otherwise than before: its parts, its class, or what its words say. What an older reader has kept is then
 * read anew when it is wanted. `test/adapters/reader/reading-version.test.ts` tells when.
 */
export const READING_VERSION = 1;

/** What was wrong with a message, or which limit cut it short. A fault holds a mail for a person; it never drops it. */
export interface MailFault {
  code: 'too-many-parts' | 'too-deep' | 'too-large' | 'no-parts' | 'unreadable' | 'transfer-encoding' | 'elsewhere';
  detail: string;
}

/** A file that came with a mail; its bytes stand in the document store. */
export interface KeptFile extends AttachmentFacts {
  /** SHA-256 of the decoded bytes, in lower-case hex. */
  sha256: string;
  /** Place in the tree: `2`, `3.1`; within an attached message `2/1.2`. */
  path: string;
  /** Content-ID without its brackets, by which the HTML text shows a picture; null when there is none. */
  contentId: string | null;
}

/** How the bytes of a part became words. */
export interface CharsetChoice {
  path: string;
  declared: string | null;
  used: string;
}

/** A mail without its bytes: plain data, which the record keeps. */
export interface KeptMail extends MailFacts {
  enclosed: KeptMail | null;
  attachments: KeptFile[];
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  sender: MailAddress[];
  /** Number of From fields; more than one, or more than one address, and the sender is unverified. */
  fromFields: number;
  /** Where else than in To and Cc our address may stand. */
  deliveredTo: string[];
  /** Without brackets; null when missing. */
  messageId: string | null;
  inReplyTo: string[];
  references: string[];
  /** What the sender's clock said, ISO 8601 in UTC; null when it says nothing readable. */
  date: string | null;
  /** '' for the null sender; null when the field is missing. */
  returnPath: string | null;
  textFrom: 'plain' | 'html' | 'none';
  html: string | null;
  charsets: CharsetChoice[];
  /** Signed mail is read; encrypted mail is held, since nobody here has the key. */
  protection: 'none' | 'signed' | 'encrypted';
  faults: MailFault[];
}

/** Everything that is read of the bytes of a mail. */
export interface MailReading {
  /** The `READING_VERSION` that read it. */
  version: number;
  mail: KeptMail;
  /** The first mail that is attached to it, which a member of the office may have forwarded; null where there is none. */
  attached: KeptMail | null;
  /** What class of mail it is, and why. */
  verdict: MailVerdict;
  /** What its words say by themselves. */
  words: MailWords;
}

/** Whether a mail is to be read from its bytes: nobody has, or an older reader did. */
export function isReadingWanted(kept: Pick<MailReading, 'version'> | null): boolean {
  return kept === null || kept.version < READING_VERSION;
}

/** The addresses that a mail says it went to, by its own fields and by those of the servers that passed it on. */
export function addresseesOf(mail: Pick<KeptMail, 'to' | 'cc' | 'deliveredTo'>): string[] {
  return [...mail.to, ...mail.cc].map(({ address }) => address).concat(mail.deliveredTo);
}

/** A mail without the bytes of its parts, whatever else it carries. */
export function keptMail(mail: KeptMail): KeptMail {
  return {
    headers: mail.headers,
    from: mail.from,
    fromFields: mail.fromFields,
    sender: mail.sender,
    replyTo: mail.replyTo,
    to: mail.to,
    cc: mail.cc,
    deliveredTo: mail.deliveredTo,
    returnedTo: mail.returnedTo,
    subject: mail.subject,
    messageId: mail.messageId,
    inReplyTo: mail.inReplyTo,
    references: mail.references,
    date: mail.date,
    returnPath: mail.returnPath,
    text: mail.text,
    textFrom: mail.textFrom,
    html: mail.html,
    charsets: mail.charsets,
    attachments: mail.attachments.map(keptFile),
    reportType: mail.reportType,
    delivery: mail.delivery,
    calendarMethod: mail.calendarMethod,
    enclosed: mail.enclosed === null ? null : keptMail(mail.enclosed),
    protection: mail.protection,
    faults: mail.faults,
  };
}

function keptFile({ name, type, size, role, inline, sha256, path, contentId }: KeptFile): KeptFile {
  return { name, type, size, role, inline, sha256, path, contentId };
}

/** Faults behind which files may be that nobody has seen. */
const CUT_SHORT: ReadonlySet<MailFault['code']> = new Set([
  'too-many-parts',
  'too-deep',
  'too-large',
  'unreadable',
  'elsewhere',
]);

/** Why a mail was not read whole, from its faults; null where it was. */
export function cutShortBy(faults: readonly MailFault[]): string | null {
  return faults.find(({ code }) => CUT_SHORT.has(code))?.detail ?? null;
}

/** A mail that nobody could open: no word of it is known, and its bytes are its one file. */
export function closedMail(file: Pick<KeptFile, 'name' | 'size' | 'sha256'>): KeptMail {
  return {
    headers: [],
    from: [],
    fromFields: 0,
    sender: [],
    replyTo: [],
    to: [],
    cc: [],
    deliveredTo: [],
    subject: '',
    messageId: null,
    inReplyTo: [],
    references: [],
    date: null,
    returnPath: null,
    text: '',
    textFrom: 'none',
    html: null,
    charsets: [],
    attachments: [{ ...file, type: 'message/rfc822', role: 'message', inline: false, path: '1', contentId: null }],
    reportType: null,
    delivery: null,
    returnedTo: [],
    enclosed: null,
    calendarMethod: null,
    protection: 'none',
    faults: [],
  };
}
