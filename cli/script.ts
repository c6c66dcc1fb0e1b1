import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { isIsoDate } from '../domain/iso-date.js';
import type { Catalogue } from '../domain/mandate.js';
import type { ScriptedEvent } from '../domain/script.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';

const day = z.string().refine(isIsoDate, 'must be a date of the calendar, yyyy-mm-dd');
const moment = z.string().refine(isMoment, 'must be a date yyyy-mm-dd or an instant such as 2027-01-05T15:00:00Z');
const act = { at: moment, authority: z.string().min(1), reason: z.string().min(1) };
/** One cycle, or several that one mail or one act concerns. */
const ofCycle = { cycle: z.union([z.string(), z.array(z.string()).min(1)]).optional() };

/** One thing that happens. `cycle` is needed only where a scenario has several and the event is about one of them. */
const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('answer'),
    party: z.string(),
    at: moment,
    sender: z.string().optional(),
    as: z.enum(['nil', 'part']).optional(),
    ...ofCycle,
  }),
  z.strictObject({
    kind: z.literal('message'),
    party: z.string(),
    at: moment,
    sender: z.string().optional(),
    asks: z.enum(['assistance', 'extension', 'justification']).optional(),
    until: day.optional(),
    ...ofCycle,
  }),
  z.strictObject({
    kind: z.literal('bounce'),
    party: z.string(),
    at: moment,
    role: z.enum(['mission', 'capital', 'alternate']),
    ...ofCycle,
  }),
  z.strictObject({ kind: z.literal('extension'), party: z.string(), until: day, ...act, ...ofCycle }),
  z.strictObject({ kind: z.literal('pause'), party: z.string().optional(), ...act }),
  z.strictObject({ kind: z.literal('resume'), party: z.string().optional(), ...act }),
  z.strictObject({ kind: z.literal('approve'), party: z.string().optional(), at: moment, ...ofCycle }),
  z.strictObject({
    kind: z.literal('decline'),
    party: z.string().optional(),
    at: moment,
    reason: z.string().min(1),
    ...ofCycle,
  }),
  z.strictObject({
    kind: z.literal('settle'),
    party: z.string(),
    at: moment,
    granted: z.boolean(),
    reason: z.string().min(1),
    ...ofCycle,
  }),
  z.strictObject({ kind: z.literal('judge'), party: z.string(), at: moment, part: z.boolean(), ...ofCycle }),
  z.strictObject({
    kind: z.literal('report-date'),
    date: day,
    /** Instead of a cycle: the event whose day it is; every cycle that is counted from it moves. */
    event: z.string().optional(),
    ...act,
    ...ofCycle,
  }),
]);

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
  event: ScriptedEvent;
}

export type Scenario = Omit<z.output<typeof scenarioSchema>, 'events'> & { events: CycleEvent[] };

/** Reads a scenario, YAML or JSON. Throws CommandFault with every fault of the file. */
export async function readScenario(catalogue: Catalogue, file: string): Promise<Scenario> {
  const { events, ...scenario } = check(scenarioSchema, '--scenario', file, await readData('--scenario', file));
  const unreachable = scenario.unreachable.map((text) => findParty(catalogue, text).code);
  return { ...scenario, unreachable, events: events.map((event) => toEvent(catalogue, event)) };
}

/** Reads a list of events, YAML or JSON. Throws CommandFault with every fault of the file. */
export async function readEvents(catalogue: Catalogue, file: string): Promise<CycleEvent[]> {
  const events = check(z.array(eventSchema), '--script', file, await readData('--script', file));
  return events.map((event) => toEvent(catalogue, event));
}

function toEvent(catalogue: Catalogue, given: z.output<typeof eventSchema>): CycleEvent {
  const cycles = 'cycle' in given && given.cycle !== undefined ? [given.cycle].flat() : null;
  const calendarEvent = 'event' in given ? (given.event ?? null) : null;
  const named = { cycles, calendarEvent };
  const { at } = given;
  switch (given.kind) {
    case 'answer': {
      const { sender, as } = given;
      const party = findParty(catalogue, given.party).code;
      const further = { ...(sender === undefined ? {} : { sender }), ...(as === undefined ? {} : { as }) };
      return { ...named, event: { kind: 'answer', party, at, ...further } };
    }
    case 'message': {
      const { sender, asks, until } = given;
      const party = findParty(catalogue, given.party).code;
      const further = {
        ...(sender === undefined ? {} : { sender }),
        ...(asks === undefined ? {} : { ask: ASKS[asks] }),
        ...(until === undefined ? {} : { until }),
      };
      return { ...named, event: { kind: 'message', party, at, ...further } };
    }
    case 'approve':
      return { ...named, event: { kind: 'approve', party: partyOrAll(catalogue, given.party), at } };
    case 'decline': {
      const { reason } = given;
      return { ...named, event: { kind: 'decline', party: partyOrAll(catalogue, given.party), at, reason } };
    }
    case 'settle': {
      const { granted: isGranted, reason } = given;
      const party = findParty(catalogue, given.party).code;
      return { ...named, event: { kind: 'settle', party, at, isGranted, reason } };
    }
    case 'judge':
      return {
        ...named,
        event: { kind: 'judge', party: findParty(catalogue, given.party).code, at, isPart: given.part },
      };
    case 'bounce':
      return {
        ...named,
        event: { kind: 'bounce', party: findParty(catalogue, given.party).code, at, role: given.role },
      };
    case 'extension': {
      const { authority, reason, until: dueDate } = given;
      const party = findParty(catalogue, given.party).code;
      return { ...named, event: { kind: 'extension', party, at, dueDate, authority, reason } };
    }
    case 'pause':
    case 'resume': {
      const { kind, authority, reason } = given;
      const party = given.party === undefined ? null : findParty(catalogue, given.party).code;
      return { ...named, event: { kind, party, at, authority, reason } };
    }
    case 'report-date': {
      const { date, authority, reason } = given;
      return { ...named, event: { kind: 'reportDate', party: null, at, date, authority, reason } };
    }
  }
}

const ASKS = { assistance: 'assistance', extension: 'extensionRequested', justification: 'justification' } as const;

function partyOrAll(catalogue: Catalogue, text: string | undefined): string | null {
  return text === undefined ? null : findParty(catalogue, text).code;
}

function isMoment(text: string): boolean {
  return isIsoDate(text) || (isIsoDate(text.slice(0, 10)) && /^.{10}T\d\d:\d\d(:\d\d(\.\d+)?)?Z$/.test(text));
}

async function readData(option: string, file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    throw new CommandFault(`${option}: ${file} cannot be read: give the path of a file`, 2);
  }
  try {
    return parse(text);
  } catch (fault) {
    throw new CommandFault(`${option}: ${file} is neither YAML nor JSON: ${(fault as Error).message}`, 2);
  }
}

function check<S extends z.ZodType>(schema: S, option: string, file: string, data: unknown): z.output<S> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new CommandFault(`${option}: ${file}\n${z.prettifyError(parsed.error)}`, 2);
}
