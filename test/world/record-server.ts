import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findPostgresPlace } from '../../adapters/embedded/postgres-place.js';
import { startPostgres } from '../../adapters/embedded/postgres-server.js';
import { migrate, openDatabase } from '../../adapters/postgres/database.js';
import { freePort } from './port.js';

/** One suite after another asks, in processes of their own: whoever is first makes the server, the others wait for its note. */
interface Note {
  /** Of the database that has our tables and no rows, and that nobody connects to: it is the template of the others. */
  url: string;
  pid: number;
  cluster: string;
}

/** Making a cluster with our tables takes three seconds; eight busy processes on two cores need longer. */
const MADE_MS = 120_000;

/**
 * A database of its own with our tables, on the PostgreSQL that all suites of a run share: a copy takes a tenth of a second, a
 * server and its migrations took two seconds of processor time for each of eighty suites. `run-ends.js` stops the server.
 */
export async function makeDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const { url } = await findServer();
  const name = `suite_${process.pid}_${process.hrtime.bigint()}`;
  await command(url, `create database ${name} template coordinator`);
  return { url: withDatabase(url, name), drop: () => command(url, `drop database ${name} with (force)`) };
}

async function findServer(): Promise<Note> {
  const folder = process.env.COORDINATOR_TEST_RUN ?? '';
  if (folder === '') throw new Error('COORDINATOR_TEST_RUN is not set: jest was started without its configuration');
  if (isFirst(folder)) return makeServer(folder);
  for (const until = Date.now() + MADE_MS; Date.now() < until; await delay(50)) {
    const note = readNote(folder);
    if (note !== null) return note;
  }
  throw new Error(`the server of this run's records was not made within ${MADE_MS / 1000} s`);
}

/** To make a folder succeeds once. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(join(folder, 'making'));
    return true;
  } catch {
    return false;
  }
}

const readNote = (folder: string): Note | null => {
  try {
    return JSON.parse(readFileSync(join(folder, 'server.json'), 'utf8')) as Note;
  } catch {
    return null;
  }
};

/** Made as the service makes its own, then started again without what only outlives a crash, and as nobody's child to wait for. */
async function makeServer(folder: string): Promise<Note> {
  const port = await freePort();
  const options = { dataDir: folder, host: '127.0.0.1', port, env: process.env, log: () => undefined };
  const server = await startPostgres(options);
  const db = openDatabase(server.url, { maxConnections: 1, onBroken: () => undefined });
  await migrate(db);
  await db.destroy();
  await server.stop();

  const { cluster, bin, account } = await findPostgresPlace(folder, process.env);
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    max_connections: '300',
    fsync: 'off',
    full_page_writes: 'off',
    synchronous_commit: 'off',
  };
  const args = ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const log = openSync(join(folder, 'server.log'), 'a');
  const stdio: ['ignore', number, number] = ['ignore', log, log];
  const child = spawn(join(bin, 'postgres'), args, { cwd: cluster, ...account, detached: true, stdio });
  child.unref();
  await untilAnswers(server.url, join(folder, 'server.log'));
  const note: Note = { url: server.url, pid: child.pid ?? 0, cluster };
  writeFileSync(join(folder, 'server.json.new'), JSON.stringify(note));
  renameSync(join(folder, 'server.json.new'), join(folder, 'server.json'));
  return note;
}

async function untilAnswers(url: string, log: string): Promise<void> {
  for (const until = Date.now() + MADE_MS; ; await delay(30)) {
    try {
      return await command(url, 'select 1');
    } catch (error) {
      if (Date.now() > until) throw new Error(readFileSync(log, 'utf8'), { cause: error });
    }
  }
}

/** By the database `postgres`: one that somebody is connected to cannot be copied. */
async function command(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: withDatabase(url, 'postgres') });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const place = new URL(url);
  place.pathname = `/${name}`;
  return place.href;
}
