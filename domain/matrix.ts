import type { IsoDate, IsoInstant, Party } from './mandate.js';
import { followUpOf } from './recommendation.js';
import type { FollowUpStatus, Recommendation } from './recommendation.js';

/** An answer that a state gave to a duty that serves paragraph 3. */
export interface MatrixAnswer {
  party: string;
  request: string;
  submission: string;
  receivedAt: IsoInstant;
}

/** What is on record of the measures and the national mechanism of one state, paragraph 3, recommendation by recommendation. */
export interface MatrixRow {
  party: string;
  name: string;
  /** The newest answer in which they may be told; null where there is none. What it says is its text and files: it is not read here. */
  answer: MatrixAnswer | null;
  recommendations: {
    id: string;
    status: FollowUpStatus;
    date: IsoDate | null;
    evidence: string | null;
    isOpen: boolean;
  }[];
}

/** The matrix of paragraph 3: a row for each state, in the order given. What nobody has put on record is unknown, never 'no'. */
export function matrixOf(
  states: readonly Party[],
  recommendations: readonly Recommendation[],
  answers: readonly MatrixAnswer[],
): MatrixRow[] {
  return states.map(({ code, name }) => {
    const own = answers.filter(({ party }) => party === code);
    const answer = own.reduce<MatrixAnswer | null>(
      (newest, one) => (newest === null || one.receivedAt > newest.receivedAt ? one : newest),
      null,
    );
    return {
      party: code,
      name: name.en,
      answer,
      recommendations: recommendations.map((one) => {
        const { status, date, evidence, closed } = followUpOf(one, code);
        return { id: one.id, status, date, evidence, isOpen: one.fields.closed === null && closed === null };
      }),
    };
  });
}
