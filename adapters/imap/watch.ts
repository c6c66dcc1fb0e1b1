import { setTimeout as delay } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type { DocumentStore } from '../../office/ports/documents.js';
import type { AccessToken } from '../oauth/access-token.js';
import { isLocal } from './account.js';
import type { MailboxAccount } from './account.js';
import { ENVELOPE_FIELDS } from './recipient.js';

/** Where a mail lies in its mailbox: RFC 9051, 2.3.1.1. A server that changes UIDVALIDITY has numbered all anew. */
export interface MailPlace {
  /** 1 to 4,294,967,295. */
  uidValidity: number;
  uid: number;
}

/** A mail of the mailbox whose raw bytes are stored. */
export interface TakenMail extends MailPlace {
  rawSha256: string;
  /** Raw bytes. */
  size: number;
  /** The header fields that say for whom it was, raw. */
  headers: Buffer;
  /** When the provider took it in, ISO UTC (INTERNALDATE). */
  receivedAt: string;
}

/** What has been taken, by place. */
export interface MailboxLedger {
  /** The first day, UTC, of which mails are taken; what came before is left alone. */
  since: string;
  /** The UIDs that are done with under this UIDVALIDITY. */
  findTaken(uidValidity: number): Promise<number[]>;
  /** That the mailbox cannot be read, with the reason; null once it has been looked through again. */
  noteTrouble(words: string | null): Promise<void>;
  /** Counts a mail that the server would not give. Returns how often by now. */
  noteFault(place: MailPlace, words: string): Promise<number>;
}

export interface WatchLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface WatchOptions {
  account: MailboxAccount;
  /** In place of a password. */
  accessToken: AccessToken | null;
  ledger: MailboxLedger;
  store: DocumentStore;
  /** Commits the mail with its place. When it rejects, the mail is looked at again. */
  receive: (mail: TakenMail) => Promise<void>;
  /** A mail that cannot be had after several tries: a person is to look at it in the mailbox. Commits its place. */
  giveUp: (place: MailPlace, words: string) => Promise<void>;
  log: WatchLog;
  /** How often the mailbox is looked through, whatever IDLE says. */
  pollMs?: number;
  /** The pauses between connections begin with this and grow thirtyfold. */
  firstPauseMs?: number;
}

export interface MailboxWatch {
  /** Resolves once the mailbox has been looked through for the first time. */
  looked: Promise<void>;
  /** Ends within a few seconds; a mail that is being taken is finished. */
  stop(): Promise<void>;
}

/** Says to people who read the mailbox, and to us after a crash, that a mail is on record. */
export const TAKEN = '$CoordinatorTaken';

const POLL_MS = 60_000;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE = 30;
/** A connection that held so long begins again with the shortest pause. */
const STABLE_MS = 60_000;
const TRIES = 3;
/** A connection that breaks over a mail may have broken by itself: such a mail is tried for longer. */
const BROKEN_TRIES = 10;
/** Marks are set for so many at a time. */
const MARK_EVERY = 50;
const GOODBYE_MS = 2_000;
const DAY_MS = 86_400_000;

/** Our own part of the work failed (disk, database): the mail is sound, and is taken once we are. */
class OwnFault extends Error {}

/**
 * Watches a mailbox until it is stopped: connects, takes what is new, waits for the server's word or the next look, and connects
 * anew whenever the connection ends. The record decides what is new; the mark in the mailbox is set after the commit.
 */
export function watchMailbox(options: WatchOptions): MailboxWatch {
  const stopping = new AbortController();
  let tellLooked: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => (tellLooked = resolve));
  const running = run(options, stopping.signal, tellLooked);
  return {
    looked,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function run(options: WatchOptions, signal: AbortSignal, tellLooked: () => void): Promise<void> {
  const { account, log, firstPauseMs = FIRST_PAUSE_MS } = options;
  let pause = firstPauseMs;
  let isRefused = false;
  while (!signal.aborted) {
    const begun = performance.now();
    try {
      await visit(options, { signal, tellLooked, renew: isRefused });
      if (!signal.aborted) log.warn({ mailbox: account.name }, 'the mailbox has closed the connection');
      isRefused = false;
    } catch (error) {
      isRefused = (error as { authenticationFailed?: boolean }).authenticationFailed === true;
      log.warn({ mailbox: account.name, error: wordsOf(error) }, 'the mailbox cannot be read, and is tried again');
      // Where the record is out of reach, too, the log has said it.
      await options.ledger.noteTrouble(wordsOf(error)).catch(() => undefined);
    }
    if (performance.now() - begun > STABLE_MS) pause = firstPauseMs;
    await delay(pause, undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 2, LONGEST_PAUSE * firstPauseMs);
  }
}

/** One connection, from its greeting to its end. A client of the library is never connected twice. */
async function visit(
  options: WatchOptions,
  { signal, tellLooked, renew }: { signal: AbortSignal; tellLooked: () => void; renew: boolean },
): Promise<void> {
  const { account, pollMs = POLL_MS } = options;
  const client = await createClient(options, renew);
  const news = new News();
  let fault: Error | null = null;
  client.on('error', (error: Error) => {
    fault = error;
    news.ring();
  });
  client.on('close', () => news.ring());
  client.on('exists', () => news.ring());
  const ring = (): void => news.ring();
  signal.addEventListener('abort', ring, { once: true });
  try {
    await client.connect();
    const box = await client.mailboxOpen(account.folder);
    let isFirstLook = true;
    const visitor = await openVisitor(client, Number(box.uidValidity), options);
    while (!signal.aborted && client.usable) {
      await visitor.take(signal);
      if (isFirstLook) await options.ledger.noteTrouble(null);
      isFirstLook = false;
      tellLooked();
      if (news.isRung) {
        news.clear();
        continue;
      }
      // IDLE is a hint: where it fails or is silent, the next look comes all the same.
      client.idle().catch(() => undefined);
      await news.wait(pollMs);
    }
    if (fault !== null) throw fault as Error;
  } finally {
    signal.removeEventListener('abort', ring);
    await Promise.race([client.usable ? client.logout().catch(() => undefined) : undefined, delay(GOODBYE_MS)]);
    client.close();
  }
}

async function createClient({ account, accessToken }: WatchOptions, renew: boolean): Promise<ImapFlow> {
  const { host, port, isSecure, user, password } = account;
  const token = accessToken === null ? null : await accessToken({ renew });
  return new ImapFlow({
    host,
    port,
    secure: isSecure,
    // A password never crosses the network in the open.
    ...(isSecure || isLocal(account) ? {} : { doSTARTTLS: true }),
    auth: token === null ? { user, pass: password ?? '' } : { user, accessToken: token },
    logger: false,
    disableAutoIdle: true,
    clientInfo: { name: 'coordinator' },
  });
}

/** Takes what is new of the folder that a client has opened. */
async function openVisitor(client: ImapFlow, uidValidity: number, options: WatchOptions) {
  const { ledger, store, log } = options;
  const taken = new Set(await ledger.findTaken(uidValidity));
  // Servers compare the day in a zone of their own.
  const since = new Date(Date.parse(`${ledger.since}T00:00:00Z`) - DAY_MS);
  await mark(await find({ since, unKeyword: TAKEN }).then((uids) => uids.filter((uid) => taken.has(uid))));

  async function find(query: { since: Date; unKeyword?: string }): Promise<number[]> {
    return (await client.search(query, { uid: true })) || [];
  }

  async function mark(uids: number[]): Promise<void> {
    // A provider without keywords loses nothing: the record knows.
    if (uids.length > 0) await client.messageFlagsAdd(uids.join(','), [TAKEN], { uid: true }).catch(() => false);
  }

  async function takeOne(uid: number): Promise<boolean> {
    const message = await client.fetchOne(String(uid), { internalDate: true, headers: ENVELOPE_FIELDS }, { uid: true });
    const download = message === false ? null : await client.download(String(uid), undefined, { uid: true });
    // Somebody has moved or deleted it since the search.
    if (message === false || !download?.content) return false;
    const { content } = download;
    const { sha256, size } = await store.putStream(content).catch((error: unknown) => {
      throw client.usable && isOfDisk(error) ? new OwnFault(wordsOf(error), { cause: error }) : error;
    });
    const receivedAt = new Date(message.internalDate ?? Date.now()).toISOString();
    const headers = message.headers ?? Buffer.alloc(0);
    try {
      await options.receive({ uidValidity, uid, rawSha256: sha256, size, headers, receivedAt });
    } catch (cause) {
      throw new OwnFault(wordsOf(cause), { cause });
    }
    log.info({ sha256, size, uidValidity, uid }, 'a mail was taken from the mailbox');
    return true;
  }

  /** A mail that the server will not give is passed over, so that the others come in, and after some tries given to a person. */
  async function passOver(uid: number, error: unknown): Promise<boolean> {
    const words = wordsOf(error);
    const most = client.usable ? TRIES : BROKEN_TRIES;
    const tries = await ledger.noteFault({ uidValidity, uid }, words);
    log.warn({ uidValidity, uid, tries, error: words }, 'a mail of the mailbox cannot be had');
    if (tries < most) return false;
    await options.giveUp({ uidValidity, uid }, words);
    return true;
  }

  return {
    async take(signal: AbortSignal): Promise<void> {
      const fresh = (await find({ since })).filter((uid) => !taken.has(uid)).sort((a, b) => a - b);
      let unmarked: number[] = [];
      for (const uid of fresh) {
        if (signal.aborted || !client.usable) break;
        try {
          if (await takeOne(uid)) unmarked.push(uid);
          taken.add(uid);
        } catch (error) {
          if (error instanceof OwnFault) throw error;
          if (await passOver(uid, error)) taken.add(uid);
          if (!client.usable) throw error;
        }
        if (unmarked.length >= MARK_EVERY) {
          await mark(unmarked);
          unmarked = [];
        }
      }
      if (client.usable) await mark(unmarked);
    },
  };
}

/** Something has happened; several times is as good as once. */
class News {
  isRung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.isRung = true;
    this.#wake?.();
  }

  clear(): void {
    this.isRung = false;
  }

  /** Until the next ring, or so many milliseconds. */
  async wait(ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      timer = setTimeout(resolve, ms);
      if (this.isRung) resolve();
    });
    clearTimeout(timer);
    this.#wake = null;
    this.isRung = false;
  }
}

/** A system error of the file system, as Node names it. */
function isOfDisk(error: unknown): boolean {
  return ['ENOSPC', 'EACCES', 'EIO', 'EROFS', 'EDQUOT', 'EMFILE', 'ENOENT'].includes(
    (error as NodeJS.ErrnoException).code ?? '',
  );
}

/** The library's errors say little in their message: what the server said stands beside it. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { responseText } = error as { responseText?: string };
  return responseText === undefined || responseText === '' ? error.message : `${error.message}: ${responseText}`;
}
