import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { TAKEN } from '../../adapters/imap/watch.js';
import type { MailboxWatch } from '../../adapters/imap/watch.js';
import { createAccessToken } from '../../adapters/oauth/access-token.js';
import type { AccessToken } from '../../adapters/oauth/access-token.js';
import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { findMailboxTroubles } from '../../adapters/postgres/mailbox-store.js';
import { signAddress } from '../../domain/reply-address.js';
import type { DocumentStore } from '../../office/ports/documents.js';
import type { Intake } from '../../office/ports/intake.js';
import { createAddressing } from '../../office/posting/addressing.js';
import { openMailboxIntake } from '../../worker/intake.js';
import { openCuttableLine, startDovecot } from '../world/dovecot.js';
import type { Dovecot } from '../world/dovecot.js';
import { startRecord } from '../world/record.js';
import type { TestRecord } from '../world/record.js';

/*
 * A mailbox at a provider, which is a real Dovecot here, and a real PostgreSQL. COORDINATOR_DOVECOT is its program.
 */
const SECRET = 'a secret of this test only';
const addressing = createAddressing({ domain: 'desk.example', secret: SECRET, publicUrl: 'http://desk.example' });
const SLOW_MS = 60_000;

let record: TestRecord;
let store: DocumentStore;
let intake: Intake;
let dovecot: Dovecot;
let watches: MailboxWatch[] = [];
let started: string[] = [];
let log: string[] = [];

beforeAll(async () => {
  record = await startRecord();
  store = await openFileStore(path.join(record.folder, 'documents'));
  intake = createIntakeStore(record.db);
}, SLOW_MS);
afterAll(() => record.stop());

beforeEach(async () => {
  await record.db.deleteFrom('receipt').execute();
  await record.db.deleteFrom('mailboxMail').execute();
  await record.db.deleteFrom('mailbox').execute();
  dovecot = await startDovecot();
  started = [];
  log = [];
}, SLOW_MS);
afterEach(async () => {
  for (const watch of watches) await watch.stop();
  watches = [];
  await dovecot.stop();
});

/** A second start of the service, on the same record. */
async function watchIt(given: {
  port?: number;
  accessToken?: AccessToken;
  intake?: Intake;
  pollMs?: number;
}): Promise<MailboxWatch> {
  const { port = dovecot.port, accessToken = null, pollMs = 200 } = given;
  const watch = await openMailboxIntake({
    db: record.db,
    account: {
      host: '127.0.0.1',
      port,
      isSecure: false,
      user: dovecot.user,
      password: accessToken === null ? dovecot.password : null,
      folder: 'INBOX',
      name: 'tip@127.0.0.1',
    },
    accessToken,
    addressing,
    secrets: [SECRET],
    documents: store,
    intake: given.intake ?? intake,
    clock: { now: () => new Date().toISOString() },
    startMail: async (receiptId) => void started.push(receiptId),
    log: { info: () => undefined, warn: (fields, message) => void log.push(`${message} ${JSON.stringify(fields)}`) },
    pollMs,
    firstPauseMs: 50,
  });
  watches.push(watch);
  return watch;
}

const receipts = () => record.db.selectFrom('receipt').selectAll().orderBy('receivedAt').orderBy('id').execute();
const places = () => record.db.selectFrom('mailboxMail').selectAll().orderBy('uid').execute();
const sha256 = (raw: Buffer | string): string => createHash('sha256').update(raw).digest('hex');

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) return;
    await delay(50);
  }
  throw new Error(`it never came to that; the log says:\n${log.join('\n')}`);
}

function mailOf(subject: string, to = 'tip@oas.example', size = 200): string {
  const lines = ['From: ana@capital.example', `To: ${to}`, `Subject: ${subject}`, 'Return-Path: <ana@capital.example>'];
  return [...lines, '', randomBytes(size / 2).toString('hex'), ''].join('\r\n');
}

const addressOf = (step: string): string => addressing.identify(step).replyAddress;

describe('a mailbox at a provider', () => {
  it(
    'is taken byte for byte, with the moment at which the provider received it, and marked after that',
    async () => {
      const raw = mailOf('Resposta');
      await dovecot.append(raw, new Date(Date.now() - 90_000));
      await (
        await watchIt({})
      ).looked;
      const [receipt, ...others] = await receipts();
      expect(others).toEqual([]);
      expect(receipt).toMatchObject({
        rawSha256: sha256(raw),
        envelopeFrom: 'ana@capital.example',
        recipient: 'desk@desk.example',
        recipientKind: 'desk',
      });
      const ageMs = Date.now() - Date.parse(receipt?.receivedAt ?? '');
      expect(ageMs).toBeGreaterThan(85_000);
      expect((await store.get(sha256(raw))).toString()).toBe(raw);
      expect(started).toEqual([receipt?.id]);
      const reader = await dovecot.open();
      const seen = await reader.fetchAll('1:*', { flags: true });
      await reader.logout();
      expect(seen.map(({ flags }) => [...(flags ?? [])])).toEqual([expect.arrayContaining([TAKEN])]);
      // A person finds it as unread as it was.
      expect(seen[0]?.flags?.has('\\Seen')).toBe(false);
    },
    SLOW_MS,
  );

  it(
    'gives a new mail within a second, by IDLE',
    async () => {
      await (
        await watchIt({ pollMs: 60_000 })
      ).looked;
      await delay(300);
      const begun = Date.now();
      await dovecot.append(mailOf('Novo'));
      await until(async () => (await receipts()).length === 1);
      expect(Date.now() - begun).toBeLessThan(5_000);
    },
    SLOW_MS,
  );

  it(
    'leaves alone what came before its first day',
    async () => {
      await dovecot.append(mailOf('de 2019'), new Date('2019-05-01T12:00:00Z'));
      await (
        await watchIt({})
      ).looked;
      expect(await receipts()).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'counts the same words to two requests twice, and one mail to two of our addresses twice',
    async () => {
      const text = 'the same words';
      await dovecot.append(`Delivered-To: ${addressOf('a')}\r\nFrom: x@y.example\r\n\r\n${text}`);
      await dovecot.append(`Delivered-To: ${addressOf('b')}\r\nFrom: x@y.example\r\n\r\n${text}`);
      await dovecot.append(`To: ${addressOf('c')}, <${addressOf('d')}>\r\nFrom: x@y.example\r\n\r\n${text}`);
      await record.db
        .insertInto('mailOut')
        .values(['a', 'b', 'c', 'd'].map(mailOut))
        .onConflict((one) => one.doNothing())
        .execute();
      await (
        await watchIt({})
      ).looked;
      expect((await receipts()).map((one) => one.recipient).sort()).toEqual(['a', 'b', 'c', 'd'].map(addressOf).sort());
    },
    SLOW_MS,
  );

  it(
    'falls to the desk with an address that looks like ours and cannot be placed, unless another one can',
    async () => {
      const lost = signAddress({ purpose: 'reply', id: 'zzzzzzzzzzzzzzzz' }, 'desk.example', 'lost keys');
      await dovecot.append(`To: Desk <tip@oas.example>, <${lost}>\r\nFrom: x@y.example\r\n\r\nto lost keys`);
      await dovecot.append(`To: <${lost}>, <${addressOf('a')}>\r\nFrom: x@y.example\r\n\r\nto both`);
      await record.db
        .insertInto('mailOut')
        .values(mailOut('a'))
        .onConflict((one) => one.doNothing())
        .execute();
      await (
        await watchIt({})
      ).looked;
      expect((await receipts()).map((one) => `${one.recipientKind} ${one.recipient}`).sort()).toEqual([
        `desk ${lost}`,
        `reply ${addressOf('a')}`,
      ]);
    },
    SLOW_MS,
  );

  it(
    'is read on after every cut of the line, with nothing lost and nothing doubled',
    async () => {
      const line = await openCuttableLine(dovecot.port);
      try {
        const mails = Array.from({ length: 12 }, (_, index) => mailOf(`Nr ${index}`, undefined, 40_000));
        for (const raw of mails) await dovecot.append(raw);
        // Each connection brings a few mails and breaks off in the middle of one.
        line.cutAfter(150_000);
        await watchIt({ port: line.port });
        await until(async () => (await receipts()).length >= 4);
        line.cut();
        await until(async () => (await receipts()).length === 12);
        expect((await receipts()).map((one) => one.rawSha256).sort()).toEqual(mails.map(sha256).sort());
        expect(log.filter((words) => words.includes('tried again') || words.includes('closed')).length).toBeGreaterThan(
          2,
        );
        expect(started).toHaveLength(12);
      } finally {
        await line.stop();
      }
    },
    SLOW_MS,
  );

  it(
    'is read on after the server was away',
    async () => {
      await (
        await watchIt({})
      ).looked;
      await dovecot.restart();
      await dovecot.append(mailOf('Depois'));
      await until(async () => (await receipts()).length === 1);
      expect(log).not.toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'doubles nothing when UIDVALIDITY changes and every mail has another number',
    async () => {
      for (const subject of ['um', 'dois', 'três']) await dovecot.append(mailOf(subject));
      await (
        await watchIt({})
      ).looked;
      expect(await receipts()).toHaveLength(3);
      const before = (await places()).map((one) => one.uidvalidity);
      await dovecot.renumber();
      await dovecot.append(mailOf('quatro'));
      await until(async () => (await receipts()).length === 4);
      await until(async () => (await places()).length === 7);
      expect(await receipts()).toHaveLength(4);
      expect(new Set((await places()).map((one) => one.uidvalidity)).size).toBe(2);
      expect(before).toHaveLength(3);
    },
    SLOW_MS,
  );

  it(
    'takes a mail again whose commit failed, and marks what a crash left unmarked',
    async () => {
      let failures = 2;
      const frail: Intake = {
        ...intake,
        commitReceipts: (rows, taken) => {
          if (failures > 0) {
            failures -= 1;
            throw new Error('the database is away');
          }
          return intake.commitReceipts(rows, taken);
        },
      };
      await dovecot.append(mailOf('Persistente'));
      await watchIt({ intake: frail });
      await until(async () => (await receipts()).length === 1);
      await watches.pop()?.stop();
      // As if it had been killed between the commit and the mark.
      const reader = await dovecot.open();
      await reader.messageFlagsRemove('1:*', [TAKEN]);
      await reader.logout();
      await (
        await watchIt({})
      ).looked;
      expect(await receipts()).toHaveLength(1);
      const again = await dovecot.open();
      expect(await again.search({ keyword: TAKEN })).toEqual([1]);
      await again.logout();
    },
    SLOW_MS,
  );

  it(
    'goes on past a mail that the server does not give, and hands it to a person',
    async () => {
      await dovecot.append(mailOf('um'));
      const uid = await dovecot.append(mailOf('estragado'));
      await dovecot.append(mailOf('três'));
      dovecot.spoil(uid);
      await watchIt({});
      await until(async () => (await receipts()).length === 3);
      const held = (await receipts()).find((one) => one.envelopeFrom === '');
      const note = (await store.get(held?.rawSha256 ?? '')).toString();
      expect(note).toContain(`UID ${uid}`);
      expect(log.some((words) => words.includes('cannot be had'))).toBe(true);
    },
    SLOW_MS,
  );

  it(
    'waits for a wrong password to be mended, and says so',
    async () => {
      dovecot = { ...dovecot, password: 'wrong' };
      await watchIt({});
      await until(async () => log.some((words) => /tried again.*[Aa]uthentication/.test(words)));
      expect(await receipts()).toEqual([]);
    },
    SLOW_MS,
  );

  it(
    'is told of when it cannot be read for some minutes, and no more once it can',
    async () => {
      const { password } = dovecot;
      dovecot = { ...dovecot, password: 'wrong' };
      await watchIt({});
      const inMinutes = (minutes: number) =>
        findMailboxTroubles(record.db, new Date(Date.now() + minutes * 60_000).toISOString());
      await until(async () => (await inMinutes(11)).length === 1);
      expect(await inMinutes(0)).toEqual([]);
      expect(await inMinutes(11)).toMatchObject([{ account: 'tip@127.0.0.1', words: expect.stringMatching(/fail/i) }]);
      await watches.pop()?.stop();
      dovecot = { ...dovecot, password };
      await (
        await watchIt({})
      ).looked;
      await until(async () => (await inMinutes(11)).length === 0);
    },
    SLOW_MS,
  );
});

describe('a mailbox that is opened with a token', () => {
  it(
    'asks for a new one when the old is refused',
    async () => {
      let valid = 'token-1';
      let asked = 0;
      const provider = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          const form = new URLSearchParams(body);
          response.setHeader('content-type', 'application/json');
          if (request.url === '/token') {
            asked += 1;
            const isRight = form.get('refresh_token') === 'refresh' && form.get('client_secret') === 'hush';
            response.statusCode = isRight ? 200 : 400;
            response.end(
              JSON.stringify(isRight ? { access_token: valid, expires_in: 3600 } : { error: 'invalid_grant' }),
            );
          } else {
            // RFC 7662, 2.2: of a token that does not hold nothing else is told.
            const isActive = form.get('token') === valid;
            response.end(JSON.stringify(isActive ? { active: true, username: dovecot.user } : { active: false }));
          }
        });
      });
      await new Promise<void>((resolve) => provider.listen(0, '127.0.0.1', resolve));
      const origin = `http://127.0.0.1:${(provider.address() as AddressInfo).port}`;
      await dovecot.stop();
      dovecot = await startDovecot({ introspection: `${origin}/introspect` });
      const setting = {
        tokenUrl: `${origin}/token`,
        clientId: 'coordinator',
        clientSecret: 'hush',
        refreshToken: 'refresh',
        scope: null,
      };
      try {
        await dovecot.append(mailOf('com token'));
        const accessToken = createAccessToken(setting);
        await (
          await watchIt({ accessToken })
        ).looked;
        expect(await receipts()).toHaveLength(1);
        expect(asked).toBe(1);
        // The provider has withdrawn the token before its time.
        valid = 'token-2';
        await watches.pop()?.stop();
        await watchIt({ accessToken });
        await dovecot.append(mailOf('com outro'));
        await until(async () => (await receipts()).length === 2);
        expect(asked).toBe(2);
        await expect(createAccessToken({ ...setting, clientSecret: 'wrong' })()).rejects.toThrow(
          /gave no token \(400, invalid_grant\)/,
        );
      } finally {
        provider.close();
      }
    },
    SLOW_MS,
  );
});

function mailOut(step: string) {
  const { id, messageId, replyAddress, envelopeFrom } = addressing.identify(step);
  return {
    id,
    stepKey: step,
    messageId,
    kind: 'note' as const,
    party: 'BRA',
    contact: null,
    language: 'pt' as const,
    toName: '',
    toAddress: 'x@y.example',
    replyAddress,
    envelopeFrom,
    subject: '',
    text: '',
    html: '',
    inReplyTo: null,
    isAutomaticReply: false,
    datedAt: '2027-01-01T00:00:00Z',
    status: 'sent' as const,
    attempts: 1,
    isPerhapsDoubled: false,
    reply: null,
    sentAt: null,
  };
}
