import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../../../adapters/embedded/postgres-server.js';
import type { PostgresServer } from '../../../adapters/embedded/postgres-server.js';
import { findPostgresPlace } from '../../../adapters/embedded/postgres-place.js';
import { freePorts, makeDataFolder, removeDataFolder } from '../../worker/supervised/start.js';

const SLOW_MS = 60_000;

let data: string;
let port: number;
let servers: PostgresServer[] = [];

beforeEach(async () => {
  data = makeDataFolder();
  mkdirSync(data);
  [port] = (await freePorts(1)) as [number];
});

afterEach(async () => {
  for (const server of servers) await server.stop();
  servers = [];
  removeDataFolder(data);
});

async function begin(dataDir = data): Promise<PostgresServer> {
  const server = await startPostgres({ dataDir, host: '127.0.0.1', port, env: process.env, log: () => undefined });
  servers.push(server);
  return server;
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

it(
  'keeps what was committed over a stop and over a kill -9',
  async () => {
    const first = await begin();
    await query(first.url, 'create table kept as select 1 as value');
    await first.stop();
    const second = await begin();
    await query(second.url, 'insert into kept values (2)');
    await second.stop(true);
    const third = await begin();
    expect(await query(third.url, 'select value from kept order by value')).toEqual([{ value: 1 }, { value: 2 }]);
  },
  SLOW_MS,
);

it(
  'writes to disk at each commit, listens on loopback with a password only, and sorts by its own locale',
  async () => {
    const { url } = await begin();
    const settings = `select current_setting('fsync') as fsync, current_setting('listen_addresses') as listen,
    current_setting('unix_socket_directories') as sockets, current_setting('TimeZone') as zone,
    (select datlocprovider::text || datlocale from pg_database where datname = current_database()) as locale`;
    expect(await query(url, settings)).toEqual([
      { fsync: 'on', listen: '127.0.0.1', sockets: '', zone: 'UTC', locale: 'bC.UTF-8' },
    ]);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect(statSync(join(data, 'postgres/password')).mode & 0o777).toBe(0o600);
  },
  SLOW_MS,
);

it(
  'starts although a pid file of a killed server names a process of another program',
  async () => {
    const first = await begin();
    await first.stop(true);
    const { cluster, account } = await findPostgresPlace(data, process.env);
    // The pid now belongs to a program of the same account, which PostgreSQL by itself would take for its own server.
    const other = spawn('sleep', ['60'], { ...account, cwd: '/' });
    await once(other, 'spawn');
    const path = join(cluster, 'postmaster.pid');
    writeFileSync(path, readFileSync(path, 'utf8').replace(/^\d+/, String(other.pid)));
    await begin();
    expect(other.exitCode).toBeNull();
    other.kill('SIGKILL');
  },
  SLOW_MS,
);

it(
  'stops a server of this cluster that no pid file of ours names',
  async () => {
    const first = await begin();
    rmSync(join(data, 'run/postgres.pid'));
    const second = await begin();
    expect(first.child.hasExited()).toBe(true);
    expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  },
  SLOW_MS,
);

it(
  'makes no new password for a cluster that is there: it would not open it',
  async () => {
    const first = await begin();
    await first.stop();
    const password = join(data, 'postgres/password');
    renameSync(password, `${password}.away`);
    await expect(begin()).rejects.toThrow(`The password of the database (${password}) is missing: bring it back`);
    renameSync(`${password}.away`, password);
    await begin();
  },
  SLOW_MS,
);

it(
  'keeps the database when the data folder is moved, and refuses a copy of it',
  async () => {
    const first = await begin();
    await query(first.url, 'create table kept as select 1 as value');
    await first.stop();
    const moved = join(dirname(data), 'moved');
    renameSync(data, moved);
    data = moved;
    const second = await begin();
    expect(await query(second.url, 'select value from kept')).toEqual([{ value: 1 }]);
    await second.stop();
    if (!existsSync(join(moved, 'postgres/place'))) return; // not root: the database itself lies in the folder and is copied
    const copy = join(dirname(data), 'copy');
    cpSync(moved, copy, { recursive: true });
    await expect(begin(copy)).rejects.toThrow(`${copy} is a copy of ${moved}`);
  },
  SLOW_MS,
);
