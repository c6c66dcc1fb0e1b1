import { addDays, isIsoDate } from './iso-date.js';
import type { IsoDate, PartialDate } from './mandate.js';

/** Whether a text is a year, a month or a day of the calendar: `2014`, `2014-03`, `2014-03-31`. */
export function isPartialDate(text: string): boolean {
  return isIsoDate(completed(text));
}

/** The first day that a date may mean. Throws RangeError for no date of the calendar. */
export function firstDayOf(date: PartialDate): IsoDate {
  if (!isPartialDate(date)) throw new RangeError(`'${date}' is no day, month or year of the calendar`);
  return completed(date);
}

/** The last day that a date may mean: 2014-12-31 for `2014`. Throws RangeError for no date of the calendar. */
export function lastDayOf(date: PartialDate): IsoDate {
  const first = firstDayOf(date);
  if (date.length === 'yyyy'.length) return `${date}-12-31`;
  if (date.length === 'yyyy-mm-dd'.length) return first;
  // The 28th and four days more are always in the next month, whose first day follows the last of this one.
  const inNextMonth = addDays(`${date}-28`, 4);
  return addDays(inNextMonth, -Number(inNextMonth.slice(8)));
}

/** Whether two dates may mean the same day. Throws RangeError for no date of the calendar. */
export function mayBeSameDay(a: PartialDate, b: PartialDate): boolean {
  return firstDayOf(a) <= lastDayOf(b) && firstDayOf(b) <= lastDayOf(a);
}

function completed(date: string): string {
  return /^\d{4}(-\d{2})?$/.test(date) ? `${date}-01-01`.slice(0, 'yyyy-mm-dd'.length) : date;
}
