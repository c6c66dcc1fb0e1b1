import { closeSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A log is set aside at the next start when it has grown above this; one older file is kept. */
const KEPT_BYTES = 10 * 1024 * 1024;

/** The path of a log inside a data folder. */
export const logPath = (dataDir: string, name: string): string => join(dataDir, 'logs', name);

/**
 * Opens a log for a child. It is a file, not a pipe: a child whose parent was killed goes on writing instead of dying by a
 * broken pipe. The caller closes the descriptor.
 */
export function openLog(dataDir: string, name: string, { fresh = false } = {}): number {
  mkdirSync(join(dataDir, 'logs'), { recursive: true, mode: 0o700 });
  const path = logPath(dataDir, name);
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > KEPT_BYTES) renameSync(path, `${path}.1`);
  return openSync(path, fresh ? 'w' : 'a', 0o600);
}

/** The last lines of a log, for an error message; empty when there is none. */
export function lastLines(path: string, count = 5): string[] {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return readFrom(path, Math.max(0, size - 8_192))
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-count);
}

/** Calls `onLine` for each whole line that is appended to the file from its beginning on. */
export function followLines(path: string, onLine: (line: string) => void): { stop(): void } {
  let offset = 0;
  let rest = Buffer.alloc(0);
  const read = (): void => {
    const chunk = readFrom(path, offset);
    offset += chunk.length;
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      const line = rest.subarray(0, end).toString('utf8');
      rest = rest.subarray(end + 1);
      onLine(line);
    }
  };
  const timer = setInterval(read, 50);
  return {
    stop() {
      clearInterval(timer);
      read();
    },
  };
}

function readFrom(path: string, offset: number): Buffer {
  const size = (statSync(path, { throwIfNoEntry: false })?.size ?? 0) - offset;
  if (size <= 0) return Buffer.alloc(0);
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(size);
    return buffer.subarray(0, readSync(file, buffer, 0, size, offset));
  } finally {
    closeSync(file);
  }
}
