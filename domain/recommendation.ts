import type { Closing, Entry } from './entry.js';
import type { IsoDate, Language, Obligation, Party } from './mandate.js';
import { LANGUAGES } from './mandate.js';

/** How far a state is with a recommendation, as a person has put it on record; `unknown` where nobody has. */
export const FOLLOW_UP_STATUSES = [
  'not-started',
  'in-progress',
  'implemented',
  'not-accepted',
  'superseded',
  'unknown',
] as const;
export type FollowUpStatus = (typeof FOLLOW_UP_STATUSES)[number];

/** A conclusion or recommendation that a meeting adopted. */
export interface RecommendationFields {
  /** The symbol of the document that holds it; null where it has none or none is on file. */
  document: string | null;
  /** The meeting that adopted it, in words. */
  meeting: string;
  /** By language; at least one. */
  heading: Partial<Record<Language, string>>;
  /** The adopted text by language; empty where only its heading is on file. */
  text: Partial<Record<Language, string>>;
  /** Where that was read. */
  source: string;
  closed: Closing | null;
}

/** What is on record of one state about one recommendation. */
export interface FollowUp {
  status: FollowUpStatus;
  /** The day from which the status holds; null while it is unknown. */
  date: IsoDate | null;
  /** The document, submission or reference that shows it. */
  evidence: string | null;
  closed: Closing | null;
}

export type Recommendation = Entry<RecommendationFields, FollowUp>;

const NOTHING: FollowUp = { status: 'unknown', date: null, evidence: null, closed: null };

/** What is on record of a state about a recommendation. */
export function followUpOf({ parties }: Recommendation, party: string): FollowUp {
  return parties[party] ?? NOTHING;
}

/** Whether a state is still asked: a recommendation stays open until it is closed for all or for that state, whatever its status. */
export function isOpenFor(recommendation: Recommendation, party: string): boolean {
  return recommendation.fields.closed === null && followUpOf(recommendation, party).closed === null;
}

/** The open ones of a state, in the order in which they were put on record. */
export function openFor(recommendations: readonly Recommendation[], party: string): Recommendation[] {
  return recommendations.filter((one) => isOpenFor(one, party));
}

/** Who is asked: of an obligation that follows the recommendations only the parties for which one is open. */
export function askedAbout(
  { register }: Pick<Obligation, 'register'>,
  parties: Party[],
  recommendations: readonly Recommendation[],
): Party[] {
  return register === 'recommendations'
    ? parties.filter(({ code }) => openFor(recommendations, code).length > 0)
    : parties;
}

/** The heading in a language; where it is not on file in that one, in the first in which it is. */
export function headingIn({ fields }: Recommendation, language: Language): string {
  return [language, ...LANGUAGES].map((one) => fields.heading[one]).find((text) => text !== undefined) ?? '';
}
