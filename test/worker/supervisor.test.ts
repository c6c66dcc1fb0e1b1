import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { environmentFor, isAlive, makeDataFolder, pidOf, removeDataFolder, start } from './supervised/start.js';
import type { Started } from './supervised/start.js';
import { findPostgresUrl } from '../../adapters/embedded/postgres-server.js';

// Real servers and real processes. COORDINATOR_TEMPORAL_CLI, when set, spares each data folder a copy of the Temporal server.
const SLOW_MS = 120_000;

const PARTS = ['postgres', 'temporal', 'mailbox', 'service'];

/** One start after another works on it, each by ports of its own: to make database and engine takes half of a start. */
let kept: string;
let data: string;
let env: NodeJS.ProcessEnv;
let running: Started[] = [];

beforeAll(() => {
  kept = makeDataFolder();
});
afterAll(() => removeDataFolder(kept));

beforeEach(async () => {
  data = kept;
  env = await environmentFor(data);
});

/** For what becomes of a start where nothing is there yet. */
async function beforeAnyStart(): Promise<void> {
  data = makeDataFolder();
  env = await environmentFor(data);
}

afterEach(async () => {
  for (const one of running) {
    one.process.kill('SIGTERM');
    await one.ended;
  }
  running = [];
  if (data !== kept) removeDataFolder(data);
}, SLOW_MS);

function begin(...args: string[]): Started {
  const one = start(env, ...args);
  running.push(one);
  return one;
}

const pids = (): number[] => PARTS.map((what) => pidOf(data, what)).filter((pid): pid is number => pid !== null);

async function query(text: string): Promise<pg.QueryResult> {
  const url = await findPostgresUrl({ dataDir: data, host: '127.0.0.1', port: Number(env.COORDINATOR_POSTGRES_PORT) });
  const client = new pg.Client({ connectionString: url ?? '' });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

it(
  'prints a line for each step, then the addresses, what was loaded, and Ready last, and stops everything at Ctrl-C',
  async () => {
    const one = begin();
    await one.untilLine('Ready');
    const lines = one.output().trim().split('\n');
    expect(lines.at(-1)).toMatch(/^Ready after/);
    expect(lines.at(-2)).toBe('what was loaded');
    expect(lines.indexOf('the first step')).toBeLessThan(lines.findIndex((line) => line.startsWith('Desk and pages')));
    const children = pids();
    expect(children).toHaveLength(4);
    // Under npm a terminal's Ctrl-C arrives twice within a moment, and that is no second wish.
    one.process.kill('SIGINT');
    one.process.kill('SIGINT');
    expect(await one.ended).toBe(0);
    expect(children.filter(isAlive)).toEqual([]);
  },
  SLOW_MS,
);

it(
  'tells a fault in the mandate files before anything is made or started',
  async () => {
    await beforeAnyStart();
    const mandates = join(dirname(data), 'mandates');
    cpSync(new URL('../../mandates', import.meta.url), mandates, { recursive: true });
    writeFileSync(join(mandates, 'calendars/headquarters.yaml'), 'zone: Amercia/New_York\n');
    env.COORDINATOR_MANDATES = mandates;
    const one = begin();
    expect(await one.ended).toBe(1);
    expect(one.output()).toContain('zone: "Amercia/New_York" is no time zone');
    expect(one.output().trim().split('\n').at(-1)).toBe('Nothing was started.');
    expect(existsSync(data)).toBe(false);
  },
  SLOW_MS,
);

it(
  'goes on after a kill -9 of the supervisor, with what was left running stopped first and the database kept',
  async () => {
    const first = begin();
    await first.untilLine('Ready');
    await query('create table kept as select 42 as answer');
    const left = pids();
    first.process.kill('SIGKILL');
    await first.ended;
    expect(left.filter(isAlive)).toHaveLength(4);

    const second = begin();
    await second.untilLine('Ready');
    expect(second.output()).toMatch(/Stopped what an earlier run had left running: .*service/);
    expect(left.filter(isAlive)).toEqual([]);
    expect((await query('select answer from kept')).rows).toEqual([{ answer: 42 }]);
  },
  SLOW_MS,
);

it(
  'starts a service anew that does not answer any more, and leaves one alone that does',
  async () => {
    env.TEST_HANGS_ONCE = join(dirname(data), 'hung');
    env.TEST_SILENT_MS = '3000';
    const one = begin();
    await one.untilLine('Ready');
    const first = pidOf(data, 'service');
    await one.untilLine('Service (worker,web,intake) runs again');
    expect(one.output()).toMatch(/Service \(.*\) has not answered for \d+ s: it is ended, and starts again/);
    expect(one.output()).toMatch(/Service \(.*\) ended by SIGKILL; starting it again in 1 s/);
    const second = pidOf(data, 'service');
    expect(second).not.toBe(first);
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(pidOf(data, 'service')).toBe(second);
  },
  SLOW_MS,
);

it(
  'refuses a second start on the same data folder and names the process that runs',
  async () => {
    const first = begin();
    await first.untilLine('Ready');
    const second = begin();
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`already runs on ${data}, as process ${first.pid}.`);
    expect(pids().filter(isAlive)).toHaveLength(4);
  },
  SLOW_MS,
);

it(
  'lets another role join on the same data folder, share its servers and leave them running',
  async () => {
    const worker = begin('worker,intake');
    await worker.untilLine('Ready');
    const web = begin('web');
    await web.untilLine('Ready');
    expect(web.output()).not.toContain('PostgreSQL: running');
    web.process.kill('SIGTERM');
    expect(await web.ended).toBe(0);
    expect(
      ['postgres', 'temporal', 'mailbox'].map((what) => pidOf(data, what)).every((pid) => pid !== null && isAlive(pid)),
    ).toBe(true);
    expect((await query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  },
  SLOW_MS,
);

it(
  'starts the service, Temporal and PostgreSQL again when they are killed',
  async () => {
    const one = begin();
    await one.untilLine('Ready');
    for (const [what, label] of [
      ['service', 'Service (worker,web,intake)'],
      ['temporal', 'Temporal'],
      ['postgres', 'PostgreSQL'],
    ] as const) {
      const pid = pidOf(data, what) as number;
      process.kill(pid, 'SIGKILL');
      await one.untilLine(`${label} ended by SIGKILL`);
      await one.untilLine(`${label} runs again`);
      expect(pidOf(data, what)).not.toBe(pid);
    }
    expect((await query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  },
  SLOW_MS,
);

it(
  'survives a kill -9 of the service before its first Ready',
  async () => {
    env.TEST_KILLED_ONCE = `${data}.killed`;
    const one = begin();
    await one.untilLine('Service (worker,web,intake) was cut off while it started; starting it again');
    await one.untilLine('Ready');
    expect(pids()).toHaveLength(4);
  },
  SLOW_MS,
);

it(
  'makes the database of Temporal anew when its making was cut off',
  async () => {
    await beforeAnyStart();
    const folder = join(data, 'temporal');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'making'), '');
    writeFileSync(join(folder, 'temporal.sqlite'), 'half a database');
    const one = begin();
    await one.untilLine('Ready');
    expect(existsSync(join(folder, 'making'))).toBe(false);
  },
  SLOW_MS,
);

it(
  'names every busy port with its option and variable, starts nothing and ends with 1',
  async () => {
    await beforeAnyStart();
    const port = Number(env.COORDINATOR_TEMPORAL_PORT);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      const one = begin();
      expect(await one.ended).toBe(1);
      expect(one.output()).toContain(
        `Port ${port} on 127.0.0.1, for Temporal, is in use by another program: ` +
          'free it, or choose another with --temporal-port or COORDINATOR_TEMPORAL_PORT.',
      );
      expect(pids()).toEqual([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  },
  SLOW_MS,
);

it(
  'stops what has started when it is asked to stop in the middle of a start',
  async () => {
    await beforeAnyStart();
    const one = begin();
    await one.untilLine('PostgreSQL: making');
    one.process.kill('SIGTERM');
    expect(await one.ended).toBe(0);
    expect(pids()).toEqual([]);
    // The interrupted start has left nothing that a later one stumbles over.
    const again = begin();
    await again.untilLine('Ready');
  },
  SLOW_MS,
);
