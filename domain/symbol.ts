/**
 * The symbols of documents of the Organization, such as `AG/RES. 2019 (XXXIV-O/04)`. The Secretariat assigns them: they are
 * read and checked here, and nothing in this service ever makes one.
 */

/** What the part before the number says; `paper` is a number that follows a hyphen alone: `CP/CSH-796/06`. */
export const SYMBOL_KINDS = ['resolution', 'declaration', 'document', 'information', 'paper'] as const;
export type SymbolKind = (typeof SYMBOL_KINDS)[number];

/** What follows the number of a document that was issued again, corrected or added to: `rev. 2`. */
export interface Reissue {
  kind: 'rev' | 'corr' | 'add';
  number: number;
}

export interface DocumentSymbol {
  /** The organ, its committee or its meeting: `AG`, `CP/CSH`, `REMJA-V`, `GT/RTP`. */
  organ: string;
  kind: SymbolKind;
  number: number;
  /** Four digits; null where the symbol gives none, as in the short form `AG/RES. 1948`. */
  year: number | null;
  /** The session that adopted it, for instance the 34th regular one; null where none is named. */
  session: { number: number; type: 'ordinary' | 'extraordinary' } | null;
  /** The meeting of the Permanent Council that adopted it; null where none is named. */
  meeting: number | null;
  /** In the order of the symbol; empty for the first issue. */
  reissues: Reissue[];
}

/*
 * Organ        AG, CP/CSH, REMJA-V, GT/RTP: capitals, parts parted by a slash, a roman number for the meeting.
 * Kind         '/RES. ', '/DEC. ', '/doc.', '/INF-' or '/INF.', or a mere hyphen.
 * Number/year  3862/04; a resolution of the Assembly has its year in brackets instead.
 * Brackets     (XXXIV-O/04) is a session, (1503/05) a meeting.
 */
const ORGAN = '(?<organ>[A-Z]{2,6}(?:-[IVXLC]+)?(?:/[A-Z]{2,5}(?:-[IVXLC]+)?)*?)';
const KIND = '(?:/(?<kind>RES\\.|DEC\\.|doc\\.|INF[.-])\\s*|-)';
const NUMBER = '(?<number>[1-9]\\d*)(?:/(?<year>\\d\\d))?';
const BRACKETS = '(?:\\s*\\((?:(?<session>[IVXLC]+)-(?<type>[OE])|(?<meeting>[1-9]\\d*))/(?<bracketYear>\\d\\d)\\))?';
const REISSUES = '(?<reissues>(?:\\s+(?:rev|corr|add)\\. ?[1-9]\\d*)*)';
const SYMBOL = new RegExp(`^${ORGAN}${KIND}${NUMBER}${BRACKETS}${REISSUES}$`);

const KIND_OF: Record<string, SymbolKind> = {
  'RES.': 'resolution',
  'DEC.': 'declaration',
  'doc.': 'document',
  'INF.': 'information',
  'INF-': 'information',
};

/** The Organization was founded in 1948, so that two digits from 48 on belong to the last century. */
const FIRST_YEAR = 48;

/**
 * The parts of a symbol; `undefined` for a text that is none. Shelf marks such as `OEA/Ser.K/XXXIX` are none: they name a series.
 *
 * Source of the forms: the symbols listed in `test/domain/symbol.test.ts`, each of a document that exists.
 */
export function parseSymbol(text: string): DocumentSymbol | undefined {
  const parts = SYMBOL.exec(text)?.groups;
  if (!parts) return undefined;
  const { organ = '', kind, number, year, session, type, meeting, bracketYear, reissues = '' } = parts;
  if (year !== undefined && bracketYear !== undefined && year !== bracketYear) return undefined;
  const twoDigits = year ?? bracketYear;
  const sessionNumber = session === undefined ? null : parseRoman(session);
  const romans = [...organ.matchAll(/-([IVXLC]+)/g)].map(([, roman = '']) => parseRoman(roman));
  if (sessionNumber === undefined || romans.includes(undefined)) return undefined;
  return {
    organ,
    kind: kind === undefined ? 'paper' : (KIND_OF[kind] ?? 'paper'),
    number: Number(number),
    year: twoDigits === undefined ? null : fourDigits(Number(twoDigits)),
    session:
      sessionNumber === null ? null : { number: sessionNumber, type: type === 'E' ? 'extraordinary' : 'ordinary' },
    meeting: meeting === undefined ? null : Number(meeting),
    reissues: [...reissues.matchAll(/(rev|corr|add)\. ?(\d+)/g)].map(([, word, count]) => ({
      kind: word as Reissue['kind'],
      number: Number(count),
    })),
  };
}

/**
 * Whether two symbols name the same document, however they are spaced and whether or not the session is given:
 * `AG/RES.1948` is `AG/RES. 1948 (XXXIII-O/03)`. A reissue is another document than the first issue.
 */
export function isSameDocument(a: DocumentSymbol, b: DocumentSymbol): boolean {
  const isEqualOrUnsaid = <T>(one: T | null, other: T | null): boolean =>
    one === null || other === null || one === other;
  return (
    a.organ === b.organ &&
    a.kind === b.kind &&
    a.number === b.number &&
    isEqualOrUnsaid(a.year, b.year) &&
    isEqualOrUnsaid(a.session?.number ?? null, b.session?.number ?? null) &&
    isEqualOrUnsaid(a.meeting, b.meeting) &&
    JSON.stringify(a.reissues) === JSON.stringify(b.reissues)
  );
}

function fourDigits(year: number): number {
  return year >= FIRST_YEAR ? 1900 + year : 2000 + year;
}

const ROMAN: [string, number][] = [
  ['C', 100],
  ['XC', 90],
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
];

/** The value of a roman number in its one correct form; `undefined` for IIII, VX and their like. */
function parseRoman(text: string): number | undefined {
  let rest = text;
  let value = 0;
  for (const [letters, worth] of ROMAN) {
    while (rest.startsWith(letters)) {
      value += worth;
      rest = rest.slice(letters.length);
    }
  }
  return rest === '' && value > 0 && toRoman(value) === text ? value : undefined;
}

function toRoman(value: number): string {
  let rest = value;
  let text = '';
  for (const [letters, worth] of ROMAN) {
    for (; rest >= worth; rest -= worth) text += letters;
  }
  return text;
}
