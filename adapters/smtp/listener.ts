import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Transform } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { looksSigned, readAddress } from '../../domain/reply-address.js';
import type { DocumentStore } from '../../office/ports/documents.js';

/** One of our addresses that a mail was sent to. */
export interface ReceiptRecipient {
  /** As the sender's system wrote it. */
  address: string;
  kind: 'reply' | 'bounce' | 'desk' | 'file';
  /** The id in a signed address; null for the desk's general address, and for one of ours that cannot be placed. */
  id: string | null;
}

/** A mail whose raw bytes are stored. The sender is told 'accepted' only after `receive` has resolved with it. */
export interface Receipt {
  rawSha256: string;
  /** Raw bytes. */
  size: number;
  /** '' is the null sender, which bounces carry. */
  envelopeFrom: string;
  recipients: ReceiptRecipient[];
  remoteAddress: string;
  helo: string;
}

export interface MailLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Private key and certificate chain, PEM. */
export interface TlsFiles {
  key: Buffer;
  cert: Buffer;
}

export interface MailListenerOptions {
  /** 0 takes any free port. */
  port: number;
  host: string;
  /** The domain of our signed addresses. */
  domain: string;
  /** Secrets that signatures hold under, the newest first. */
  secrets: readonly string[];
  /** The desk's general address, which people find in letters. */
  deskAddress: string;
  /** Where members of the office forward what came to them; none when left out. */
  fileAddress?: string;
  /** The largest mail in bytes. */
  maxSize: number;
  /** Said to a sender whose mail is too large: where the files can be handed in. */
  uploadPage: string;
  store: DocumentStore;
  /**
   * Whether an id belongs to a post of ours; left out, a right signature suffices. A rejection is answered with 451.
   */
  isKnown?: (id: string) => Promise<boolean>;
  /** Commits the receipt. When it rejects, the sender is told 451 and tries again later. */
  receive: (receipt: Receipt) => Promise<void>;
  /** With it STARTTLS is offered (RFC 3207); mail in the open is taken as well, as from any exchanger. */
  tls?: TlsFiles;
  log: MailLog;
}

export interface MailListener {
  /** The port that is listened on. */
  port: number;
  /** Takes a renewed key and certificate. */
  renew(tls: TlsFiles): void;
  /** Stops listening; mails in the middle of arriving get three seconds. */
  stop(): Promise<void>;
}

/** An answer to the sender's system: code of RFC 5321 and status of RFC 3463. */
class SmtpReply extends Error {
  override readonly name = 'SmtpReply';
  constructor(
    readonly responseCode: number,
    status: string,
    words: string,
  ) {
    super(`${status} ${words}`);
  }
}

/**
 * Whoever tries so many addresses in one session is guessing: a signature is found by guessing in 10^17 years, a name
 * sooner. Those that look like ours count too, though they are taken: nobody learns which holds, and the desk is not
 * flooded. The answer is no refusal for good: an exchanger that has so many real answers hands in the rest at its next
 * try.
 */
const MOST_UNKNOWN = 10;
const CLOSE_TIMEOUT_MS = 3000;
const SOCKET_TIMEOUT_MS = 120_000;

/**
 * Starts the door through which answers come. It takes mail for signed addresses, for addresses that look so and cannot
 * be placed (as mail to the desk), the desk's general address and postmaster (RFC 5321, 4.5.1), and relays nothing.
 * Every mail is on disk and `receive` has committed it before the sender hears 250.
 */
export async function createMailListener(options: MailListenerOptions): Promise<MailListener> {
  const { host, port, maxSize, log } = options;
  /** Unknown addresses that each session has tried. */
  const unknown = new Map<string, number>();
  const server = new SMTPServer({
    name: options.domain,
    banner: 'Answers to the Coordinator',
    disabledCommands: options.tls === undefined ? ['AUTH', 'STARTTLS'] : ['AUTH'],
    ...options.tls,
    authOptional: true,
    disableReverseLookup: true,
    hideENHANCEDSTATUSCODES: true,
    // The size is checked by ourselves, so that the answer can name the page that takes larger files.
    size: maxSize,
    hideSize: true,
    closeTimeout: CLOSE_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    onMailFrom: (address, _session, done) => {
      const declared = Number(((address.args as { SIZE?: string } | false | undefined) || {}).SIZE ?? 0);
      done(declared > maxSize ? tooLarge(options) : null);
    },
    onClose: (session) => void unknown.delete(session.id),
    onRcptTo: ({ address }, session, done) => {
      findRecipient(address, options).then(
        (recipient) => {
          if (recipient !== null && !isUnplaced(recipient, options)) return done(null);
          const count = (unknown.get(session.id) ?? 0) + 1;
          unknown.set(session.id, count);
          if (count < MOST_UNKNOWN) return done(recipient === null ? unknownAddress(address) : null);
          log.warn({ remoteAddress: session.remoteAddress }, 'a client that tries out addresses was sent away');
          done(new SmtpReply(421, '4.7.0', 'Too many unknown addresses, closing the connection'));
        },
        (error: unknown) => {
          log.warn({ address, error: wordsOf(error) }, 'a recipient could not be checked');
          done(new SmtpReply(451, '4.3.0', 'The address cannot be checked now, please try again'));
        },
      );
    },
    onData: (stream, session, done) => {
      acceptMail(stream, session, options).then(
        (words) => done(null, words),
        (error: unknown) => {
          if (!(error instanceof SmtpReply)) {
            log.warn({ remoteAddress: session.remoteAddress, error: wordsOf(error) }, 'a mail was not taken');
          }
          done(
            error instanceof SmtpReply
              ? error
              : new SmtpReply(451, '4.3.0', 'The mail could not be stored, please try again'),
          );
        },
      );
    },
  });
  // A client that goes away or talks nonsense ends its own connection, never the service.
  server.on('error', (error) => log.warn({ error: error.message }, 'a mail connection failed'));
  const listening = server.listen(port, host);
  await Promise.race([
    once(listening, 'listening'),
    once(listening, 'error').then(([error]) => Promise.reject(error as Error)),
  ]);
  return {
    port: (listening.address() as AddressInfo).port,
    renew: (tls) => server.updateSecureContext(tls),
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function acceptMail(
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  options: MailListenerOptions,
): Promise<string> {
  const recipients = await Promise.all(
    session.envelope.rcptTo.map(
      async ({ address }) => (await findRecipient(address, options)) ?? Promise.reject(unknownAddress(address)),
    ),
  );
  const { sha256, size } = await storeMail(stream, options);
  const { mailFrom } = session.envelope;
  await options.receive({
    rawSha256: sha256,
    size,
    envelopeFrom: mailFrom === false ? '' : mailFrom.address,
    recipients,
    remoteAddress: session.remoteAddress,
    helo: session.hostNameAppearsAs,
  });
  options.log.info({ sha256, size, recipients: recipients.length }, 'a mail was received');
  return `2.0.0 Received as ${sha256.slice(0, 16)}`;
}

async function storeMail(
  stream: SMTPServerDataStream,
  options: MailListenerOptions,
): Promise<{ sha256: string; size: number }> {
  const limited = stream.pipe(limit(options));
  // pipe() carries no error over: a connection that is cut must end the file that is being written.
  stream.once('error', (error) => limited.destroy(error));
  stream.once('close', () => {
    if (!stream.readableEnded) limited.destroy(new Error('The connection closed before the mail was whole'));
  });
  try {
    return await options.store.putStream(limited);
  } catch (error) {
    // The rest of a refused mail is read and thrown away: the sender listens for the answer only at its end.
    stream.unpipe(limited);
    stream.resume();
    throw error;
  }
}

function limit(options: MailListenerOptions): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, next) {
      size += chunk.length;
      if (size > options.maxSize) next(tooLarge(options));
      else next(null, chunk);
    },
  });
}

async function findRecipient(address: string, options: MailListenerOptions): Promise<ReceiptRecipient | null> {
  const bare = address.toLowerCase();
  const domain = options.domain.toLowerCase();
  // RFC 5321, 4.5.1 has postmaster reachable without a domain, too; RFC 2142 names the address for complaints.
  const isForDesk = [options.deskAddress.toLowerCase(), 'postmaster', `postmaster@${domain}`, `abuse@${domain}`];
  if (isForDesk.includes(bare)) {
    return { address, kind: 'desk', id: null };
  }
  if (bare === options.fileAddress?.toLowerCase()) return { address, kind: 'file', id: null };
  const signed = readAddress(address, options.domain, options.secrets);
  const isOurs = signed !== null && (options.isKnown === undefined || (await options.isKnown(signed.id)));
  if (isOurs) return { address, kind: signed.purpose, id: signed.id };
  // Keys or a record that were lost, or an address that was misread: the answer is good, and goes to a person.
  return looksSigned(address, options.domain) ? { address, kind: 'desk', id: null } : null;
}

function isUnplaced({ kind, address }: ReceiptRecipient, { domain }: MailListenerOptions): boolean {
  return kind === 'desk' && looksSigned(address, domain);
}

function unknownAddress(address: string): SmtpReply {
  return new SmtpReply(550, '5.1.1', `No such address: ${address.replaceAll(/[^\x21-\x7e]/g, '?').slice(0, 254)}`);
}

function tooLarge({ maxSize, uploadPage }: MailListenerOptions): SmtpReply {
  const megabytes = (maxSize / (1024 * 1024)).toFixed(maxSize < 1024 * 1024 ? 2 : 0);
  return new SmtpReply(
    552,
    '5.3.4',
    `The mail is larger than ${megabytes} MiB: please hand in large files at ${uploadPage}`,
  );
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
