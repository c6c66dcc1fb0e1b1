import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { createAddressing } from '../../office/posting/addressing.js';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { startPostgres } from '../../adapters/embedded/postgres-server.js';
import type { PostgresServer } from '../../adapters/embedded/postgres-server.js';
import { openDatabase } from '../../adapters/postgres/database.js';
import type { Database } from '../../adapters/postgres/database.js';
import { createInstallationStore } from '../../adapters/postgres/installation-store.js';
import { loadConfig } from '../../worker/config.js';
import type { Config } from '../../worker/config.js';
import { assertInstallation, InstallationFault, settleInstallation } from '../../worker/installation.js';
import { readSecrets } from '../../worker/secrets.js';
import { freePort } from '../world/record.js';
import { removeDataFolder } from './supervised/start.js';

/*
 * Real folders and a real PostgreSQL with a database for each installation; the decision itself is
 * `test/domain/installation.test.ts`.
 */

let server: PostgresServer;
let serverFolder: string;
let folder: string;
let databases = 0;
const opened: Database[] = [];

beforeAll(async () => {
  serverFolder = path.join(mkdtempSync(path.join(tmpdir(), 'coordinator-test-')), 'data');
  mkdirSync(serverFolder);
  server = await startPostgres({
    dataDir: serverFolder,
    host: '127.0.0.1',
    port: await freePort(),
    env: process.env,
    log: () => undefined,
  });
});
afterAll(async () => {
  for (const db of opened) await db.destroy();
  await server.stop();
  removeDataFolder(serverFolder);
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'coordinator-test-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface World {
  config: Config;
  db: Database;
  file: (...names: string[]) => string;
  start: (isNew?: boolean) => Promise<string[]>;
}

/** A data folder that nothing is in yet, with a database of its own, or another's. */
async function worldOf(name: string, databaseUrl?: string): Promise<World> {
  const data = path.join(folder, name);
  mkdirSync(data);
  const url = databaseUrl ?? (await emptyDatabase());
  const db = openDatabase(url, { maxConnections: 4 });
  opened.push(db);
  const config = loadConfig({ COORDINATOR_DATA: data, DATABASE_URL: url });
  return {
    config,
    db,
    file: (...names) => path.join(data, ...names),
    start: (isNew = false) => settleInstallation(config, db, { isNew }),
  };
}

async function emptyDatabase(): Promise<string> {
  const name = `installation_${(databases += 1)}`;
  const admin = openDatabase(server.url, { maxConnections: 1 });
  await sql`create database ${sql.id(name)}`.execute(admin);
  await admin.destroy();
  return server.url.replace(/[^/]+$/, name);
}

const read = (file: string): Record<string, unknown> =>
  JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;

async function idsOf({ db, file }: World): Promise<unknown[]> {
  return [
    read(file('installation.json')).installation,
    read(file('secrets.json')).installation,
    read(file('documents/installation.json')).installation,
    (await createInstallationStore(db).find()).installation,
  ];
}

/** A note that left and a mail that came, as any version has them on record. */
async function use({ config, db }: World, what = 'annual-report/2027/BRA/request/mission'): Promise<void> {
  const { replyKey } = await readSecrets(config.data);
  const addressing = createAddressing({ domain: 'desk.example', secret: replyKey, publicUrl: 'http://x.example' });
  const { id, stepKey, messageId, replyAddress, envelopeFrom, link } = addressing.identify(what);
  const columns = { id, stepKey, messageId, replyAddress };
  await db
    .insertInto('mailOut')
    .values({
      ...columns,
      envelopeFrom,
      kind: 'note',
      party: 'BRA',
      contact: 'mission',
      language: 'en',
      toName: 'Mission',
      toAddress: 'mission@bra.example',
      subject: 'Note',
      text: link,
      html: '',
      inReplyTo: null,
      isAutomaticReply: false,
      datedAt: '2027-01-01T00:00:00.000Z',
      status: 'sent',
      attempts: 1,
      isPerhapsDoubled: false,
      reply: null,
      sentAt: null,
    })
    .execute();
  const documents = await openFileStore(path.join(config.data, 'documents'));
  const { sha256, size } = await documents.put(Buffer.from(what));
  await db
    .insertInto('receipt')
    .values({
      id,
      rawSha256: sha256,
      size,
      envelopeFrom: 'a@bra.example',
      recipient: replyAddress,
      recipientKind: 'reply',
      mailOutId: id,
      remoteAddress: '192.0.2.1',
      receivedAt: '2027-01-02T00:00:00.000Z',
      class: null,
      why: '[]',
      outcome: null,
      detail: null,
      requestId: null,
      summary: null,
      handledAt: null,
    })
    .execute();
}

/** As a version left it that knew no ids. */
async function withoutIds({ db, file }: World): Promise<void> {
  rmSync(file('installation.json'), { force: true });
  rmSync(file('documents/installation.json'), { force: true });
  const { replyKey, sessionKey } = read(file('secrets.json'));
  writeFileSync(file('secrets.json'), JSON.stringify({ replyKey, sessionKey }));
  // What migrations since have made goes with them: the newest first.
  for (const table of ['reading', 'fileText', 'installation'])
    await sql`drop table if exists ${sql.table(table)} cascade`.execute(db);
  await sql`alter table submission drop column withdrawn_by`.execute(db);
  for (const index of ['dispatch_mail_out', 'message_receipt', 'task_receipt', 'receipt_request'])
    await db.schema.dropIndex(index).execute();
  await sql`delete from kysely_migration where name >= '0027'`.execute(db);
}

const refused = async (work: Promise<unknown>): Promise<string> => {
  const fault = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(InstallationFault);
  return (fault as Error).message;
};

it('gives all parts one id at the first start, also when several start at once, and says nothing of it', async () => {
  const one = await worldOf('one');
  expect(await Promise.all([one.start(), one.start(), one.start()])).toEqual([[], [], []]);
  const ids = await idsOf(one);
  expect(new Set(ids).size).toBe(1);
  expect(read(one.file('installation.json'))).toEqual({ installation: ids[0] });
  await use(one);
  expect(await one.start()).toEqual([]);
  expect(await idsOf(one)).toEqual(ids);
  await assertInstallation(one.config, one.db);
});

it('goes on after a first start that was cut off behind any of its steps', async () => {
  const steps = ['mark', 'keys', 'marked keys', 'documents', 'tables', 'database'] as const;
  for (const [index, step] of steps.entries()) {
    const one = await worldOf(`cut-${index}`);
    await one.start();
    const id = read(one.file('installation.json')).installation;
    const making = ['keys', 'database', 'documents'];
    writeFileSync(one.file('installation.json'), JSON.stringify({ installation: id, making }));
    if (index < 5) await one.db.deleteFrom('installation').execute();
    if (index < 4)
      await sql`drop schema public cascade`.execute(one.db).then(() => sql`create schema public`.execute(one.db));
    if (index < 3) rmSync(one.file('documents'), { recursive: true });
    if (index < 2) {
      const { replyKey, sessionKey } = read(one.file('secrets.json'));
      writeFileSync(one.file('secrets.json'), JSON.stringify({ replyKey, sessionKey }));
    }
    if (index < 1) rmSync(one.file('secrets.json'));
    expect([step, await one.start()]).toEqual([step, []]);
    expect(new Set(await idsOf(one))).toEqual(new Set([id]));
    expect(read(one.file('installation.json'))).toEqual({ installation: id });
  }
});

it('gives an installation from before one without a word, and stops where a part was lost before', async () => {
  const one = await worldOf('one');
  await one.start();
  await use(one);
  await withoutIds(one);
  const keys = readFileSync(one.file('secrets.json'), 'utf8');
  renameSync(one.file('secrets.json'), one.file('away.json'));
  expect(await refused(one.start())).toContain(`The keys (${one.file('secrets.json')}) are missing`);
  expect(existsSync(one.file('secrets.json'))).toBe(false);
  writeFileSync(one.file('secrets.json'), JSON.stringify({ replyKey: 'a'.repeat(64), sessionKey: 'b'.repeat(64) }));
  expect(await refused(one.start())).toContain('they carry no id, and have signed none of the last mails on record');
  writeFileSync(one.file('secrets.json'), keys);
  renameSync(one.file('documents'), one.file('away'));
  expect(await refused(one.start())).toContain(`The documents (${one.file('documents')}) are missing`);
  expect(existsSync(one.file('documents'))).toBe(false);
  renameSync(one.file('away'), one.file('documents'));
  const elsewhere = await worldOf('elsewhere');
  cpSync(one.file('secrets.json'), elsewhere.file('secrets.json'));
  expect(await refused(elsewhere.start())).toMatch(
    /The database \(PostgreSQL at 127\.0\.0\.1:\d+\/installation_\d+\) is empty/,
  );
  expect(await one.start()).toEqual([]);
  expect(new Set(await idsOf(one)).size).toBe(1);
  expect(read(one.file('secrets.json'))).toMatchObject(JSON.parse(keys) as object);
});

it('stops on another’s part, starts and commands alike, and changes nothing of it, with --new neither', async () => {
  const [one, other] = [await worldOf('one'), await worldOf('other')];
  for (const each of [one, other]) {
    await each.start();
    await use(each, each.config.data);
  }
  const swapped = { ...one, config: { ...one.config, databaseUrl: other.config.databaseUrl } };
  const settle = (isNew: boolean): Promise<string[]> => settleInstallation(swapped.config, other.db, { isNew });
  for (const work of [() => settle(false), () => settle(true), () => assertInstallation(swapped.config, other.db)])
    expect(await refused(work())).toContain(
      `is not this installation's: it carries the id ${String((await idsOf(other))[3])}`,
    );

  for (const part of ['secrets.json', 'documents']) {
    renameSync(one.file(part), one.file('away'));
    cpSync(other.file(part), one.file(part), { recursive: true });
    const place = one.file(part);
    for (const work of [() => one.start(), () => one.start(true), () => assertInstallation(one.config, one.db)])
      expect(await refused(work())).toContain(`(${place}) are not this installation's`);
    rmSync(place, { recursive: true });
    renameSync(one.file('away'), place);
  }
  expect(await one.start()).toEqual([]);
});

it('takes a part from a copy that was made before there were ids', async () => {
  const one = await worldOf('one');
  await one.start();
  await use(one);
  const id = (await idsOf(one))[0];
  const { replyKey, sessionKey } = read(one.file('secrets.json'));
  writeFileSync(one.file('secrets.json'), JSON.stringify({ replyKey, sessionKey }));
  rmSync(one.file('documents/installation.json'));
  await one.db.deleteFrom('installation').execute();
  expect(await one.start()).toEqual([]);
  expect(new Set(await idsOf(one))).toEqual(new Set([id]));
});

it('makes with --new what is missing and nothing else, says what follows, and asks no second time', async () => {
  const one = await worldOf('one');
  await one.start();
  await use(one);
  const id = (await idsOf(one))[0];
  rmSync(one.file('secrets.json'));
  await refused(assertInstallation(one.config, one.db));
  const words = await one.start(true);
  expect(words[0]).toBe('Made anew, as --new asks: keys');
  expect(words[1]).toMatch(/^Notes that are out cannot be answered any more/);
  expect(new Set(await idsOf(one))).toEqual(new Set([id]));
  expect(await one.start()).toEqual([]);

  rmSync(one.file('documents'), { recursive: true });
  expect((await one.start(true))[0]).toBe('Made anew, as --new asks: documents');
  const empty = await worldOf('empty');
  cpSync(path.dirname(one.file('secrets.json')), path.dirname(empty.file('secrets.json')), { recursive: true });
  expect(await refused(empty.start())).toContain(
    'is empty: the record of all that was asked and answered is not in it',
  );
  expect(
    (await sql`select from information_schema.tables where table_schema = 'public'`.execute(empty.db)).rows,
  ).toEqual([]);
  expect((await empty.start(true))[0]).toBe('Made anew, as --new asks: database');
  expect(await empty.start()).toEqual([]);
  // What was lost and is found again is still this installation's.
  expect(await one.start()).toEqual([]);
});

it('lets a data folder of another machine join only with the keys and documents that it shares', async () => {
  const one = await worldOf('one');
  await one.start();
  await use(one);
  const other = await worldOf('other', one.config.databaseUrl ?? '');
  const fault = await refused(other.start());
  expect(fault).toContain('The keys (');
  expect(fault).toContain('The documents (');
  for (const part of ['secrets.json', 'documents']) cpSync(one.file(part), other.file(part), { recursive: true });
  expect(await other.start()).toEqual([]);
  expect(await idsOf(other)).toEqual(await idsOf(one));
});

it('asks nothing of a command before the first start has written an id', async () => {
  const one = await worldOf('one');
  await assertInstallation(one.config, one.db);
  expect(existsSync(one.file('secrets.json'))).toBe(false);
});

it('names a mark that cannot be read', async () => {
  const one = await worldOf('one');
  await one.start();
  writeFileSync(one.file('installation.json'), '{');
  await expect(one.start()).rejects.toThrow(`${one.file('installation.json')} is damaged: bring it back from a copy`);
});
