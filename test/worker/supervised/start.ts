import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A data folder of its own below a folder that only its owner may enter, as a clone in /root would be. */
export function makeDataFolder(): string {
  return join(mkdtempSync(join(tmpdir(), 'coordinator-test-')), 'data');
}

/** Removes a data folder, and the database that root keeps elsewhere. */
export function removeDataFolder(data: string): void {
  const note = join(data, 'postgres/place');
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dirname(data), { recursive: true, force: true });
}

/** Ports that were free a moment ago. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** The environment of a start on free ports. */
export async function environmentFor(data: string): Promise<NodeJS.ProcessEnv> {
  const names = ['WEB', 'SMTP', 'MAILBOX', 'MAILBOX_SMTP', 'TEMPORAL', 'TEMPORAL_UI', 'POSTGRES'];
  const ports = await freePorts(names.length);
  return {
    ...process.env,
    COORDINATOR_DATA: data,
    ...Object.fromEntries(names.map((name, index) => [`COORDINATOR_${name}_PORT`, String(ports[index])])),
  };
}

export interface Started {
  process: ChildProcess;
  pid: number;
  /** Everything it printed so far. */
  output(): string;
  /** Waits until a line of its output begins with `words`; fails with the output when it ends before or takes a minute. */
  untilLine(words: string, count?: number): Promise<void>;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string>;
}

export function start(env: NodeJS.ProcessEnv, ...args: string[]): Started {
  const script = fileURLToPath(new URL('./run.js', import.meta.url));
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const ended = new Promise<number | string>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  return {
    process: child,
    pid: child.pid as number,
    output: () => text,
    ended,
    async untilLine(words, count = 1) {
      const until = Date.now() + 60_000;
      while (text.split('\n').filter((line) => line.startsWith(words)).length < count) {
        if (child.exitCode !== null || Date.now() > until) throw new Error(`no line '${words}' in:\n${text}`);
        await delay(30);
      }
    },
  };
}

/** The pid of a child that the pid files of a data folder name; null when there is none, also when it is taken away meanwhile. */
export function pidOf(data: string, what: string): number | null {
  try {
    return (JSON.parse(readFileSync(join(data, 'run', `${what}.pid`), 'utf8')) as { pid: number }).pid;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw fault;
  }
}

/** Whether a process runs. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
