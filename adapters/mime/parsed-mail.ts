import type { MailAddress, MailFacts } from '../../domain/mail-class.js';
import type { Attachment } from './attachment.js';
import type { CharsetChoice } from './body.js';
import type { MailFault } from './tree.js';

/** A mail as read from its raw bytes. */
export interface Mail extends MailFacts {
  enclosed: Mail | null;
  attachments: Attachment[];
  to: MailAddress[];
  cc: MailAddress[];
  replyTo: MailAddress[];
  sender: MailAddress[];
  /** The header as it was read, before a field of it is. */
  headerBlock: Buffer;
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
