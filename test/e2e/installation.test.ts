import { execFile } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { openDatabase } from '../../adapters/postgres/database.js';
import { install } from '../world/installation.js';
import type { Installation, Run } from '../world/installation.js';
import { offer, queueMail } from '../world/mail-system.js';
import type { ReadMail } from '../world/mailbox-reader.js';
import { startRecord } from '../world/record.js';
import type { TestRecord } from '../world/record.js';
import { isAlive } from '../worker/supervised/start.js';

/*
 * What becomes of a start, and of a command, where a part of the installation is missing or another's: by the launcher,
 * with real servers. The tests are steps of one story; `test/domain/installation.test.ts` has the table.
 */
const SLOW_MS = 180_000;

let service: Installation;
let run: Run;
let other: TestRecord;
let note: ReadMail;

beforeAll(async () => {
  service = await install();
  other = await startRecord();
  run = service.start();
  await run.untilReady();
  note = await service.mailbox.until((mail) => mail.messageId?.includes('/CHL/request/mission@') ?? false);
}, SLOW_MS);
afterAll(async () => {
  await service.erase();
  await other.stop();
}, SLOW_MS);

const file = (...names: string[]): string => path.join(service.data, ...names);
/** As root the cluster lies elsewhere. */
const cluster = (): string =>
  existsSync(file('postgres/place'))
    ? path.join(readFileSync(file('postgres/place'), 'utf8').trim(), 'server/cluster')
    : file('postgres/cluster');

async function stop(): Promise<void> {
  run.process.kill('SIGTERM');
  expect(await run.ended).toBe(0);
}

/** A start that must end by itself: its one error, below the line that names the data folder. */
async function refusal(args: string[] = [], settings: Record<string, string> = {}): Promise<string> {
  const one = service.start(args, settings);
  expect(await one.ended).toBe(1);
  const output = one.output().trim();
  expect(output.match(/cannot be used:/g)).toHaveLength(1);
  expect(output).not.toContain('Ready');
  expect(service.processes()).toEqual([]);
  return output;
}

async function without(place: string, work: () => Promise<void>): Promise<void> {
  renameSync(place, `${place}.away`);
  try {
    await work();
    expect(existsSync(place)).toBe(false);
  } finally {
    rmSync(place, { recursive: true, force: true });
    renameSync(`${place}.away`, place);
  }
}

it('says nothing of parts and ids at a first start', () => {
  expect(run.output()).not.toMatch(/installation|anew/i);
  expect(existsSync(file('installation.json'))).toBe(true);
});

it('lets no command and no service work without the keys, or on a database that is not this installation’s', async () => {
  await without(file('secrets.json'), async () => {
    const { code, stderr } = await service.command('sign-in');
    expect([code, stderr]).toEqual([1, expect.stringContaining(`The keys (${file('secrets.json')}) are missing`)]);
  });
  expect((await service.command('sign-in')).code).toBe(0);
  // Another's tables are there and empty; nothing of the supervisor stands before either of these.
  const env = {
    ...process.env,
    COORDINATOR_DATA: service.data,
    DATABASE_URL: other.url,
    TEMPORAL_ADDRESS: '127.0.0.1:9',
  };
  for (const program of [
    ['bin/coordinator.js', 'status'],
    ['dist/worker/service.js', '--only', 'intake'],
  ]) {
    const ended = await new Promise<[number, string]>((resolve) =>
      execFile(process.execPath, program, { env }, (fault, _stdout, stderr) => resolve([Number(fault?.code), stderr])),
    );
    expect(ended).toEqual([
      1,
      expect.stringMatching(/cannot be used:\n {2}The database \(PostgreSQL at .*\) is empty/),
    ]);
  }
});

it(
  'stops where the keys, the documents or the embedded database are gone, and makes nothing in their place',
  async () => {
    await stop();
    await without(file('secrets.json'), async () =>
      expect(await refusal()).toContain(`The keys (${file('secrets.json')}) are missing`),
    );
    await without(file('documents'), async () =>
      expect(await refusal()).toContain(`The documents (${file('documents')}) are missing`),
    );
    await without(cluster(), async () =>
      expect(await refusal()).toContain(`The database (${file('postgres')}) is missing`),
    );
    await without(file('postgres'), async () =>
      expect(await refusal()).toContain(`The database (${file('postgres')}) is missing`),
    );
  },
  SLOW_MS,
);

it(
  'stops at an empty database, and at another installation’s keys, with --new too',
  async () => {
    const admin = openDatabase(other.url, { maxConnections: 1 });
    await sql`create database nothing`.execute(admin);
    await admin.destroy();
    const url = other.url.replace(/[^/]+$/, 'nothing');
    expect(await refusal([], { DATABASE_URL: url })).toMatch(
      /The database \(PostgreSQL at .*\/nothing\) is empty: .* Set DATABASE_URL to the right one/,
    );
    const empty = openDatabase(url, { maxConnections: 1 });
    const tables = sql`select from information_schema.tables where table_schema = 'public'`;
    expect((await tables.execute(empty)).rows).toEqual([]);
    await empty.destroy();

    const keys = readFileSync(file('secrets.json'), 'utf8');
    writeFileSync(file('secrets.json'), JSON.stringify({ replyKey: 'a'.repeat(64), sessionKey: 'b'.repeat(64) }));
    for (const args of [[], ['--new']]) expect(await refusal(args)).toContain("are not this installation's");
    writeFileSync(file('secrets.json'), keys);
  },
  SLOW_MS,
);

it(
  'goes on without a word where the data folder’s own mark and all of Temporal are gone',
  async () => {
    rmSync(file('installation.json'));
    rmSync(file('temporal'), { recursive: true });
    run = service.start();
    await run.untilReady();
    expect(run.output()).toContain('Opened again from the record, since Temporal did not know them');
    expect(run.output()).not.toMatch(/installation|anew:/i);
    expect(existsSync(file('installation.json'))).toBe(true);
    await stop();
  },
  SLOW_MS,
);

it(
  'begins anew with --new where it is meant, says what follows, and still takes what answers an old note',
  async () => {
    rmSync(cluster(), { recursive: true });
    rmSync(file('secrets.json'));
    run = service.start(['--new']);
    await run.untilReady();
    expect(run.output()).toContain('Made anew, as --new asks: keys, database');
    const [to = ''] = note.replyTo;
    const raw = await queueMail({ from: note.to[0] ?? '', to, subject: 'Re', text: 'See file.', attachments: [] });
    expect(await offer(service.ports['smtp-port'], raw, { from: note.to[0] ?? '', to })).toMatch(/^250 /);
    const db = await service.record();
    let held: unknown;
    for (const until = Date.now() + 30_000; Date.now() < until && held === undefined;) {
      const rows = db.selectFrom('receipt').select(['recipient', 'outcome', 'detail']).where('outcome', 'is not', null);
      held = await rows.executeTakeFirst();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(held).toEqual({
      recipient: to,
      outcome: 'held',
      detail: expect.stringMatching(/^it came to a reply address that/),
    });
    await stop();
    run = service.start();
    await run.untilReady();
    expect(run.output()).not.toMatch(/installation|anew:/i);
  },
  SLOW_MS,
);

it(
  'is whole after a first start that was killed while the ids were written',
  async () => {
    const first = await install();
    const mark = path.join(first.data, 'installation.json');
    try {
      const killed = first.start();
      for (const until = Date.now() + 90_000; !existsSync(mark) && Date.now() < until;)
        await new Promise((resolve) => setTimeout(resolve, 1));
      killed.process.kill('SIGKILL');
      for (const what of ['service', 'postgres', 'temporal', 'mailbox']) {
        const pid = first.pid(what);
        if (pid !== null && isAlive(pid)) process.kill(pid, 'SIGKILL');
      }
      await killed.ended;
      const { installation } = JSON.parse(readFileSync(mark, 'utf8')) as { installation: string };
      const again = first.start();
      await again.untilReady();
      expect(JSON.parse(readFileSync(mark, 'utf8'))).toEqual({ installation });
      const db = await first.record();
      expect(await db.selectFrom('installation').select('id').execute()).toEqual([{ id: installation }]);
    } finally {
      await first.erase();
    }
  },
  SLOW_MS,
);
