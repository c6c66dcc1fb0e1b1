import type { MailWords } from '../../domain/admission/mail.js';
import type { MailEnvelope, MailVerdict } from '../../domain/mail-class.js';
import type { Mail } from './parsed-mail.js';

/** A mail, the first mail that is attached to it, its class, and what its words say. */
export interface ReadMail {
  mail: Mail;
  attached: Mail | null;
  verdict: MailVerdict;
  words: MailWords;
}

/** A mail could not be read: it took too long or too much memory, or a fault of ours met it. Its raw bytes are whole. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Reads mail apart from the service. */
export interface MailReader {
  /**
   * The mail and its class; `isSuspect` for one that could not be read before: it gets more time, and no other mail waits for it.
   * @throws Unreadable
   */
  read(raw: Buffer, envelope?: MailEnvelope, isSuspect?: boolean): Promise<ReadMail>;
  /** Ends the threads; what is being read is rejected. */
  close(): Promise<void>;
}
