import type { FormField, Language, Obligation } from '../domain/mandate.js';
import { NOT_AVAILABLE } from '../domain/questionnaire.js';
import type { Answers } from '../domain/questionnaire.js';
import { formatDate } from './dates.js';

/** The words for answers that are no text of the party's own. */
export interface AnswerValueWords {
  yes: string;
  no: string;
  notAvailable: string;
}

/** For what the office itself reads. */
export const ENGLISH_VALUES: AnswerValueWords = { yes: 'yes', no: 'no', notAvailable: 'not available' };

/** An answer as it is read: a choice by its label, a date in words. What a choice no longer offers stands by its id. */
export function valueWords(field: FormField, value: string, language: Language, words: AnswerValueWords): string {
  switch (field.type) {
    case 'number':
      return value === NOT_AVAILABLE ? words.notAvailable : value;
    case 'date':
      return formatDate(value, language);
    case 'choice':
      return field.choiceLabels?.[value]?.[language] ?? value;
    case 'yes-no':
      return value === 'yes' ? words.yes : words.no;
    default:
      return value;
  }
}

/**
 * The answers as a text, section by section, for everybody who reads an answer as words: desk, report, the party itself. Questions
 * without an answer are left out; a text of several lines begins on a line of its own.
 */
export function answersText(
  { sections, form }: Pick<Obligation, 'sections' | 'form'>,
  answers: Answers,
  language: Language,
  words: AnswerValueWords,
): string {
  const blocks = sections.map(({ id, title }) => {
    const lines = form
      .filter(({ section }) => section === id)
      .flatMap((field) => {
        const value = answers[field.id];
        if (value === undefined) return [];
        const said = valueWords(field, value, language, words);
        // French sets a space before a colon.
        const colon = language === 'fr' ? '\u00a0:' : ':';
        return [`${field.label[language]}${colon}${said.includes('\n') ? '\n' : ' '}${said}`];
      });
    return lines.length === 0 ? '' : [title[language], ...lines].join('\n');
  });
  return blocks.filter((block) => block !== '').join('\n\n');
}
