import { countWorkingDays, nearestWorkingDay } from './calendar.js';
import type { SkippedDay } from './calendar.js';
import { addDays } from './iso-date.js';
import type { Calendar, IsoDate, PartyCalendar } from './mandate.js';

/** What a date is counted from. */
export type Anchor = 'opening' | 'note' | 'due' | 'report';

/** One step of the proof of a date, as data, so that each language can print it. */
export type DeadlineStep =
  | {
      kind: 'counted';
      from: Anchor;
      fromDate: IsoDate;
      days: number;
      /** Absent for calendar days; with `skipped` the holidays that did not count. */
      unit?: 'working';
      skipped?: SkippedDay[];
      date: IsoDate;
    }
  | { kind: 'moved'; direction: 'next' | 'previous'; skipped: SkippedDay[]; date: IsoDate }
  | {
      kind: 'raised';
      reason: 'minimum-days' | 'grace-days';
      from: Anchor;
      fromDate: IsoDate;
      days: number;
      date: IsoDate;
    }
  | { kind: 'set'; authority: string; date: IsoDate }
  /** A later date that was granted; `fromDate` is the date that it replaces. `entry` names the act in the ledger. */
  | { kind: 'extended'; entry: string; authority: string; reason: string; fromDate: IsoDate; date: IsoDate }
  /** Days from `fromDate` up to `untilDate`, that day not included, in which the clock stood still. */
  | {
      kind: 'paused';
      entry: string;
      authority: string;
      reason: string;
      fromDate: IsoDate;
      untilDate: IsoDate;
      days: number;
      date: IsoDate;
    };

/** A date with its proof: the steps that led to it, in order. */
export interface Deadline {
  date: IsoDate;
  steps: DeadlineStep[];
}

/** Another date that this one must not precede, itself extended to a working day. */
export interface Floor {
  reason: 'minimum-days' | 'grace-days';
  from: Anchor;
  fromDate: IsoDate;
  days: number;
}

/**
 * A date counted from an anchor in calendar days and, where it falls on a day off at headquarters, extended to the next working
 * day (OAS Staff Rule 113.2); or counted in working days. A post that leaves ahead of a date goes to the previous working day
 * instead. With `partyCalendar` working days are those of both places: for the day of a post, and for a due date whose rule says
 * so; else what is due follows headquarters alone.
 */
export function deadline(input: {
  from: Anchor;
  fromDate: IsoDate;
  days: number;
  /** Calendar days where it is left out. Of working days `partyCalendar` makes those of both places. */
  unit?: 'calendar' | 'working';
  calendar: Calendar;
  partyCalendar?: PartyCalendar;
  direction?: 'next' | 'previous';
  floor?: Floor;
}): Deadline {
  const { from, fromDate, days, unit, calendar, partyCalendar, direction = 'next', floor } = input;
  const working = unit === 'working' ? countWorkingDays(calendar, fromDate, days, partyCalendar) : null;
  const counted = working?.date ?? addDays(fromDate, days);
  const inUnit = working ? { unit: 'working' as const, skipped: working.holidays } : {};
  const steps: DeadlineStep[] = [{ kind: 'counted', from, fromDate, days, ...inUnit, date: counted }];
  const date = move(steps, counted, direction, calendar, partyCalendar);
  if (!floor) return { date, steps };
  const raised = addDays(floor.fromDate, floor.days);
  const raisedDate = nearestWorkingDay(calendar, raised, 1).date;
  if (raisedDate <= date) return { date, steps };
  steps.push({ kind: 'raised', ...floor, date: raised });
  return { date: move(steps, raised, 'next', calendar), steps };
}

/** A date set by a person or a document; the proof names the authority. */
export function setDeadline(date: IsoDate, authority: string): Deadline {
  return { date, steps: [{ kind: 'set', authority, date }] };
}

function move(
  steps: DeadlineStep[],
  date: IsoDate,
  direction: 'next' | 'previous',
  calendar: Calendar,
  partyCalendar?: PartyCalendar,
): IsoDate {
  const moved = nearestWorkingDay(calendar, date, direction === 'next' ? 1 : -1, partyCalendar);
  if (moved.skipped.length > 0) steps.push({ kind: 'moved', direction, skipped: moved.skipped, date: moved.date });
  return moved.date;
}

const ANCHOR_WORDS: Record<Anchor, string> = {
  opening: 'the opening day',
  note: 'the day of the note',
  due: 'the due date',
  report: 'the report date',
};

/** The proof of a date as one English sentence, for the desk and the command line. */
export function explainDeadline({ steps }: Deadline): string {
  return steps.map(explainStep).join('; ');
}

function explainStep(step: DeadlineStep): string {
  switch (step.kind) {
    case 'counted':
      return `${countWords(step.days, ANCHOR_WORDS[step.from], step.unit)} (${step.fromDate}) is ${step.date}${holidayWords(step.skipped)}`;
    case 'moved':
      return `moved to the ${step.direction} working day, ${step.date} (${step.skipped.map((day) => `${day.date} ${day.why}`).join(', ')})`;
    case 'raised':
      return `but not before ${countWords(step.days, ANCHOR_WORDS[step.from])} (${step.fromDate}): ${step.date}`;
    case 'set':
      return `${step.date}, set by ${step.authority}`;
    case 'extended':
      return `extended from ${step.fromDate} to ${step.date} (${step.authority}: ${step.reason})`;
    case 'paused':
      return `the clock stood still for ${countOfDays(step.days)}, from ${step.fromDate} until ${step.untilDate} (${step.authority}: ${step.reason}): ${step.date}`;
  }
}

function countWords(days: number, anchor: string, unit?: 'working'): string {
  if (days === 0) return anchor;
  return `${countOfDays(Math.abs(days), unit)} ${days < 0 ? 'before' : 'after'} ${anchor}`;
}

function countOfDays(count: number, unit?: 'working'): string {
  return `${count} ${unit === 'working' ? 'working ' : ''}${count === 1 ? 'day' : 'days'}`;
}

function holidayWords(skipped: SkippedDay[] | undefined): string {
  if (!skipped || skipped.length === 0) return '';
  return ` (not counted: ${skipped.map((day) => `${day.date} ${day.why}`).join(', ')})`;
}
