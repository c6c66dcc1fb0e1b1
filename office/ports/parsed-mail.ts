import type { KeptFile, KeptMail } from '../../domain/reading.js';

/** A file that came with a mail, byte for byte. */
export interface Attachment extends KeptFile {
  bytes: Buffer;
}

/** A mail as read from its raw bytes, with the bytes of its files. */
export interface Mail extends KeptMail {
  enclosed: Mail | null;
  attachments: Attachment[];
  /** The header as it was read, before a field of it is. */
  headerBlock: Buffer;
}
