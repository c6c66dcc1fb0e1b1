import { z } from 'zod';
import type { Entry } from '../../domain/entry.js';
import type { Register } from '../../domain/mandate.js';
import { LANGUAGES } from '../../domain/mandate.js';
import { FOLLOW_UP_STATUSES } from '../../domain/recommendation.js';
import { REGISTRATION_GROUPS } from '../../domain/registration.js';
import { checkedText, date, ownSymbol, symbol, text } from '../mandates/schema.js';

/*
 * What an entry of each register says, and what is said of it for one party. The same shapes check what a person enters and what is
 * read from the record.
 */

const closed = z.strictObject({ date, evidence: text }).nullable().default(null);
const inSomeLanguages = z.partialRecord(z.enum(LANGUAGES), text);
const amount = checkedText(
  'is no amount',
  'Write a sum of money in figures, such as 25000 or 1250.50.',
  (value) => /^\d{1,12}(\.\d{1,2})?$/.test(value) && Number(value) > 0,
);
const currency = checkedText('is no currency', 'Use the three capitals of ISO 4217, such as USD.', (value) =>
  /^[A-Z]{3}$/.test(value),
);
/** Nothing is said of these entries for one party. */
const nothing = z.strictObject({});

const recommendation = z.strictObject({
  document: symbol.nullable(),
  meeting: text,
  heading: inSomeLanguages.refine((heading) => Object.keys(heading).length > 0, {
    error: 'has no language',
    params: { remedy: 'Give it in at least one of en, es, pt, fr.' },
  }),
  text: inSomeLanguages.default({}),
  source: text,
  closed,
});

const followUp = z.strictObject({
  status: z.enum(FOLLOW_UP_STATUSES).default('unknown'),
  date: date.nullable().default(null),
  evidence: text.nullable().default(null),
  closed,
});

const pledge = z.strictObject({
  /** The code of who has promised it. */
  party: text,
  amount,
  currency,
  date,
  document: text,
  /** The request that it answers, `fund-contributions/2027/ESP`; null where it came by itself. */
  request: text.nullable().default(null),
  closed,
});

const registration = z
  .strictObject({
    group: z.enum(REGISTRATION_GROUPS),
    /** The code of the party that is represented; null for who is no party. */
    party: text.nullable().default(null),
    name: text,
    delegates: z.coerce.number().int().min(1).default(1),
    /** The year of the meeting. */
    meeting: checkedText('is no year', 'Write the year of the meeting, such as 2027.', (value) =>
      /^\d{4}$/.test(value),
    ),
    date,
    document: text,
    closed,
  })
  .refine(({ group, party }) => group !== 'states' || party !== null, {
    error: 'is missing for a state',
    params: { remedy: 'Name the state that is represented.' },
    path: ['party'],
  });

const project = z.strictObject({
  title: text,
  partners: text,
  from: date,
  until: date.nullable().default(null),
  document: text,
  closed,
});

const observation = z.strictObject({
  text,
  date,
  document: ownSymbol,
  /** The day by which it is to be dealt with; null where the Council gave none. */
  due: date.nullable().default(null),
  closed,
});

export const REGISTER_SHAPES = {
  recommendations: { entry: recommendation, party: followUp },
  pledges: { entry: pledge, party: nothing },
  registrations: { entry: registration, party: nothing },
  projects: { entry: project, party: nothing },
  observations: { entry: observation, party: nothing },
} as const satisfies Record<Register, { entry: z.ZodType; party: z.ZodType }>;

/** An entry of a register with its fields. */
export type EntryOf<R extends Register> = Entry<
  z.output<(typeof REGISTER_SHAPES)[R]['entry']>,
  z.output<(typeof REGISTER_SHAPES)[R]['party']>
>;

/** A file of adopted recommendations: `docs/recommendations.md`. */
export const recommendationsFile = z.strictObject({
  document: recommendation.shape.document,
  meeting: recommendation.shape.meeting,
  source: recommendation.shape.source,
  recommendations: z
    .array(
      z.strictObject({
        id: checkedText('is no id', 'Use small letters, digits and hyphens, such as prevention.', (value) =>
          /^[a-z][a-z0-9-]{0,62}$/.test(value),
        ),
        heading: recommendation.shape.heading,
        text: recommendation.shape.text,
      }),
    )
    .min(1)
    .superRefine((list, context) => {
      list.forEach(({ id }, index) => {
        if (list.findIndex((one) => one.id === id) !== index)
          context.addIssue({
            code: 'custom',
            path: [index, 'id'],
            message: `"${id}" stands twice`,
            params: { remedy: 'Give each an id of its own.' },
          });
      });
    }),
});
