import { passageOf } from '../domain/adjustment.js';
import type { RunningDuty } from '../domain/adjustment.js';
import { roundDateBefore } from '../domain/contact-round.js';
import { nearestWorkingDay } from '../domain/calendar.js';
import { isPrincipal } from '../domain/cycle.js';
import { cycleId, requestId } from '../domain/ids.js';
import { addDays } from '../domain/iso-date.js';
import { actWords } from '../domain/ledger.js';
import type { Catalogue, Obligation, Party, Succession } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { openingHourOn } from '../domain/opening-hour.js';
import type { Period } from '../domain/period.js';
import { instantAt } from '../domain/plan.js';
import { concernedBy, passingWords } from '../domain/passing.js';
import { isAskedWith, knownReportDate, openingBefore, reportDateByEvent } from '../domain/report-date.js';
import { isPassage } from '../domain/script.js';
import type { ScriptedEvent } from '../domain/script.js';
import { simulate } from '../domain/simulation.js';
import type { SimulationInput } from '../domain/simulation/input.js';
import type { SimulatedLine } from '../domain/simulation/line.js';
import { heirOn } from '../domain/succession.js';
import { CommandFault } from './fault.js';
import { findObligation } from './known.js';
import { periodAsked, periodsAsked } from './period.js';
import type { CycleEvent, Scenario } from './script.js';

/** One cycle to be lived through. */
export interface CycleRun {
  id: string;
  obligation: Obligation;
  openedDate: string;
  /** Whether the opening day was given, and stands though the day that the cycle is counted from moves before it. */
  isOpenedAsGiven: boolean;
  reportDate: string;
  dueDate: string | undefined;
  parties: Party[];
}

/** How the world answers, beside the script. */
export interface World {
  unreachable: string[];
  approvals: 'atOnce' | 'none';
}

/** The cycle of a period, with the dates given instead of those of its rules. Throws CommandFault where no day is on file. */
export function runOf(
  catalogue: Catalogue,
  obligation: Obligation,
  given: { period: Period; open?: string | undefined; report?: string | undefined; due?: string | undefined },
): CycleRun {
  const { period, open, report, due } = given;
  const reportDate = report ?? knownReportDate(obligation, period)?.date;
  if (reportDate === undefined)
    throw new CommandFault(`No date is on file for ${obligation.id} of ${period}: give the report date.`, 2);
  const openedDate = open ?? openingBefore(obligation.rules, reportDate, catalogue.headquarters);
  const isOpenedAsGiven = open !== undefined;
  const parties = partiesOn(catalogue, obligation, openedDate);
  const id = cycleId(obligation.id, period);
  return { id, obligation, openedDate, isOpenedAsGiven, reportDate, dueDate: due, parties };
}

function partiesOn({ parties, disputed }: Catalogue, obligation: Obligation, date: string): Party[] {
  return partiesAsked(parties, disputed, date, obligation.parties);
}

/**
 * The cycle with the opening day that it has once the moves that come before it are known: a cycle that has not opened is counted from
 * the day as it stands, so one that moves takes the opening with it. A day that the news overtakes is the next working day.
 */
function openedAsMoved(catalogue: Catalogue, run: CycleRun, events: CycleEvent[]): CycleRun {
  const openedDate = openingAsKnown(catalogue, run, events, (opening) => opening);
  if (openedDate === run.openedDate) return run;
  return { ...run, openedDate, parties: partiesOn(catalogue, run.obligation, openedDate) };
}

/** The opening day as it is known on the day `actsOn` it, such as that of the question about contacts before it. */
function openingAsKnown(
  { headquarters }: Catalogue,
  run: CycleRun,
  events: CycleEvent[],
  actsOn: (openedDate: string) => string,
): string {
  if (run.isOpenedAsGiven) return run.openedDate;
  const moves = events
    .flatMap((one) => {
      const date = movedDateOf(run, one);
      return date === undefined ? [] : [{ on: one.event.at.slice(0, 10), date }];
    })
    .sort((one, other) => (one.on < other.on ? -1 : one.on > other.on ? 1 : 0));
  return moves.reduce((opening, { on, date }) => {
    if (on >= actsOn(opening)) return opening;
    const byRule = openingBefore(run.obligation.rules, date, headquarters);
    const afterNews = nearestWorkingDay(headquarters, addDays(on, 1), 1).date;
    return byRule > afterNews ? byRule : afterNews;
  }, run.openedDate);
}

/** The report date that an event gives a cycle; undefined where it gives it none. */
function movedDateOf(run: CycleRun, { cycles, calendarEvent, event }: CycleEvent): string | undefined {
  if (event.kind !== 'reportDate') return undefined;
  if (calendarEvent !== null) return reportDateByEvent(run.obligation, calendarEvent, event.date);
  return cycles?.includes(run.id) ? event.date : undefined;
}

/** The cycles that a scenario names, each by its year or its period. Throws CommandFault where there is no such cycle. */
export function runsOf(catalogue: Catalogue, cycles: Scenario['cycles']): CycleRun[] {
  return cycles.map((cycle) => {
    const obligation = findObligation(catalogue, cycle.obligation);
    return runOf(catalogue, obligation, { ...cycle, period: periodAsked(obligation, cycle) });
  });
}

/** Every cycle of a year that has a day on file and is asked on its own. */
export function runsOfYear(catalogue: Catalogue, year: number): CycleRun[] {
  const runs = catalogue.obligations.flatMap((obligation) =>
    periodsAsked(obligation, { year })
      .filter((period) => knownReportDate(obligation, period) !== undefined && !isAskedWith(obligation, period))
      .map((period) => runOf(catalogue, obligation, { period })),
  );
  return runs.filter(({ obligation, openedDate }) => !heirOn(catalogue.successions, obligation.id, openedDate));
}

/** Lives through the cycles, each with what it hears of. Throws CommandFault where an event names what there is not. */
export function liveAll(
  catalogue: Catalogue,
  planned: CycleRun[],
  events: CycleEvent[],
  world: World,
): SimulatedLine[] {
  assertKnown(planned, events);
  const runs = planned.map((run) => openedAsMoved(catalogue, run, events));
  const all = [...events, ...successionsOf(catalogue)];
  const present = runs.map((run) => ({
    ...run,
    parties: run.parties.filter(({ code }) => !hasLeft(code, run, events)),
  }));
  for (const run of runs) assertCarried(run, all);
  return simulate(...present.map((run) => inputOf(catalogue, run, heardBy(catalogue, run, present, all), world)));
}

/** What the register says has passed on: every cycle that runs on the day hears of it. */
function successionsOf(catalogue: Catalogue): CycleEvent[] {
  return catalogue.successions.map((succession) => {
    const { date: at, document, source } = succession;
    const because = actWords({ reason: passingWords(catalogue, succession), authority: document ?? source });
    return { cycles: null, calendarEvent: null, succession, event: { kind: 'mandate', party: null, at, because } };
  });
}

/**
 * The yearly question to the missions, before each questionnaire among the cycles: whether the contacts are still right. It belongs to
 * no request.
 */
export function contactQuestions(
  catalogue: Catalogue,
  runs: CycleRun[],
  events: CycleEvent[],
  { unreachable }: World,
): SimulatedLine[] {
  const { headquarters } = catalogue;
  return runs.flatMap((run) => {
    const { id, obligation } = run;
    if (!isPrincipal(obligation)) return [];
    const openedDate = openingAsKnown(catalogue, run, events, (opening) => roundDateBefore(opening, headquarters));
    const date = roundDateBefore(openedDate, headquarters);
    return partiesOn(catalogue, obligation, date).flatMap(({ code, contacts }): SimulatedLine[] => {
      const mission = contacts.find(({ role }) => role === 'mission');
      if (!mission || unreachable.includes(code) || hasLeft(code, { id, openedDate: date }, events)) return [];
      const at = openingHourOn(date, headquarters.zone);
      const because = `before ${id} opens on ${openedDate} the mission confirms or replaces the contacts`;
      return [{ at, kind: 'mail', party: code, requests: [], rung: 'contacts', to: mission.id, because }];
    });
  });
}

/** Whether a party had left before a cycle opened: then it is not asked. */
function hasLeft(code: string, { id, openedDate }: Pick<CycleRun, 'id' | 'openedDate'>, events: CycleEvent[]): boolean {
  return events.some(
    ({ cycles, event }) =>
      event.kind === 'end' &&
      event.party === code &&
      (cycles === null || cycles.includes(id)) &&
      event.at.slice(0, 10) <= openedDate,
  );
}

function assertCarried({ id, obligation, openedDate }: CycleRun, events: CycleEvent[]): void {
  const successions = events.flatMap(({ succession }) => succession ?? []);
  const heir = heirOn(successions, obligation.id, openedDate);
  if (heir !== undefined)
    throw new CommandFault(`${id} opens on ${openedDate}, when ${heir} carries ${obligation.id} on: leave it out.`, 2);
}

function inputOf(
  { headquarters }: Catalogue,
  { id, obligation, openedDate, reportDate, dueDate, parties }: CycleRun,
  script: ScriptedEvent[],
  world: World,
): SimulationInput {
  return {
    cycle: id,
    rules: obligation.rules,
    ...(obligation.objectionWorkingDays === undefined ? {} : { objectionWorkingDays: obligation.objectionWorkingDays }),
    reportDate,
    openedAt: instantAt(openedDate, '10:00', headquarters.zone),
    ...(dueDate === undefined ? {} : { dueDate: { date: dueDate, authority: 'the command line' } }),
    headquarters,
    parties,
    script,
    ...world,
  };
}

function assertKnown(runs: CycleRun[], events: CycleEvent[]): void {
  const known = runs.map(({ id }) => id);
  const twice = known.find((id, index) => known.indexOf(id) !== index);
  if (twice !== undefined) throw new CommandFault(`--scenario: the cycle ${twice} is named twice; leave one out.`, 2);
  for (const { cycles, calendarEvent } of events) {
    const unknown = (cycles ?? []).find((id) => !known.includes(id));
    if (unknown !== undefined)
      throw new CommandFault(`--scenario: an event names the cycle '${unknown}'. Known: ${known.join(', ')}`, 2);
    const followed = runs.flatMap(({ obligation }) => obligation.reportDate.event ?? []);
    if (calendarEvent !== null && !followed.includes(calendarEvent))
      throw new CommandFault(
        `--scenario: no cycle is counted from '${calendarEvent}'. Known: ${[...new Set(followed)].join(', ') || 'none'}`,
        2,
      );
  }
}

const HEARD_BY_ALL: ScriptedEvent['kind'][] = ['pause', 'resume', 'holiday', 'end'];

/**
 * What a cycle hears of: what names it or the event that it is counted from, every pause and day off, that a party leaves, that its
 * mandate passes on, and of the rest what comes from a party while it is the last that has opened for it: an answer answers the last
 * request.
 */
function heardBy(catalogue: Catalogue, run: CycleRun, runs: CycleRun[], events: CycleEvent[]): ScriptedEvent[] {
  return events.flatMap(({ cycles, calendarEvent, succession, event }): ScriptedEvent[] => {
    if (succession) return passagesOf(catalogue, run, runs, succession, event);
    if (calendarEvent !== null) {
      const date = movedDateOf(run, { cycles, calendarEvent, event });
      return date === undefined || event.kind !== 'reportDate' ? [] : [{ ...event, date }];
    }
    if (cycles !== null) return cycles.includes(run.id) ? [event] : [];
    if (HEARD_BY_ALL.includes(event.kind)) return [event];
    const asking = runs.filter(
      ({ parties }) => event.party === null || parties.some(({ code }) => code === event.party),
    );
    const opened = asking.filter((one) => one.openedDate <= event.at.slice(0, 10));
    const last = opened.reduce<CycleRun | null>(
      (latest, one) => (latest === null || one.openedDate > latest.openedDate ? one : latest),
      null,
    );
    return run === (last ?? asking[0] ?? runs[0]) ? [event] : [];
  });
}

/** What a succession means for each request of a cycle that runs on its day, by the rule of the service. */
function passagesOf(
  catalogue: Catalogue,
  run: CycleRun,
  runs: CycleRun[],
  succession: Succession,
  event: ScriptedEvent,
): ScriptedEvent[] {
  const { date, duties = [] } = succession;
  const isRunning = ({ openedDate, reportDate }: CycleRun): boolean => openedDate < date && date <= reportDate;
  if (!isRunning(run) || !isPassage(event) || !concernedBy(catalogue, succession).includes(run.obligation.id))
    return [];
  const running = runs.filter(isRunning).flatMap(dutiesOf);
  return dutiesOf(run).map((request) => {
    const passage = passageOf(request, duties, running, event.because);
    const { party } = request;
    return { kind: passage.ends ? 'end' : 'mandate', party, at: event.at, because: passage.because };
  });
}

function dutiesOf({ id, obligation, parties }: CycleRun): RunningDuty[] {
  return parties.map(({ code }) => ({ requestId: requestId(id, code), party: code, obligation: obligation.id }));
}
