import type { IsoDate } from './mandate.js';

const DAY_MS = 86_400_000;

/** Days since 1970-01-01 of a calendar date. Throws RangeError for anything that is not a date of the calendar, 30 February included. */
function dayNumber(date: IsoDate): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const number = match ? Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / DAY_MS : NaN;
  if (Number.isNaN(number) || fromDayNumber(number) !== date)
    throw new RangeError(`'${date}' is not a calendar date (yyyy-mm-dd)`);
  return number;
}

function fromDayNumber(number: number): IsoDate {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** Whether a text is a date of the calendar in the form `yyyy-mm-dd`. */
export function isIsoDate(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch {
    return false;
  }
}

/** The date `days` calendar days later (earlier when negative). Throws RangeError for an impossible date. */
export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** Calendar days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: IsoDate, to: IsoDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** Day of the week by ISO 8601: 1 Monday to 7 Sunday. */
export function weekdayOf(date: IsoDate): number {
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

/** The later of two dates; ISO dates order as strings. */
export function laterDate(a: IsoDate, b: IsoDate): IsoDate {
  return a > b ? a : b;
}
