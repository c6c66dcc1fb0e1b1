import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

interface Answer {
  resolve: (result: Result) => void;
  reject: (fault: Error) => void;
}

const SCRIPT = new URL('./kept-command.js', import.meta.url);

/** By which its process is known. */
export const KEPT_COMMAND = fileURLToPath(SCRIPT);

const kept = new Set<ChildProcess>();
afterAll(() => kept.forEach((child) => child.disconnect()));

/** The built command, run in a process of its own that takes one command line after the other. */
export function keepCommand(env: NodeJS.ProcessEnv): (...args: string[]) => Promise<Result> {
  const waiting = new Map<number, Answer>();
  let child: ChildProcess | null = null;
  let count = 0;

  function start(): ChildProcess {
    const started = fork(SCRIPT, { env });
    kept.add(started);
    started.unref(); // its channel, while there is one, keeps this process
    started.on('message', ({ id, ...result }: Result & { id: number }) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
    });
    started.once('exit', (code) => {
      for (const { reject } of waiting.values()) reject(new Error(`the command ended the process with code ${code}`));
    });
    return started;
  }

  return (...args) =>
    new Promise((resolve, reject) => {
      child ??= start();
      const id = (count += 1);
      waiting.set(id, { resolve, reject });
      child.send({ id, args });
    });
}

/** The same with the variables of the tests, and `settings` beside them. */
export function commandWith(settings: Record<string, string>): (...args: string[]) => Promise<Result> {
  return keepCommand({ ...process.env, ...settings });
}

/** The same on the record whose address is given; there is no engine. */
export function commandOn(databaseUrl: string, folder: string): (...args: string[]) => Promise<Result> {
  return commandWith({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: '127.0.0.1:9', COORDINATOR_DATA: folder });
}

/** One JSON object a line, as `--json` prints. */
export function objectsOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
