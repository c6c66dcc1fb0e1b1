import Handlebars from 'handlebars';
import { parse } from 'yaml';
import { z } from 'zod';
import { LANGUAGES } from '../domain/mandate.js';
import type { Language } from '../domain/mandate.js';
import { loadPages } from '../templates/page.js';
import { typeset } from '../templates/typography.js';

const schema = z.strictObject({
  service: z.string(),
  skip: z.string(),
  heading: z.string(),
  lead: z.string(),
  facts: z.strictObject({
    observer: z.string(),
    organ: z.string(),
    state: z.string(),
    addressee: z.string(),
    basis: z.string(),
    basisValue: z.string(),
    subject: z.string(),
    due: z.string(),
  }),
  paragraph: z.string(),
  closed: z.string(),
  replaced: z.strictObject({ heading: z.string(), text: z.string() }),
  received: z.strictObject({
    heading: z.string(),
    none: z.string(),
    line: z.string(),
    partLine: z.string(),
    text: z.string(),
  }),
  standing: z.strictObject({
    prepared: z.string(),
    official: z.string(),
    confirmedBy: z.string(),
    silentBy: z.string(),
    answeredBy: z.string(),
    objected: z.string(),
    confirm: z.string(),
    object: z.string(),
    reason: z.string(),
    noReason: z.string(),
    heading: z.string(),
  }),
  form: z.strictObject({
    heading: z.string(),
    again: z.string(),
    which: z.string(),
    text: z.string(),
    files: z.string(),
    filesHint: z.string(),
    name: z.string(),
    function: z.string(),
    optional: z.string(),
    submit: z.string(),
    hint: z.string(),
    kind: z.string(),
    kinds: z.strictObject({
      answer: z.string(),
      part: z.string(),
      nil: z.string(),
      extensionRequested: z.string(),
      assistance: z.string(),
      justification: z.string(),
    }),
    until: z.string(),
    untilHint: z.string(),
  }),
  errors: z.strictObject({
    heading: z.string(),
    empty: z.string(),
    reason: z.string(),
    date: z.string(),
    askFiles: z.string(),
    file: z.string(),
    infected: z.string(),
    dangerous: z.string(),
    protected: z.string(),
    emptyFile: z.string(),
    all: z.string(),
    text: z.string(),
    ours: z.string(),
    chooseAgain: z.string(),
  }),
  done: z.strictObject({
    title: z.string(),
    heading: z.string(),
    lead: z.string(),
    receivedAt: z.string(),
    place: z.string(),
    version: z.string(),
    partVersion: z.string(),
    by: z.string(),
    text: z.string(),
    files: z.string(),
    noFiles: z.string(),
    mail: z.string(),
    later: z.string(),
    back: z.string(),
  }),
  noted: z.strictObject({ heading: z.string(), lead: z.string() }),
  unknown: z.strictObject({ heading: z.string(), text: z.string() }),
  footer: z.string(),
  contacts: z.strictObject({
    heading: z.string(),
    lead: z.string(),
    roles: z.strictObject({ mission: z.string(), capital: z.string(), alternate: z.string(), secretariat: z.string() }),
    failed: z.string(),
    other: z.string(),
    name: z.string(),
    address: z.string(),
    hint: z.string(),
    submit: z.string(),
    confirm: z.string(),
    confirmed: z.string(),
    thanks: z.string(),
    replaced: z.string(),
    noName: z.string(),
    noAddress: z.string(),
    nothing: z.string(),
  }),
});

export type AnswerWords = z.infer<typeof schema>;

/** The words of the party's page in each language; a catalog that lacks a phrase or has one too many is an error at start. */
export function loadAnswerWords(): Record<Language, AnswerWords> {
  const { read } = loadPages('answer');
  return Object.fromEntries(
    LANGUAGES.map((language) => [language, schema.parse(parse(typeset(read(`${language}.yaml`), language)))]),
  ) as Record<Language, AnswerWords>;
}

/** A phrase with its data. The page escapes the result; a name that the data lack is an error. */
export function phrase(text: string, data: Record<string, string | number>): string {
  return Handlebars.compile(text, { strict: true, noEscape: true })(data);
}
