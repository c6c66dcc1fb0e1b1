import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { DocumentMissing } from '../../office/ports/documents.js';
import type { DocumentStore, StoredDocument } from '../../office/ports/documents.js';

const SHA256 = /^[0-9a-f]{64}$/;
/** A temporary file of this age belongs to no living process: no mail takes a day to arrive. */
const STALE_MS = 24 * 60 * 60 * 1000;

/**
 * Opens a document store in a folder, which is made when missing. Documents lie under the first two digits of their
 * name; what is being written lies in `incoming` and moves when it is whole and on disk.
 */
export async function openFileStore(folder: string): Promise<DocumentStore> {
  const incoming = path.join(folder, 'incoming');
  await mkdir(incoming, { recursive: true });
  await removeStale(incoming);
  const placeOf = (sha256: string): string => path.join(folder, sha256.slice(0, 2), sha256);

  const putStream = async (source: Readable): Promise<StoredDocument> => {
    const temporary = path.join(incoming, randomUUID());
    try {
      const document = await writeHashed(source, temporary);
      await settle(temporary, placeOf(document.sha256), document.size);
      return document;
    } catch (error) {
      source.destroy();
      await rm(temporary, { force: true });
      throw error;
    }
  };

  return {
    putStream,
    put: (bytes) => putStream(Readable.from([bytes])),
    has: async (sha256) => (await sizeOf(placeOf(checked(sha256)))) !== null,
    get: async (sha256) => {
      const file = await openDocument(placeOf(checked(sha256)), sha256);
      try {
        return await file.readFile();
      } finally {
        await file.close();
      }
    },
    open: async (sha256) => (await openDocument(placeOf(checked(sha256)), sha256)).createReadStream(),
  };
}

async function writeHashed(source: Readable, temporary: string): Promise<StoredDocument> {
  const hash = createHash('sha256');
  let size = 0;
  const file = await open(temporary, 'wx');
  try {
    for await (const chunk of source) {
      const bytes = chunk as Buffer;
      hash.update(bytes);
      size += bytes.length;
      await writeWhole(file, bytes);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { sha256: hash.digest('hex'), size };
}

/** `write` may take less than it was given; a document with a hole must never get a name. */
async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten;
  }
}

/** Equal content of equal size is there already; a file of another size was damaged and is replaced by the sound one. */
async function settle(temporary: string, place: string, size: number): Promise<void> {
  const folder = path.dirname(place);
  const isNew = (await mkdir(folder, { recursive: true })) !== undefined;
  if (isNew) await syncFolder(path.dirname(folder));
  if ((await sizeOf(place)) === size) await rm(temporary);
  else await rename(temporary, place);
  await syncFolder(folder);
}

/** Without this a power cut may forget the name although the bytes are on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function openDocument(place: string, sha256: string): Promise<FileHandle> {
  try {
    return await open(place, 'r');
  } catch (error) {
    if (isMissing(error)) throw new DocumentMissing(sha256);
    throw error;
  }
}

async function sizeOf(place: string): Promise<number | null> {
  try {
    return (await stat(place)).size;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function removeStale(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > STALE_MS) await rm(file, { force: true });
  }
}

/** Names come from links and records: nothing but a hash may become a path. */
function checked(sha256: string): string {
  if (!SHA256.test(sha256)) throw new DocumentMissing(sha256);
  return sha256;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
}
