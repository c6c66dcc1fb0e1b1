import { nearestWorkingDay } from './calendar.js';
import type { ContactChange } from './contact.js';
import { isPrincipal } from './cycle.js';
import { cycleId } from './ids.js';
import { addDays } from './iso-date.js';
import type { Calendar, Catalogue, IsoDate, IsoInstant, Obligation } from './mandate.js';
import type { Period } from './period.js';
import { nextPeriod, openingDateOf } from './report-date.js';

/*
 * Before the yearly questionnaire opens, each mission confirms or replaces the contacts of its party: a note that goes to whoever has
 * left is worse than one that goes a day later.
 */

/** So many calendar days before the opening the missions are asked: a setting, no rule of the Organization was found. */
const DAYS_BEFORE_OPENING = 30;
/** Who has confirmed within so many days is not asked again. */
const CONFIRMED_FOR_DAYS = 180;

export interface ContactRound {
  /** `annual-report/2028`: the cycle that the contacts are confirmed for. */
  cycleId: string;
  period: Period;
  openingDate: IsoDate;
}

/** The round of a day: of the next yearly questionnaire that opens within thirty days; null on every other day. */
export function roundOn(
  { obligations, headquarters }: Pick<Catalogue, 'obligations' | 'headquarters'>,
  date: IsoDate,
): ContactRound | null {
  const rounds = obligations.filter(isPrincipal).flatMap((obligation) => {
    const round = nextRound(obligation, date, headquarters);
    return round && addDays(round.openingDate, -DAYS_BEFORE_OPENING) <= date ? [round] : [];
  });
  return rounds[0] ?? null;
}

/** The day on which the missions are asked before an opening: thirty days before it, or the first working day of headquarters after that. */
export function roundDateBefore(openingDate: IsoDate, headquarters: Calendar): IsoDate {
  return nearestWorkingDay(headquarters, addDays(openingDate, -DAYS_BEFORE_OPENING), 1).date;
}

/** The questionnaire that opens next after a day. */
export function nextRound(obligation: Obligation, date: IsoDate, headquarters: Calendar): ContactRound | null {
  const running = nextPeriod(obligation, date);
  if (running === undefined) return null;
  // The cycle that is counted from the next day on file may have opened long ago.
  const periods = [
    running,
    nextPeriod(obligation, addDays(openingDateOf(obligation, running, headquarters), ONE_YEAR)),
  ];
  for (const period of periods) {
    if (period === undefined) continue;
    const openingDate = openingDateOf(obligation, period, headquarters);
    if (openingDate > date) return { cycleId: cycleId(obligation.id, period), period, openingDate };
  }
  return null;
}

const ONE_YEAR = 366;

/** Whether a mission is asked: it has not said of itself, within the last half-year, that all is as it should be. */
export function needsConfirmation(changes: readonly ContactChange[], date: IsoDate): boolean {
  const last = changes.filter(({ kind }) => kind === 'confirmed').at(-1);
  return last === undefined || last.at.slice(0, 10) < addDays(date, -CONFIRMED_FOR_DAYS);
}

/** So many calendar days before the opening the Coordinator is told who has not answered. */
const TOLD_BEFORE_OPENING = 10;

/** Who was asked for its contacts and has said nothing. */
export interface SilentRound {
  cycleId: string;
  openingDate: IsoDate;
  asked: number;
  /** Codes, in order. */
  silent: string[];
}

/** Whether a day is one of the last ten before the opening. */
export function isNearOpening({ openingDate }: ContactRound, date: IsoDate): boolean {
  return date >= addDays(openingDate, -TOLD_BEFORE_OPENING);
}

/**
 * Who has neither confirmed nor replaced a contact since it was asked, in the last ten days before the opening; null on other days,
 * and where everybody has.
 */
export function silentIn(
  round: ContactRound,
  asked: readonly { party: string; at: IsoInstant; changes: readonly ContactChange[] }[],
  date: IsoDate,
): SilentRound | null {
  if (!isNearOpening(round, date)) return null;
  const { cycleId: cycle, openingDate } = round;
  const silent = asked
    .filter(
      ({ at, changes }) =>
        !changes.some((one) => one.at >= at && (one.kind === 'confirmed' || one.kind === 'replaced')),
    )
    .map(({ party }) => party)
    .sort();
  return silent.length === 0 ? null : { cycleId: cycle, openingDate, asked: asked.length, silent };
}
