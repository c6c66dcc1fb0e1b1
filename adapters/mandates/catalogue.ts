import type {
  Calendar,
  Catalogue,
  Contact,
  FormField,
  HolidayRule,
  Obligation,
  Party,
  Resolution,
} from '../../domain/mandate.js';
import { addDays } from '../../domain/iso-date.js';
import { LANGUAGES } from '../../domain/mandate.js';
import { partyCalendar } from '../../domain/party-calendar.js';
import { libraryHolidays } from '../holidays/library.js';
import { checkResolutions } from './resolution.js';
import type { Fault } from './fault.js';
import { CatalogueInvalid } from './fault.js';
import { checkIntervals, checkNoGap } from './interval.js';
import { checkLadder, checkReach } from './ladder.js';
import { checkParagraphs } from './paragraph.js';
import { checkAsked, checkCodes, checkContacts, listedParties } from './party.js';
import { checkAskedWith, checkEvents, checkForm, checkReferences, checkReportDates } from './reference.js';
import type {
  CalendarFile,
  ContactsFile,
  EntitiesFile,
  EventsFile,
  FormFile,
  ObligationFile,
  ObserversFile,
  ResolutionFile,
  StateCalendarsFile,
  StatesFile,
} from './schema.js';
import {
  calendarSchema,
  citedSchema,
  contactsSchema,
  entitiesSchema,
  eventsSchema,
  formSchema,
  obligationSchema,
  observersSchema,
  officesSchema,
  resolutionSchema,
  stateCalendarsSchema,
  statesSchema,
  successionsSchema,
} from './schema.js';
import { parseShape } from './shape.js';
import type { ParseYaml, Reading, Source } from './source.js';
import { listAt, readSource, readSources } from './source.js';
import { checkStateCalendars } from './state-calendar.js';
import { checkDuties, checkSuccessions } from './succession.js';
import { checkTreaty, inParagraphOrder, treatyOf } from './treaty.js';
import { treatySchema } from './treaty-schema.js';
import { checkUnique } from './unique.js';

type Sources = Awaited<ReturnType<typeof readAll>>;

/**
 * Reads the mandate files of a folder. Parsing them is two thirds of the time that it takes: who loads again and again passes a
 * `parse` that remembers.
 *
 * @throws CatalogueInvalid with every fault of every file, by file and line, if there is any.
 */
export async function loadCatalogue(folder: string, parse?: ParseYaml): Promise<Catalogue> {
  const faults: Fault[] = [];
  const sources = await readAll({ folder, faults, parse });
  const catalogue = assemble(sources);
  check(sources);
  if (faults.length > 0 || !catalogue) throw new CatalogueInvalid(inOrder(faults));
  return catalogue;
}

async function readAll(reading: Reading) {
  const [
    resolutions,
    cited,
    successions,
    treaties,
    obligations,
    forms,
    events,
    states,
    observers,
    entities,
    contacts,
    headquarters,
    calendars,
    offices,
  ] = await Promise.all([
    readSources(reading, 'resolutions'),
    readSource(reading, 'cited.yaml'),
    readSource(reading, 'successions.yaml'),
    readSources(reading, 'treaties'),
    readSources(reading, 'obligations'),
    readSources(reading, 'forms'),
    readSource(reading, 'events.yaml'),
    readSource(reading, 'parties/member-states.yaml'),
    readSource(reading, 'parties/permanent-observers.yaml'),
    readSource(reading, 'parties/entities.yaml'),
    readSource(reading, 'parties/contacts.yaml'),
    readSource(reading, 'calendars/headquarters.yaml'),
    readSource(reading, 'calendars/states.yaml'),
    readSource(reading, 'offices.yaml'),
  ]);
  return {
    resolutions,
    cited,
    successions,
    treaties,
    obligations,
    forms,
    events,
    states,
    observers,
    entities,
    contacts,
    headquarters,
    calendars,
    offices,
  };
}

/** Puts the files together; each fault of shape is recorded, and with any of them there is no catalogue. */
function assemble(sources: Sources): Catalogue | undefined {
  const resolutions = parseEach(sources.resolutions, resolutionSchema);
  const cited = parseShape(sources.cited, citedSchema);
  const successions = parseShape(sources.successions, successionsSchema);
  const treaties = parseEach(sources.treaties, treatySchema);
  const obligations = parseEach(sources.obligations, obligationSchema);
  const forms = new Map(parseEach(sources.forms, formSchema));
  const events = parseShape(sources.events, eventsSchema);
  const states = parseShape(sources.states, statesSchema);
  const observers = parseShape(sources.observers, observersSchema);
  const entities = parseShape(sources.entities, entitiesSchema);
  const contacts = parseShape(sources.contacts, contactsSchema);
  const headquarters = parseShape(sources.headquarters, calendarSchema);
  const calendars = parseShape(sources.calendars, stateCalendarsSchema);
  const offices = parseShape(sources.offices, officesSchema);
  if (!cited || !successions || !events || !states || !observers || !entities) return undefined;
  if (!contacts || !headquarters || !calendars || !offices) return undefined;
  return {
    resolutions: resolutions.map(([id, file]) => resolutionOf(id, file)),
    cited: cited.resolutions,
    successions: byDate(successions.successions, (succession) => succession.date),
    treaties: inParagraphOrder(treaties.map(([id, file]) => treatyOf(id, file))),
    events: events.events,
    obligations: obligations.map(([id, file]) => obligationOf(id, file, forms.get(file.form ?? ''), events)),
    parties: [
      ...statesIn(states, contacts, calendars),
      ...observersIn(observers, contacts),
      ...entitiesIn(entities, contacts),
    ],
    disputed: states.disputed,
    headquarters: calendarOf(sources.headquarters.id, headquarters),
    offices: offices.offices,
  };
}

/** What no single value shows: order, repetition, references. Works on plain values, so that no fault hides another. */
function check(sources: Sources): void {
  sources.resolutions.forEach(checkParagraphs);
  checkResolutions(sources.cited, sources.resolutions);
  checkSuccessions(sources.successions, sources.cited, sources.resolutions);
  checkDuties(sources.successions, sources.obligations);
  const parties = listedParties(sources);
  const areRead = [sources.states, sources.observers, sources.entities].every(({ value }) => value !== undefined);
  checkEvents(sources.events);
  for (const obligation of sources.obligations) {
    checkReferences(obligation, sources.resolutions, sources.forms);
    checkReportDates(obligation, sources.events);
    checkAskedWith(obligation, sources.obligations);
    checkAsked(obligation, parties, areRead);
    checkLadder(obligation);
    checkReach(obligation, parties, sources.contacts);
  }
  for (const treaty of sources.treaties) {
    checkReferences(treaty, sources.resolutions, []);
    checkTreaty(treaty, sources.treaties, sources.states, sources.forms);
  }
  sources.forms.forEach(checkForm);
  checkUnique(sources.states, ['states'], ['code']);
  checkUnique(sources.states, ['states'], ['iso2']);
  checkCodes(parties);
  checkUnique(sources.observers, ['observers'], ['iso2']);
  listAt(sources.states.value, ['states']).forEach((_, index) => {
    checkIntervals(sources.states, ['states', index, 'memberships']);
  });
  for (const { source, path } of parties.slice(listAt(sources.states.value, ['states']).length))
    checkIntervals(source, [...path, 'memberships']);
  checkContacts(parties, sources.contacts, areRead);
  checkStateCalendars(sources.states, sources.calendars);
  checkIntervals(sources.offices, ['offices']);
  checkNoGap(sources.offices, ['offices']);
}

function parseEach<T extends Parameters<typeof parseShape>[1]>(sources: Source[], schema: T) {
  return sources.flatMap((source) => {
    const file = parseShape(source, schema);
    return file === undefined ? [] : [[source.id, file] as const];
  });
}

function resolutionOf(id: string, file: ResolutionFile): Resolution {
  const paragraphs = [...file.paragraphs]
    .sort((a, b) => a.number - b.number)
    .map((paragraph) => ({ ...paragraph, statuses: byDate(paragraph.statuses, ({ from }) => from) }));
  // A language is official here only when the whole text is on file in it.
  const officialLanguages = LANGUAGES.filter((language) =>
    paragraphs.every(({ text }) => text[language] !== undefined),
  );
  return { id, ...file, officialLanguages, paragraphs };
}

function obligationOf(
  id: string,
  file: ObligationFile,
  form: FormFile | undefined,
  { events }: EventsFile,
): Obligation {
  const { report: hasReport, form: _form, reportDate, ...rest } = file;
  const { event = null, default: usual = null, daysAfter } = reportDate;
  const days = Object.entries(events.find((one) => one.id === event)?.years ?? reportDate.years);
  const years = Object.fromEntries(days.map(([year, one]) => [year, { ...one, date: addDays(one.date, daysAfter) }]));
  return {
    ...rest,
    id,
    hasReport,
    reportDate: { event, daysAfter, default: usual, years },
    rules: { ...file.rules, obligation: id },
    sections: (form?.sections ?? []).map(({ id: section, title, isPrinted }) => ({ id: section, title, isPrinted })),
    form: (form?.sections ?? []).flatMap((section) => section.fields.map((field) => fieldOf(section.id, field))),
  };
}

function fieldOf(section: string, file: FormFile['sections'][number]['fields'][number]): FormField {
  const { choices, ...field } = file;
  if (!choices) return { ...field, section };
  const choiceLabels = Object.fromEntries(choices.map((choice) => [choice.id, choice.label]));
  return { ...field, section, choices: choices.map((choice) => choice.id), choiceLabels };
}

function statesIn(file: StatesFile, contacts: ContactsFile, calendars: StateCalendarsFile): Party[] {
  return file.states.map((state) => ({
    ...state,
    kind: 'member-state',
    contacts: contactsOf(state.code, contacts),
    calendar: partyCalendar(state.name.en, libraryHolidays(state.iso2), calendars.states[state.code]),
    source: file.source,
  }));
}

function observersIn({ seat, zone, source, observers }: ObserversFile, contacts: ContactsFile): Party[] {
  return observers.map(({ memberships, ...observer }) => ({
    ...observer,
    kind: 'permanent-observer',
    capital: seat,
    capitalName: seat,
    zone,
    memberships: memberships.map((one) => ({ ...one, status: 'member' })),
    contacts: contactsOf(observer.code, contacts),
    source,
  }));
}

function entitiesIn({ source, entities }: EntitiesFile, contacts: ContactsFile): Party[] {
  return entities.map(({ memberships, secretariat, seat, ...entity }) => ({
    ...entity,
    iso2: null,
    capital: seat,
    capitalName: seat,
    mission: secretariat,
    memberships: memberships.map((one) => ({ ...one, status: 'member' })),
    contacts: contactsOf(entity.code, contacts),
    source,
  }));
}

function contactsOf(code: string, { contacts }: ContactsFile): Contact[] {
  return (['mission', 'capital', 'alternate', 'secretariat'] as const).flatMap((role) => {
    const contact = contacts[code]?.[role];
    return contact ? [{ id: `${code}/${role}`, role, ...contact }] : [];
  });
}

function calendarOf(id: string, file: CalendarFile): Calendar {
  return { id, ...file, rules: file.rules.map(holidayOf) };
}

function holidayOf({ day, observed, weekday, nth, ...rule }: CalendarFile['rules'][number]): HolidayRule {
  if (weekday !== undefined && nth !== undefined) return { ...rule, weekday, nth };
  // The schema lets a rule pass only with one of the two pairs.
  return { ...rule, day: day ?? 1, observed: observed ?? false };
}

/** ISO dates order as strings; entries of one day keep the order of the file. */
function byDate<T>(entries: T[], dateOf: (entry: T) => string): T[] {
  return [...entries].sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : dateOf(a) > dateOf(b) ? 1 : 0));
}

function inOrder(faults: Fault[]): Fault[] {
  return [...faults].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
