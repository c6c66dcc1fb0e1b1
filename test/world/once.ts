import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** What is made here takes some seconds; eight busy processes on two cores need longer. */
export const MADE_MS = 120_000;

/** The folder of what the suites of this run share; it is there until the last of them has ended. */
export function runFolder(): string {
  const folder = process.env.COORDINATOR_TEST_RUN ?? '';
  if (folder === '') throw new Error('COORDINATOR_TEST_RUN is not set: jest was started without its configuration');
  return folder;
}

/**
 * One suite after another asks, in processes of their own: whoever is first makes it, the others wait for its note, which is what
 * `make` has returned: plain data. When it cannot be made all of them fail with the first one's words.
 */
export async function onceARun<T>(name: string, make: () => Promise<T>): Promise<T> {
  const note = join(runFolder(), `${name}.json`);
  if (isFirst(name)) {
    const made = await make().then(
      (value) => ({ value }),
      (fault: unknown) => ({ fault: String(fault) }),
    );
    writeFileSync(`${note}.new`, JSON.stringify(made));
    renameSync(`${note}.new`, note);
  }
  for (const until = Date.now() + MADE_MS; Date.now() < until; await delay(50)) {
    const made = readNote<T>(note);
    if (made?.fault !== undefined)
      throw new Error(`${name} could not be made for the suites of this run: ${made.fault}`);
    if (made) return made.value as T;
  }
  throw new Error(`${name} was not made for the suites of this run within ${MADE_MS / 1000} s`);
}

/** To make a folder succeeds once. */
function isFirst(name: string): boolean {
  try {
    mkdirSync(join(runFolder(), `making-${name}`));
    return true;
  } catch {
    return false;
  }
}

function readNote<T>(note: string): { value?: T; fault?: string } | null {
  try {
    return JSON.parse(readFileSync(note, 'utf8')) as { value?: T; fault?: string };
  } catch {
    return null;
  }
}
