import { ApplicationFailure } from '@temporalio/common';
import { setTimeout } from 'node:timers/promises';
import { subjectCode } from '../../domain/reply-address.js';
import { DEFERRED_WORKING_DAYS } from '../../domain/soft-bounce.js';
import { FailureType, permanent } from '../failure.js';
import type { MailOut, Outbox } from '../ports/outbox.js';
import type { MailTransport } from '../ports/transport.js';
import type { Addressing } from './addressing.js';

export interface SenderDeps {
  outbox: Pick<Outbox, 'findMail' | 'beginSending' | 'settleMail'>;
  transport: MailTransport;
  addressing: Addressing;
  /** The name in the From field. */
  fromName: string;
}

export interface SendOutcome {
  status: 'sent' | 'failed' | 'deferred';
  /** The server's words, or ours. */
  reply: string;
}

/** Offers a claimed mail to the mail server and records what it said. */
export interface MailSender {
  /** `at` is business time for the record. A mail that was settled before is not offered again. Throws TransportDown. */
  send(mailOutId: string, at: string): Promise<SendOutcome>;
  /** Records that a mail which its server has put off again and again is not offered any more. */
  giveUp(mailOutId: string, at: string, reply: string): Promise<SendOutcome>;
  /**
   * What became of a mail that is another request's to send: waited for some seconds, then deferred. After an hour without an
   * outcome it is sent from here. Throws TransportDown.
   */
  awaitOutcome(mailOutId: string, at: string): Promise<SendOutcome>;
}

/** A server answers within seconds, or the request that claimed the mail is being started again. */
const WAITS = 20;
const WAIT_MS = 250;
/** Business time after which the request that claimed a mail is not waited for. */
const GIVE_UP_MS = 3_600_000;

export function createMailSender({ outbox, transport, addressing, fromName }: SenderDeps): MailSender {
  async function send(mailOutId: string, at: string): Promise<SendOutcome> {
    const mail = await outbox.beginSending(mailOutId);
    if (mail.status === 'sent' || mail.status === 'failed') return { status: mail.status, reply: mail.reply ?? '' };
    const { recipients } = await transport.send(toOutgoing(mail, addressing, fromName));
    const [result] = recipients;
    const status = result?.status ?? 'failed';
    const reply = result?.reply ?? 'the mail has no recipient';
    await outbox.settleMail({ mail, status, reply, at });
    return { status, reply };
  }

  return {
    send,

    async giveUp(mailOutId, at, words) {
      const mail = await outbox.findMail(mailOutId);
      const reply = `put off for ${DEFERRED_WORKING_DAYS} working days, and given up: ${words}`;
      if (mail) await outbox.settleMail({ mail, status: 'failed', reply, at });
      return { status: 'failed', reply };
    },

    async awaitOutcome(mailOutId, at) {
      for (let wait = 0; ; wait += 1) {
        const mail = await outbox.findMail(mailOutId);
        if (!mail) return { status: 'failed', reply: 'the mail is not on record' };
        const { status, reply, datedAt } = mail;
        if (status === 'sent' || status === 'failed') return { status, reply: reply ?? '' };
        if (Date.parse(at) - Date.parse(datedAt) > GIVE_UP_MS) return send(mailOutId, at);
        if (status === 'deferred') return { status, reply: reply ?? '' };
        if (wait === WAITS) return { status: 'deferred', reply: 'it leaves with the post of another request' };
        await setTimeout(WAIT_MS);
      }
    },
  };
}

/** A mail server that asks to wait is not asked every minute. */
const PATIENCE = '10 minutes';

/**
 * Sends a mail that an activity of its own is tried again for; `what` names it in the failure. Fails for a while where the server
 * asks to wait, and for good where it refuses.
 */
export async function sendUntilTaken(sender: Pick<MailSender, 'send'>, mail: MailOut, what: string): Promise<void> {
  const { status, reply } = await sender.send(mail.id, mail.datedAt);
  const said = `${what} to ${mail.toAddress}: ${reply}`;
  if (status === 'deferred')
    throw ApplicationFailure.create({
      message: `put off, ${said}`,
      type: 'MailDeferred',
      nextRetryDelay: PATIENCE,
    });
  if (status === 'failed') throw permanent(FailureType.MailRefused, `refused, ${said}`);
}

function toOutgoing(mail: MailOut, addressing: Addressing, fromName: string) {
  return {
    messageId: mail.messageId,
    from: { name: fromName, address: addressing.deskAddress },
    to: [{ name: mail.toName, address: mail.toAddress }],
    replyTo: { name: fromName, address: mail.replyAddress },
    envelopeFrom: mail.envelopeFrom,
    subject: addressing.isShared ? `${mail.subject} ${subjectCode(mail.id)}` : mail.subject,
    text: mail.text,
    html: mail.html,
    date: mail.datedAt,
    headers: listHeaders(mail, addressing),
    autoSubmitted: mail.isAutomaticReply ? ('auto-replied' as const) : ('auto-generated' as const),
    ...(mail.inReplyTo === null ? {} : { inReplyTo: mail.inReplyTo, references: [mail.inReplyTo] }),
  };
}

/** The steps of requests: `annual-report/2027/BRA/recall-1/mission`. */
const OF_A_CYCLE = /^([a-z][a-z0-9-]*)\/(\d{4}(?:-[A-Za-z0-9]+)?)\/[A-Z]/;

/** By List-Id (RFC 2919) mail programs sort what belongs to one questionnaire, and robots do not answer it (RFC 3834). */
function listHeaders({ stepKey: step }: MailOut, { domain }: Addressing): Record<string, string> {
  const [, obligation, period] = OF_A_CYCLE.exec(step) ?? [];
  return obligation === undefined || period === undefined
    ? {}
    : { 'List-Id': `<${obligation}.${period.toLowerCase()}.${domain}>` };
}
