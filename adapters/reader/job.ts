import type { MailWords } from '../../domain/admission/mail.js';
import type { MailEnvelope, MailVerdict } from '../../domain/mail-class.js';
import type { Mail } from '../mime/parsed-mail.js';

/** What the thread is asked to read. */
export interface ReadingTask {
  raw: Uint8Array;
  envelope: MailEnvelope;
}

/** A mail, the first mail that is attached to it, its class, and what its words say. */
export interface ReadMail {
  mail: Mail;
  attached: Mail | null;
  verdict: MailVerdict;
  words: MailWords;
}
