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
const FALLBACK = 'windows-1252';

/**
 * Decodes the bytes of a text part: as UTF-8 when they are strictly that, else as declared, else as Windows-1252, which
 * knows every byte. Never throws; the charset that was used is part of the result.
 */
export function decodeText(bytes: Buffer, declared: string | null): DecodedText {
  const name = (declared ?? '').trim().toLowerCase().replaceAll(/["']/g, '');
  if (STATEFUL.test(name) || WIDE.test(name)) return decodeAs(bytes, name) ?? decodePlain(bytes, null);
  return decodePlain(bytes, name === '' || LATIN_1.test(name) ? null : name);
}

function decodePlain(bytes: Buffer, declared: string | null): DecodedText {
  const strict = decodeUtf8(bytes);
  if (strict !== null) return { text: strict, used: 'utf-8' };
  return (
    (declared === null || /^utf-?8$/.test(declared) ? null : decodeAs(bytes, declared)) ?? {
      text: iconv.decode(bytes, FALLBACK),
      used: FALLBACK,
    }
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
