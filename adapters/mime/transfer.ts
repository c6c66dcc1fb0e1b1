/*
 * What a part says of its transfer encoding and what stands in it are two things: gateways and lists write their words below what is
 * encoded, and some programs encode nothing and say that they have.
 */

/** What base64 never has: another letter, or a blank between two. */
const FOREIGN = /[^A-Za-z0-9+/=\s]|[^\s][ \t]+[^\s]/;
const ROW = /^[A-Za-z0-9+/]+={0,2}$/;
/** A row that no word is as long as: below it all is taken for base64 with errors in it. */
const LONG_ROW = 60;

/** Where the base64 of a part ends; `below` are the words under it, all of the part where nothing is encoded. */
export function splitBase64(source: Buffer, isText: boolean): { encoded: Buffer; below: Buffer } {
  const whole = { encoded: source, below: Buffer.alloc(0) };
  const text = source.toString('latin1');
  if (!FOREIGN.test(text)) {
    const bare = text.replaceAll(/\s/g, '');
    // No base64 leaves one letter over: what is so short was cut by nobody.
    const isWord = isText && bare.length < LONG_ROW && bare.length % 4 === 1;
    return isWord ? { encoded: Buffer.alloc(0), below: source } : whole;
  }
  const lines = text.split(/(?<=\n)/);
  const isRow = (line: string) => line.trim() === '' || ROW.test(line.trim());
  const foreign = lines.findIndex((line) => !isRow(line));
  const padded = lines.findIndex((line) => /[^\s=]={1,2}\s*$/.test(line) && ROW.test(line.trim()));
  const end = padded >= 0 && padded < foreign ? padded + 1 : foreign;
  if (lines.slice(end).some((line) => line.trim().length >= LONG_ROW && ROW.test(line.trim()))) return whole;
  const head = lines.slice(0, end).join('');
  if (head.trim() === '' && !isText) return whole;
  const at = head.trim() === '' ? 0 : head.length;
  return { encoded: source.subarray(0, at), below: source.subarray(at) };
}
