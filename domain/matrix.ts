import type { FormField, IsoDate, IsoInstant, Party } from './mandate.js';
import { followUpOf } from './recommendation.js';
import type { Answers } from './questionnaire.js';
import type { FollowUpStatus, Recommendation } from './recommendation.js';

/** An answer that a state gave to a duty that serves paragraph 3. */
export interface MatrixAnswer {
  party: string;
  request: string;
  submission: string;
  receivedAt: IsoInstant;
  /** Field by field, where it was given on the form; null for words and files, which are not read here. */
  answers: Answers | null;
  /** Ids of the fields that the state has given for the use of the General Secretariat only. */
  withheld: readonly string[];
}

/** What a state has answered to one question of the paragraph, with the answer in which it says so. */
export interface MeasureCell {
  /** Id of the field: `mechanism.national_mechanism`. */
  field: string;
  /** As stored; null where no answer says: unknown, never 'no'. */
  value: string | null;
  request: string | null;
  submission: string | null;
  receivedAt: IsoInstant | null;
  /** That the state has given it for the use of the General Secretariat only: no document prints it. */
  isWithheld: boolean;
}

/** What is on record of the measures and the national mechanism of one state, paragraph 3, recommendation by recommendation. */
export interface MatrixRow {
  party: string;
  name: string;
  /** The newest answer in which they may be told; null where there is none. Its words and files are not read here. */
  answer: Omit<MatrixAnswer, 'answers' | 'withheld'> | null;
  /** The questions of the form, each with the newest answer that says something to it. */
  measures: MeasureCell[];
  recommendations: {
    id: string;
    status: FollowUpStatus;
    date: IsoDate | null;
    evidence: string | null;
    isOpen: boolean;
  }[];
}

/**
 * The matrix of paragraph 3: a row for each state, in the order given. What nobody has put on record is unknown, never 'no'.
 *
 * @param questions the fields of the forms that stem from the paragraph
 */
export function matrixOf(
  states: readonly Party[],
  questions: readonly FormField[],
  recommendations: readonly Recommendation[],
  answers: readonly MatrixAnswer[],
): MatrixRow[] {
  return states.map(({ code, name }) => {
    const own = answers
      .filter(({ party }) => party === code)
      .sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : a.receivedAt > b.receivedAt ? -1 : 0));
    const [newest] = own;
    return {
      party: code,
      name: name.en,
      answer: newest ? withoutAnswers(newest) : null,
      measures: questions.map(({ id }) => cellOf(id, own)),
      recommendations: recommendations.map((one) => {
        const { status, date, evidence, closed } = followUpOf(one, code);
        return { id: one.id, status, date, evidence, isOpen: one.fields.closed === null && closed === null };
      }),
    };
  });
}

function withoutAnswers({ party, request, submission, receivedAt }: MatrixAnswer): MatrixRow['answer'] {
  return { party, request, submission, receivedAt };
}

/** @param own the answers of one state, the newest first */
function cellOf(field: string, own: readonly MatrixAnswer[]): MeasureCell {
  const found = own.find(({ answers }) => answers?.[field] !== undefined);
  if (!found) return { field, value: null, request: null, submission: null, receivedAt: null, isWithheld: false };
  const { answers, request, submission, receivedAt, withheld } = found;
  return {
    field,
    value: answers?.[field] ?? null,
    request,
    submission,
    receivedAt,
    isWithheld: withheld.includes(field),
  };
}
