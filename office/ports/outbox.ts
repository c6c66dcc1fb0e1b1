import type { MailOut, NewMail } from '../../adapters/postgres/outbox-store.js';

/**
 * Mails that leave, as those who write and send them need it: each is written once for its step, offered, and settled. What a store
 * must keep of this is `test/contracts/outbox.ts`.
 */
export interface Outbox {
  /** Writes a mail once by its step key, with the requests that it belongs to; a repeat returns the first. */
  claimMail(mail: NewMail, requests: { requestId: string; rung: string }[]): Promise<MailOut>;
  findMail(id: string): Promise<MailOut | undefined>;
  /**
   * Marks a mail as offered. One that was offered before without a recorded outcome is marked as perhaps doubled; one that was sent or
   * has failed stays as it is.
   */
  beginSending(id: string): Promise<MailOut>;
  /** Records what the server said. */
  settleMail(input: {
    mail: MailOut;
    status: 'sent' | 'failed' | 'deferred';
    reply: string;
    at: string;
  }): Promise<void>;
  /** Whether another acknowledgement on the request has been written to an address since an instant. */
  isAcknowledged(of: { requestId: string; address: string; since: string; exceptId: string }): Promise<boolean>;
}
