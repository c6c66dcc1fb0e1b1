/*
 * What stands between a mail as it was sent and the bytes that a splitter of RFC 5322 can read: the habits of old programs, of
 * folders and of exports. The record keeps the bytes as they came; attachments are not touched by any of this.
 */

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
/** A header that is longer is no header. */
const READ_BYTES = 1024 * 1024;
const FIELD = /^[!-9;-~]+[ \t]*:/;
/** Fields that stand in the header of a mail, and not in a letter. */
const MAIL_FIELD =
  /^(from|to|cc|bcc|subject|date|message-id|mime-version|content-[a-z-]+|received|reply-to|return-path|sender|references|in-reply-to|delivered-to|x-[\w-]+):/i;

/** The bytes from which a mail is read. Its own are returned where nothing is odd about them. */
export function readable(raw: Buffer): Buffer {
  return withSeparator(withBlankLine(withoutLead(withLineFeeds(inOctets(raw)))));
}

/** A mail that an editor saved as UTF-16 has nothing in it that a splitter could find. */
function inOctets(raw: Buffer): Buffer {
  return raw.length > 1 && raw[0] === 0xff && raw[1] === 0xfe ? Buffer.from(raw.toString('utf16le'), 'utf8') : raw;
}

/** Old Macintosh programs end lines by CR alone. */
function withLineFeeds(raw: Buffer): Buffer {
  return raw.includes(0x0a) || !raw.includes(0x0d)
    ? raw
    : Buffer.from(raw.toString('latin1').replaceAll('\r', '\n'), 'latin1');
}

/** A byte order mark, zero bytes or blank lines before the first field. */
function withoutLead(raw: Buffer): Buffer {
  const start = raw.subarray(0, BOM.length).equals(BOM) ? BOM.length : 0;
  const blank = /^(?:\0|[ \t]*\r?\n)+/.exec(raw.subarray(start, start + 200).toString('latin1'))?.[0].length ?? 0;
  if (start + blank === 0) return raw;
  const rest = raw.subarray(start + blank);
  return blank === 0 || MAIL_FIELD.test(rest.subarray(0, 200).toString('latin1')) ? rest : raw.subarray(start);
}

/** A line of blanks that no field follows was meant to end the header; a splitter takes it for the end of a long field. */
function withBlankLine(raw: Buffer): Buffer {
  const head = raw.subarray(0, READ_BYTES).toString('latin1');
  const end = /(?:^|\n)\r?\n/.exec(head)?.index ?? head.length;
  const blank = /\n[ \t]+(?=\r?\n(?![ \t]|\r?\n|[!-9;-~]+[ \t]*:))/.exec(head.slice(0, end));
  if (blank === null) return raw;
  return Buffer.concat([raw.subarray(0, blank.index + 1), raw.subarray(blank.index + blank[0].length)]);
}

/** Where no blank line ends the header, the words begin with the first line after which no field of a mail follows. */
function withSeparator(raw: Buffer): Buffer {
  const head = raw.subarray(0, READ_BYTES).toString('latin1');
  if (raw.length > READ_BYTES || /(^|\n)\r?\n/.test(head)) return raw;
  const lines = head.split(/(?<=\n)/);
  const last = lines.findLastIndex((line) => MAIL_FIELD.test(line));
  if (last < 0) return raw;
  const words = lines.findIndex((line, index) => index > last && !/^[ \t]/.test(line) && !FIELD.test(line));
  if (words < 0) return raw;
  const at = lines.slice(0, words).join('').length;
  return Buffer.concat([raw.subarray(0, at), Buffer.from('\r\n'), raw.subarray(at)]);
}
