import type { Deadline, DeadlineStep } from './deadline.js';
import { nearestWorkingDay } from './calendar.js';
import { addDays, daysBetween, laterDate } from './iso-date.js';
import type { Calendar, IsoDate, IsoInstant } from './mandate.js';

/*
 * What persons with authority did to the time of a request. Entries are added and ended, never changed or removed, so that a
 * date can always name who moved it and what it was before.
 */

interface Act {
  /** Unique over all requests: the step key of everything that follows from it. */
  id: string;
  /** Who allowed it, as a note or a document says: `note of the Permanent Mission of Peru, January 12, 2027`. */
  authority: string;
  reason: string;
  /** When it was recorded. */
  at: IsoInstant;
}

/** A later due date for one party. */
export interface Extension extends Act {
  kind: 'extension';
  dueDate: IsoDate;
}

/** Days that do not count: a hurricane, an election, a reply path of ours that was down. */
export interface Pause extends Act {
  kind: 'pause';
  /** The first day that does not count. */
  fromDate: IsoDate;
  /** The day on which the count goes on; null while the clock stands still. */
  untilDate: IsoDate | null;
  /** When its end was recorded; null while it is open. */
  endedAt: IsoInstant | null;
}

export type LedgerEntry = Extension | Pause;

/** The pause that stands open, if any: nothing leaves and nothing closes while it does. */
export function openPause(ledger: readonly LedgerEntry[]): Pause | null {
  return ledger.find(isOpen) ?? null;
}

function isOpen(entry: LedgerEntry): entry is Pause {
  return entry.kind === 'pause' && entry.untilDate === null;
}

/** Why a clock stands still or a date was moved, for the case log. */
export function actWords({ authority, reason }: Pick<Act, 'authority' | 'reason'>): string {
  return `${reason} (${authority})`;
}

/** The open pauses, as a request carries them. */
export function openPauses(ledger: readonly LedgerEntry[]): { id: string; because: string }[] {
  return ledger.filter(isOpen).map((pause) => ({ id: pause.id, because: actWords(pause) }));
}

/**
 * A due date with every extension and every ended pause applied in the order of their days. An extension never shortens. A pause
 * restores the days that were left when it began, and two that overlap count their common days once; what it leads to is extended
 * to the next working day (OAS Staff Rule 113.2). `noteDate` is the day from which time runs: nothing before it can be lost.
 */
export function applyLedger(
  base: Deadline,
  ledger: readonly LedgerEntry[],
  { noteDate, calendar }: { noteDate: IsoDate; calendar: Calendar },
): Deadline {
  const steps = [...base.steps];
  let { date } = base;
  let countedUntil = noteDate;
  for (const entry of [...ledger].sort(byDay)) {
    const step = entry.kind === 'extension' ? extended(entry, date) : paused(entry, date, countedUntil);
    if (step === null) continue;
    steps.push(step);
    if (step.kind === 'paused') countedUntil = step.untilDate;
    const moved = nearestWorkingDay(calendar, step.date, 1);
    if (moved.skipped.length > 0)
      steps.push({ kind: 'moved', direction: 'next', skipped: moved.skipped, date: moved.date });
    ({ date } = moved);
  }
  return { date, steps };
}

/** The due date as it was before any entry: what the rule, or the note, had fixed. */
export function withoutLedger({ date, steps }: Deadline): Deadline {
  const first = steps.findIndex(({ kind }) => kind === 'extended' || kind === 'paused');
  if (first < 0) return { date, steps };
  const kept = steps.slice(0, first);
  return { date: kept.at(-1)?.date ?? date, steps: kept };
}

/** Whether an entry moved the date whose proof this is. */
export function hasMoved({ steps }: Deadline, entry: LedgerEntry): boolean {
  return steps.some((step) => (step.kind === 'extended' || step.kind === 'paused') && step.entry === entry.id);
}

function extended({ id, dueDate, authority, reason }: Extension, date: IsoDate): DeadlineStep | null {
  if (dueDate <= date) return null;
  return { kind: 'extended', entry: id, authority, reason, fromDate: date, date: dueDate };
}

function paused(
  { id, fromDate, untilDate, authority, reason }: Pause,
  date: IsoDate,
  countedUntil: IsoDate,
): Extract<DeadlineStep, { kind: 'paused' }> | null {
  const start = laterDate(fromDate, countedUntil);
  // A day that is over, or one that was given back already, cannot be lost again.
  if (untilDate === null || start > date || untilDate <= start) return null;
  const days = daysBetween(start, untilDate);
  const restored = addDays(date, days);
  return { kind: 'paused', entry: id, authority, reason, fromDate: start, untilDate, days, date: restored };
}

function byDay(a: LedgerEntry, b: LedgerEntry): number {
  const key = (entry: LedgerEntry): string =>
    `${entry.kind === 'pause' ? entry.fromDate : entry.at.slice(0, 10)} ${entry.id}`;
  return key(a) < key(b) ? -1 : 1;
}
