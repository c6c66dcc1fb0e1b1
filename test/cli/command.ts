import { execFile } from 'node:child_process';

export interface Result {
  code: number;
  stdout: string;
  stderr: string;
}

/** The command as it is typed, from the built program, on the record whose address is given; there is no engine. */
export function commandOn(databaseUrl: string, folder: string): (...args: string[]) => Promise<Result> {
  return (...args) =>
    new Promise((resolve) => {
      execFile(
        process.execPath,
        ['bin/coordinator.js', ...args],
        {
          maxBuffer: 1e8,
          env: { ...process.env, DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: '127.0.0.1:9', COORDINATOR_DATA: folder },
        },
        (fault, stdout, stderr) => resolve({ code: fault === null ? 0 : Number(fault.code), stdout, stderr }),
      );
    });
}

/** One JSON object a line, as `--json` prints. */
export function objectsOf(stdout: string): Record<string, unknown>[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
