import { ChildEndedError, startChild } from '../adapters/embedded/child.js';
import type { Child } from '../adapters/embedded/child.js';
import { followLines, logPath } from '../adapters/embedded/log-file.js';

/** A Node program of ours that says on standard output how its start goes, and at last a line that begins with `Ready`. */
export interface ProgramOptions {
  what: string;
  script: string;
  args: string[];
  dataDir: string;
  env: NodeJS.ProcessEnv;
  /** Told each line before `Ready`. Its log goes to standard error, and so to the log file. */
  onLine: (line: string) => void;
}

const START_MS = 300_000;

/**
 * Starts a program and waits until it is ready.
 * @throws ChildEndedError when it ends before that, Error when it takes longer than five minutes.
 */
export async function startProgram({ what, script, args, dataDir, env, onLine }: ProgramOptions): Promise<Child> {
  const child = await startChild({
    what,
    command: process.execPath,
    args: ['--enable-source-maps', script, ...args],
    dataDir,
    env,
    graceMs: 20_000,
    hasWords: true,
    hasPulse: true,
  });
  let timer: NodeJS.Timeout | undefined;
  let onReady: () => void = () => undefined;
  const ready = new Promise<'ready'>((resolve) => (onReady = () => resolve('ready')));
  let isReady = false;
  const words = followLines(logPath(dataDir, `${what}.out`), (line) => {
    if (line.startsWith('Ready')) {
      isReady = true;
      onReady();
    } else if (!isReady) onLine(line);
  });
  try {
    const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), START_MS)));
    const first = await Promise.race([ready, child.exited, late]);
    if (first === 'ready') return child;
    if (first !== 'late') throw new ChildEndedError(child, first, dataDir);
    await child.stop();
    throw new Error(`${what} was not ready after ${START_MS / 1000} s; its log is ${logPath(dataDir, `${what}.log`)}`);
  } finally {
    clearTimeout(timer);
    words.stop();
  }
}
