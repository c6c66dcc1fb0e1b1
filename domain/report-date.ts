import { addDays } from './iso-date.js';
import type { IsoDate, Obligation } from './mandate.js';

/** When a cycle's report is due, how firm the date is, and where it comes from. */
export interface ReportDate {
  date: IsoDate;
  status: 'provisional' | 'confirmed';
  source: string;
}

/** The report date of a year: the one on file, else the obligation's usual month and day, which is provisional. */
export function reportDateOf(obligation: Obligation, year: number): ReportDate {
  const { years, default: usual } = obligation.reportDate;
  const known = years[String(year)];
  if (known) return known;
  const date = `${year}-${String(usual.month).padStart(2, '0')}-${String(usual.day).padStart(2, '0')}`;
  return { date, status: 'provisional', source: 'the usual day of this installation' };
}

/** The year of the cycle whose report date is next and not past on `date`. */
export function nextCycleYear(obligation: Obligation, date: IsoDate): number {
  const year = Number(date.slice(0, 4));
  return [year - 1, year, year + 1].find((candidate) => reportDateOf(obligation, candidate).date >= date) ?? year + 1;
}

/** The day on which a cycle opens by its rule. */
export function openingDateOf(obligation: Obligation, year: number): IsoDate {
  return addDays(reportDateOf(obligation, year).date, -obligation.rules.openDaysBeforeReport);
}
