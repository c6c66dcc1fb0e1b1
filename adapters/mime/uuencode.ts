/** A file that an old mail program wrote into the words of a mail. */
export interface EncodedFile {
  name: string;
  bytes: Buffer;
}

const MAX_FILES = 100;

/** The files between `begin 644 name` and `end` lines; a block without its end, or with a line that is too short, is none. */
export function readUuencoded(text: string): EncodedFile[] {
  const files: EncodedFile[] = [];
  let open: { name: string; rows: Buffer[] } | null = null;
  if (!/^begin [0-7]{3,4} \S/m.test(text)) return files;
  for (const line of text.split(/\r?\n/)) {
    const [, name] = /^begin [0-7]{3,4} (\S.*)$/.exec(line) ?? [];
    if (name !== undefined) {
      open = { name: name.replace(/^.*[/\\]/s, '').trim(), rows: [] };
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
