import { randomBytes } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { PARTS } from '../../domain/installation.js';
import type { FolderMark } from '../../domain/installation.js';

const schema = z.object({ installation: z.string().min(1), making: z.array(z.enum(PARTS)).optional() });

/**
 * The file in a folder that says to which installation it belongs. Its name has no dot before it: who empties the
 * folder takes it, too.
 */
export const markPath = (folder: string): string => path.join(folder, 'installation.json');

/**
 * To which installation a folder belongs; null where nothing says so.
 * @throws Error that names the file and what to do, where it cannot be read.
 */
export async function readMark(folder: string): Promise<FolderMark | null> {
  const text = await readFile(markPath(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const parsed = schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  throw new Error(
    `${markPath(folder)} is damaged: bring it back from a copy, ` +
      `or write {"installation": "<id>"} with the id that stands in secrets.json.`,
  );
}

/** Writes the mark of a folder that is there: whole and on disk, or not at all. */
export async function writeMark(folder: string, mark: FolderMark): Promise<void> {
  const draft = `${markPath(folder)}.${randomBytes(6).toString('hex')}`;
  try {
    await writeFile(draft, `${JSON.stringify(mark)}\n`, { mode: 0o600, flush: true });
    await rename(draft, markPath(folder));
  } finally {
    await rm(draft, { force: true });
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
