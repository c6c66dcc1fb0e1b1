import { decodeText } from './charset.js';

/** A file that an old mail program wrote into the words of a mail. */
export interface EncodedFile {
  name: string;
  bytes: Buffer;
}

const MAX_FILES = 100;

/** The files of a text, by both encodings of POSIX, `begin 644 name` and `begin-base64 644 name`, and by yEnc. */
export function readUuencoded(text: string): EncodedFile[] {
  const base64 = [...text.matchAll(BASE64_BLOCK)].slice(0, MAX_FILES).map(([, name = '', rows = '']) => ({
    name: bareName(name),
    bytes: Buffer.from(rows, 'base64'),
  }));
  return [...readBlocks(text), ...base64, ...readYenc(text)];
}

/** yEnc 1.3: a line `=ybegin`, rows, a line `=yend`. A file in several mails is none here. */
function readYenc(text: string): EncodedFile[] {
  const files: EncodedFile[] = [];
  for (let at = lineAt(text, '=ybegin ', 0); at >= 0 && files.length < MAX_FILES;) {
    const rows = text.indexOf('\n', at) + 1;
    const end = rows === 0 ? -1 : lineAt(text, '=yend ', rows);
    if (end < 0) break;
    const name = nameIn(text.slice(at, rows));
    if (name !== null) files.push({ name: bareName(name), bytes: decodeYenc(text.slice(rows, end)) });
    at = lineAt(text, '=ybegin ', name === null ? rows : end);
  }
  return files;
}

/** Where the next line begins with these words; -1 where none does. */
function lineAt(text: string, words: string, from: number): number {
  if (from === 0 && text.startsWith(words)) return 0;
  const before = text.indexOf(`\n${words}`, Math.max(0, from - 1));
  return before < 0 ? -1 : before + 1;
}

/** The name that a line `=ybegin` ends with; null where it has none, or is that of a part. */
function nameIn(line: string): string | null {
  if (/\bpart=/.test(line)) return null;
  return /\bname=([^\r\n]+)/.exec(line)?.[1] ?? null;
}

/** Every byte plus 42; what would harm a line is escaped by `=` and has 64 more. */
function decodeYenc(rows: string): Buffer {
  const bytes = Buffer.alloc(rows.length);
  let length = 0;
  for (let at = 0; at < rows.length; at += 1) {
    const isEscape = rows[at] === '=';
    if (isEscape) at += 1;
    const code = rows.charCodeAt(at);
    if (/[\r\n]/.test(rows[at] ?? '\n')) continue;
    bytes[length] = (code - 42 - (isEscape ? 64 : 0)) & 255;
    length += 1;
  }
  return bytes.subarray(0, length);
}

const BASE64_BLOCK = /^begin-base64 [0-7]{3,4} (\S.*)\r?\n((?:[A-Za-z0-9+/]+={0,2}\r?\n)+)====/gm;

/** A name is never a path, and eight-bit letters in it are those of the mail. */
function bareName(name: string): string {
  return decodeText(Buffer.from(name.replace(/^.*[/\\]/s, '').trim(), 'latin1'), null).text;
}

/** The files between `begin 644 name` and `end` lines; a block without its end, or with a line that is too short, is none. */
function readBlocks(text: string): EncodedFile[] {
  const files: EncodedFile[] = [];
  let open: { name: string; rows: Buffer[] } | null = null;
  if (!/^begin [0-7]{3,4} \S/m.test(text)) return files;
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^begin [0-7]{3,4} (\S.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      open = { name: bareName(name), rows: [] };
    } else if (open !== null && line.trimEnd() === 'end') {
      if (files.length < MAX_FILES) files.push({ name: open.name, bytes: Buffer.concat(open.rows) });
      open = null;
    } else if (open !== null) {
      const row = decodeRow(line);
      if (row === null) open = null;
      else open.rows.push(row);
    }
  }
  return files;
}

/** One line: its length, then four letters for three bytes; blanks at the end may have been trimmed on the way. */
function decodeRow(line: string): Buffer | null {
  const value = (index: number) => ((line.charCodeAt(index) || 32) - 32) & 63;
  if (line === '') return Buffer.alloc(0);
  if (/[^\u0020-\u0060]/.test(line)) return null;
  const length = value(0);
  const bytes: number[] = [];
  for (let at = 1; bytes.length < length; at += 4) {
    const word = (value(at) << 18) | (value(at + 1) << 12) | (value(at + 2) << 6) | value(at + 3);
    bytes.push((word >> 16) & 255, (word >> 8) & 255, word & 255);
  }
  return Buffer.from(bytes.slice(0, length));
}
