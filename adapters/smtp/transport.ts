import { setTimeout as delay } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { LOOP_HEADER } from '../../domain/mail-class.js';
import type { MailAddress } from '../../domain/mail-class.js';
import { isReservedAddress } from '../../domain/reserved-domain.js';
import { TransportDown, MailInvalid } from '../../office/ports/transport.js';
import type { MailTransport, OutgoingMail, RecipientResult } from '../../office/ports/transport.js';
import type { AccessToken } from '../oauth/access-token.js';

/** Who may send when. */
export interface SendingGate {
  /** Milliseconds until a mail to this domain may leave, whose place is then taken; null where that is further off than `mostMs`. */
  reserve(domain: string, mostMs: number): Promise<number | null>;
}

export interface MailTransportOptions {
  /** `smtp://user:password@host:587` or `smtps://…`. */
  url: string;
  /** Our mail domain, written into the loop header. */
  domain: string;
  /** True for every real server: addresses in reserved domains are refused. False only for the embedded mailbox. */
  refuseReserved: boolean;
  /** Connections kept open; 1 to 5. */
  maxConnections?: number;
  /** Keeps the pace that a provider allows; without limit when left out. */
  gate?: SendingGate;
  /** Signs in in place of a password (XOAUTH2), where the URL names a user. */
  accessToken?: AccessToken | null;
  /** Name said in EHLO; the machine's own when left out. */
  helo?: string;
}

/** What nodemailer tells of a failure; all of it is optional. */
interface SmtpFailure extends Error {
  code?: string;
  /** `connect` when no connection came about. */
  syscall?: string;
  responseCode?: number;
  response?: string;
  rejectedErrors?: (SmtpFailure & { recipient?: string })[];
}

/** Faults that come before any mail is spoken of: the whole server is out of reach. */
const DOWN_CODES = new Set(['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'EREQUIRETLS', 'EDNS', 'EPROXY', 'ECONFIG']);
/** nodemailer names no stage for these; a connection that broke later must not be taken for one that never was. */
const DOWN_WORDS = /^(Invalid greeting|Greeting never received|Connection timeout)|SSL routines|certificate/;
const TIMEOUT_MS = 30_000;
/** Whoever would have to wait for longer asks again: an activity has five minutes. */
const LONGEST_WAIT_MS = 3 * 60_000;

export function createMailTransport(options: MailTransportOptions): MailTransport {
  const { accessToken = null, gate } = options;
  const transport = nodemailer.createTransport({
    url: options.url,
    pool: true,
    maxConnections: options.maxConnections ?? 2,
    maxMessages: Infinity,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: 4 * TIMEOUT_MS,
    // Texts are ours, but no text may ever make the service read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(options.helo === undefined ? {} : { name: options.helo }),
    ...(accessToken === null
      ? {}
      : { auth: { type: 'OAuth2', user: decodeURIComponent(new URL(options.url).username) } }),
  });
  if (accessToken !== null) {
    transport.set('oauth2_provision_cb', (_user, renew, done) => {
      accessToken({ renew }).then((token) => done(null, token), done);
    });
  }
  return {
    send: async (mail) => {
      assertOneLine(mail);
      const refused = options.refuseReserved ? mail.to.filter(({ address }) => isReservedAddress(address)) : [];
      const asked = mail.to.filter((recipient) => !refused.includes(recipient));
      const results = asked.length === 0 ? [] : await sendTo(asked);
      return { recipients: [...refused.map(refuse), ...results] };

      async function sendTo(recipients: MailAddress[]): Promise<RecipientResult[]> {
        for (const { address } of gate === undefined ? [] : recipients) {
          const wait = await gate?.reserve(address.slice(address.lastIndexOf('@') + 1).toLowerCase(), LONGEST_WAIT_MS);
          if (wait === null) return recipients.map(putOff);
          if (wait !== undefined && wait > 0) await delay(wait);
        }
        try {
          const info = await transport.sendMail(toMessage({ ...mail, to: recipients }, options.domain));
          return readOutcome(
            recipients,
            info.response,
            (info as { rejectedErrors?: SmtpFailure[] }).rejectedErrors ?? [],
          );
        } catch (error) {
          return readFailure(recipients, error);
        }
      }
    },
    close: () => transport.close(),
  };
}

function toMessage(mail: OutgoingMail, domain: string): SendMailOptions {
  return {
    messageId: `<${mail.messageId}>`,
    from: mail.from,
    to: mail.to,
    replyTo: mail.replyTo,
    envelope: { from: mail.envelopeFrom, to: mail.to.map(({ address }) => address) },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    date: new Date(mail.date),
    headers: {
      ...mail.headers,
      'Auto-Submitted': mail.autoSubmitted ?? 'auto-generated',
      'X-Auto-Response-Suppress': 'All',
      [LOOP_HEADER]: domain,
    },
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: `<${mail.inReplyTo}>` }),
    ...(mail.references === undefined ? {} : { references: mail.references.map((id) => `<${id}>`) }),
  };
}

function readOutcome(
  recipients: MailAddress[],
  response: string,
  rejected: SmtpFailure['rejectedErrors'] = [],
): RecipientResult[] {
  return recipients.map(({ address }) => {
    const failure = rejected.find((error) => error.recipient === address);
    return failure === undefined
      ? { address, status: 'sent', code: codeOf(response) ?? 250, reply: response }
      : toResult(address, failure);
  });
}

function readFailure(recipients: MailAddress[], error: unknown): RecipientResult[] {
  const failure = error as SmtpFailure;
  if (isDown(failure)) {
    throw new TransportDown(`The mail server cannot be used: ${failure.message}`, { cause: failure });
  }
  const rejected = failure.rejectedErrors ?? [];
  return recipients.map(({ address }) =>
    toResult(address, rejected.find((one) => one.recipient === address) ?? failure),
  );
}

function isDown({ code, syscall, message }: SmtpFailure): boolean {
  return DOWN_CODES.has(code ?? '') || syscall === 'connect' || DOWN_WORDS.test(message);
}

/** RFC 5321, 4.2.1: 5 is permanent, 4 may pass; a connection that broke says nothing and may pass too. */
function toResult(address: string, failure: SmtpFailure): RecipientResult {
  const code = failure.responseCode ?? codeOf(failure.response ?? '');
  const status = code !== null && code >= 500 ? 'failed' : 'deferred';
  return { address, status, code, reply: failure.response ?? failure.message };
}

function codeOf(response: string): number | null {
  const [code] = /^\d{3}/.exec(response) ?? [];
  return code === undefined ? null : Number(code);
}

function putOff({ address }: MailAddress): RecipientResult {
  return {
    address,
    status: 'deferred',
    code: null,
    reply: 'not offered yet: as many mails as may leave within these minutes are waiting',
  };
}

function refuse({ name, address }: MailAddress): RecipientResult {
  return {
    address,
    status: 'failed',
    code: null,
    reply:
      `Not sent: the contact ${name === '' ? address : `${name} <${address}>`} has an address in a domain reserved for ` +
      'examples (RFC 2606), where nobody reads mail. Enter the real address of this contact in the mandate data.',
  };
}

/** nodemailer folds line breaks away; here they mean that somebody tried, or that a template is broken. */
function assertOneLine(mail: OutgoingMail): void {
  const fields: [string, string][] = [
    ['subject', mail.subject],
    ['messageId', mail.messageId],
    ['envelopeFrom', mail.envelopeFrom],
    ['inReplyTo', mail.inReplyTo ?? ''],
    ...(mail.references ?? []).map((id): [string, string] => ['references', id]),
    ...[mail.from, mail.replyTo, ...mail.to].flatMap(({ name, address }): [string, string][] => [
      ['name', name],
      ['address', address],
    ]),
    ...Object.entries(mail.headers ?? {}).flatMap(([name, value]): [string, string][] => [
      ['header name', name],
      [name, value],
    ]),
  ];

  const broken = fields.find(([, value]) => /[\r\n\u0000]/.test(value));
  if (broken !== undefined)
    throw new MailInvalid(`${broken[0]} holds a line break or U+0000: ${JSON.stringify(broken[1])}`);
}
