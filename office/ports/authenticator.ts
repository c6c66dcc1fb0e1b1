import type { SenderProof } from '../../domain/authentication.js';
import type { Mail } from './parsed-mail.js';

export interface ReceivedMail {
  raw: Buffer;
  mail: Pick<Mail, 'from' | 'headerBlock'>;
  envelopeFrom: string;
  /** '' where the mail came by another way than SMTP. */
  remoteAddress: string;
  helo: string;
}

/**
 * Says whether a mail comes from where it says; null where nobody has looked. Never throws: what fails is `unknown`.
 */
export type Authenticator = (received: ReceivedMail) => Promise<SenderProof | null>;
