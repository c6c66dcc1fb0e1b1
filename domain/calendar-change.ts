import { holidaysOf } from './calendar.js';
import type { Catalogue, IsoDate } from './mandate.js';

/** Days off by calendar and date: `{ headquarters: { '2027-01-01': "New Year's Day" }, BRA: { … } }`; weekends are not among them. */
export type DaysOff = Record<string, Record<IsoDate, string>>;

/** The calendar of headquarters, beside those that are named by the code of a party. */
const HEADQUARTERS = 'headquarters';

/** A day that a calendar holds now and did not before, or holds no more. */
export interface CalendarChange {
  calendar: string;
  date: IsoDate;
  name: string;
  kind: 'added' | 'removed';
}

/** The days off of headquarters and of every party that has a calendar, in the years given. */
export function daysOffIn({ headquarters, parties }: Catalogue, years: readonly number[]): DaysOff {
  const days: DaysOff = {};
  days[HEADQUARTERS] = Object.fromEntries(years.flatMap((year) => [...holidaysOf(headquarters, year)]));
  for (const { code, calendar } of parties) {
    if (calendar === undefined) continue;
    const own = years.flatMap((year) => calendar.daysOf(year)).filter(({ origin }) => origin !== 'removed');
    days[code] = Object.fromEntries(own.map(({ date, name }) => [date, name]));
  }
  return days;
}

/**
 * What has changed between two readings of the calendars, from a day on: what is over moves nothing. Only years that both have read
 * are compared, and only calendars that both hold: a year that comes into view, or a party, is no new holiday. A day that merely has
 * another name has not changed.
 */
export function calendarChanges(former: DaysOff, now: DaysOff, from: IsoDate): CalendarChange[] {
  const years = yearsOf(former);
  const isCompared = (date: IsoDate): boolean => date >= from && years.has(date.slice(0, 4));
  const changes: CalendarChange[] = [];
  for (const [calendar, days] of Object.entries(now)) {
    const before = former[calendar];
    if (before === undefined) continue;
    const lacking = (one: Record<IsoDate, string>, other: Record<IsoDate, string>): [IsoDate, string][] =>
      Object.entries(one).filter(([date]) => isCompared(date) && other[date] === undefined);
    for (const [date, name] of lacking(days, before)) changes.push({ calendar, date, name, kind: 'added' });
    for (const [date, name] of lacking(before, days)) changes.push({ calendar, date, name, kind: 'removed' });
  }
  return changes.sort((a, b) => (`${a.date} ${a.calendar}` < `${b.date} ${b.calendar}` ? -1 : 1));
}

/** Headquarters keeps a day off in every year, so that its days tell which years were read. */
function yearsOf(days: DaysOff): Set<string> {
  return new Set(Object.keys(days[HEADQUARTERS] ?? {}).map((date) => date.slice(0, 4)));
}

/** Named one by one up to so many; a new version of the library can move hundreds. */
const NAMED = 5;

/** The changes in words, as a case log says why dates have moved: `2027-02-04 is a day off in BRA now (Carnival)`. */
export function changeWords(changes: readonly CalendarChange[]): string {
  const named = changes.slice(0, NAMED).map(({ calendar, date, name, kind }) => {
    const where = calendar === HEADQUARTERS ? 'at headquarters' : `in ${calendar}`;
    return `${date} is ${kind === 'added' ? 'a day off' : 'no day off'} ${where} now (${name})`;
  });
  const rest = changes.length - named.length;
  return [...named, ...(rest > 0 ? [`${rest} more ${rest === 1 ? 'day' : 'days'}`] : [])].join('; ');
}
