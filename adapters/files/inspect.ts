import { fileTypeFromBuffer } from 'file-type';
import yauzl from 'yauzl';
import { ARCHIVE_BOUNDS, judgeFile } from '../../domain/file-check.js';
import type { ArchiveFacts, ScanResult } from '../../domain/file-check.js';
import type { Inspector } from '../../office/ports/file-reader.js';
import { listArchive, LISTED } from './archive-list.js';
import type { Scanner } from './clamd.js';

/** Kinds that are ZIP archives under another name. */
const ZIPPED: ReadonlySet<string> = new Set([
  'zip',
  'docx',
  'xlsx',
  'pptx',
  'docm',
  'xlsm',
  'pptm',
  'odt',
  'ods',
  'odp',
  'jar',
  'apk',
  'epub',
]);
const NAMES_READ = 2000;
/** Where a PDF says that it is encrypted: the trailer, or the cross-reference stream that takes its place. */
const PDF_TAIL = 64 * 1024;
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');

/** `scan` is null where no scanner is configured. */
export function createInspector(scan: Scanner | null): Inspector {
  return async ({ name, bytes }) => {
    const kind = await kindOf(bytes);
    const result: ScanResult = scan === null || bytes.length === 0 ? { is: 'off' } : await scan(bytes);
    const finding = judgeFile({
      name,
      size: bytes.length,
      kind,
      isProtected: isProtected(bytes, kind),
      archive: await archiveIn(bytes, kind),
      scan: result,
    });
    return { finding, isScanned: scan !== null && result.is !== 'down' };
  };
}

async function archiveIn(bytes: Buffer, kind: string | null): Promise<ArchiveFacts | null> {
  if (kind === null) return null;
  if (ZIPPED.has(kind)) return readZip(bytes);
  return LISTED.has(kind) ? listArchive(bytes) : null;
}

async function kindOf(bytes: Buffer): Promise<string | null> {
  try {
    const kind = (await fileTypeFromBuffer(bytes))?.ext ?? null;
    return kind !== null && isConfirmed(bytes, kind) ? kind : null;
  } catch {
    // Bytes that break off where their kind promises more.
    return null;
  }
}

/**
 * The signatures of these are two bytes long, with which a table of Mozambique (`MZ;`) or anything that zlib has packed begins as well:
 * the header of a program of DOS and Windows holds zero bytes, which no text does; a disk image of Apple ends with a trailer.
 */
function isConfirmed(bytes: Buffer, kind: string): boolean {
  if (kind === 'exe') return bytes.subarray(0, 64).includes(0);
  if (kind === 'dmg') return bytes.subarray(-512, -508).toString('latin1') === 'koly';
  return true;
}

/** By the marks that office programs leave in the open: ISO 32000, 7.6.1; [MS-OFFCRYPTO], 2.3.4.4. */
function isProtected(bytes: Buffer, kind: string | null): boolean {
  if (kind === 'pdf') {
    const ends = [bytes.subarray(0, PDF_TAIL), bytes.subarray(Math.max(0, bytes.length - PDF_TAIL))];
    return ends.some((end) => /\/Encrypt\s+\d+\s+\d+\s+R|\/Encrypt\s*<</.test(end.toString('latin1')));
  }
  return kind === 'cfb' && bytes.includes(ENCRYPTED_PACKAGE);
}

/** The list of contents of a ZIP, without unpacking anything. */
function readZip(bytes: Buffer): Promise<ArchiveFacts> {
  return new Promise((resolve) => {
    const facts = { names: [] as string[], entries: 0, unpacked: 0, isProtected: false, fault: null as string | null };
    const end = (fault: string | null): void => resolve({ ...facts, fault });
    yauzl.fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return end(error.message);
      zip.on('error', (fault: Error) => {
        // Strong encryption is told as an error of the entry.
        if (/encrypt/i.test(fault.message)) facts.isProtected = true;
        end(facts.isProtected ? null : fault.message);
      });
      zip.on('end', () => end(null));
      zip.on('entry', (entry: yauzl.Entry) => {
        facts.entries += 1;
        facts.unpacked += entry.uncompressedSize;
        if ((entry.generalPurposeBitFlag & 1) === 1) facts.isProtected = true;
        if (facts.names.length < NAMES_READ) facts.names.push(entry.fileName);
        if (facts.entries > ARCHIVE_BOUNDS.entries) end(null);
        else zip.readEntry();
      });
      zip.readEntry();
    });
  });
}
