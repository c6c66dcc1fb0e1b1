import type { KeptMail } from '../../domain/reading.js';
import type { Attachment } from './attachment.js';

/** A mail as read from its raw bytes, with the bytes of its files. */
export interface Mail extends KeptMail {
  enclosed: Mail | null;
  attachments: Attachment[];
  /** The header as it was read, before a field of it is. */
  headerBlock: Buffer;
}
