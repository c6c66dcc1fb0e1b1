import type { Ambiguity } from '../../domain/authentication.js';

/** Far more than an address or a signature; the verifier takes the square of the length to find the address in it. */
const MAX_FIELD = 8 * 1024;
/**
 * The verifier takes the square of this number to unfold the fields, and looks through all for each that a signature
 * names.
 */
const MAX_LINES = 5_000;
/** Each costs a question to a name server that the sender chooses (RFC 6376, section 8.4). */
const MAX_SIGNATURES = 10;

/**
 * What keeps a header block from being read by everybody alike, or from being verified; null where nothing does. A CR
 * alone, U+0000, or a blank of another kind at the beginning of a line ends a field for some readers and not for
 * others; no mail program writes them.
 */
export function oddityOf(block: Buffer): Ambiguity | null {
  const text = block.toString('latin1');
  if (/\r(?!\n)|\0|\n[\v\f\xa0]/.test(text)) return 'header';
  if (text.split('\n').length > MAX_LINES) return 'long';
  const fields = text.split(/\n(?![ \t])/);
  const verified = fields.filter((field) => /^\s*(?:from|return-path|dkim-signature)\s*:/i.test(field));
  const signatures = verified.filter((field) => /^\s*dkim/i.test(field));
  return signatures.length > MAX_SIGNATURES || verified.some(({ length }) => length > MAX_FIELD) ? 'long' : null;
}
