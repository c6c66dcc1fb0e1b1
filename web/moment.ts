import { daysBetween } from '../domain/iso-date.js';
import type { IsoDate, IsoInstant, PartialDate } from '../domain/mandate.js';
import { dateIn, hourIn } from '../domain/plan.js';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date or an instant for a page: `words` is read, `iso` is for machines. */
export interface Moment {
  iso: string;
  words: string;
}

/** `Mar 15, 2027`: short months, as the OAS writes dates in English. */
export function dayWords(date: IsoDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${MONTHS[Number(month) - 1] ?? month} ${Number(day)}, ${year}`;
}

/** A date as exact as its source: `Mar 15, 2027`, `Mar 2027`, `2027`. */
export function partialDayWords(date: PartialDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  if (day !== '') return dayWords(date);
  return month === '' ? year : `${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** A sentence of the rules or the log with its `yyyy-mm-dd` dates as people write them. */
export function withDayWords(sentence: string): string {
  return sentence.replace(/\b\d{4}-(?:0[1-9]|1[0-2])-\d{2}\b(?!T)/g, dayWords);
}

export function dayOf(date: IsoDate): Moment {
  return { iso: date, words: dayWords(date) };
}

/** An instant in a zone: `Mar 15, 2027, 17:30`. */
export function instantWords(at: IsoInstant, zone: string): string {
  return `${dayWords(dateIn(at, zone))}, ${hourIn(at, zone)}`;
}

export function instantOf(at: IsoInstant, zone: string): Moment {
  return { iso: at, words: instantWords(at, zone) };
}

/** How far a due date is: `in 46 days`, `today`, `3 days ago`. */
export function distanceWords(today: IsoDate, date: IsoDate): string {
  const days = daysBetween(today, date);
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  return days > 0 ? `in ${days} days` : `${-days} days ago`;
}
