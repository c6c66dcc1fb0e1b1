import { actorWords } from '../../domain/actor.js';
import type { Act } from '../../domain/actor.js';
import { printedAnswers, sectionsWithheld, withheldBecause } from '../../domain/publication.js';
import type { Form } from '../../domain/publication.js';
import type { Answers } from '../../domain/questionnaire.js';
import { lengthFault, LONGEST } from '../../domain/text.js';
import type { Intake } from '../ports/intake.js';
import type { Submission } from '../ports/submissions.js';

type Use = Pick<Submission, 'text' | 'answers' | 'withheld' | 'withheldBecause'>;

/** What a report prints of an answer on record, and what it does not. */
export interface Publication {
  /** Why none of it is printed, in words; null where some of it is. */
  withheldBecause: string | null;
  /** Titles of the answered sections of a form that are not printed. */
  sectionsWithheld: string[];
  /** What is printed of a form, field by field; nothing of words and files. */
  answers: Answers;
}

/** What a report prints of an answer: by the last word of a person, the form itself, or a mark on its words. */
export function publicationOf({ text, answers, withheld, withheldBecause: because }: Use, form: Form): Publication {
  const said = withheld === null ? null : { isWithheld: withheld, because: because ?? '' };
  const reason = withheldBecause({ answers, text, said }, form);
  if (reason !== null || answers === null) return { withheldBecause: reason, sectionsWithheld: [], answers: {} };
  const answered = sectionsWithheld(form, answers, said).filter(
    ({ id, isPrinted }) =>
      isPrinted && form.form.some((field) => field.section === id && answers[field.id] !== undefined),
  );
  return {
    withheldBecause: null,
    sectionsWithheld: answered.map(({ title }) => title.en),
    answers: printedAnswers(form, answers, said),
  };
}

/** A person's word on whether the content of an answer may be printed. */
export function createPublication({ intake }: { intake: Intake }) {
  /** Returns why nothing was changed, naming field, fault and remedy; null where it was. */
  async function say(
    submissionId: string,
    said: Act & { isWithheld: boolean; because: string },
  ): Promise<{ because: string } | null> {
    const because = said.because.trim();
    if (because === '')
      return { because: 'The reason is empty: say who asked for it; the case log names it, and no report does.' };
    const tooLong = lengthFault([['reason', because, LONGEST.line]]);
    if (tooLong !== null) return { because: tooLong };
    if ((await intake.findSubmission(submissionId)) === null)
      return { because: `The answer: there is none '${submissionId}' on record.` };
    await intake.sayUse(submissionId, { ...said, because, by: actorWords(said.by) });
    return null;
  }

  return { say };
}
