import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { findPostgresPlace } from '../../adapters/embedded/postgres-place.js';
import { startPostgres } from '../../adapters/embedded/postgres-server.js';
import { migrate, openDatabase } from '../../adapters/postgres/database.js';
import { MADE_MS, onceARun, runFolder } from './once.js';
import { freePort } from './port.js';

interface Note {
  /** Of the database that has our tables and no rows, and that nobody connects to: it is the template of the others. */
  url: string;
  pid: number;
  cluster: string;
}

/** A database of one suite. */
export interface SuiteDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * A database of its own with our tables, on the PostgreSQL that all suites of a run share: a copy takes a tenth of a second, a
 * server and its migrations took two seconds of processor time for each of eighty suites. `run-ends.js` stops the server.
 */
export async function makeDatabase(template = 'coordinator'): Promise<SuiteDatabase> {
  const { url } = await findServer();
  const name = `suite_${process.pid}_${process.hrtime.bigint()}`;
  await command(url, `create database ${name} template ${template}`);
  return { url: withDatabase(url, name), drop: () => command(url, `drop database ${name} with (force)`) };
}

/** Gives a database that nobody is connected to any more another name, by which it is the template of others until the run ends. */
export async function keepDatabase({ url }: SuiteDatabase, name: string): Promise<string> {
  await command(url, `alter database ${new URL(url).pathname.slice(1)} rename to ${name}`);
  return name;
}

/** `run-ends.js` reads the note. */
const findServer = (): Promise<Note> => onceARun('server', () => makeServer(runFolder()));

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
  return { url: server.url, pid: child.pid ?? 0, cluster };
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
