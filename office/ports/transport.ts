import type { MailAddress } from '../../domain/mail-class.js';

export interface OutgoingMail {
  /** Without brackets; made from the step, so that a repeat is recognised. */
  messageId: string;
  from: MailAddress;
  to: MailAddress[];
  replyTo: MailAddress;
  /** Our signed bounce address; '' is the null sender, for acknowledgements to machines. */
  envelopeFrom: string;
  subject: string;
  text: string;
  html: string;
  /** Business time, ISO 8601 in UTC. */
  date: string;
  /** RFC 3834: `auto-replied` for acknowledgements; else `auto-generated`. */
  autoSubmitted?: 'auto-generated' | 'auto-replied';
  headers?: Record<string, string>;
  /** Message ids without brackets. */
  inReplyTo?: string;
  references?: string[];
}

export interface RecipientResult {
  address: string;
  /** `deferred` may be sent again later, `failed` never as it stands. */
  status: 'sent' | 'failed' | 'deferred';
  /**
   * The server's code. Null when no server was asked, or when the connection broke: a deferred mail without a code may
   * have arrived, and its repeat under the same Message-ID may be the second.
   */
  code: number | null;
  /** The server's words, or ours. */
  reply: string;
}

export interface SendResult {
  recipients: RecipientResult[];
}

/** How mail leaves. One result for each recipient; a refusal of one never hides the others. */
export interface MailTransport {
  /**
   * @throws TransportDown when no server can be spoken to at all: nothing was sent, all may be tried again.
   * @throws MailInvalid when a field holds a line break or U+0000: the mail must be made anew.
   */
  send(mail: OutgoingMail): Promise<SendResult>;
  close(): void;
}

export class TransportDown extends Error {
  override readonly name = 'TransportDown';
}

export class MailInvalid extends Error {
  override readonly name = 'MailInvalid';
}
