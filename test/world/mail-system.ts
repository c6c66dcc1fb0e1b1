import { setTimeout as delay } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { composeNotice } from '../../adapters/mailbox/delivery-notice.js';
import type { ReadMail } from './mailbox-reader.js';

/** What the mail system of a state knows of a mail in its queue when it is through with it. */
export interface Delivered {
  /** The last words of our server. */
  reply: string;
  /** How often it was offered. */
  tries: number;
  /** When the 250 was heard, by the real clock. */
  acceptedAt: string;
}

/** The mail as it lies in a queue: its bytes stay the same however often it is offered (RFC 5321, 4.5.4.1). */
export async function queueMail(mail: SendMailOptions): Promise<Buffer> {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  return (await composer.sendMail(mail)).message as Buffer;
}

/** Offers a mail once. Resolves with the server's words; rejects with its refusal, whose `responseCode` tells the class. */
export async function offer(port: number, raw: Buffer, envelope: { from: string; to: string }): Promise<string> {
  const transport = nodemailer.createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 20_000,
  });
  return (await transport.sendMail({ raw, envelope: { from: envelope.from, to: [envelope.to] } })).response;
}

/**
 * Offers a mail as the mail system of a state does: again and again while nobody listens, the line breaks or the server says 4xx, and
 * never again after a 250. Rejects at a 5xx, or when it is not taken until `deadlineMs` of the real clock.
 */
export async function deliver(
  port: number,
  raw: Buffer,
  envelope: { from: string; to: string },
  deadlineMs: number,
): Promise<Delivered> {
  for (let tries = 1; ; tries += 1) {
    try {
      const reply = await offer(port, raw, envelope);
      return { reply, tries, acceptedAt: new Date().toISOString() };
    } catch (fault) {
      const code = (fault as { responseCode?: number }).responseCode ?? 0;
      if (code >= 500 || Date.now() > deadlineMs) throw fault;
      await delay(200);
    }
  }
}

/** The word of a mail system that nobody has the address to which a mail of ours went. Resolves with our server's words. */
export async function bounce(port: number, note: ReadMail): Promise<string> {
  const raw = composeNotice({
    to: note.envelope.from,
    recipient: note.to[0] ?? '',
    code: 550,
    status: '5.1.1',
    words: 'No such user',
    raw: Buffer.from(`Message-ID: <${note.messageId ?? ''}>\r\n\r\n`),
    at: new Date(),
  });
  return offer(port, raw, { from: '', to: note.envelope.from });
}
