import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { formatFaults } from '../adapters/mandates/fault.js';
import type { Fault } from '../adapters/mandates/fault.js';
import { date as day, text } from '../adapters/mandates/schema.js';
import { parseShape } from '../adapters/mandates/shape.js';
import { listAt, readSource, valueAt } from '../adapters/mandates/source.js';
import type { Path, Source } from '../adapters/mandates/source.js';
import { cycleId } from '../domain/ids.js';
import { isIsoDate } from '../domain/iso-date.js';
import { actWords } from '../domain/ledger.js';
import { SUCCESSION_KINDS } from '../domain/mandate.js';
import type { Catalogue, Obligation, ParagraphRef, Succession } from '../domain/mandate.js';
import { concernedBy, passingWords } from '../domain/passing.js';
import { isPeriodOf, periodsOf } from '../domain/period.js';
import type { Period } from '../domain/period.js';
import { findResolution } from '../domain/register.js';
import { knownReportDate } from '../domain/report-date.js';
import type { ScriptedEvent } from '../domain/script.js';
import { parseSymbol } from '../domain/symbol.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';

const moment = z.string().refine(isMoment, {
  error: (issue) => `"${String(issue.input)}" is neither a date nor an instant`,
  params: { remedy: 'Give a day that exists, yyyy-mm-dd, or an instant such as 2027-01-05T15:00:00Z.' },
});
/** What the scenario says of the event in its own words. */
const told = { because: text.optional() };
const act = { at: moment, authority: text, reason: text, ...told };
/** One cycle, or several that one mail or one act concerns. */
const ofCycle = {
  cycle: z
    .union([z.string(), z.array(z.string()).min(1)], { error: 'a cycle such as annual-report/2027, or a list of them' })
    .optional(),
};

/** One thing that happens. `cycle` is needed only where a scenario has several and the event is about one of them. */
const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('answer'),
    party: z.string(),
    at: moment,
    ...told,
    sender: z.string().optional(),
    as: z.enum(['nil', 'part']).optional(),
    ...ofCycle,
  }),
  z.strictObject({
    kind: z.literal('message'),
    party: z.string(),
    at: moment,
    ...told,
    sender: z.string().optional(),
    asks: z.enum(['assistance', 'extension', 'justification']).optional(),
    until: day.optional(),
    ...ofCycle,
  }),
  z.strictObject({
    kind: z.literal('bounce'),
    party: z.string(),
    at: moment,
    ...told,
    role: z.enum(['mission', 'capital', 'alternate']),
    ...ofCycle,
  }),
  z.strictObject({
    kind: z.literal('contact'),
    party: z.string(),
    role: z.enum(['mission', 'capital', 'alternate', 'secretariat']),
    name: z.string().min(1),
    address: z.string().min(1),
    ...act,
  }),
  z.strictObject({ kind: z.literal('extension'), party: z.string(), until: day, ...act, ...ofCycle }),
  z.strictObject({ kind: z.literal('pause'), party: z.string().optional(), ...act }),
  z.strictObject({ kind: z.literal('resume'), party: z.string().optional(), ...act }),
  /** A day off in the capital of the party, or at headquarters: `at` is when it is proclaimed, `date` the day. */
  z.strictObject({ kind: z.literal('holiday'), party: z.string().optional(), date: day, name: text, ...act }),
  z.strictObject({ kind: z.literal('approve'), party: z.string().optional(), at: moment, ...told, ...ofCycle }),
  z.strictObject({
    kind: z.literal('decline'),
    party: z.string().optional(),
    at: moment,
    ...told,
    reason: text,
    ...ofCycle,
  }),
  z.strictObject({
    kind: z.literal('settle'),
    party: z.string(),
    at: moment,
    ...told,
    granted: z.boolean(),
    reason: text,
    ...ofCycle,
  }),
  z.strictObject({ kind: z.literal('judge'), party: z.string(), at: moment, part: z.boolean(), ...told, ...ofCycle }),
  /** The party leaves: everything, or the duties of the cycles named. */
  z.strictObject({ kind: z.literal('leave'), party: z.string(), ...act, ...ofCycle }),
  z.strictObject({
    kind: z.literal('succession'),
    succession: z.enum(SUCCESSION_KINDS),
    from: z.array(z.string()).min(1),
    to: z.array(z.string()).default([]),
    duties: z.array(z.strictObject({ ends: z.string(), goesOnIn: z.string() })).default([]),
    ...act,
  }),
  z.strictObject({
    kind: z.literal('report-date'),
    date: day,
    /** Instead of a cycle: the event whose day it is; every cycle that is counted from it moves. */
    event: z.string().optional(),
    ...act,
    ...ofCycle,
  }),
  z.strictObject({ kind: z.literal('milestone'), at: moment, because: text, ...ofCycle }),
]);

const cycleSchema = z.strictObject({
  obligation: z.string(),
  year: z.int().optional(),
  period: z.string().optional(),
  open: day.optional(),
  report: day.optional(),
  due: day.optional(),
});

/** A scenario around its cycles and events, which are read one by one: what is wrong with one hides nothing of the others. */
const scenarioSchema = z.strictObject({
  title: z.string().optional(),
  /** The last day that is shown. */
  until: day.optional(),
  cycles: z.array(z.unknown()).min(1),
  unreachable: z.array(z.string()).default([]),
  /** Whether what waits for approval is approved at once. */
  approvals: z.enum(['at-once', 'none']).default('at-once'),
  events: z.array(z.unknown()).default([]),
});

/** An event and the cycles that it names, if it names any. */
export interface CycleEvent {
  cycles: string[] | null;
  /** The session or meeting whose day it moves; null for every other event. */
  calendarEvent: string | null;
  /** That mandates pass on: told to the duties that it concerns. Absent for every other event. */
  succession?: Succession;
  event: ScriptedEvent;
}

type GivenCycle = z.output<typeof cycleSchema>;

export type Scenario = Omit<z.output<typeof scenarioSchema>, 'cycles' | 'events'> & {
  cycles: GivenCycle[];
  events: CycleEvent[];
};

/** Reads a scenario, YAML or JSON. Throws CommandFault with every fault of the file: line, field, and what to do. */
export async function readScenario(catalogue: Catalogue, file: string): Promise<Scenario> {
  return readChecked('--scenario', file, (source) => {
    const scenario = parseShape(source, scenarioSchema);
    const cycles = partsAt(source, ['cycles']).map((path) => ({ path, cycle: parseShape(source, cycleSchema, path) }));
    const known = checkCycles(catalogue, source, cycles);
    const reader = new EventReader(catalogue, source, known);
    const events = partsAt(source, ['events']).flatMap((path) => reader.read(path) ?? []);
    const unreachable = listAt(source.value, ['unreachable']).map((name, index) =>
      typeof name === 'string' ? reader.party(name, ['unreachable', index]) : '',
    );
    return scenario && { ...scenario, cycles: cycles.flatMap(({ cycle }) => cycle ?? []), unreachable, events };
  });
}

/** Reads a list of events, YAML or JSON. Throws CommandFault with every fault of the file: line, field, and what to do. */
export async function readEvents(catalogue: Catalogue, file: string): Promise<CycleEvent[]> {
  return readChecked('--script', file, (source) => {
    const reader = new EventReader(catalogue, source, null);
    return parseShape(source, z.array(z.unknown())) && partsAt(source, []).flatMap((path) => reader.read(path) ?? []);
  });
}

function partsAt({ value }: Source, path: Path): Path[] {
  return listAt(value, path).map((_, index) => [...path, index]);
}

async function readChecked<T>(option: string, file: string, read: (source: Source) => T | undefined): Promise<T> {
  const place = await placeOf(file);
  if (place === null) throw new CommandFault(`${option}: ${file} cannot be read: give the path of a file`, 2);
  const faults: Fault[] = [];
  const result = read(await readSource({ folder: dirname(place), faults }, basename(place)));
  if (faults.length > 0 || result === undefined) {
    const inOrder = [...faults].sort((a, b) => a.line - b.line);
    throw new CommandFault(`${option}: ${formatFaults(inOrder, file)}\n  The format: docs/scenarios.md`, 2);
  }
  return result;
}

/** The file of a path, whose ending may be left out: `mandates/scenarios/2004-2006`. */
async function placeOf(path: string): Promise<string | null> {
  for (const place of [path, `${path}.yaml`, `${path}.json`]) {
    const found = await stat(place).catch(() => null);
    if (found?.isFile()) return place;
  }
  return null;
}

interface Cycles {
  ids: string[];
  /** The sessions and meetings that a cycle is counted from. */
  events: string[];
  /** Years and periods of cycles that have a fault: what names one of them is not told a second time that it is wrong. */
  doubtful: string[];
}

/** Records cycles of duties that there are not, without a day, with days out of order, or named twice. */
function checkCycles(
  catalogue: Catalogue,
  source: Source,
  cycles: { path: Path; cycle: GivenCycle | undefined }[],
): Cycles {
  const known: Cycles = { ids: [], events: [], doubtful: [] };
  for (const { path, cycle } of cycles) {
    const raw = valueAt(source.value, path);
    const name = textAt(raw, 'obligation');
    const obligation = catalogue.obligations.find(({ id }) => id === name);
    if (name !== undefined && !obligation) {
      const remedy = `Name one of ${catalogue.obligations.map(({ id }) => id).join(', ')}.`;
      source.fault([...path, 'obligation'], `there is no obligation "${name}"`, remedy);
    }
    const id =
      namesOnePeriod(source, path, raw) && cycle && obligation
        ? checkCycle(source, path, cycle, obligation)
        : undefined;
    if (id === undefined) {
      known.doubtful.push(String(valueAt(raw, ['period']) ?? valueAt(raw, ['year'])));
      continue;
    }
    if (known.ids.includes(id)) source.fault(path, `the cycle ${id} is named twice`, 'Leave one of them out.');
    known.ids.push(id);
    if (obligation && obligation.reportDate.event !== null) known.events.push(obligation.reportDate.event);
  }
  return known;
}

/** Records a cycle that names neither a year nor a period, or both, whatever else is wrong with it. */
function namesOnePeriod(source: Source, path: Path, raw: unknown): boolean {
  // What is no group of keys has been reported.
  if (typeof raw !== 'object' || raw === null) return false;
  const [hasYear, hasPeriod] = ['year', 'period'].map((key) => valueAt(raw, [key]) !== undefined);
  if (hasYear !== hasPeriod) return true;
  const problem = hasPeriod === true ? 'names both a year and a period' : 'names neither a year nor a period';
  source.fault(path, problem, 'Name either its year, or its period such as 2027-H1.');
  return false;
}

/** The id of a cycle whose duty there is; undefined where it has no such period. */
function checkCycle(source: Source, path: Path, cycle: GivenCycle, obligation: Obligation): string | undefined {
  const { obligation: name, year, period: named, open, report, due } = cycle;
  const period = periodIn(obligation, { year, period: named });
  if (period === null) {
    const { recurrence } = obligation;
    const some = periodsOf(recurrence, year ?? 2027).join(', ');
    source.fault(
      path,
      `${named ?? year ?? ''} is no period of ${name}, which is ${recurrence}`,
      `Name one of ${some}.`,
    );
    return undefined;
  }
  const day = report ?? knownReportDate(obligation, period)?.date;
  if (day === undefined)
    source.fault([...path, 'year'], `no date is on file for ${name} of ${period}`, 'Add report: yyyy-mm-dd.');
  else if (open !== undefined && open >= day)
    source.fault([...path, 'open'], `opens on ${open}, and is counted from ${day}`, 'Open it earlier.');
  if (due !== undefined && open !== undefined && due <= open)
    source.fault([...path, 'due'], `is due on ${due}, and opens on ${open}`, 'Let it be due after its opening.');
  return cycleId(name, period);
}

function textAt(value: unknown, key: string): string | undefined {
  const found = valueAt(value, [key]);
  return typeof found === 'string' ? found : undefined;
}

/** The one period that is meant; null where there is none or the year has several. */
function periodIn(
  { recurrence }: Obligation,
  { year, period }: { year?: number | undefined; period?: string | undefined },
): Period | null {
  if (period !== undefined) return isPeriodOf(recurrence, period) ? period : null;
  const [only, ...others] = year === undefined ? [] : periodsOf(recurrence, year);
  return only !== undefined && others.length === 0 ? only : null;
}

type GivenEvent = z.output<typeof eventSchema>;

const KINDS = eventSchema.options.map(({ shape }) => shape.kind.value);
/** `BRA/mission`, or `BRA/mission/2` after it; a document has a full stop, a hyphen or capitals: `CP/doc.4023/05`. */
const CONTACT = /^[A-Za-z]+\/([a-z]+)(?:\/(\d+))?$/;

/** Turns events into what the simulator takes; what they name and there is not is recorded as a fault where it stands. */
class EventReader {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly source: Source,
    /** The cycles of the scenario; null where the command line names them. */
    private readonly known: Cycles | null,
  ) {}

  /** The event that stands there; undefined where its shape is wrong. What it names is checked all the same. */
  read(path: Path): CycleEvent | undefined {
    const raw = valueAt(this.source.value, path);
    const given = this.shapeOf(path, textAt(raw, 'kind'));
    const party = textAt(raw, 'party');
    if (party !== undefined) this.party(party, [...path, 'party']);
    this.checkSender(raw, path);
    const named = [valueAt(raw, ['cycle'])].flat().filter((one) => typeof one === 'string');
    const calendarEvent = textAt(raw, 'event') ?? null;
    this.checkNamed(named, calendarEvent, path);
    if (given === undefined) return undefined;
    if (given.kind === 'succession') return this.succession(given, path);
    const cycles = 'cycle' in given && given.cycle !== undefined ? named : null;
    return { cycles, calendarEvent, event: this.event(given) };
  }

  /** A kind that there is not is said once, by all that there are. */
  private shapeOf(path: Path, kind: string | undefined): GivenEvent | undefined {
    if (kind === undefined || KINDS.some((one) => one === kind)) return parseShape(this.source, eventSchema, path);
    this.source.fault([...path, 'kind'], `there is no kind of event "${kind}"`, `Name one of ${KINDS.join(', ')}.`);
    return undefined;
  }

  /** The code of a party; the text itself where there is none. */
  party(name: string, path: Path): string {
    const code = this.codeOf(name);
    const remedy = 'Give a code such as BRA or CIM, or the English name; `coordinator mandate check` counts them.';
    if (code === undefined) this.source.fault(path, `there is no party "${name}"`, remedy);
    return code ?? name;
  }

  private codeOf(name: string): string | undefined {
    try {
      return findParty(this.catalogue, name).code;
    } catch {
      return undefined;
    }
  }

  /** A sender that is written as a contact is one of its party, or follows one that the file replaces. */
  private checkSender(raw: unknown, path: Path): void {
    const sender = textAt(raw, 'sender');
    const code = this.codeOf(textAt(raw, 'party') ?? '');
    const [, role, number = '1'] = CONTACT.exec(sender ?? '') ?? [];
    if (sender === undefined || code === undefined || role === undefined) return;
    const contacts = this.catalogue.parties.find((one) => one.code === code)?.contacts ?? [];
    if (contacts.some(({ id }) => id === sender)) return;
    const first = contacts.filter((one) => one.role === role).length;
    const isSuccessor =
      sender.startsWith(`${code}/`) && first > 0 && Number(number) <= first + this.successors(code, role);
    if (isSuccessor && number !== '1') return;
    const known = contacts.map(({ id }) => id).join(', ') || 'none';
    this.source.fault(
      [...path, 'sender'],
      `"${sender}" is no contact of ${code}`,
      `Name one of its contacts (${known}), an address, or the document that was filed by hand.`,
    );
  }

  /** How often the file replaces the contact of a role. */
  private successors(code: string, role: string): number {
    const events = listAt(this.source.value, this.known ? ['events'] : []);
    return events.filter(
      (one) =>
        textAt(one, 'kind') === 'contact' &&
        textAt(one, 'role') === role &&
        this.codeOf(textAt(one, 'party') ?? '') === code,
    ).length;
  }

  private checkNamed(cycles: string[], calendarEvent: string | null, path: Path): void {
    if (!this.known) return;
    const { ids, events, doubtful } = this.known;
    for (const id of cycles) {
      if (!ids.includes(id) && !doubtful.includes(id.slice(id.indexOf('/') + 1)))
        this.source.fault([...path, 'cycle'], `the scenario has no cycle "${id}"`, `Name one of ${ids.join(', ')}.`);
    }
    if (calendarEvent !== null && !events.includes(calendarEvent) && doubtful.length === 0) {
      const listed = [...new Set(events)].join(', ') || 'none';
      const problem = `no cycle of the scenario is counted from "${calendarEvent}"`;
      this.source.fault([...path, 'event'], problem, `Name one of those that are followed: ${listed}.`);
    }
  }

  private event(given: Exclude<GivenEvent, { kind: 'succession' }>): ScriptedEvent {
    const event = this.bareEvent(given);
    const { because } = given;
    if (because === undefined || event.kind === 'milestone') return event;
    return 'because' in event ? { ...event, because: `${event.because}; ${because}` } : { ...event, because };
  }

  private bareEvent(given: Exclude<GivenEvent, { kind: 'succession' }>): ScriptedEvent {
    const { at } = given;
    const of = (name: string): string => this.codeOf(name) ?? name;
    const ofAny = (name: string | undefined): string | null => (name === undefined ? null : of(name));
    switch (given.kind) {
      case 'answer': {
        const { sender, as } = given;
        const further = { ...(sender === undefined ? {} : { sender }), ...(as === undefined ? {} : { as }) };
        return { kind: 'answer', party: of(given.party), at, ...further };
      }
      case 'message': {
        const { sender, asks, until } = given;
        const further = {
          ...(sender === undefined ? {} : { sender }),
          ...(asks === undefined ? {} : { ask: ASKS[asks] }),
          ...(until === undefined ? {} : { until }),
        };
        return { kind: 'message', party: of(given.party), at, ...further };
      }
      case 'approve':
        return { kind: 'approve', party: ofAny(given.party), at };
      case 'decline':
        return { kind: 'decline', party: ofAny(given.party), at, reason: given.reason };
      case 'settle':
        return { kind: 'settle', party: of(given.party), at, isGranted: given.granted, reason: given.reason };
      case 'judge':
        return { kind: 'judge', party: of(given.party), at, isPart: given.part };
      case 'bounce':
        return { kind: 'bounce', party: of(given.party), at, role: given.role };
      case 'contact': {
        const { role, name, address, authority, reason } = given;
        return { kind: 'contact', party: of(given.party), at, role, name, address, authority, reason };
      }
      case 'extension': {
        const { authority, reason, until: dueDate } = given;
        return { kind: 'extension', party: of(given.party), at, dueDate, authority, reason };
      }
      case 'pause':
      case 'resume': {
        const { kind, authority, reason } = given;
        return { kind, party: ofAny(given.party), at, authority, reason };
      }
      case 'holiday': {
        const { authority, reason, date, name } = given;
        return { kind: 'holiday', party: ofAny(given.party), at, date, name, authority, reason };
      }
      case 'leave':
        return { kind: 'end', party: of(given.party), at, because: actWords(given) };
      case 'report-date': {
        const { date, authority, reason } = given;
        return { kind: 'reportDate', party: null, at, date, authority, reason };
      }
      case 'milestone':
        return { kind: 'milestone', party: null, at, because: given.because, cycles: [given.cycle ?? []].flat() };
    }
  }

  private succession(given: Extract<GivenEvent, { kind: 'succession' }>, path: Path): CycleEvent {
    const { at, duties, authority, reason } = given;
    for (const [index, duty] of duties.entries()) {
      for (const key of ['ends', 'goesOnIn'] as const) {
        const ids = this.catalogue.obligations.map(({ id }) => id);
        const own = [...path, 'duties', index, key];
        if (!ids.includes(duty[key]))
          this.source.fault(own, `there is no obligation "${duty[key]}"`, `Name one of ${ids.join(', ')}.`);
      }
    }
    const succession: Succession = {
      date: at.slice(0, 10),
      kind: given.succession,
      from: given.from.map((one, index) => this.paragraph(one, [...path, 'from', index])),
      to: given.to.map((one, index) => this.paragraph(one, [...path, 'to', index])),
      duties,
      reason,
      document: null,
      source: authority,
    };
    if (concernedBy(this.catalogue, succession).length === 0) {
      const remedy = 'Name a paragraph that `coordinator mandate check` shows with an obligation.';
      this.source.fault([...path, 'from'], 'no duty hangs on these paragraphs on that day', remedy);
    }
    const words = actWords({ reason: passingWords(this.catalogue, succession), authority });
    const because = given.because === undefined ? words : `${words}; ${given.because}`;
    return { cycles: null, calendarEvent: null, succession, event: { kind: 'mandate', party: null, at, because } };
  }

  /** `ag-res-2019/9`, `2019/9`, or a symbol that the register does not hold: `AG/RES. 3000 (LVII-O/27)/4`. */
  private paragraph(name: string, path: Path): ParagraphRef {
    const slash = name.lastIndexOf('/');
    const [asked, number] = [name.slice(0, slash), name.slice(slash + 1)];
    const found = findResolution(this.catalogue, asked);
    const isNumber = number === 'unknown' || /^[1-9]\d*$/.test(number);
    if (slash < 0 || !isNumber || (!found && parseSymbol(asked) === undefined)) {
      const remedy =
        'Write resolution and paragraph, such as ag-res-2019/9, ag-res-2118/unknown or AG/RES. 3000 (LVII-O/27)/4.';
      this.source.fault(path, `"${name}" is no paragraph of a resolution`, remedy);
    }
    const paragraph = number === 'unknown' ? number : Number(number);
    return { resolution: found?.id ?? asked, paragraph };
  }
}

const ASKS = { assistance: 'assistance', extension: 'extensionRequested', justification: 'justification' } as const;

function isMoment(text: string): boolean {
  return isIsoDate(text) || (isIsoDate(text.slice(0, 10)) && /^.{10}T\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text));
}
