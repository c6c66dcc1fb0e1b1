import { fold } from './fold.js';
import type { IsoDate } from './mandate.js';
import type { SenderFinding } from './sender.js';

/*
 * Which request a held mail may belong to. Only a signed address or a thread of ours files a mail without a person; what is weighed
 * here ranks what is offered to one, each with its reasons.
 */

/** A request that a mail could be filed for. */
export interface Candidate {
  requestId: string;
  party: string;
  /** The party's names, in every language. */
  names: readonly string[];
  /** The titles of what it is asked for, in every language. */
  titles: readonly string[];
  /** The resolution's symbol: `AG/RES. 2019 (XXXIV-O/04)`. */
  symbol: string;
  dueDate: IsoDate;
  isOpen: boolean;
}

/** What a mail says that may point to a request. */
export interface MatchFacts {
  subject: string;
  /** The whole text, with what it quotes. */
  text: string;
  /** Requests named by signed addresses that stand in its text. */
  quoted: readonly string[];
  /** Requests of the mails whose codes stand in its subject. */
  coded: readonly string[];
  /** Requests of the mails that it answers. */
  threaded: readonly string[];
  sender: SenderFinding;
}

export interface Guess {
  requestId: string;
  /** Higher is likelier; compared within one mail only. */
  score: number;
  because: string[];
}

/** Points for each clue. A clue that we have signed outweighs all that can be typed; a name in the text alone tells little. */
const POINTS = {
  quoted: 100,
  threaded: 60,
  code: 40,
  sender: 30,
  nameInSubject: 15,
  title: 15,
  nameInText: 6,
  symbol: 4,
};
/** Where nobody is named, nothing is offered: a list of everything is no guess. */
const LEAST = 6;
const AT_MOST = 5;
/** A name further down is more likely one that a mail mentions than one that it comes from. */
const READ_CHARACTERS = 4000;

/** The likeliest requests of a mail, at most five, each with what speaks for it. Open ones come before closed ones of equal weight. */
export function rankGuesses(facts: MatchFacts, candidates: readonly Candidate[]): Guess[] {
  const subject = foldName(facts.subject.slice(0, READ_CHARACTERS));
  const text = foldName(facts.text.slice(0, READ_CHARACTERS));
  const spoken = new Map(candidates.map(({ party, names }) => [party, names.map(fold)]));
  const scored = candidates.map((candidate) => {
    const apart = withoutLongerNames(candidate, spoken);
    return { candidate, ...weigh(candidate, { ...facts, subject: apart(subject), text: apart(text) }) };
  });
  const told = scored.filter(({ points }) => points >= LEAST);
  return told
    .sort(
      (a, b) =>
        b.points - a.points ||
        Number(b.candidate.isOpen) - Number(a.candidate.isOpen) ||
        order(a.candidate, b.candidate),
    )
    .slice(0, AT_MOST)
    .map(({ candidate, points, because }) => ({ requestId: candidate.requestId, score: points, because }));
}

/** A name is not itself where it stands within the longer one of another party: Estados Unidos in Estados Unidos Mexicanos. */
function withoutLongerNames(
  { party, names }: Candidate,
  spoken: ReadonlyMap<string, readonly string[]>,
): (folded: string) => string {
  const own = names.map(fold);
  const longer = [...spoken].flatMap(([other, theirs]) =>
    other === party ? [] : theirs.filter((name) => own.some((one) => one !== name && name.includes(one))),
  );
  return (folded) => longer.reduce((rest, name) => rest.replaceAll(name, ' '), folded);
}

/** `subject` and `text` are folded. */
function weigh(candidate: Candidate, facts: MatchFacts): { points: number; because: string[] } {
  const { requestId, party, names, titles, symbol } = candidate;
  const { subject, text, quoted, coded, threaded, sender } = facts;
  const because: string[] = [];
  let points = 0;
  const count = (given: number, words: string): void => {
    points += given;
    because.push(words);
  };
  if (quoted.includes(requestId)) count(POINTS.quoted, 'it quotes the signed address of a note on it');
  if (threaded.includes(requestId)) count(POINTS.threaded, 'it answers a note on it');
  if (coded.includes(requestId)) count(POINTS.code, 'its subject bears the code of a note on it');
  if (`${subject} ${text}`.includes(foldName(requestId))) count(POINTS.code, 'it names its code');
  if (sender.party === party) count(POINTS.sender, sender.because);
  const name = names.find((one) => holds(subject, one));
  if (name !== undefined) count(POINTS.nameInSubject, `its subject names ${name}`);
  else {
    const inText = names.find((one) => holds(text, one));
    if (inText !== undefined) count(POINTS.nameInText, `its text names ${inText}`);
  }
  // What is asked says nothing of who answers: it tells apart the requests of a party that something else points to.
  if (points === 0) return { points, because };
  const title = titles.find((one) => holds(subject, one) || holds(text, one));
  if (title !== undefined) count(POINTS.title, `it names “${title}”`);
  if (holds(`${subject} ${text}`, symbol.split(' (')[0] ?? '')) count(POINTS.symbol, `it names ${symbol}`);
  return { points, because };
}

/** Whether the words stand in a folded text as words of their own: Niger is not in Nigeria. */
function holds(folded: string, words: string): boolean {
  const wanted = foldName(words);
  if (wanted === '') return false;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const isWord = (character: string | undefined): boolean =>
      character !== undefined && /[\p{L}\p{N}]/u.test(character);
    if (!isWord(folded[at - 1]) && !isWord(folded[at + wanted.length])) return true;
  }
  return false;
}

/** Without accents and capitals, one space between words, `St.` and `&` in full, no hyphens: names are typed in many ways. */
function foldName(text: string): string {
  return fold(text)
    .replace(/\bst(?:\.|(?= (?:kitts|lucia|vincent)\b))/g, 'saint ')
    .replace(/&/g, ' and ')
    .replace(/[\s\u00a0\u2010\u2011-]+/g, ' ')
    .trim();
}

function order(a: Candidate, b: Candidate): number {
  return a.dueDate === b.dueDate ? (a.requestId < b.requestId ? -1 : 1) : a.dueDate < b.dueDate ? -1 : 1;
}
