import type { Ambiguity } from '../../domain/authentication.js';

/** Far more than an address, a name and a comment; the verifier takes the square of its length to find the address in it. */
const MAX_FROM = 8 * 1024;
/** The verifier takes the square of this number to unfold the fields. */
const MAX_LINES = 10_000;

/**
 * What keeps a header block from being read by everybody alike, or from being verified; null where nothing does. A CR alone, U+0000,
 * or a blank of another kind at the beginning of a line ends a field for some readers and not for others; no mail program writes them.
 */
export function oddityOf(block: Buffer): Ambiguity | null {
  const text = block.toString('latin1');
  if (/\r(?!\n)|\0|\n[\v\f\xa0]/.test(text)) return 'header';
  if (text.split('\n').length > MAX_LINES) return 'long';
  const isLong = text
    .split(/\n(?![ \t])/)
    .some((field) => field.length > MAX_FROM && /^\s*(?:from|return-path)\s*:/i.test(field));
  return isLong ? 'long' : null;
}
