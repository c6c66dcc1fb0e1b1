import iconv from 'iconv-lite';

/*
 * The words of an RTF, as Outlook packs them where it packs nothing else (MS-OXRTFEX, and the RTF specification 1.9.1). Only what a person
 * reads is taken: no fonts, no pictures, and of HTML inside RTF not its tags.
 */

/** Groups that hold no words of the text. */
const SILENT = new Set([
  ...['fonttbl', 'colortbl', 'stylesheet', 'info', 'pict', 'object', 'listtable', 'listoverridetable', 'generator'],
  ...['themedata', 'datastore', 'header', 'footer', 'headerl', 'headerr', 'footerl', 'footerr', 'fldinst', 'rsidtbl'],
]);
const BREAKS: Record<string, string> = {
  par: '\n',
  line: '\n',
  row: '\n',
  sect: '\n',
  page: '\n',
  tab: '\t',
  cell: '\t',
};
const SIGNS: Record<string, string> = {
  ...{ emdash: '—', endash: '–', lquote: '‘', rquote: '’', ldblquote: '“', rdblquote: '”', bullet: '•' },
};
/** A control word with its number, a sign in hexadecimal, another control sign, a brace, a line break, or words. */
const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z'])|([{}])|([\r\n]+)|([^\\{}\r\n]+)/gi;

interface State {
  isSilent: boolean;
  /** Inside what a reader of HTML passes over. */
  isForRtfOnly: boolean;
  /** How many characters stand after a Unicode one for readers that know none. */
  skip: number;
}

/** The words; empty where there are none. Takes time in proportion to its length, and never throws. */
export function rtfToText(rtf: Buffer): string {
  const out: string[] = [];
  const stack: State[] = [];
  let state: State = { isSilent: false, isForRtfOnly: false, skip: 1 };
  let charset = 'windows-1252';
  let bytes: number[] = [];
  let pending = 0;
  const flush = () => {
    if (bytes.length > 0) out.push(iconv.decode(Buffer.from(bytes), charset));
    bytes = [];
  };
  const say = (words: string) => {
    flush();
    if (!state.isSilent && !state.isForRtfOnly) out.push(words);
  };
  for (const [, word, number, hex, sign, brace, , plain] of rtf.toString('latin1').matchAll(TOKEN)) {
    if (brace === '{') {
      flush();
      stack.push({ ...state });
    } else if (brace === '}') {
      flush();
      state = stack.pop() ?? state;
    } else if (hex !== undefined) {
      if (pending > 0) pending -= 1;
      else if (!state.isSilent && !state.isForRtfOnly) bytes.push(parseInt(hex, 16));
    } else if (plain !== undefined) {
      const rest = plain.slice(pending);
      pending = Math.max(0, pending - plain.length);
      say(rest);
    } else if (sign !== undefined) {
      if (sign === '*') state.isSilent = true;
      else if (sign === '~') say('\u00a0');
      else if (/[\\{}]/.test(sign)) say(sign);
    } else if (word === 'u' && number !== undefined) {
      say(String.fromCharCode(Number(number) & 0xffff));
      pending = state.skip;
    } else if (word === 'uc') state.skip = Math.min(Number(number ?? 1), 8);
    else if (word === 'ansicpg') charset = iconv.encodingExists(`cp${number}`) ? `cp${number}` : charset;
    else if (word === 'htmlrtf') state.isForRtfOnly = number !== '0';
    else if (word !== undefined && SILENT.has(word)) state.isSilent = true;
    else if (word !== undefined && !state.isSilent) {
      // A line break that stands for a tag is for readers of RTF alone, and is one all the same.
      const said = BREAKS[word];
      flush();
      if (said !== undefined) out.push(said);
      else say(SIGNS[word] ?? '');
    }
  }
  flush();
  return out
    .join('')
    .replaceAll('\u0000', '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
