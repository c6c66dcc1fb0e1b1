/*
 * Text from outside, as the record and every page can hold it: well-formed Unicode without U+0000, and never longer than its place
 * allows. The whole stays in the raw mail or the file it came in.
 */

/** How many characters each place holds. */
export const LONGEST = {
  /** Of a person or an office. */
  name: 200,
  /** Of a file, as most file systems have it. */
  fileName: 255,
  /** RFC 5321, 4.5.3.1.3: a path of 256 octets, less its two brackets. */
  address: 254,
  /** Four lines of RFC 5322, 2.1.1 and more than any mail program shows. */
  subject: 1_000,
  /** A reason, an authority, a sentence that is quoted. */
  line: 2_000,
  /** What is typed into one field of a questionnaire. */
  field: 20_000,
  /** What is typed into the text of an answer: some thirty printed pages; what is longer is a file. */
  typed: 100_000,
  /** Of an answer, a message or a mail: some hundred and fifty printed pages. */
  words: 500_000,
} as const;

/** A mark that belongs to the letter before it, or joins two signs to one. */
const JOINED = /^[\p{M}\u200d\ufe0e\ufe0f\u{1f3fb}-\u{1f3ff}]/u;
const JOINER = '\u200d';
/** So many code points one sign may have; a longer row of marks is no sign of any writing and is cut like everything else. */
const LONGEST_SIGN = 16;

/**
 * The beginning of a text: at most `most` characters (code points), and no letter parted from its accents nor an emoji from what makes
 * it one, so that it may be a little shorter. Takes time in proportion to `most`.
 */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  let end = 0;
  for (let count = 0; count < most && end < text.length; count += 1) end += widthAt(text, end);
  if (end >= text.length) return text;
  let whole = end;
  for (let back = 0; whole > 0 && isInside(text, whole); back += 1) {
    if (back === LONGEST_SIGN) return text.slice(0, end);
    whole -= widthBefore(text, whole);
  }
  return text.slice(0, whole > 0 ? whole : end);
}

/** The same, with a sign that something was left out; never longer than `most` characters. */
export function shorten(text: string, most: number): string {
  const kept = cut(text, most);
  return kept.length === text.length ? text : `${cut(text, most - 1).trimEnd()}…`;
}

/** Whether a text has more than `most` characters (code points). */
export function isLonger(text: string, most: number): boolean {
  if (text.length <= most) return false;
  let end = 0;
  for (let count = 0; count < most && end < text.length; count += 1) end += widthAt(text, end);
  return end < text.length;
}

/**
 * Why a form cannot be taken as it was filled in: the first field, of name, text and the most characters, that is too long, and what to
 * do; null where none is.
 */
export function lengthFault(fields: readonly (readonly [string, string, number])[]): string | null {
  const found = fields.find(([, text, most]) => isLonger(text, most));
  if (found === undefined) return null;
  const [name, text, most] = found;
  return `The ${name} is too long: ${text.length} characters, where ${most} are kept. Shorten it.`;
}

/** A file name that is no longer than a name may be; what tells the kind of the file stays at its end. */
export function cutFileName(name: string): string {
  if (!isLonger(name, LONGEST.fileName)) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && name.length - dot <= 11 ? name.slice(dot) : '';
  return cut(name, LONGEST.fileName - extension.length) + extension;
}

/** Halves of characters become U+FFFD, U+0000 goes: PostgreSQL takes neither, and no reader shows them. */
export function wellFormed(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes('\u0000') ? whole.replaceAll('\u0000', '') : whole;
}

/** A value of plain data with every text in it well-formed, keys included, and none longer than `most` characters. Bytes stay as they are. */
export function wellFormedAll<Value>(value: Value, most: number = LONGEST.words): Value {
  return clean(value, most) as Value;
}

function clean(value: unknown, most: number): unknown {
  if (typeof value === 'string') return cut(wellFormed(value), most);
  if (Array.isArray(value)) return value.map((one) => clean(one, most));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [wellFormed(key), clean(one, most)]));
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

function widthBefore(text: string, at: number): number {
  return at > 1 && (text.codePointAt(at - 2) ?? 0) > 0xffff ? 2 : 1;
}

/** Whether a cut here would part a sign: what follows belongs to what stands before. */
function isInside(text: string, at: number): boolean {
  return text[at - 1] === JOINER || JOINED.test(text.slice(at, at + 2));
}
