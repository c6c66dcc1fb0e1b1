import { readdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Whether a folder of documents (`file-store.ts`) holds one; false where there is no such folder. It is left as it is.
 */
export async function holdsDocuments(folder: string): Promise<boolean> {
  for (const name of await namesIn(folder)) {
    if (/^[0-9a-f]{2}$/.test(name) && (await namesIn(path.join(folder, name))).length > 0) return true;
  }
  return false;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}
