import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { ChildEndedError, startChild } from './child.js';
import type { Child } from './child.js';
import { runCommand } from './command.js';
import { processMark, stopProcess } from './pid-file.js';
import { findPostgresPlace } from './postgres-place.js';
import type { PostgresPlace } from './postgres-place.js';

export interface PostgresOptions {
  /** Password, log and pid file live here; the cluster too, unless we are root. */
  dataDir: string;
  /** Loopback: the server takes passwords without TLS. */
  host: string;
  port: number;
  env: NodeJS.ProcessEnv;
  /** Told what takes time. */
  log: (line: string) => void;
}

export interface PostgresServer {
  /** `postgres://…`, with the password. */
  url: string;
  child: Child;
  /** A fast shutdown; `now` kills it, which costs a recovery at the next start and no committed data. */
  stop(now?: boolean): Promise<void>;
}

const ACCOUNT = 'coordinator';
const DATABASE = 'coordinator';
const START_MS = 60_000;

const passwordPath = (dataDir: string): string => join(dataDir, 'postgres', 'password');

/** The address of a data folder's embedded database; null before its first start. */
export async function findPostgresUrl(options: {
  dataDir: string;
  host: string;
  port: number;
}): Promise<string | null> {
  const password = await readFile(passwordPath(options.dataDir), 'utf8').catch(() => null);
  return password === null ? null : urlOf({ ...options, password: password.trim() }, DATABASE);
}

function urlOf({ host, port, password }: { host: string; port: number; password: string }, database: string): string {
  const authority = host.includes(':') ? `[${host}]` : host;
  return `postgres://${ACCOUNT}:${password}@${authority}:${port}/${database}`;
}

/**
 * Starts the embedded PostgreSQL of a data folder: makes the cluster at the first start, resumes it afterwards, also after a
 * crash. The binaries are run directly: the npm package's own wrapper hooks the exit of the process and kills the server with it.
 * @throws Error with the end of the server's log when it does not answer.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const place = await findPostgresPlace(options.dataDir, options.env);
  const password = await readPassword(options.dataDir, !existsSync(place.cluster));
  if (!existsSync(place.cluster)) {
    options.log('making a new database');
    await makeCluster(place, password, options.env);
  }
  await clearStalePid(place);
  const child = await startReady(place, { ...options, password });
  await makeDatabase(urlOf({ ...options, password }, 'postgres'));
  return { url: urlOf({ ...options, password }, DATABASE), child, stop: (now) => child.stop(now) };
}

/** @throws Error where a cluster is there and its password is not: another would not open it. */
async function readPassword(dataDir: string, isNew: boolean): Promise<string> {
  const path = passwordPath(dataDir);
  if (!isNew && !existsSync(path))
    throw new Error(`The password of the database (${path}) is missing: bring it back from a copy.`);
  if (!existsSync(path)) await writeFile(path, randomBytes(24).toString('hex'), { mode: 0o600 });
  return (await readFile(path, 'utf8')).trim();
}

/** The cluster is made aside and renamed, so that an interrupted start leaves no half of one. */
async function makeCluster(
  { cluster, bin, account }: PostgresPlace,
  password: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const draft = `${cluster}.new`;
  const passwordFile = `${cluster}.password`;
  await rm(draft, { recursive: true, force: true });
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
  if (account) await chown(passwordFile, account.uid, account.gid);
  try {
    const { code, output } = await runCommand(
      join(bin, 'initdb'),
      [
        `--pgdata=${draft}`,
        `--username=${ACCOUNT}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // PostgreSQL's own locale: the machine's may differ after an upgrade, and an index then sorts wrongly.
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
        '--no-instructions',
      ],
      { env, account, cwd: '/', timeoutMs: START_MS },
    );
    if (code !== 0) throw new Error(`initdb failed:\n${output}`);
    await rename(draft, cluster);
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/**
 * PostgreSQL refuses to start while the pid in `postmaster.pid` runs, even when that pid was given to another program since.
 * A server of this very cluster is stopped; the file of any other process is removed.
 */
async function clearStalePid({ cluster, bin }: PostgresPlace): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number((await readFile(path, 'utf8').catch(() => '')).split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  const mark = processMark(pid);
  if (mark !== null) {
    const { output } = await runCommand('ps', ['-ww', '-o', 'args=', '-p', String(pid)], {
      env: {},
      timeoutMs: 10_000,
    });
    const isOurs = output.includes(cluster) && output.includes(join(bin, 'postgres'));
    if (isOurs) await stopProcess({ pid, mark }, 'SIGINT', 20_000);
  }
  await rm(path, { force: true });
}

async function startReady(place: PostgresPlace, options: PostgresOptions & { password: string }): Promise<Child> {
  const until = Date.now() + START_MS;
  for (;;) {
    const child = await startServer(place, options);
    if (await answers(child, urlOf(options, 'postgres'), until)) return child;
    if (!child.hasExited()) {
      await child.stop();
      throw new Error(`PostgreSQL did not answer within ${START_MS / 1000} s`);
    }
    const fault = new ChildEndedError(child, await child.exited, options.dataDir);
    // Backends of a killed server live on for a moment and hold its shared memory.
    if (!fault.message.includes('shared memory block') || Date.now() > until) throw fault;
    await delay(500);
  }
}

function startServer({ cluster, bin, account }: PostgresPlace, options: PostgresOptions): Promise<Child> {
  const settings = {
    listen_addresses: options.host,
    port: String(options.port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    cluster_name: 'coordinator',
  };
  return startChild({
    what: 'postgres',
    command: join(bin, 'postgres'),
    args: ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    dataDir: options.dataDir,
    cwd: cluster,
    env: options.env,
    account,
    stopSignal: 'SIGINT', // fast shutdown: SIGTERM would wait for every client to leave
    graceMs: 30_000,
  });
}

async function answers(child: Child, url: string, until: number): Promise<boolean> {
  while (!child.hasExited() && Date.now() < until) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    client.on('error', () => undefined); // a connection lost while the server starts is tried again
    try {
      await client.connect();
      return true;
    } catch (error) {
      if ((error as { code?: string }).code === '28P01') throw error; // a wrong password will not become right
      await delay(30);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

async function makeDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
