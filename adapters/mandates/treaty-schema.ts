import { z } from 'zod';
import { TREATY_ACTS, TREATY_MANNERS } from '../../domain/mandate.js';
import { isPartialDate } from '../../domain/partial-date.js';
import { checkedText, date, inLanguages, text } from './schema.js';

/** The shape of a treaty file. What one value cannot show alone (order, references) is checked in `treaty.ts`. */

// A year without quotes is a number in YAML: taken for what is meant.
const partialDate = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  checkedText(
    'is no day, month or year of the calendar',
    'Write yyyy-mm-dd; where the source gives no more, yyyy-mm or yyyy.',
    isPartialDate,
  ),
);

const act = z
  .strictObject({
    act: z.enum(TREATY_ACTS),
    manner: z.enum(TREATY_MANNERS).optional(),
    date: partialDate,
    source: text,
  })
  .refine(({ act: kind, manner }) => isBinding(kind) || manner === undefined, {
    error: 'has no manner',
    params: { remedy: 'Remove it: only an instrument and a deposit are a ratification or an accession.' },
    path: ['manner'],
  })
  .refine(({ act: kind, manner }) => !isBinding(kind) || manner !== undefined, {
    error: 'is missing',
    params: { remedy: 'Add "manner": one of ratification, accession, unknown.' },
    path: ['manner'],
  });

function isBinding(kind: string): boolean {
  return kind === 'instrument' || kind === 'deposit';
}

const dated = z.strictObject({ date, source: text }).nullable();

export const treatySchema = z.strictObject({
  resolution: text,
  paragraph: z.int().min(1),
  short: text,
  name: inLanguages,
  nameSource: text,
  alsoNamed: z.array(text).default([]),
  supplements: text.optional(),
  adopted: dated,
  inForce: dated,
  answeredIn: z.strictObject({ status: text, date: text }).optional(),
  sources: z.record(z.string(), text),
  states: z
    .array(
      z
        .strictObject({ state: text, acts: z.array(act).min(1).optional(), unknown: text.optional() })
        .refine(({ acts, unknown }) => acts !== undefined || unknown !== undefined, {
          error: 'tells neither an act nor why none is known',
          params: { remedy: 'Add "acts", or "unknown": the reason, such as no source on file.' },
        })
        .refine(({ acts, unknown }) => acts === undefined || unknown === undefined, {
          error: 'lists acts and calls them unknown',
          params: { remedy: 'Remove "unknown", or the acts.' },
          path: ['unknown'],
        }),
    )
    .min(1),
});

export type TreatyFile = z.infer<typeof treatySchema>;
