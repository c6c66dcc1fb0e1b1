import Handlebars from 'handlebars';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Language } from '../domain/mandate.js';
import { readMailFile } from './mail-file.js';
import { typeset } from './typography.js';

/** Blocks that the templates of a language share: `templates/mail/<language>/blocks/<name>.hbs`. */
const BLOCKS = [
  'letterhead',
  'letter-head',
  'channel',
  'answering',
  'answering-joint',
  'answering-handover',
  'received',
  'again',
  'out-note',
  'out-letter',
  'assurances',
  'letter-close',
  'signature',
  'dispatch',
  'addressee',
] as const;

/** Phrases that code chooses between; each language has them all. */
const PHRASES = [
  'reference',
  'noteWithNumber',
  'noteWithoutNumber',
  'moment',
  'momentAlike',
  'momentInOnePlace',
  'dueLine',
  'closingLine',
  'closedLine',
  'noteNumbered',
  'noteDated',
  'separator',
  'and',
  'toEarlierNote',
  'toEarlierNotes',
  'theNote',
  'theNotes',
  'citationOfficial',
  'citationUnofficial',
  'quoteOfficial',
  'quoteUnofficial',
  'version',
  'partVersion',
  'file',
  'textOnly',
  'lackNothing',
  'lackLink',
  'lackNamed',
  'lackProtected',
  'lackEmpty',
  'ourLetter',
  'ourLetters',
  'bodyMember',
  'bodyObserver',
  'dateProvisional',
  'jointSubject',
  'oneSubject',
  'pageOfOne',
  'pageOfSeveral',
  'jointItem',
  'jointMatter',
  'jointSeparator',
  'jointNote',
  'jointNotes',
  'jointExtension',
  'jointMoved',
  'jointRest',
  'dateProof',
  'proofSeparator',
  'basis',
  'basisProvisional',
  'basisConfirmed',
  'countedBefore',
  'countedAfter',
  'countedOn',
  'countedAfterNote',
  'countedAfterDue',
  'day',
  'days',
  'workingDay',
  'workingDays',
  'movedNext',
  'isSaturday',
  'isSunday',
  'isHoliday',
  'holidaysNotCounted',
  'extendedFrom',
  'pausedFor',
  'setDate',
  'periodH1',
  'periodH2',
  'periodQ1',
  'periodQ2',
  'periodQ3',
  'periodQ4',
  'openItem',
  'openItems',
  'itemLine',
  'itemLineDated',
  'statusNotStarted',
  'statusInProgress',
  'statusImplemented',
  'statusNotAccepted',
  'statusSuperseded',
  'statusUnknown',
  'money',
] as const;
export type Phrase = (typeof PHRASES)[number];

/** Plain text; a missing name is an error, and so is `{{#if}}`, `{{#each}}` or any other helper: templates do not decide. */
const OPTIONS: CompileOptions = {
  strict: true,
  noEscape: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: {
    helperMissing: false,
    blockHelperMissing: false,
    each: false,
    if: false,
    unless: false,
    with: false,
    log: false,
    lookup: false,
  },
};

const phrasesSchema = z.record(z.enum(PHRASES), z.string());

const obligationSchema = z.strictObject({
  report: z.string(),
  ofReport: z.string(),
  toReport: z.string(),
  inSubject: z.string(),
  information: z.string(),
  /** The sentence that asks, in each form in which the obligation is sent. */
  ask: z.strictObject({ note: z.string().optional(), letter: z.string().optional(), organ: z.string().optional() }),
  unofficialText: z.string().optional(),
});

/** The forms in which a request is asked: to a mission, to an official in the capital, to a secretariat. */
export type AskForm = 'note' | 'letter' | 'organ';

/** How one obligation is spoken of in one language, with the prepositions that its words take. */
export interface ObligationPhrases extends Record<string, string> {
  report: string;
  ofReport: string;
  toReport: string;
  /** The short form for a subject line: `information for the 2027 annual report`. */
  inSubject: string;
  information: string;
}

/** The words of one language. Rendering fails on any name that the data lack. */
export interface Wording {
  /** Renders the template of a kind: the subject line, an empty line, the blocks. */
  render(kind: string, data: object): string;
  phrase(name: Phrase, data: Record<string, string>): string;
  obligation(id: string, data: Record<string, string>): ObligationPhrases;
  /** The sentence that asks. Throws where the obligation has none in that form. */
  ask(id: string, form: AskForm, data: object): string;
  /** Our own translation of the obligation's paragraph. */
  unofficialText(id: string): string;
}

const wordings = new Map<Language, Wording>();

/** The words of a language, read and compiled once. */
export function wordingOf(language: Language): Wording {
  const known = wordings.get(language);
  if (known !== undefined) return known;
  const wording = readWording(language);
  wordings.set(language, wording);
  return wording;
}

function readWording(language: Language): Wording {
  const handlebars = Handlebars.create();
  const compile = memoized((text: string) => handlebars.compile(text, OPTIONS));
  const read = memoized((path: string) => typeset(readMailFile(`${language}/${path}`), language));
  for (const name of BLOCKS) handlebars.registerPartial(name, read(`blocks/${name}.hbs`));
  const phrases = phrasesSchema.parse(parse(read('phrases.yaml')));
  const obligation = memoized((id: string) => obligationSchema.parse(parse(read(`obligations/${id}.yaml`))));
  return {
    render: (kind, data) => compile(read(`${kind}.hbs`))(data),
    phrase: (name, data) => compile(phrases[name])(data),
    obligation: (id, data) => {
      const { report, ofReport, toReport, inSubject, information } = obligation(id);
      return {
        report: compile(report)(data),
        ofReport: compile(ofReport)(data),
        toReport: compile(toReport)(data),
        inSubject: compile(inSubject)(data),
        information: compile(information)(data),
      };
    },
    ask: (id, form, data) => {
      const sentence = obligation(id).ask[form];
      if (sentence === undefined)
        throw new Error(
          `templates/mail/${language}/obligations/${id}.yaml has no sentence that asks as ${form}: ask.${form}`,
        );
      return compile(sentence.trim())(data);
    },
    unofficialText: (id) => {
      const text = obligation(id).unofficialText;
      if (text === undefined) {
        throw new Error(
          `templates/mail/${language}/obligations/${id}.yaml has no unofficialText, and no official text was given`,
        );
      }
      return text;
    },
  };
}

function memoized<T>(make: (key: string) => T): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
