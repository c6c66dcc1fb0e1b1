import { cycleId } from '../domain/ids.js';
import type { Catalogue, Obligation, Party } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import type { Period } from '../domain/period.js';
import { instantAt } from '../domain/plan.js';
import { knownReportDate } from '../domain/report-date.js';
import type { ScriptedEvent } from '../domain/script.js';
import { simulate } from '../domain/simulation.js';
import type { SimulatedLine } from '../domain/simulation.js';
import { addDays } from '../domain/iso-date.js';
import { CommandFault } from './fault.js';
import { findObligation } from './known.js';
import { periodAsked, periodsAsked } from './period.js';
import type { CycleEvent, Scenario } from './script.js';

/** One cycle to be lived through. */
export interface CycleRun {
  id: string;
  obligation: Obligation;
  openedDate: string;
  reportDate: string;
  dueDate: string | undefined;
  parties: Party[];
}

/** How the world answers, beside the script. */
interface World {
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
  const openedDate = open ?? addDays(reportDate, -obligation.rules.openDaysBeforeReport);
  const parties = partiesAsked(catalogue.parties, catalogue.disputed, openedDate, obligation.parties);
  return { id: cycleId(obligation.id, period), obligation, openedDate, reportDate, dueDate: due, parties };
}

/** The cycles that a scenario names, each by its year or its period. Throws CommandFault where there is no such cycle. */
export function runsOf(catalogue: Catalogue, cycles: Scenario['cycles']): CycleRun[] {
  return cycles.map((cycle) => {
    const obligation = findObligation(catalogue, cycle.obligation);
    return runOf(catalogue, obligation, { ...cycle, period: periodAsked(obligation, cycle) });
  });
}

/** Every cycle of a year that has a day on file. */
export function runsOfYear(catalogue: Catalogue, year: number): CycleRun[] {
  return catalogue.obligations.flatMap((obligation) =>
    periodsAsked(obligation, { year })
      .filter((period) => knownReportDate(obligation, period) !== undefined)
      .map((period) => runOf(catalogue, obligation, { period })),
  );
}

/** Lives through the cycles, each with what it hears of. Throws CommandFault where an event names what there is not. */
export function liveAll(catalogue: Catalogue, runs: CycleRun[], events: CycleEvent[], world: World): SimulatedLine[] {
  assertKnown(runs, events);
  return runs.flatMap((run) => live(catalogue, run, heardBy(run, runs, events), world));
}

function live(
  { headquarters }: Catalogue,
  { id, obligation, openedDate, reportDate, dueDate, parties }: CycleRun,
  script: ScriptedEvent[],
  world: World,
): SimulatedLine[] {
  return simulate({
    cycle: id,
    rules: obligation.rules,
    reportDate,
    openedAt: instantAt(openedDate, '10:00', headquarters.zone),
    ...(dueDate === undefined ? {} : { dueDate: { date: dueDate, authority: 'the command line' } }),
    headquarters,
    parties,
    script,
    ...world,
  });
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

/**
 * What a cycle hears of: what names it or the event that it is counted from, every pause, and of the rest what comes from a
 * party while it is the last that has opened for it: an answer answers the last request.
 */
function heardBy(run: CycleRun, runs: CycleRun[], events: CycleEvent[]): ScriptedEvent[] {
  return events.flatMap(({ cycles, calendarEvent, event }): ScriptedEvent[] => {
    if (calendarEvent !== null) {
      if (run.obligation.reportDate.event !== calendarEvent || event.kind !== 'reportDate') return [];
      return [{ ...event, date: addDays(event.date, run.obligation.reportDate.daysAfter) }];
    }
    if (cycles !== null) return cycles.includes(run.id) ? [event] : [];
    if (event.kind === 'pause' || event.kind === 'resume') return [event];
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
