import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines, logPath, openLog } from './log-file.js';
import { removePidFile, writePidFile } from './pid-file.js';

export interface ChildOptions {
  /** The child's name: of its pid file, its log and in messages. */
  what: string;
  command: string;
  args: string[];
  dataDir: string;
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** The account to run as; only root may set it. */
  account?: { uid: number; gid: number };
  /** The signal that asks it to end in good order. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** Milliseconds from the stop signal to SIGKILL. Default 10,000. */
  graceMs?: number;
  /** Keep its standard output apart, in `<what>.out`, begun anew at each start. */
  hasWords?: boolean;
  /** Open a channel on which it says that it lives; whatever it says counts. */
  hasPulse?: boolean;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

export interface Child {
  what: string;
  pid: number;
  /** Resolves when it has ended, for whatever reason. */
  exited: Promise<Exit>;
  /** Whether it has ended. */
  hasExited(): boolean;
  /** When it last said that it lives, by `performance.now()`; null before it has. */
  heardAt(): number | null;
  /** Ends it: in good order first, by SIGKILL when that takes too long or when `now` is set. */
  stop(now?: boolean): Promise<void>;
}

/**
 * Starts a child in a session of its own: a terminal's Ctrl-C reaches the whole group, and the order in which children end is
 * the supervisor's to decide. What it prints goes to `<data>/logs/<what>.log`.
 * @throws Error when the command cannot be started.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const { what, dataDir, stopSignal = 'SIGTERM', graceMs = 10_000 } = options;
  const log = openLog(dataDir, `${what}.log`);
  const out = options.hasWords ? openLog(dataDir, `${what}.out`, { fresh: true }) : log;
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    ...options.account,
    detached: true,
    stdio: ['ignore', out, log, ...(options.hasPulse ? (['ipc'] as const) : [])],
  });
  let ended = false;
  let heardAt: number | null = null;
  child.on('message', () => (heardAt = performance.now()));
  child.channel?.unref();
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => {
      ended = true;
      resolve({ code, signal });
    });
  });
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.on('error', (error) => reject(new Error(`${what} cannot be started: ${error.message}`, { cause: error })));
    });
  } finally {
    closeSync(log);
    if (out !== log) closeSync(out);
  }
  const pid = child.pid as number;
  await writePidFile(dataDir, { what, pid, stopSignal });
  void exited.then(() => removePidFile(dataDir, what)).catch(() => undefined); // the next start removes a left file

  return {
    what,
    pid,
    exited,
    hasExited: () => ended,
    heardAt: () => heardAt,
    async stop(now = false) {
      if (!ended && !now) {
        child.kill(stopSignal);
        const timer = new AbortController();
        await Promise.race([exited, delay(graceMs, undefined, { signal: timer.signal }).catch(() => undefined)]);
        timer.abort();
      }
      if (!ended) child.kill('SIGKILL');
      await exited;
      await removePidFile(dataDir, what);
    },
  };
}

/** A child ended before it was ready. The message says why, with the end of its log. */
export class ChildEndedError extends Error {
  constructor(
    { what }: Child,
    /** By a signal it was killed; with a code it gave up by itself. */
    readonly exit: Exit,
    dataDir: string,
  ) {
    const path = logPath(dataDir, `${what}.log`);
    const why = exit.signal === null ? `with code ${exit.code}` : `by ${exit.signal}`;
    super([`${what} ended ${why}; its log is ${path}`, ...lastLines(path).map((line) => `  ${line}`)].join('\n'));
  }
}
