import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { ARCHIVE_BOUNDS } from '../../domain/file-check.js';
import { Bounded } from './pages.js';

/** An office document is a ZIP of parts (ISO/IEC 29500-2); a part is unpacked when it is asked for, and no further than is read of it. */
export interface Package {
  /** Names of the parts, as the archive lists them. */
  names: readonly string[];
  isProtected: boolean;
  /**
   * The bytes of a part, piece by piece; nothing where there is none of that name.
   * @throws Bounded where all parts together unpack to more than the bound.
   */
  read(name: string): AsyncIterable<Buffer>;
}

/** Opens the list of contents of a ZIP; `unpackedBytes` bounds all parts together. @throws Error where the list cannot be read. */
export async function openPackage(bytes: Buffer, unpackedBytes: number): Promise<Package> {
  const { zip, entries } = await openList(bytes);
  let left = unpackedBytes;
  return {
    names: [...entries.keys()],
    isProtected: [...entries.values()].some(({ generalPurposeBitFlag }) => (generalPurposeBitFlag & 1) === 1),
    async *read(name) {
      const entry = entries.get(name);
      if (entry === undefined) return;
      const stream = await openPart(zip, entry);
      try {
        for await (const piece of stream as AsyncIterable<Buffer>) {
          left -= piece.length;
          if (left < 0) throw new Bounded('tooLong');
          yield piece;
        }
      } finally {
        stream.destroy();
      }
    },
  };
}

function openList(bytes: Buffer): Promise<{ zip: yauzl.ZipFile; entries: Map<string, yauzl.Entry> }> {
  return new Promise((resolve, reject) => {
    yauzl.fromBuffer(bytes, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) return reject(error);
      const entries = new Map<string, yauzl.Entry>();
      const end = (): void => resolve({ zip, entries });
      zip.on('error', reject);
      zip.on('end', end);
      zip.on('entry', (entry: yauzl.Entry) => {
        // The first of a name counts, and what comes after so many is no part of a document.
        if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
        if (zip.entriesRead > ARCHIVE_BOUNDS.entries) end();
        else zip.readEntry();
      });
      zip.readEntry();
    });
  });
}

function openPart(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
  });
}
