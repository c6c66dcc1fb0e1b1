import { IANAZone } from 'luxon';
import { z } from 'zod';
import { isIsoDate } from '../../domain/iso-date.js';
import {
  DISPUTED_CHOICES,
  DUTY_HOLDERS,
  LANGUAGES,
  PARAGRAPH_KINDS,
  PARAGRAPH_STATUSES,
  RECURRENCES,
  REGISTERS,
  ROLES,
  RULES_VERSIONS,
  RUNG_KINDS,
  SUCCESSION_KINDS,
  TONES,
} from '../../domain/mandate.js';
import { parseSymbol } from '../../domain/symbol.js';
import { isLonger, LONGEST, shorten } from '../../domain/text.js';

/** The shape of each mandate file. What one value cannot show alone (order, references) is checked beside this. */

export function checkedText(problem: string, remedy: string, holds: (text: string) => boolean): z.ZodString {
  return z
    .string()
    .refine(holds, { error: (issue) => `"${shorten(String(issue.input), 200)}" ${problem}`, params: { remedy } });
}

export const text = checkedText('says nothing', 'Fill it in.', (value) => value.trim() !== '');
/** Of a person or an office, as it is written on a letter. */
const name = text.refine((value) => !isLonger(value, LONGEST.name), {
  error: `is longer than ${LONGEST.name} characters`,
  params: { remedy: 'Shorten it.' },
});
const id = checkedText(
  'is no id',
  'Use letters, digits, dots, hyphens and underscores, and begin with a letter.',
  (value) => /^[a-z][A-Za-z0-9._-]*$/.test(value),
);
export const date = checkedText('is no day of the calendar', 'Write a day that exists, as yyyy-mm-dd.', isIsoDate);
const from = checkedText(
  'is no day of the calendar',
  'Write a day that exists, as yyyy-mm-dd, or unknown.',
  (value) => value === 'unknown' || isIsoDate(value),
);
const zone = checkedText(
  'is no time zone',
  'Use a name of the IANA time-zone tables, such as America/Bogota.',
  (value) => IANAZone.isValidZone(value),
);
const address = checkedText(
  'is no e-mail address',
  'Write one address alone, such as mission@example.org.',
  (value) => z.email().safeParse(value).success,
);
const timeOfDay = checkedText(
  'is no time of day',
  "Write hours and minutes in quotes, from '00:00' to '23:59'.",
  (value) => /^([01]\d|2[0-3]):[0-5]\d$/.test(value),
);
const days = z.int().min(0);
const month = z.int().min(1).max(12);
const dayOfMonth = z.int().min(1).max(31);
const year = z.int().min(1889).max(9999);
export const inLanguages = z.strictObject({ en: text, es: text, pt: text, fr: text });
const dated = { from, until: date.nullable() };
const missionName = z.strictObject({ long: text, short: text });

/** A month and day that every year has. */
function isYearly(value: { month: number; day?: number }): boolean {
  const [monthText, dayText] = [value.month, value.day].map((part) => String(part).padStart(2, '0'));
  return value.day === undefined || isIsoDate(`2001-${monthText}-${dayText}`);
}
const notYearly = {
  error: 'is no day that every year has',
  params: { remedy: 'Correct the month or the day.' },
  path: ['day'],
};

function documentSymbol(orElse: string): z.ZodString {
  return checkedText(
    'is no document symbol',
    `Write it as the document does, such as CP/doc.4023/05 or CP/RES. 889 (1503/05) rev. 2${orElse}.`,
    (value) => parseSymbol(value) !== undefined,
  );
}
/** The symbol of a document, where there may be none: to be made nullable. */
export const symbol = documentSymbol('; null where it has none');
/** The symbol of a document that has one. */
export const ownSymbol = documentSymbol('');
const resolutionSymbol = checkedText(
  'is no symbol of a resolution',
  'Write it as the resolution does, with session or meeting and year, such as AG/RES. 2019 (XXXIV-O/04).',
  (value) => {
    const parsed = parseSymbol(value);
    return parsed?.kind === 'resolution' && parsed.year !== null;
  },
);
const MOST_PARAGRAPHS = 500;
const paragraphNumber = z.custom<number | 'unknown'>(
  (value) => value === 'unknown' || (Number.isInteger(value) && Number(value) >= 1),
  {
    error: ({ input }) => (input === undefined ? 'is missing' : 'is no number of a paragraph'),
    params: { remedy: 'Give its number, or unknown where its text is not on file.' },
  },
);
const knownDate = z.strictObject({ date, status: z.enum(['provisional', 'confirmed']), source: text });
const evidence = { reason: text, document: symbol.nullable(), source: text };

export const resolutionSchema = z.strictObject({
  symbol: resolutionSymbol,
  title: text,
  adoptedDate: date,
  operativeParagraphs: z.int().min(1).max(MOST_PARAGRAPHS),
  source: text,
  preamble: z.partialRecord(z.enum(LANGUAGES), z.array(text)).default({}),
  paragraphs: z
    .array(
      z.strictObject({
        number: z.int().min(1),
        kinds: z.array(z.enum(PARAGRAPH_KINDS)).min(1),
        addressee: text,
        duty: z.array(z.enum(DUTY_HOLDERS)).min(1),
        text: z.partialRecord(z.enum(LANGUAGES), text),
        statuses: z
          .array(
            z.strictObject({ from: date, until: date.nullable(), status: z.enum(PARAGRAPH_STATUSES), ...evidence }),
          )
          .min(1),
      }),
    )
    .min(1),
});

export const citedSchema = z.strictObject({
  resolutions: z.array(
    z.strictObject({ id, symbol: resolutionSymbol, title: text.nullable(), adoptedDate: from, source: text }),
  ),
});

const paragraphRef = z.strictObject({ resolution: id, paragraph: paragraphNumber });

export const successionsSchema = z.strictObject({
  successions: z.array(
    z.strictObject({
      date,
      kind: z.enum(SUCCESSION_KINDS),
      from: z.array(paragraphRef).min(1),
      to: z.array(paragraphRef),
      duties: z.array(z.strictObject({ ends: id, goesOnIn: id })).optional(),
      ...evidence,
    }),
  ),
});

export const obligationSchema = z.strictObject({
  resolution: text,
  paragraph: z.int().min(1),
  title: inLanguages,
  serves: z.array(z.int().min(1)).default([]),
  parties: z.array(text).min(1),
  recurrence: z.enum(RECURRENCES).default('yearly'),
  calledBy: z.array(text).min(1).optional(),
  askedWith: z.strictObject({ obligation: id, parts: z.array(text).min(1) }).optional(),
  register: z.enum(REGISTERS).optional(),
  unpaidAfterDays: z.int().min(1).optional(),
  objectionWorkingDays: z.int().min(1).max(60).optional(),
  report: z.boolean().default(true),
  reportDate: z
    .strictObject({
      event: id.optional(),
      daysAfter: z.int().min(0).default(0),
      default: z.strictObject({ month, day: dayOfMonth }).refine(isYearly, notYearly).optional(),
      years: z.record(z.string(), knownDate).default({}),
    })
    .refine(({ event, default: usual, years }) => event === undefined || (!usual && Object.keys(years).length === 0), {
      error: 'names an event and has days of its own',
      params: { remedy: 'Leave the days to events.yaml, or remove event.' },
    }),
  rules: z.strictObject({
    version: z.literal(RULES_VERSIONS),
    openDaysBeforeReport: days,
    dueDaysBeforeReport: days.optional(),
    due: z
      .strictObject({
        from: z.enum(['note', 'report']),
        days: z.int().min(1),
        unit: z.enum(['calendar', 'working']),
        atCapital: z.literal(true).optional(),
      })
      .optional(),
    dueFollowsEvent: z.boolean().optional(),
    minimumDays: days,
    quietDaysAfterNote: days,
    daysBetweenPosts: z.int().min(1).max(14).optional(),
    graceDays: days,
    messageHoldWorkingDays: days,
    sendAtLocalTime: timeOfDay,
    dueAtHeadquartersTime: timeOfDay,
    ladder: z
      .array(
        z.strictObject({
          id,
          kind: z.enum(RUNG_KINDS),
          when: z.strictObject({ from: z.enum(['opening', 'due', 'report']), days: z.int() }),
          to: z.array(z.enum(ROLES)),
          tone: z.enum(TONES).nullable(),
          approval: z.literal(true).optional(),
        }),
      )
      .min(1),
  }),
  form: text.nullable(),
});

export const eventsSchema = z.strictObject({
  events: z.array(z.strictObject({ id, title: inLanguages, years: z.record(z.string(), knownDate) })),
});

export const formSchema = z.strictObject({
  sections: z.array(
    z.strictObject({
      id,
      title: inLanguages,
      isPrinted: z.boolean().default(true),
      fields: z.array(
        z.strictObject({
          id,
          type: z.enum(['text', 'number', 'choice', 'yes-no', 'date', 'file']),
          adds: z.literal(true).optional(),
          restricts: z.enum(['answer', 'section']).optional(),
          required: z.boolean(),
          paragraphs: z.array(z.number().int().min(1)).min(1).optional(),
          eachPeriod: z.boolean().optional(),
          label: inLanguages,
          choices: z.array(z.strictObject({ id, label: inLanguages })).optional(),
        }),
      ),
    }),
  ),
});

export const statesSchema = z.strictObject({
  disputed: z.enum(DISPUTED_CHOICES),
  source: text,
  states: z
    .array(
      z.strictObject({
        code: checkedText('is no state code', 'Use the three capitals of ISO 3166, such as BRA.', (value) =>
          /^[A-Z]{3}$/.test(value),
        ),
        iso2: checkedText('is no state code', 'Use the two capitals of ISO 3166, such as BR.', (value) =>
          /^[A-Z]{2}$/.test(value),
        ),
        name: inLanguages,
        language: z.enum(LANGUAGES),
        capital: text,
        capitalName: text,
        zone,
        mission: missionName,
        formerly: z.array(z.strictObject({ until: date, mission: missionName })).optional(),
        memberships: z
          .array(
            z.strictObject({ ...dated, status: z.enum(['member', 'disputed', 'not-participating']), source: text }),
          )
          .min(1),
      }),
    )
    .min(1),
});

/** Whoever is no member state belongs to its group, or does not: there is nothing to dispute. */
const belongings = z.array(z.strictObject({ ...dated, source: text })).min(1);

export const observersSchema = z.strictObject({
  seat: text,
  zone,
  source: text,
  observers: z.array(
    z.strictObject({
      code: checkedText('is no code of an observer', 'Use the capitals of ISO 3166, such as ESP.', (value) =>
        /^[A-Z]{2,3}$/.test(value),
      ),
      iso2: checkedText('is no state code', 'Use the two capitals of ISO 3166, such as ES.', (value) =>
        /^[A-Z]{2}$/.test(value),
      ),
      name: inLanguages,
      language: z.enum(LANGUAGES),
      mission: missionName,
      memberships: belongings,
    }),
  ),
});

export const entitiesSchema = z.strictObject({
  source: text,
  entities: z.array(
    z.strictObject({
      code: checkedText('is no acronym', 'Use two to eight letters, the first a capital, such as CIM.', (value) =>
        /^[A-Z][A-Za-z]{1,7}$/.test(value),
      ),
      kind: z.enum(['organ', 'organization', 'office']),
      name: inLanguages,
      language: z.enum(LANGUAGES),
      seat: text,
      zone,
      secretariat: missionName,
      memberships: belongings,
    }),
  ),
});

const contact = z.strictObject({ name, address });

export const contactsSchema = z.strictObject({
  contacts: z.record(
    z.string(),
    z.strictObject({
      mission: contact.optional(),
      capital: contact.optional(),
      alternate: contact.optional(),
      secretariat: contact.optional(),
    }),
  ),
});

export const calendarSchema = z.strictObject({
  zone,
  source: text,
  rules: z.array(
    z
      .strictObject({
        name: text,
        month,
        day: dayOfMonth.optional(),
        observed: z.boolean().optional(),
        weekday: z.int().min(1).max(7).optional(),
        nth: z.int().min(-1).max(5).optional(),
        from: year.optional(),
        until: year.optional(),
      })
      .refine(isYearly, notYearly)
      .refine(isOneForm, {
        error: 'is no complete holiday rule',
        params: { remedy: 'Give either month, day and observed, or month, weekday and nth (1 to 5, or -1).' },
      }),
  ),
  added: z.array(z.strictObject({ date, name: text })),
  removed: z.array(z.strictObject({ date, name: text })),
});

function isOneForm(rule: { day?: number; observed?: boolean; weekday?: number; nth?: number }): boolean {
  const isFixed = rule.day !== undefined && rule.observed !== undefined;
  const isFloating = rule.weekday !== undefined && rule.nth !== undefined && rule.nth !== 0;
  const given = [rule.day, rule.observed, rule.weekday, rule.nth].filter((part) => part !== undefined).length;
  return given === 2 && isFixed !== isFloating;
}

export const stateCalendarsSchema = z.strictObject({
  states: z.record(
    z.string(),
    z.strictObject({
      added: z.array(z.strictObject({ date, name: text, source: text })).default([]),
      removed: z.array(z.strictObject({ date, name: text, reason: text })).default([]),
      reviewed: z.record(z.string(), z.strictObject({ on: date, by: text.optional() })).default({}),
    }),
  ),
});

export const officesSchema = z.strictObject({
  offices: z
    .array(z.strictObject({ ...dated, unit: inLanguages, reference: inLanguages, city: text, source: text }))
    .min(1),
});

export type ResolutionFile = z.infer<typeof resolutionSchema>;
export type ObligationFile = z.infer<typeof obligationSchema>;
export type FormFile = z.infer<typeof formSchema>;
export type StatesFile = z.infer<typeof statesSchema>;
export type EventsFile = z.infer<typeof eventsSchema>;
export type ObserversFile = z.infer<typeof observersSchema>;
export type EntitiesFile = z.infer<typeof entitiesSchema>;
export type ContactsFile = z.infer<typeof contactsSchema>;
export type CalendarFile = z.infer<typeof calendarSchema>;
export type StateCalendarsFile = z.infer<typeof stateCalendarsSchema>;
