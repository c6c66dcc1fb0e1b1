import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, Connection } from '@temporalio/client';
import { findPostgresUrl } from '../../adapters/embedded/postgres-server.js';
import { openDatabase } from '../../adapters/postgres/database.js';
import type { Database } from '../../adapters/postgres/database.js';
import { keepCommand, KEPT_COMMAND } from '../cli/command.js';
import { freePorts, pidOf, removeDataFolder } from '../worker/supervised/start.js';
import { openMailboxReader } from './mailbox-reader.js';
import type { MailboxReader } from './mailbox-reader.js';

const HOST = '127.0.0.1';
const PORT_OPTIONS = [
  'web-port',
  'smtp-port',
  'mailbox-port',
  'mailbox-smtp-port',
  'temporal-port',
  'temporal-ui-port',
  'postgres-port',
] as const;
/** Long enough for two busy cores; a start takes four seconds on idle ones. */
const READY_MS = 90_000;

export interface CommandResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** One run of `coordinator start`. */
export interface Run {
  process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Resolves with the milliseconds from the start to the line that begins with `Ready`; rejects when it ends before. */
  untilReady(): Promise<number>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

/** The service as an operator has it: its launcher, a data folder and ports of its own. */
export interface Installation {
  data: string;
  ports: Record<(typeof PORT_OPTIONS)[number], number>;
  mailbox: MailboxReader;
  /** Begins `coordinator start`: ports and data folder as options, then further ones, and settings of this start. */
  start(args?: string[], settings?: Record<string, string>): Run;
  /** Runs another command to its end, as from a second terminal. */
  command(...args: string[]): Promise<CommandResult>;
  /** The JSON lines that a command prints, run by a process that is kept for all of them; fails when its exit code is not 0. */
  lines<T>(...args: string[]): Promise<T[]>;
  /** The record. It stays usable over a restart of PostgreSQL. */
  record(): Promise<Database>;
  /** The engine; the caller closes its connection. */
  engine(): Promise<Client>;
  /** The pid of a child: `service`, `temporal`, `postgres` or `mailbox`; null while there is none. */
  pid(what: string): number | null;
  /** The command lines of all processes whose command or environment names this data folder, but for the one of `lines`. */
  processes(): string[];
  /** Ends what is left, and removes every file. */
  erase(): Promise<void>;
}

/** `settings` are variables of the configuration, beside the ports and the data folder. */
export async function install(settings: Record<string, string> = {}): Promise<Installation> {
  const data = join(mkdtempSync(join(tmpdir(), 'coordinator-e2e-')), 'data');
  const free = await freePorts(PORT_OPTIONS.length);
  const ports = Object.fromEntries(PORT_OPTIONS.map((name, index) => [name, free[index]])) as Installation['ports'];
  const runs: Run[] = [];
  let opened: Database | null = null;

  const spawnLauncher = (args: string[], besides: Record<string, string> = {}): ChildProcess =>
    spawn(process.execPath, ['bin/coordinator.js', ...args], {
      env: { ...environmentOf(data), ...settings, ...besides },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  const keptCommand = keepCommand({ ...environmentOf(data), ...settings });

  const installation: Installation = {
    data,
    ports,
    mailbox: openMailboxReader(`http://${HOST}:${ports['mailbox-port']}`),

    start(args = [], besides = {}) {
      const options = PORT_OPTIONS.flatMap((name) => [`--${name}`, String(ports[name])]);
      const run = follow(spawnLauncher(['start', '--data', data, ...options, ...args], besides));
      runs.push(run);
      return run;
    },

    async command(...args) {
      const child = spawnLauncher(args);
      let stdout = '';
      let stderr = '';
      child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
      child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
      return { code, stdout, stderr };
    },

    async lines<T>(...args: string[]): Promise<T[]> {
      const { code, stdout, stderr } = await keptCommand(...args);
      if (code !== 0) throw new Error(`coordinator ${args.join(' ')} ended with ${code}: ${stderr}`);
      return stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as T);
    },

    async record() {
      const url = await findPostgresUrl({ dataDir: data, host: HOST, port: ports['postgres-port'] });
      return (opened ??= openDatabase(url ?? '', { maxConnections: 2 }));
    },

    async engine() {
      return new Client({ connection: await Connection.connect({ address: `${HOST}:${ports['temporal-port']}` }) });
    },

    pid: (what) => pidOf(data, what),
    processes: () => processesOf(data),

    async erase() {
      await opened?.destroy();
      for (const run of runs) {
        run.process.kill('SIGTERM');
        await run.ended;
      }
      removeDataFolder(data);
    },
  };
  return installation;
}

/** What a developer has set for the default installation must not divert this one. The path of the Temporal server stays. */
function environmentOf(data: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) =>
      name === 'COORDINATOR_TEMPORAL_CLI' || !/^(COORDINATOR|TEMPORAL)_|^(DATABASE|SMTP|IMAP|PUBLIC)_URL$/.test(name),
  );
  return { ...Object.fromEntries(kept), COORDINATOR_DATA: data };
}

function follow(child: ChildProcess): Run {
  const begun = performance.now();
  let readyAfter: number | null = null;
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (readyAfter === null && /^Ready/m.test(text)) readyAfter = performance.now() - begun;
    });
  }
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    process: child,
    output: () => text,
    ended,
    async untilReady() {
      while (readyAfter === null) {
        const isOver = child.exitCode !== null || child.signalCode !== null;
        if (isOver || performance.now() - begun > READY_MS) throw new Error(`no line 'Ready' in:\n${text}`);
        await delay(20);
      }
      return readyAfter;
    },
  };
}

/** As root the cluster lies elsewhere, under a name that a note in the data folder tells. */
function processesOf(data: string): string[] {
  const names = [data];
  try {
    names.push(readFileSync(join(data, 'postgres/place'), 'utf8').trim());
  } catch {
    // not run by root
  }
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => !readProc(pid, 'cmdline').includes(KEPT_COMMAND))
    .filter((pid) => names.some((name) => `${readProc(pid, 'cmdline')} ${readProc(pid, 'environ')}`.includes(name)))
    .map((pid) => `${pid} ${readProc(pid, 'cmdline')}`);
}

function readProc(pid: string, what: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8').replaceAll('\u0000', ' ').trim();
  } catch {
    return ''; // it has ended meanwhile, or is another user's
  }
}
