import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { ARCHIVE_BOUNDS } from '../../domain/file-check.js';
import type { ArchiveFacts } from '../../domain/file-check.js';

/** Kinds whose list of contents libarchive reads: RAR 4 and 5, 7-Zip. */
export const LISTED: ReadonlySet<string> = new Set(['rar', '7z']);

const LONGEST_MS = 5_000;
const NAMES_READ = 2000;

/**
 * Runs in a thread of its own, which is ended when it takes too long: the list of a 7-Zip archive is packed itself, and a stranger may
 * have packed it. Nothing in it is unpacked but that list.
 */
const READER = `
const { parentPort, workerData } = require('node:worker_threads');
const { library, bytes, most, namesRead } = workerData;
const { ArchiveReader, libarchiveWasm } = require(library);
libarchiveWasm().then((module) => {
  const reader = new ArchiveReader(module, new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length));
  const facts = { names: [], entries: 0, unpacked: 0, isProtected: false, fault: null };
  try {
    for (const entry of reader.entries()) {
      facts.entries += 1;
      facts.unpacked += Math.max(0, entry.getSize());
      if (entry.isEncrypted()) facts.isProtected = true;
      if (facts.names.length < namesRead) facts.names.push(String(entry.getPathname() ?? ''));
      if (facts.entries > most) break;
    }
  } catch (error) {
    facts.fault = error instanceof Error ? error.message : String(error);
  }
  // Where the list itself is encrypted there are no entries.
  if (reader.hasEncryptedData() === true) facts.isProtected = true;
  // libarchive tells the end of a list and a fault in it alike.
  else if (facts.entries === 0) facts.fault ??= 'its list is empty or breaks off';
  if (facts.isProtected) facts.fault = null;
  parentPort.postMessage(facts);
});
`;

const require = createRequire(import.meta.url);

/** One after the other: what the header of a 7-Zip archive claims decides how much memory its list takes, up to a gigabyte and a half. */
let last: Promise<unknown> = Promise.resolve();

/** The list of contents of a RAR or 7-Zip archive, without unpacking anything. Never throws on what strangers send. */
export function listArchive(bytes: Buffer): Promise<ArchiveFacts> {
  const listed = last.then(() => listApart(bytes));
  last = listed;
  return listed;
}

function listApart(bytes: Buffer): Promise<ArchiveFacts> {
  const data = {
    library: require.resolve('libarchive-wasm'),
    bytes,
    most: ARCHIVE_BOUNDS.entries,
    namesRead: NAMES_READ,
  };
  const nothing = { names: [], entries: 0, unpacked: 0, isProtected: false };
  return new Promise((resolve) => {
    const reader = new Worker(READER, { eval: true, workerData: data, stdout: true, stderr: true });
    const end = (facts: ArchiveFacts): void => {
      clearTimeout(timer);
      resolve(facts);
      void reader.terminate();
    };
    const timer = setTimeout(
      () => end({ ...nothing, fault: `its list takes longer than ${LONGEST_MS / 1000} s` }),
      LONGEST_MS,
    );
    reader.once('message', end);
    reader.once('error', (error: Error) => end({ ...nothing, fault: error.message }));
    reader.once('exit', () => end({ ...nothing, fault: 'its list cannot be read' }));
  });
}
