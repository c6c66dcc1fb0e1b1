import { ASK_WORDS } from './ask-words.js';

/**
 * Why a rung is left out, was taken back or has failed: a code with data. What is decided by it is decided by the code; the words are
 * made here alone.
 */
export type RungReason =
  /* What ends a ladder. */
  | { code: 'answered' | 'answeredInPart' | 'justified' | 'notReached' | 'closed' | 'answerOnRecord' }
  | { code: 'ended'; because: string }
  /* What leaves one rung out. */
  | { code: 'overtaken'; by: string }
  | { code: 'declined'; by: string; because: string }
  | { code: 'passedWhenMoved' | 'passedWhenNoteLeft' | 'passedWhenLadderWentOn' }
  | { code: 'tooSoonAfterNote'; days: number }
  | { code: 'afterClosing' }
  /* What takes a decided rung back; it is decided anew. */
  | { code: 'clockStandsStill' | 'held' | 'planChanged' }
  | { code: 'asked'; ask: keyof typeof ASK_WORDS }
  /** No server has taken it; in their words. */
  | { code: 'failed'; detail: string }
  /** Words from before there were codes that none of them has made. */
  | { code: 'said'; words: string };

type Code = RungReason['code'];

/** As states, plans and logs hold it: a code, or the words that earlier versions wrote. Both are read for ever. */
export type StoredReason = RungReason | string;

/** The codes that need no data, and their words. */
const WORDS = {
  answered: 'answered',
  answeredInPart: 'answered in part',
  justified: 'justified',
  notReached: 'the party was not reached',
  closed: 'closed',
  answerOnRecord: 'an answer was on record before it left',
  passedWhenMoved: 'its day had passed when the dates were changed',
  passedWhenNoteLeft: 'its day had passed when the note left',
  passedWhenLadderWentOn: 'its day had passed when the ladder went on',
  afterClosing: 'the text closes first',
  clockStandsStill: 'the clock stands still',
  held: 'held: the party has written',
  planChanged: 'the plan has changed',
} as const satisfies Partial<Record<Code, string>>;

type PlainCode = keyof typeof WORDS;

/** A reason in words: for the case log, the desk and the command. */
export function rungReasonWords(stored: StoredReason): string {
  if (typeof stored === 'string') return stored;
  switch (stored.code) {
    case 'ended':
      return stored.because;
    case 'overtaken':
      return `overtaken by ${stored.by}`;
    case 'declined':
      return `declined by ${stored.by}: ${stored.because}`;
    case 'tooSoonAfterNote':
      return `it would leave within ${stored.days} days of the note`;
    case 'asked':
      return ASK_WORDS[stored.ask];
    case 'failed':
      return stored.detail;
    case 'said':
      return stored.words;
    default:
      return WORDS[stored.code];
  }
}

/** A reason as it is stored, or as earlier versions have worded it. */
export function readRungReason(stored: StoredReason): RungReason {
  if (typeof stored !== 'string') return stored;
  const plain = (Object.keys(WORDS) as PlainCode[]).find((code) => WORDS[code] === stored);
  if (plain !== undefined) return { code: plain };
  const ask = (Object.keys(ASK_WORDS) as (keyof typeof ASK_WORDS)[]).find((kind) => ASK_WORDS[kind] === stored);
  if (ask !== undefined) return { code: 'asked', ask };
  const by = /^overtaken by (\S{1,99})$/.exec(stored)?.[1];
  if (by !== undefined) return { code: 'overtaken', by };
  const days = /^it would leave within (\d{1,4}) days of the note$/.exec(stored)?.[1];
  if (days !== undefined) return { code: 'tooSoonAfterNote', days: Number(days) };
  const colon = stored.indexOf(': ');
  if (stored.startsWith(DECLINED) && colon > 0)
    return { code: 'declined', by: stored.slice(DECLINED.length, colon), because: stored.slice(colon + 2) };
  return { code: 'said', words: stored };
}

const DECLINED = 'declined by ';

/** Whether a rung has one of these reasons. */
export function isBecause(stored: StoredReason | null, ...codes: Code[]): boolean {
  return stored !== null && codes.includes(readRungReason(stored).code);
}

/** Whether two reasons say the same, whichever version has stored them. */
export function isSameReason(one: StoredReason | null, other: StoredReason | null): boolean {
  if (one === null || other === null) return one === other;
  return rungReasonWords(one) === rungReasonWords(other);
}

/** The reason as flat facts of a log entry. Entries from before have the words alone. */
export function reasonFacts(reason: RungReason): Record<string, string | number> {
  const { code, ...data } = reason;
  return { because: rungReasonWords(reason), reason: code, ...('by' in data ? { reasonBy: data.by } : {}) };
}
