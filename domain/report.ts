import { fold } from './fold.js';
import type { IsoDate, IsoInstant, Language, Role } from './mandate.js';
import type { Answers } from './questionnaire.js';
import type { ClosedAs, Plan, Stage, SubmissionKind } from './request-state.js';

/** A reply as received: one version of one part. */
export interface ReportReply {
  /** One per sender, in order of arrival. */
  part: number;
  version: number;
  receivedAt: IsoInstant;
  /** `message`: a mail without a file that the Coordinator took for a reply. */
  via: 'mail' | 'web' | 'message' | 'desk';
  isLate: boolean;
  /** An answer like any other when left out. */
  kind?: SubmissionKind;
  /** Where it is not official on the report's day: what it is instead, in words. */
  standing?: string;
  /** The role of the contact on file who sent it; null for any other sender. */
  sender: Role | null;
  /** What may be printed of it; of an answer on the form the sections that may. */
  text: string;
  /** That none of it is printed: then there is no text either. */
  isWithheld?: true;
  /** Titles of the sections of a form that the party has given for the use of the General Secretariat only. */
  sectionsWithheld?: string[];
  /** What it says on the form and may be printed. */
  answers?: Answers;
  /** Sizes in bytes. */
  files: { name: string; size: number; sha256: string }[];
}

/** One state in a cycle. */
export interface ReportCase {
  code: string;
  /** In English. */
  name: string;
  /** The language of correspondence. */
  language: Language;
  stage: Stage;
  closedAs: ClosedAs | null;
  clockStartedAt: IsoInstant | null;
  dueDate: IsoDate;
  closeAt: IsoInstant;
  plan: Plan;
  /** All that was received up to the report's instant. */
  replies: ReportReply[];
  /** Of messages that are not taken for a reply. */
  messagesAt: IsoInstant[];
}

/** Where a state stands when the report is compiled; each stands in one place only. */
export type Standing = 'replied' | 'justified' | 'noReply' | 'notReached' | 'notSent' | 'ended';

/** What was received before the text closed, and what after it. */
export interface SortedCase extends ReportCase {
  standing: Standing;
  inText: ReportReply[];
  addenda: ReportReply[];
}

/** The figures of a report, all counted from the record. */
export interface Tally {
  asked: number;
  reached: number;
  replied: number;
  /** States whose first reply came by the due date. */
  inTime: number;
  /** States whose first reply came after it and before the text closed. */
  afterDue: number;
  /** States that replied that they have nothing to report. */
  nilReturns: number;
  /** States of which a part was received and the rest was still to follow. */
  inPart: number;
  /** States whose reason why no reply comes was accepted: not silent. */
  justified: number;
  noReply: number;
  notReached: number;
  notSent: number;
  /** States for which the duty was over before its day, and which had not replied: not silent. */
  ended: number;
  /** States that replied in more than one part. */
  inParts: number;
  /** Versions of all parts, as received before the text closed. */
  replies: number;
  files: number;
  addenda: number;
}

/** Sorts what a state has sent by the close of the text, and says where the state stands. */
export function sortCase(one: ReportCase): SortedCase {
  const inText = one.replies.filter((reply) => reply.receivedAt < one.closeAt);
  const addenda = one.replies.filter((reply) => reply.receivedAt >= one.closeAt);
  return { ...one, standing: standingOf(one, inText), inText, addenda };
}

/** A state that could not be reached, one that no note has left to, and one whose duty was over are never counted as silent. */
function standingOf({ stage, closedAs, clockStartedAt }: ReportCase, inText: ReportReply[]): Standing {
  if (inText.length > 0) return 'replied';
  if (stage === 'justified' || closedAs === 'justified') return 'justified';
  if (stage === 'notReached' || closedAs === 'notReached') return 'notReached';
  if (closedAs === 'ended') return 'ended';
  return clockStartedAt === null ? 'notSent' : 'noReply';
}

export function tallyOf(cases: SortedCase[]): Tally {
  const count = (test: (one: SortedCase) => boolean): number => cases.filter(test).length;
  const sum = (of: (one: SortedCase) => number): number => cases.reduce((total, one) => total + of(one), 0);
  const replied = count((one) => one.standing === 'replied');
  const noReply = count((one) => one.standing === 'noReply');
  const justified = count((one) => one.standing === 'justified');
  const inTime = count((one) => firstOf(one.inText)?.isLate === false);
  return {
    asked: cases.length,
    reached: replied + justified + noReply,
    replied,
    inTime,
    afterDue: replied - inTime,
    nilReturns: count((one) => isAll(one.inText, 'nil')),
    inPart: count((one) => isAll(one.inText, 'part')),
    justified,
    noReply,
    notReached: count((one) => one.standing === 'notReached'),
    notSent: count((one) => one.standing === 'notSent'),
    ended: count((one) => one.standing === 'ended'),
    inParts: count((one) => new Set(one.inText.map((reply) => reply.part)).size > 1),
    replies: sum((one) => one.inText.length),
    files: sum((one) => one.inText.reduce((files, reply) => files + reply.files.length, 0)),
    addenda: sum((one) => one.addenda.length),
  };
}

/** Whether all that was received is of one kind: a part that was completed is no part any more. */
export function isAll(replies: ReportReply[], kind: SubmissionKind): boolean {
  return replies.length > 0 && replies.every((reply) => reply.kind === kind);
}

/** The parts of an answer in the order of their senders, each with its latest version and the earlier ones. */
export function partsOf(replies: ReportReply[]): { latest: ReportReply; earlier: ReportReply[] }[] {
  const parts = new Map<number, ReportReply[]>();
  for (const reply of replies) parts.set(reply.part, [...(parts.get(reply.part) ?? []), reply]);
  return [...parts]
    .sort(([a], [b]) => a - b)
    .flatMap(([, versions]) => {
      const [latest, ...earlier] = versions.sort((a, b) => b.version - a.version);
      return latest ? [{ latest, earlier }] : [];
    });
}

/** In the alphabetical order of the Organization's lists: an article does not count, `The Bahamas` stands under B. */
export function inOrder<One extends { name: string }>(cases: One[]): One[] {
  return [...cases].sort((a, b) => {
    const [left, right] = [sortKey(a.name), sortKey(b.name)];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

function sortKey(name: string): string {
  return fold(name.replace(/^The /, ''));
}

function firstOf(replies: ReportReply[]): ReportReply | undefined {
  return replies.reduce<ReportReply | undefined>(
    (first, reply) => (first && first.receivedAt <= reply.receivedAt ? first : reply),
    undefined,
  );
}
