import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes the data folder, for its owner only, with the folders above it. It is made step by step: Node's own recursive way never
 * ends where a file system says 'no such folder' for a folder that it will not make, as /proc does.
 * @throws Error that names the folder, what was wrong and what to do.
 */
export async function makeDataFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOTDIR' || code === 'EEXIST' ? 'a file stands in its place' : message;
    throw new Error(
      `The data folder ${path} cannot be made: ${why}. Choose another with --data or COORDINATOR_DATA, or change who may write there.`,
      { cause: error },
    );
  }
}

async function make(path: string): Promise<void> {
  const known = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (known?.isDirectory()) return;
  if (known) throw Object.assign(new Error(path), { code: 'EEXIST' });
  if (dirname(path) !== path) await make(dirname(path));
  await mkdir(path, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error; // another start was faster
  });
}
