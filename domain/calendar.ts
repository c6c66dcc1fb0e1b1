import { addDays, isIsoDate, weekdayOf } from './iso-date.js';
import type { Calendar, HolidayRule, IsoDate, PartyCalendar } from './mandate.js';

/**
 * Why a day is no working day: `Saturday`, `Sunday`, or the holiday's name; null for a working day. With the calendar of a
 * party a working day is one at both places, and the words say whose holiday it is: `Carnival, Brazil`.
 */
export function dayOff(calendar: Calendar, date: IsoDate, party?: PartyCalendar): string | null {
  const weekday = weekdayOf(date);
  if (weekday === 6) return 'Saturday';
  if (weekday === 7) return 'Sunday';
  const holiday = holidaysOf(calendar, Number(date.slice(0, 4))).get(date) ?? null;
  return party ? holidayWords(calendar, holiday, party, party.holidayOn(date)) : holiday;
}

function holidayWords(calendar: Calendar, ours: string | null, party: PartyCalendar, theirs: string | null) {
  if (ours === null) return theirs === null ? null : `${theirs}, ${party.place}`;
  if (theirs === null) return `${ours}, ${calendar.id}`;
  if (ours === theirs) return `${ours}, ${calendar.id} and ${party.place}`;
  return `${ours}, ${calendar.id}; ${theirs}, ${party.place}`;
}

/**
 * The holidays of one year by date, observed days included, with local additions and removals applied. A calendar is never
 * changed: each year of it is made once and kept.
 */
export function holidaysOf(calendar: Calendar, year: number): ReadonlyMap<IsoDate, string> {
  const known = made.get(calendar) ?? new Map<number, ReadonlyMap<IsoDate, string>>();
  made.set(calendar, known);
  const days = known.get(year) ?? makeHolidays(calendar, year);
  known.set(year, days);
  return days;
}

/** Asked for each day of each plan: nearly half of a simulated year went into making them again (measured). */
const made = new WeakMap<Calendar, Map<number, ReadonlyMap<IsoDate, string>>>();

function makeHolidays(calendar: Calendar, year: number): ReadonlyMap<IsoDate, string> {
  const days = new Map<IsoDate, string>();
  for (const rule of calendar.rules) {
    // New Year's Day of the next year may be observed on 31 December of this one, and the other way round.
    const ruleYears = 'day' in rule && rule.observed ? [year - 1, year, year + 1] : [year];
    for (const ruleYear of ruleYears) {
      const date = dateOf(rule, ruleYear);
      if (date?.startsWith(`${year}-`)) days.set(date, rule.name);
    }
  }
  for (const day of calendar.added) if (day.date.startsWith(`${year}-`)) days.set(day.date, day.name);
  for (const day of calendar.removed) days.delete(day.date);
  return days;
}

function dateOf(rule: HolidayRule, year: number): IsoDate | null {
  if (year < (rule.from ?? -Infinity) || year > (rule.until ?? Infinity)) return null;
  if ('day' in rule) {
    const date = isoDate(year, rule.month, rule.day);
    // 29 February is a day of leap years only.
    if (!isIsoDate(date)) return null;
    if (!rule.observed) return date;
    const weekday = weekdayOf(date);
    return weekday === 6 ? addDays(date, -1) : weekday === 7 ? addDays(date, 1) : date;
  }
  if (rule.nth > 0) {
    const first = isoDate(year, rule.month, 1);
    const date = addDays(first, ((rule.weekday - weekdayOf(first) + 7) % 7) + 7 * (rule.nth - 1));
    // A fifth Monday is in some months only.
    return date.slice(0, 7) === first.slice(0, 7) ? date : null;
  }
  const last = addDays(rule.month === 12 ? isoDate(year + 1, 1, 1) : isoDate(year, rule.month + 1, 1), -1);
  return addDays(last, -((weekdayOf(last) - rule.weekday + 7) % 7) + 7 * (rule.nth + 1));
}

function isoDate(year: number, month: number, day: number): IsoDate {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A day that was passed over, and why. */
export interface SkippedDay {
  date: IsoDate;
  why: string;
}

/**
 * The day itself if it is a working day, else the next (`direction` 1) or the previous one (-1), with the days passed over.
 * With the calendar of a party: a working day at both places.
 */
export function nearestWorkingDay(
  calendar: Calendar,
  date: IsoDate,
  direction: 1 | -1,
  party?: PartyCalendar,
): { date: IsoDate; skipped: SkippedDay[] } {
  const skipped: SkippedDay[] = [];
  let day = date;
  for (let why = dayOff(calendar, day, party); why !== null; why = dayOff(calendar, day, party)) {
    skipped.push({ date: day, why });
    day = addDays(day, direction);
  }
  return { date: day, skipped };
}

/** The date `count` working days (at both places, with a party's calendar) after `date`; the day itself never counts. `count` ≥ 0. */
export function addWorkingDays(calendar: Calendar, date: IsoDate, count: number, party?: PartyCalendar): IsoDate {
  return countWorkingDays(calendar, date, count, party).date;
}

/** Working days after `from`, up to and with `to`; 0 when `to` is not later. */
export function workingDaysBetween(calendar: Calendar, from: IsoDate, to: IsoDate): number {
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (dayOff(calendar, day) === null) count += 1;
  return count;
}

/**
 * The date so many working days after `date`, or before it where `count` is negative, with the holidays that did not count; those
 * on a Saturday or a Sunday are not among them. The day itself never counts. With the calendar of a party: working days at both
 * places.
 */
export function countWorkingDays(
  calendar: Calendar,
  date: IsoDate,
  count: number,
  party?: PartyCalendar,
): { date: IsoDate; holidays: SkippedDay[] } {
  const holidays: SkippedDay[] = [];
  let day = date;
  for (let left = Math.abs(count); left > 0;) {
    day = addDays(day, count < 0 ? -1 : 1);
    const why = dayOff(calendar, day, party);
    if (why === null) left -= 1;
    else if (weekdayOf(day) < 6) holidays.push({ date: day, why });
  }
  return { date: day, holidays };
}
