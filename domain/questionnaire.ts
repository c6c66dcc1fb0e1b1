import { isIsoDate } from './iso-date.js';
import type { FormField, FormSection, Obligation } from './mandate.js';
import { isLonger, LONGEST } from './text.js';

/*
 * What a party answers on the form of a duty, field by field. Answers are text by field id: a number as digits with a point, a date as
 * yyyy-mm-dd, a choice by its id. A field without an answer is absent, which is neither 'no' nor zero.
 */

export type Answers = Readonly<Record<string, string>>;

/** Stated of a figure that the state does not have: not zero, and an answer. */
export const NOT_AVAILABLE = 'not-available';

/** What was typed into a field cannot be its answer. `text` is what was typed. */
export interface FieldFault {
  field: string;
  kind: 'number' | 'date' | 'choice' | 'tooLong';
  text: string;
}

/**
 * What was typed into fields, as answers: `''` takes an answer away. What cannot be read is a fault, and no answer. Fields that
 * are not among those given are passed over.
 */
export function readAnswers(
  fields: readonly FormField[],
  typed: Readonly<Record<string, string>>,
): { answers: Answers; faults: FieldFault[] } {
  const answers: Record<string, string> = {};
  const faults: FieldFault[] = [];
  for (const field of fields) {
    // PostgreSQL keeps no NUL in a text; browsers send line ends as CR LF.
    const text = (typed[field.id] ?? '').replaceAll('\u0000', '').replaceAll('\r\n', '\n').trim();
    if (text === '' || field.type === 'file') continue;
    if (isLonger(text, LONGEST.field)) {
      faults.push({ field: field.id, kind: 'tooLong', text });
      continue;
    }
    const value = valueOf(field, text);
    if (typeof value === 'string') answers[field.id] = value;
    else faults.push({ field: field.id, kind: value.fault, text });
  }
  return { answers, faults };
}

function valueOf(field: FormField, text: string): string | { fault: FieldFault['kind'] } {
  switch (field.type) {
    case 'number':
      return text === NOT_AVAILABLE ? text : (numberIn(text) ?? { fault: 'number' });
    case 'date':
      return isIsoDate(text) ? text : { fault: 'date' };
    case 'choice':
      return field.choices?.includes(text) === true ? text : { fault: 'choice' };
    case 'yes-no':
      return text === 'yes' || text === 'no' ? text : { fault: 'choice' };
    default:
      return text;
  }
}

const GROUPED = /^\d{1,3}(?:([.,'’])\d{3})(?:\1\d{3})*$/;
const DECIMAL = /^(\d+)[.,](\d{1,2})$/;

/**
 * A figure as people write it: `1250`, `1 250`, `1.250` and `1,250` are the same; `12.50` and `12,50` have a fraction. Never
 * negative. Null where it is none, or where nobody can tell.
 */
export function numberIn(text: string): string | null {
  const packed = text.replaceAll(/\s/gu, '');
  if (/^\d+$/.test(packed)) return packed.replace(/^0+(?=\d)/, '');
  if (GROUPED.test(packed)) return numberIn(packed.replaceAll(/\D/g, ''));
  const [, whole, fraction] = DECIMAL.exec(packed) ?? [];
  return whole === undefined || fraction === undefined ? null : `${numberIn(whole) ?? whole}.${fraction}`;
}

/** Required fields that have no answer, in the order shown. A file is asked for where the answer is sent, and never here. */
export function missingFields(fields: readonly FormField[], answers: Answers): FormField[] {
  return fields.filter(({ id, type, required }) => required && type !== 'file' && answers[id] === undefined);
}

/** How far a section of the form is. */
export interface SectionProgress {
  section: FormSection;
  answered: number;
  total: number;
  /** Required fields that have no answer yet. */
  missing: FormField[];
}

/** Section by section, those that ask for nothing but files left out. */
export function progressOf(
  { sections, form }: Pick<Obligation, 'sections' | 'form'>,
  answers: Answers,
): SectionProgress[] {
  return sections.flatMap((section) => {
    const fields = form.filter((field) => field.section === section.id && field.type !== 'file');
    if (fields.length === 0) return [];
    const answered = fields.filter(({ id }) => answers[id] !== undefined).length;
    return [{ section, answered, total: fields.length, missing: missingFields(fields, answers) }];
  });
}

/** A total that its parts do not add up to. Something to look at, and no obstacle: the parts may overlap. */
export interface SumDoubt {
  field: FormField;
  total: number;
  sum: number;
}

/**
 * Figures whose parts, the fields named under them (`vp.victims_detected.women`), are all stated and add up to something else. Where
 * a part is missing or not available nothing can be said.
 */
export function sumDoubts(fields: readonly FormField[], answers: Answers): SumDoubt[] {
  const numbers = fields.filter(({ type }) => type === 'number');
  return numbers.flatMap((field) => {
    const parts = numbers.filter(({ id }) => id.startsWith(`${field.id}.`));
    const [total, ...values] = [field, ...parts].map(({ id }) => Number(answers[id]));
    if (total === undefined || parts.length < 2 || [total, ...values].some(Number.isNaN)) return [];
    const sum = values.reduce((all, one) => all + one, 0);
    return sum === total ? [] : [{ field, total, sum }];
  });
}

/** An answer that somebody else has saved meanwhile, and that was written over. */
export interface Overwritten {
  field: string;
  /** What the other wrote; `''` where the answer was taken away. */
  theirs: string;
}

/**
 * Joins what was typed on a page with what was saved since the page was opened. Only fields that were changed on the page count: what
 * somebody else has answered elsewhere stays. Where both have changed one field to different answers, the last wins and the other is
 * told.
 *
 * @param base the answers as the page showed them
 * @param mine the answers of the page's fields as they were sent
 * @param theirs the answers as they are saved now
 * @param fields the fields of the page
 */
export function mergeAnswers(
  { base, mine, theirs }: { base: Answers; mine: Answers; theirs: Answers },
  fields: readonly FormField[],
): { answers: Answers; overwritten: Overwritten[] } {
  const answers: Record<string, string> = { ...theirs };
  const overwritten: Overwritten[] = [];
  for (const { id, type } of fields) {
    if (type === 'file' || mine[id] === base[id]) continue;
    if (theirs[id] !== base[id] && theirs[id] !== mine[id]) overwritten.push({ field: id, theirs: theirs[id] ?? '' });
    const own = mine[id];
    if (own === undefined) delete answers[id];
    else answers[id] = own;
  }
  return { answers, overwritten };
}

/** The answers that fields of the form as it is now can hold: what an earlier form asked, and this one does not, is left out. */
export function carriedOver(fields: readonly FormField[], answers: Answers): Answers {
  return readAnswers(fields, answers).answers;
}

/** Whether two say the same of every question. */
export function isSameAnswers(one: Answers, other: Answers): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}
