import { addDays } from './iso-date.js';
import type { IsoDate, KnownDate, Obligation } from './mandate.js';

/**
 * The report date of a year: the one on file, else the obligation's usual month and day, which is provisional; undefined where
 * nothing on file says when.
 */
export function knownReportDate(obligation: Obligation, year: number): KnownDate | undefined {
  const { years, default: usual } = obligation.reportDate;
  const known = years[String(year)];
  if (known || usual === null) return known;
  const date = `${year}-${String(usual.month).padStart(2, '0')}-${String(usual.day).padStart(2, '0')}`;
  return { date, status: 'provisional', source: 'the usual day of this installation' };
}

/**
 * The report date of a year that a cycle is opened for.
 *
 * @throws RangeError where nothing on file says when; the message says where to put it.
 */
export function reportDateOf(obligation: Obligation, year: number): KnownDate {
  const known = knownReportDate(obligation, year);
  if (known) return known;
  const { event } = obligation.reportDate;
  const place = event === null ? `obligations/${obligation.id}.yaml, reportDate.years` : `events.yaml, ${event}.years`;
  throw new RangeError(
    `no date is on file for ${obligation.id} of ${year}: put it into mandates/${place}, or give one`,
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

/** The year of the cycle whose report date is next and not past on `date`; undefined where no such date is on file. */
export function nextCycleYear(obligation: Obligation, date: IsoDate): number | undefined {
  const year = Number(date.slice(0, 4));
  return [year - 1, year, year + 1].find((candidate) => {
    const known = knownReportDate(obligation, candidate);
    return known !== undefined && known.date >= date;
  });
}

/** The day on which a cycle opens by its rule. */
export function openingDateOf(obligation: Obligation, year: number): IsoDate {
  return addDays(reportDateOf(obligation, year).date, -obligation.rules.openDaysBeforeReport);
}
