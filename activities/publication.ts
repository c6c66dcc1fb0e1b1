import type { IntakeStore, SubmissionRow } from '../adapters/postgres/intake-store.js';
import type { Obligation } from '../domain/mandate.js';
import { printedAnswers, sectionsWithheld, withheldBecause } from '../domain/publication.js';
import type { Answers } from '../domain/questionnaire.js';

type Use = Pick<SubmissionRow, 'text' | 'answers' | 'withheld' | 'withheld_because'>;
type Form = Pick<Obligation, 'sections' | 'form'>;

/** What a report does not print of an answer on record. */
export interface Withheld {
  /** Why none of it is printed, in words; null where some of it is. */
  because: string | null;
  /** Titles of the sections of a form that are not. */
  sections: string[];
}

/** What a report does not print of an answer: the last word of a person, the form itself, or a mark on its words. */
export function withheldOf({ text, answers, withheld, withheld_because: because }: Use, form: Form): Withheld {
  const said = withheld === null ? null : { isWithheld: withheld, because: because ?? '' };
  const reason = withheldBecause({ answers, text, said }, form);
  if (reason !== null || answers === null) return { because: reason, sections: [] };
  const answered = sectionsWithheld(form, answers).filter(
    ({ id, isPrinted }) =>
      isPrinted && form.form.some((field) => field.section === id && answers[field.id] !== undefined),
  );
  return { because: null, sections: answered.map(({ title }) => title.en) };
}

/** What a party says on the form that may be printed; nothing where none of it may. */
export function printableAnswers(submission: Use & { answers: Answers }, form: Form): Answers {
  return withheldOf(submission, form).because === null ? printedAnswers(form, submission.answers) : {};
}

/** A person's word on whether the content of an answer may be printed. */
export function createPublication({ intake }: { intake: IntakeStore }) {
  /** Returns why nothing was changed, naming field, fault and remedy; null where it was. */
  async function say(
    submissionId: string,
    said: { isWithheld: boolean; because: string; by: string; at: string },
  ): Promise<{ because: string } | null> {
    const because = said.because.trim();
    if (because === '')
      return { because: 'The reason is empty: say who asked for it; the case log names it, and no report does.' };
    if ((await intake.findSubmission(submissionId)) === null)
      return { because: `The answer: there is none '${submissionId}' on record.` };
    await intake.sayUse(submissionId, { ...said, because });
    return null;
  }

  return { say };
}
