import { readFile } from 'node:fs/promises';
import type { MailboxAccount } from '../adapters/imap/account.js';
import { readEnvelope } from '../adapters/imap/recipient.js';
import { watchMailbox } from '../adapters/imap/watch.js';
import type { MailboxWatch, MailPlace } from '../adapters/imap/watch.js';
import type { AccessToken } from '../adapters/oauth/access-token.js';
import type { Database } from '../adapters/postgres/database.js';
import { openMailboxLedger } from '../adapters/postgres/mailbox-store.js';
import { createMailListener } from '../adapters/smtp/listener.js';
import type { MailListener, MailLog, Receipt, TlsFiles } from '../adapters/smtp/listener.js';
import type { Clock } from '../domain/clock.js';
import { mailKey } from '../domain/reply-address.js';
import type { DocumentStore } from '../office/ports/documents.js';
import type { Intake } from '../office/ports/intake.js';
import type { NewReceipt } from '../office/ports/receipts.js';
import type { Addressing } from '../office/posting/addressing.js';
import { ConfigError } from './config.js';

export interface IntakeDeps {
  host: string;
  port: number;
  addressing: Addressing;
  secrets: readonly string[];
  uploadPage: string;
  /** Files of key and certificate for STARTTLS; none when left out. */
  tls?: { key: string; cert: string } | null;
  documents: DocumentStore;
  intake: Intake;
  clock: Clock;
  startMail: (receiptId: string) => Promise<void>;
  log: MailLog;
}

const RENEW_EVERY_MS = 3_600_000;
const MAX_SIZE = 40 * 1024 * 1024;
/** A start that fails is tried again after these waits; then the sweep has it. */
const START_WAITS_MS = [200, 500, 1000, 2000, 5000];

/** Opens the door for answers: raw bytes and receipt rows are committed before the sender is told 'accepted'. */
export async function openIntake(deps: IntakeDeps): Promise<MailListener> {
  const { tls = null, host, port, addressing, secrets, uploadPage, documents, intake, clock, log } = deps;
  const pair = tls === null ? null : await readTls(tls);
  const listener = await createMailListener({
    ...(pair === null ? {} : { tls: pair }),
    host,
    port,
    domain: addressing.domain,
    secrets,
    deskAddress: addressing.deskAddress,
    fileAddress: addressing.fileAddress,
    maxSize: MAX_SIZE,
    uploadPage,
    store: documents,
    isKnown: (id) => intake.isKnownMail(id),
    receive: async (receipt) => {
      const fresh = await intake.commitReceipts(receiptsOf(receipt, clock.now()));
      for (const receiptId of fresh) void start(deps, receiptId);
    },
    log,
  });
  if (tls === null) return listener;
  // Certificates are renewed by others, while we run.
  const timer = setInterval(() => {
    readTls(tls).then(
      (files) => listener.renew(files),
      (error: unknown) => log.warn({ error: String(error) }, 'the certificate is kept'),
    );
  }, RENEW_EVERY_MS);
  return {
    ...listener,
    stop: () => {
      clearInterval(timer);
      return listener.stop();
    },
  };
}

/** @throws ConfigError that names the variable of the file that cannot be read. */
async function readTls(tls: { key: string; cert: string }): Promise<TlsFiles> {
  const read = (file: string, variable: string): Promise<Buffer> =>
    readFile(file).catch((cause: Error) => {
      throw new ConfigError(`${variable} names ${file}, which cannot be read: ${cause.message}`, { cause });
    });
  return { key: await read(tls.key, 'COORDINATOR_TLS_KEY'), cert: await read(tls.cert, 'COORDINATOR_TLS_CERT') };
}

export interface MailboxIntakeDeps extends Omit<IntakeDeps, 'host' | 'port' | 'uploadPage'> {
  db: Database;
  account: MailboxAccount;
  accessToken: AccessToken | null;
  /** How often the mailbox is looked through, and the first pause after a fault; a minute and a second when left out. */
  pollMs?: number;
  firstPauseMs?: number;
}

/** Takes answers from a mailbox at a provider: each is on disk and on record before it is marked as taken. */
export async function openMailboxIntake(deps: MailboxIntakeDeps): Promise<MailboxWatch> {
  const { db, account, accessToken, addressing, secrets, documents, intake, clock, log, pollMs, firstPauseMs } = deps;
  const { domain, deskAddress, fileAddress } = addressing;
  const mailbox = { account: account.name, folder: account.folder };
  const commit = async (receipt: Receipt, place: MailPlace, receivedAt: string): Promise<void> => {
    const taken = { mailbox, place, rawSha256: receipt.rawSha256, at: clock.now() };
    const fresh = await intake.commitReceipts(receiptsOf(receipt, receivedAt), taken);
    for (const receiptId of fresh) void start(deps, receiptId);
  };
  return watchMailbox({
    account,
    accessToken,
    ledger: await openMailboxLedger(db, mailbox, clock.now().slice(0, 10), () => clock.now()),
    store: documents,
    receive: async ({ uidValidity, uid, rawSha256, size, headers, receivedAt }) => {
      const isKnown = (id: string): Promise<boolean> => intake.isKnownMail(id);
      const { from, recipients } = await readEnvelope(headers, { domain, secrets, deskAddress, fileAddress, isKnown });
      const receipt = { rawSha256, size, envelopeFrom: from, recipients, remoteAddress: '', helo: '' };
      // A mail counts as received when the provider took it in, but never later than now: clocks of providers differ.
      const now = clock.now();
      await commit(receipt, { uidValidity, uid }, receivedAt < now ? receivedAt : now);
    },
    giveUp: async (place, words) => {
      const { sha256, size } = await documents.put(standIn(account, place, words));
      const recipients = [{ address: deskAddress, kind: 'desk' as const, id: null }];
      const receipt = { rawSha256: sha256, size, envelopeFrom: '', recipients, remoteAddress: '', helo: '' };
      await commit(receipt, place, clock.now());
    },
    log,
    ...(pollMs === undefined ? {} : { pollMs }),
    ...(firstPauseMs === undefined ? {} : { firstPauseMs }),
  });
}

/** Stands on record for a mail that the provider will not give, so that a person looks for it in the mailbox. */
function standIn({ name, folder }: MailboxAccount, { uidValidity, uid }: MailPlace, words: string): Buffer {
  const lines = [
    `Subject: A mail in ${folder} of ${name} cannot be fetched`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `The server does not give mail UID ${uid} (UIDVALIDITY ${uidValidity}) of ${folder}: ${words.replaceAll(/\s+/g, ' ')}`,
    'Open the mailbox, find it there, and forward it to this desk.',
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}

function receiptsOf(receipt: Receipt, receivedAt: string): NewReceipt[] {
  return receipt.recipients.map((recipient) => {
    const address = recipient.address.toLowerCase();
    return {
      id: mailKey(`${receipt.rawSha256}/${address}`),
      rawSha256: receipt.rawSha256,
      size: receipt.size,
      envelopeFrom: receipt.envelopeFrom,
      recipient: address,
      recipientKind: recipient.kind,
      mailOutId: recipient.id,
      remoteAddress: receipt.remoteAddress,
      helo: receipt.helo,
      receivedAt,
    };
  });
}

/** The sender has its 250: a failure here delays the acknowledgement and loses nothing. */
async function start({ startMail, log }: Pick<IntakeDeps, 'startMail' | 'log'>, receiptId: string): Promise<void> {
  for (const wait of [...START_WAITS_MS, null]) {
    try {
      await startMail(receiptId);
      return;
    } catch (fault) {
      if (wait === null) log.warn({ receiptId, fault: String(fault) }, 'left for the sweep');
      else await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
