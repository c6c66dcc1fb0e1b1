import { spawn } from 'node:child_process';

export interface CommandResult {
  /** Null when the command could not be started or was ended by a signal. */
  code: number | null;
  /** Standard output and error, in the order in which they came. */
  output: string;
}

/** Runs a command to its end and never throws: a command that is not there is a result with code null. */
export function runCommand(
  command: string,
  args: string[],
  options: {
    env: NodeJS.ProcessEnv;
    cwd?: string;
    account?: { uid: number; gid: number };
    timeoutMs: number;
    /** Aborted, it ends the command. */
    signal?: AbortSignal;
  },
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: options.cwd,
      env: options.env,
      ...options.account,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: options.signal,
    });
    // Node's own `timeout` keeps its timer when a command cannot be started, and with it the process.
    const timer = setTimeout(() => child.kill(), options.timeoutMs);
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    const output = (): string => Buffer.concat(chunks).toString('utf8').trim();
    child.once('error', (error) => {
      clearTimeout(timer);
      resolve({ code: null, output: error.message });
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, output: signal === null ? output() : `${output()}\nended by ${signal}`.trim() });
    });
  });
}

/** The last line of what a command said: its own summary of what went wrong. */
export function lastLine(output: string): string {
  return output.slice(output.lastIndexOf('\n') + 1).trim();
}
