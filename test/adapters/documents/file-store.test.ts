import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { openFileStore } from '../../../adapters/documents/file-store.js';
import type { DocumentStore } from '../../../office/ports/documents.js';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describe('the document store in files', () => {
  let folder: string;
  let store: DocumentStore;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'documents-'));
    store = await openFileStore(folder);
  });
  afterEach(() => rm(folder, { recursive: true }));

  const filesOf = async (): Promise<string[]> =>
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it('gives back what was put in, named by its hash', async () => {
    const bytes = randomBytes(100_000);
    await expect(store.put(bytes)).resolves.toEqual({ sha256: sha256(bytes), size: 100_000 });
    expect((await store.get(sha256(bytes))).equals(bytes)).toBe(true);
    expect(Buffer.concat(await (await store.open(sha256(bytes))).toArray()).equals(bytes)).toBe(true);
    await expect(store.has(sha256(bytes))).resolves.toBe(true);
  });

  it('stores equal content once, also when it arrives many times at once', async () => {
    const bytes = randomBytes(5000);
    await Promise.all(Array.from({ length: 20 }, () => store.put(bytes)));
    await expect(filesOf()).resolves.toEqual([sha256(bytes)]);
  });

  it('stores nothing of a stream that breaks', async () => {
    const broken = Readable.from(
      (function* () {
        yield Buffer.from('the beginning of a mail');
        throw new Error('connection lost');
      })(),
    );
    await expect(store.putStream(broken)).rejects.toThrow('connection lost');
    await expect(filesOf()).resolves.toEqual([]);
  });

  it('holds no large stream in memory', async () => {
    const piece = Buffer.alloc(64 * 1024, 7);
    const before = process.memoryUsage().rss;
    const { size } = await store.putStream(Readable.from(Array.from({ length: 1600 }, () => piece)));
    expect(size).toBe(1600 * 64 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(50 * 1024 * 1024);
  });

  it('replaces a damaged file when the sound content comes again', async () => {
    const bytes = randomBytes(5000);
    const name = sha256(bytes);
    await store.put(bytes);
    await truncate(path.join(folder, name.slice(0, 2), name), 10);
    await store.put(bytes);
    expect((await store.get(name)).equals(bytes)).toBe(true);
  });

  it('stores an empty document', async () => {
    const { sha256: name } = await store.put(Buffer.alloc(0));
    expect(await store.get(name)).toHaveLength(0);
  });

  it('says which document is missing, and takes no path for a name', async () => {
    const missing = sha256(Buffer.from('never stored'));
    await expect(store.get(missing)).rejects.toThrow(`No document ${missing} is in the store`);
    await expect(store.open('../../etc/passwd')).rejects.toThrow('No document ../../etc/passwd is in the store');
    await expect(store.has(missing)).resolves.toBe(false);
  });

  it('clears away at opening what a crash left behind a day ago, and nothing younger', async () => {
    const old = path.join(folder, 'incoming', 'old');
    await writeFile(old, 'half a mail');
    await utimes(old, new Date(0), new Date(0));
    await writeFile(path.join(folder, 'incoming', 'young'), 'half a mail');
    await openFileStore(folder);
    await expect(filesOf()).resolves.toEqual(['young']);
  });
});
