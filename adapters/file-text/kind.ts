/** What bytes are, as far as their words are concerned; `zip` may be a document or a workbook, `protected` is one with a password. */
export type ByteKind = 'pdf' | 'zip' | 'protected' | 'rtf' | 'text' | 'other';

/** ISO 32000-1, H.3: readers look for the header in the first 1024 bytes. */
const PDF_HEAD = 1024;
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex');
/** [MS-OFFCRYPTO], 2.3.4.4: the stream in which Office puts an encrypted document. */
const ENCRYPTED_PACKAGE = Buffer.from('EncryptedPackage', 'utf16le');
const SAMPLE = 64 * 1024;
const WIDE_MARKS = ['fffe', 'feff'];

/** Told by the bytes alone, so that equal files read equally under whatever name they come. */
export function byteKindOf(bytes: Buffer): ByteKind {
  if (bytes.subarray(0, PDF_HEAD).includes('%PDF-')) return 'pdf';
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') return 'zip';
  if (bytes.subarray(0, 8).equals(COMPOUND_FILE)) return bytes.includes(ENCRYPTED_PACKAGE) ? 'protected' : 'other';
  if (bytes.subarray(0, 5).toString('latin1') === '{\\rtf') return 'rtf';
  return isText(bytes) ? 'text' : 'other';
}

/** No picture and no archive gets by without a control among its first bytes. */
function isText(bytes: Buffer): boolean {
  if (isWide(bytes)) return true;
  const sample = bytes.subarray(0, SAMPLE);
  return sample.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x0c);
}

/** Whether a text is in UTF-16, as the mark at its beginning says. */
export function isWide(bytes: Buffer): boolean {
  return WIDE_MARKS.includes(bytes.subarray(0, 2).toString('hex'));
}
