import { fold } from './fold.js';
import type { FormField, FormSection, Obligation } from './mandate.js';
import { compare } from './order.js';
import { NOT_AVAILABLE } from './questionnaire.js';
import type { Answers } from './questionnaire.js';
import { trimBoth } from './trim.js';

/*
 * What of an answer may stand in a document that is distributed. A party may give information for the use of the General Secretariat
 * only: on the form, for all of its answer or for a section, or by a mark on its paper. It counts as an answer all the same; its content
 * stays on file. Where nobody can be sure it is not printed: what was distributed cannot be taken back.
 */

/** The choice of a field that limits use which says so; `facts/submission-fields.csv`, meta.confidentiality. */
export const RESTRICTED = 'restricted';

/** A person's word on an answer; the last one counts, above the form and every mark. */
export interface UseSaid {
  isWithheld: boolean;
  because: string;
}

/** An answer as received. */
export interface GivenAnswer {
  /** Field by field, where it was given on the form; null for words and files. */
  answers: Answers | null;
  text: string;
  said: UseSaid | null;
}

/** The form of a duty. */
export type Form = Pick<Obligation, 'sections' | 'form'>;

/** Why the content of an answer may not be printed, in English; null where it may. Of a form see `sectionsWithheld` as well. */
export function withheldBecause({ answers, text, said }: GivenAnswer, form: Form): string | null {
  if (said !== null) return said.isWithheld ? said.because : null;
  if (answers !== null) {
    const isAll = isRestricted(form.form, answers, 'answer') && printedSections(form, answers, said).length === 0;
    return isAll ? 'the answer says so' : null;
  }
  const mark = markIn(text);
  return mark === null ? null : `it bears the mark “${mark}”`;
}

/** The sections that a party has given for the use of the General Secretariat only, in the order of the form: what is said of a section counts above what is said of all, and a person's word above both. */
export function sectionsWithheld(
  { sections, form }: Form,
  answers: Answers,
  said: UseSaid | null = null,
): FormSection[] {
  if (said !== null) return said.isWithheld ? [...sections] : [];
  const isAll = isRestricted(form, answers, 'answer');
  return sections.filter(({ id }) => {
    const own = form.filter(({ section }) => section === id);
    const isSaid = own.some((field) => field.restricts === 'section' && answers[field.id] !== undefined);
    return isSaid ? isRestricted(own, answers, 'section') : isAll;
  });
}

/** The sections that may be printed: neither withheld by the party nor for the office alone. */
function printedSections(form: Form, answers: Answers, said: UseSaid | null): FormSection[] {
  const withheld = sectionsWithheld(form, answers, said);
  return form.sections.filter((section) => section.isPrinted && !withheld.includes(section));
}

/** What a party says in the sections that may be printed. */
export function printedAnswers(form: Form, answers: Answers, said: UseSaid | null = null): Answers {
  const sections = printedSections(form, answers, said).map(({ id }) => id);
  const fields = form.form.filter(({ section }) => sections.includes(section));
  return Object.fromEntries(fields.flatMap(({ id }) => (answers[id] === undefined ? [] : [[id, answers[id]]])));
}

function isRestricted(form: readonly FormField[], answers: Answers, what: FormField['restricts']): boolean {
  return form.some(({ id, restricts }) => restricts === what && answers[id] === RESTRICTED);
}

/**
 * Marks of classification in the four languages, as papers bear them: a line of its own. The words within a sentence, such as those at
 * the foot of every mail of a ministry, are none.
 */
const MARKS = [
  'confidential',
  'strictly confidential',
  'restricted',
  'secret',
  'for official use only',
  'not for publication',
  'not for distribution',
  'confidencial',
  'estrictamente confidencial',
  'reservado',
  'reservada',
  'secreto',
  'solo para uso oficial',
  'para uso exclusivo de la secretaria general',
  'no publicar',
  'no divulgar',
  'estritamente confidencial',
  'sigiloso',
  'para uso exclusivo da secretaria-geral',
  'nao publicar',
  'nao divulgar',
  'confidentiel',
  'confidentielle',
  'strictement confidentiel',
  'diffusion restreinte',
  "a l'usage exclusif du secretariat general",
  'ne pas diffuser',
  'ne pas publier',
];

/** What is drawn around a mark, or ends it. The sign of a quotation is not among it: what is quoted is ours, or another paper's. */
const DRAWN = /[\s*_\-–—=[({«“"\])}»”.!:]/u;
const LONGEST_MARK = 200;

/** The line of a text that is a mark of classification, as it was written; null where there is none. */
export function markIn(text: string): string | null {
  for (const line of text.split(/\r?\n/u)) {
    const words = trimBoth(line, DRAWN);
    if (words.length > LONGEST_MARK) continue;
    const bare = fold(words).replaceAll('’', "'").replaceAll(/\s+/gu, ' ');
    if (MARKS.includes(bare)) return line.trim();
  }
  return null;
}

/** A figure that several parties were asked for, as they have stated it. */
export interface StatedFigure {
  field: FormField;
  stated: { name: string; value: string }[];
  /** Names of those that have stated that they do not have it. */
  notAvailable: string[];
  /** The sum of what was stated, where the figure is one that can be added up and anybody has stated it; else null. */
  total: string | null;
}

/**
 * The figures of a form in the order asked, those left out that nobody says anything of. A party that says nothing is unknown: it
 * is neither zero nor among those that do not have the figure.
 *
 * @param parties each with all that it says and may be printed, in the order in which it is to be named
 */
export function statedFigures(
  form: readonly FormField[],
  parties: readonly { name: string; answers: Answers }[],
): StatedFigure[] {
  return form.flatMap((field) => {
    if (field.type !== 'number') return [];
    const said = parties.flatMap(({ name, answers }) => {
      const value = answers[field.id];
      return value === undefined ? [] : [{ name, value }];
    });
    if (said.length === 0) return [];
    const stated = said.filter(({ value }) => value !== NOT_AVAILABLE);
    const notAvailable = said.filter(({ value }) => value === NOT_AVAILABLE).map(({ name }) => name);
    const isAdded = field.adds === true && stated.length > 0;
    return [{ field, stated, notAvailable, total: isAdded ? sumOf(stated.map(({ value }) => value)) : null }];
  });
}

/** In hundredths, since figures have two decimals at most and floating points do not add up. */
function sumOf(values: readonly string[]): string {
  const hundredths = values.reduce((sum, value) => {
    const [whole = '0', fraction = ''] = value.split('.');
    return sum + BigInt(whole) * 100n + BigInt(fraction.padEnd(2, '0'));
  }, 0n);
  const fraction = hundredths % 100n;
  return `${hundredths / 100n}${fraction === 0n ? '' : `.${String(fraction).padStart(2, '0')}`}`;
}

/** What a party says on the form in all of its parts; where two say different things of one field, the later. */
export function joinedAnswers(replies: readonly { receivedAt: string; answers: Answers }[]): Answers {
  const inOrder = [...replies].sort((a, b) => compare(a.receivedAt, b.receivedAt));
  return Object.assign({}, ...inOrder.map(({ answers }) => answers)) as Answers;
}
