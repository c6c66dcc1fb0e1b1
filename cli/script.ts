import { stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { z } from 'zod';
import { formatFaults } from '../adapters/mandates/fault.js';
import type { Fault } from '../adapters/mandates/fault.js';
import { date as day, text } from '../adapters/mandates/schema.js';
import { parseShape } from '../adapters/mandates/shape.js';
import { readSource } from '../adapters/mandates/source.js';
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

const KINDS = eventSchema.options.map(({ shape }) => shape.kind.value);

const scenarioSchema = z.strictObject({
  title: z.string().optional(),
  /** The last day that is shown. */
  until: day.optional(),
  cycles: z
    .array(
      z
        .strictObject({
          obligation: z.string(),
          year: z.int().optional(),
          period: z.string().optional(),
          open: day.optional(),
          report: day.optional(),
          due: day.optional(),
        })
        .refine(({ year, period }) => (year === undefined) !== (period === undefined), {
          error: 'name either its year, or its period such as 2027-H1',
        }),
    )
    .min(1),
  unreachable: z.array(z.string()).default([]),
  /** Whether what waits for approval is approved at once. */
  approvals: z.enum(['at-once', 'none']).default('at-once'),
  events: z.array(eventSchema).default([]),
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

export type Scenario = Omit<z.output<typeof scenarioSchema>, 'events'> & { events: CycleEvent[] };

/** Reads a scenario, YAML or JSON. Throws CommandFault with every fault of the file: line, field, and what to do. */
export async function readScenario(catalogue: Catalogue, file: string): Promise<Scenario> {
  return readChecked('--scenario', file, (source) => {
    checkKinds(source, ['events'], (source.value as { events?: unknown } | undefined)?.events);
    const scenario = parseShape(source, scenarioSchema);
    if (!scenario) return undefined;
    const known = checkCycles(catalogue, source, scenario);
    const reader = new EventReader(catalogue, source, known);
    const events = scenario.events.map((event, index) => reader.read(event, ['events', index]));
    const unreachable = scenario.unreachable.map((name, index) => reader.party(name, ['unreachable', index]));
    return { ...scenario, unreachable, events };
  });
}

/** Reads a list of events, YAML or JSON. Throws CommandFault with every fault of the file: line, field, and what to do. */
export async function readEvents(catalogue: Catalogue, file: string): Promise<CycleEvent[]> {
  return readChecked('--script', file, (source) => {
    checkKinds(source, [], source.value);
    const events = parseShape(source, z.array(eventSchema));
    const reader = new EventReader(catalogue, source, null);
    return events?.map((event, index) => reader.read(event, [index]));
  });
}

async function readChecked<T>(option: string, file: string, read: (source: Source) => T | undefined): Promise<T> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new CommandFault(`${option}: ${file} cannot be read: give the path of a file`, 2);
  const faults: Fault[] = [];
  const result = read(await readSource(dirname(file), basename(file), faults));
  if (faults.length > 0 || result === undefined) {
    const inOrder = [...faults].sort((a, b) => a.line - b.line);
    throw new CommandFault(`${option}: ${formatFaults(inOrder, file)}\n  The format: docs/scenarios.md`, 2);
  }
  return result;
}

/** A kind that there is not: said once, by all that there are. */
function checkKinds(source: Source, path: Path, events: unknown): void {
  if (!Array.isArray(events)) return;
  events.forEach((event: unknown, index) => {
    const kind = (event as { kind?: unknown } | null)?.kind;
    if (typeof kind === 'string' && !(KINDS as string[]).includes(kind))
      source.fault([...path, index, 'kind'], `there is no kind of event "${kind}"`, `Name one of ${KINDS.join(', ')}.`);
  });
}

interface Cycles {
  ids: string[];
  /** The sessions and meetings that a cycle is counted from. */
  events: string[];
}

/** Records cycles of duties that there are not, without a day, with days out of order, or named twice. */
function checkCycles(catalogue: Catalogue, source: Source, { cycles }: z.output<typeof scenarioSchema>): Cycles {
  const known: Cycles = { ids: [], events: [] };
  cycles.forEach(({ obligation: name, year, period: named, open, report, due }, index) => {
    const path = ['cycles', index];
    const obligation = catalogue.obligations.find(({ id }) => id === name);
    if (!obligation) {
      const remedy = `Name one of ${catalogue.obligations.map(({ id }) => id).join(', ')}.`;
      source.fault([...path, 'obligation'], `there is no obligation "${name}"`, remedy);
      return;
    }
    const period = periodIn(obligation, { year, period: named });
    if (period === null) {
      const { recurrence } = obligation;
      const some = periodsOf(recurrence, year ?? 2027).join(', ');
      source.fault(
        path,
        `${named ?? year ?? ''} is no period of ${name}, which is ${recurrence}`,
        `Name one of ${some}.`,
      );
      return;
    }
    const id = cycleId(name, period);
    const day = report ?? knownReportDate(obligation, period)?.date;
    if (day === undefined)
      source.fault([...path, 'year'], `no date is on file for ${name} of ${period}`, 'Add report: yyyy-mm-dd.');
    else if (open !== undefined && open >= day)
      source.fault([...path, 'open'], `opens on ${open}, and is counted from ${day}`, 'Open it earlier.');
    if (due !== undefined && open !== undefined && due <= open)
      source.fault([...path, 'due'], `is due on ${due}, and opens on ${open}`, 'Let it be due after its opening.');
    if (known.ids.includes(id)) source.fault(path, `the cycle ${id} is named twice`, 'Leave one of them out.');
    known.ids.push(id);
    if (obligation.reportDate.event !== null) known.events.push(obligation.reportDate.event);
  });
  return known;
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

/** Turns events into what the simulator takes; what they name and there is not is recorded as a fault where it stands. */
class EventReader {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly source: Source,
    /** The cycles of the scenario; null where the command line names them. */
    private readonly known: Cycles | null,
  ) {}

  read(given: GivenEvent, path: Path): CycleEvent {
    const cycles = 'cycle' in given && given.cycle !== undefined ? [given.cycle].flat() : null;
    const calendarEvent = 'event' in given ? (given.event ?? null) : null;
    this.checkNamed(cycles, calendarEvent, path);
    if (given.kind === 'succession') return this.succession(given, path);
    return { cycles, calendarEvent, event: this.event(given, path) };
  }

  /** The code of a party; the text itself where there is none. */
  party(name: string, path: Path): string {
    try {
      return findParty(this.catalogue, name).code;
    } catch {
      const remedy = 'Give a code such as BRA or CIM, or the English name; `coordinator mandate check` counts them.';
      this.source.fault(path, `there is no party "${name}"`, remedy);
      return name;
    }
  }

  private checkNamed(cycles: string[] | null, calendarEvent: string | null, path: Path): void {
    if (!this.known) return;
    const { ids, events } = this.known;
    for (const id of cycles ?? []) {
      if (!ids.includes(id))
        this.source.fault([...path, 'cycle'], `the scenario has no cycle "${id}"`, `Name one of ${ids.join(', ')}.`);
    }
    if (calendarEvent !== null && !events.includes(calendarEvent)) {
      const listed = [...new Set(events)].join(', ') || 'none';
      const problem = `no cycle of the scenario is counted from "${calendarEvent}"`;
      this.source.fault([...path, 'event'], problem, `Name one of those that are followed: ${listed}.`);
    }
  }

  private event(given: Exclude<GivenEvent, { kind: 'succession' }>, path: Path): ScriptedEvent {
    const event = this.bareEvent(given, path);
    const { because } = given;
    if (because === undefined || event.kind === 'milestone') return event;
    return 'because' in event ? { ...event, because: `${event.because}; ${because}` } : { ...event, because };
  }

  private bareEvent(given: Exclude<GivenEvent, { kind: 'succession' }>, path: Path): ScriptedEvent {
    const { at } = given;
    const of = (name: string): string => this.party(name, [...path, 'party']);
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
