import type { MailEnvelope, MailVerdict } from '../../domain/mail-class.js';
import type { Mail } from '../mime/parsed-mail.js';

/** What the thread is asked to read. */
export interface ReadingTask {
  raw: Uint8Array;
  envelope: MailEnvelope;
}

/** A mail and its class. */
export interface ReadMail {
  mail: Mail;
  verdict: MailVerdict;
}
