import { decodeText } from '../mime/charset.js';
import { rtfToText } from '../mime/rtf-text.js';
import { isWide } from './kind.js';
import type { Pages } from './pages.js';

/** UTF-8 takes four bytes for a character at most, and RTF some ten; what is beyond is beyond the bounds, too. */
const BYTES_A_CHARACTER = 4;

/** The words of a text file, in whatever charset it is written. */
export function readPlain(bytes: Buffer, pages: Pages, most: number): void {
  // Some more than are taken, so that a longer text is told to be too long.
  const begin = bytes.subarray(0, (most + 1) * BYTES_A_CHARACTER);
  pages.add(decodeText(begin, isWide(begin) ? 'utf-16' : null).text);
}

/** The words of a document in Rich Text Format. */
export function readRtf(bytes: Buffer, pages: Pages): void {
  pages.add(rtfToText(bytes));
}
