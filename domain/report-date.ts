import { nearestWorkingDay } from './calendar.js';
import { addDays } from './iso-date.js';
import type { Calendar, IsoDate, KnownDate, Obligation, Rules } from './mandate.js';
import { monthsOf, periodsOf, placeOf, yearOf } from './period.js';
import type { Period } from './period.js';

/**
 * The report date of a period: the one on file, else the obligation's usual month and day, which is provisional; undefined where
 * nothing on file says when.
 */
export function knownReportDate(obligation: Obligation, period: Period): KnownDate | undefined {
  const { years, default: usual } = obligation.reportDate;
  const known = years[period];
  if (known || usual === null) return known;
  const month = usual.month + placeOf(period) * monthsOf(obligation.recurrence);
  const date = dayWithin(yearOf(period), month, usual.day);
  return { date, status: 'provisional', source: 'the usual day of this installation' };
}

/** A day of a month, at the latest its last: the 31st of June is its 30th. */
function dayWithin(year: number, month: number, day: number): IsoDate {
  const last = Number(addDays(`${month === 12 ? year + 1 : year}-${twoDigits((month % 12) + 1)}-01`, -1).slice(8));
  return `${year}-${twoDigits(month)}-${twoDigits(Math.min(day, last))}`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

/**
 * The report date of a period that a cycle is opened for.
 *
 * @throws RangeError where nothing on file says when; the message says where to put it.
 */
export function reportDateOf(obligation: Obligation, period: Period): KnownDate {
  const known = knownReportDate(obligation, period);
  if (known) return known;
  const { event } = obligation.reportDate;
  const place = event === null ? `obligations/${obligation.id}.yaml, reportDate.years` : `events.yaml, ${event}.years`;
  throw new RangeError(
    `no date is on file for ${obligation.id} of ${period}: put it into mandates/${place}, or give one`,
  );
}

/** The report date that follows a session or meeting that begins on `date`; undefined where another day is followed. */
export function reportDateByEvent(
  { reportDate }: Pick<Obligation, 'reportDate'>,
  event: string,
  date: IsoDate,
): IsoDate | undefined {
  return reportDate.event === event ? addDays(date, reportDate.daysAfter) : undefined;
}

/** Whether the questionnaire of another obligation asks for this period, so that nobody is asked twice. */
export function isAskedWith({ askedWith }: Pick<Obligation, 'askedWith'>, period: Period): boolean {
  return (askedWith?.parts ?? []).some((part) => period.endsWith(`-${part}`));
}

/** Days off in a row at headquarters: a weekend and a holiday on either side. */
const LONGEST_WEEKEND = 4;

/**
 * The period of the cycle whose report date is next, of those that are asked on their own; undefined where no such date is on file. A
 * date so near that a note of `date` could not give the days that are due to whoever is asked is left to the cycle after it.
 */
export function nextPeriod(obligation: Obligation, date: IsoDate): Period | undefined {
  const { minimumDays, openDaysBeforeReport } = obligation.rules;
  // A cycle that should have opened at a weekend is not past on the Monday after it.
  const earliest = addDays(date, Math.min(minimumDays, openDaysBeforeReport - LONGEST_WEEKEND));
  const year = Number(date.slice(0, 4));
  return [year - 1, year, year + 1]
    .flatMap((candidate) => periodsOf(obligation.recurrence, candidate))
    .find((period) => {
      if (isAskedWith(obligation, period)) return false;
      const known = knownReportDate(obligation, period);
      return known !== undefined && known.date >= earliest;
    });
}

/**
 * The day on which a cycle opens by its rule: so many calendar days before its report, or the next working day of headquarters, since a
 * note verbale leaves on none other.
 */
export function openingDateOf(obligation: Obligation, period: Period, headquarters: Calendar): IsoDate {
  return openingBefore(obligation.rules, reportDateOf(obligation, period).date, headquarters);
}

/** The same for a report date that is given. */
export function openingBefore(
  { openDaysBeforeReport }: Pick<Rules, 'openDaysBeforeReport'>,
  reportDate: IsoDate,
  headquarters: Calendar,
): IsoDate {
  return nearestWorkingDay(headquarters, addDays(reportDate, -openDaysBeforeReport), 1).date;
}
