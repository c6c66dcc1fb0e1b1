import iconv from 'iconv-lite';

/** How bytes became words, so that a reader can judge a strange letter. */
export interface DecodedText {
  text: string;
  /** The charset that decoded the bytes: `utf-8`, `windows-1252`, `gb18030`. */
  used: string;
}

/** Seven-bit charsets that any UTF-8 reader would pass as ASCII: only the declaration tells them. */
const STATEFUL = /^(iso-2022-|utf-?7$|unicode-1-1-utf-7$|hz)/;
/** Wide charsets hold zero bytes, which are valid UTF-8 too. */
const WIDE = /^(utf-?16|utf-?32|ucs-?2)/;
/** Declared as Latin-1 or ASCII, written as Windows-1252: the WHATWG Encoding Standard reads all of them as the latter. */
const LATIN_1 = /^(iso[-_]?8859-1|latin1|l1|us-ascii|ascii|ansi_x3\.4-1968|cp819|7bit|8bit)$/;
/** No charset of seven bits holds one: what does is declared wrongly. */
const HIGH_BYTE = /[\u0080-\u00ff]/;
const FALLBACK = 'windows-1252';

/**
 * Decodes the bytes of a text part: as UTF-8 when they are that, else as declared, else, where nothing is declared, by what the bytes
 * look like, else as Windows-1252, which knows every byte. Never throws; the charset that was used is part of the result.
 */
export function decodeText(bytes: Buffer, declared: string | null): DecodedText {
  // Some write `charset=charset=utf-8`.
  const name = (declared ?? '')
    .trim()
    .toLowerCase()
    .replaceAll(/["']|^charset=/g, '');
  const shifted = SHIFTED[name];
  if (shifted !== undefined) return { text: shifted(bytes), used: name };
  const isSevenBit = STATEFUL.test(name) && !HIGH_BYTE.test(bytes.subarray(0, READ_BYTES).toString('latin1'));
  if (isSevenBit || WIDE.test(name)) return decodeAs(bytes, name) ?? decodePlain(bytes, '');
  return decodePlain(bytes, name);
}

function decodePlain(bytes: Buffer, declared: string): DecodedText {
  const strict = decodeUtf8(bytes);
  if (strict !== null) return { text: strict, used: 'utf-8' };
  const isOwn = declared !== '' && !LATIN_1.test(declared) && !/^utf-?8$/.test(declared);
  const asDeclared = isOwn ? decodeAs(bytes, declared) : null;
  if (asDeclared !== null) return asDeclared;
  const damaged = decodeDamaged(bytes);
  if (damaged !== null) return { text: damaged, used: 'utf-8' };
  const used = (declared === '' ? looksLike(bytes) : null) ?? FALLBACK;
  return { text: iconv.decode(bytes, used), used };
}

/** UTF-8 that was cut or has a stray byte stays UTF-8: in no other charset do so many sequences come out right. */
function decodeDamaged(bytes: Buffer): string | null {
  const sample = bytes.subarray(0, READ_BYTES).toString('utf8');
  const broken = sample.match(/\ufffd(?!$)/g)?.length ?? 0;
  const sound = sample.match(/[\u0080-\ufffc]/g)?.length ?? 0;
  return sound > 2 * broken ? bytes.toString('utf8') : null;
}

/** What undeclared bytes look like where most letters are beyond ASCII: pairs are Chinese, Japanese or Korean, others Cyrillic. */
function looksLike(bytes: Buffer): string | null {
  const text = bytes.subarray(0, READ_BYTES).toString('latin1');
  const high = text.match(/[\u0080-\u00ff]/g)?.length ?? 0;
  if (high < 8 || high < 0.4 * (text.match(/\S/g)?.length ?? 0)) return null;
  const runs = text.match(/[\u0080-\u00ff]+/g) ?? [];
  if (runs.filter((run) => run.length % 2 === 0).length >= 0.95 * runs.length) {
    const leads = runs.flatMap((run) => [...run].filter((_, index) => index % 2 === 0));
    const share = (pattern: RegExp) => leads.filter((lead) => pattern.test(lead)).length / leads.length;
    if (share(/[\u00a4\u00a5]/) > 0.2) return 'euc-jp';
    return share(/[\u00a1-\u00a3\u00b0-\u00c8]/) > 0.97 ? 'euc-kr' : 'gb18030';
  }
  // Small letters are the more frequent ones: they stand above the capitals in Windows-1251, below them in KOI8-R.
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  return count(/[\u00e0-\u00ff]/g) >= count(/[\u00c0-\u00df]/g) ? 'windows-1251' : 'koi8-r';
}

const READ_BYTES = 64 * 1024;

/** Seven-bit charsets that shift into a set of two bytes a letter (RFC 1843, RFC 1557), which no decoder here knows. */
const SHIFTED: Record<string, (bytes: Buffer) => string> = {
  'hz-gb-2312': (bytes) =>
    raised(bytes, /~\{([^~]*)(?:~\}|$)/g, 'gb2312')
      .replaceAll(/~\r?\n/g, '')
      .replaceAll('~~', '~'),
  'iso-2022-kr': (bytes) => raised(bytes, /\u000e([^\u000f]*)(?:\u000f|$)/g, 'euc-kr').replaceAll('\u001b$)C', ''),
};

function raised(bytes: Buffer, shift: RegExp, charset: string): string {
  return bytes
    .toString('latin1')
    .replaceAll(shift, (_whole, letters: string) =>
      iconv.decode(Buffer.from(Array.from(letters, (letter) => letter.charCodeAt(0) | 0x80)), charset),
    );
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** iconv-lite first; Node's own decoder knows ISO-2022-JP, which iconv-lite does not. Node's windows-1252 is wrong at 0x80 to 0x9f. */
function decodeAs(bytes: Buffer, name: string): DecodedText | null {
  if (iconv.encodingExists(name)) return { text: iconv.decode(bytes, name), used: name };
  try {
    return { text: new TextDecoder(name).decode(bytes), used: name };
  } catch {
    return null;
  }
}
