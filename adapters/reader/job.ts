import type { MailEnvelope } from '../../domain/mail-class.js';

/** What the thread is asked to read. */
export interface ReadingTask {
  raw: Uint8Array;
  envelope: MailEnvelope;
}
