import { holidaysOf } from './calendar.js';
import type { Calendar, CalendarDay, IsoDate, PartyCalendar } from './mandate.js';

/** What persons have said about the calendar of a state, in `calendars/states.yaml`. */
export interface CalendarReview {
  added: { date: IsoDate; name: string; source: string }[];
  removed: { date: IsoDate; name: string; reason: string }[];
  /** When a person compared a year with the state's own list, by year: `2027`. */
  reviewed: Record<string, { on: IsoDate; by?: string }>;
}

/** The calendar of a state that nobody has looked at. */
const NOT_REVIEWED: CalendarReview = { added: [], removed: [], reviewed: {} };

/** The days of a year in the order of time, weekends aside: the seed, what was added, and what was removed from both. */
function listDays(
  seed: ReadonlyMap<IsoDate, string>,
  { added, removed }: CalendarReview,
  year: number,
  origin: CalendarDay['origin'] = 'library',
): CalendarDay[] {
  const days = new Map<IsoDate, CalendarDay>();
  for (const [date, name] of seed) days.set(date, { date, name, origin, because: '' });
  for (const { date, name, source } of ofYear(added, year))
    days.set(date, { date, name, origin: 'added', because: source });
  for (const { date, name, reason } of ofYear(removed, year))
    days.set(date, { date, name, origin: 'removed', because: reason });
  return [...days.values()].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * The calendar by which posts to a state are timed. Each year is made when it is first asked for and then kept, so that a
 * calendar costs nothing where no date falls.
 *
 * @param place the state's name in English, as proofs of dates print it
 * @param seed the holidays of a year by date, weekends aside; the same for the same year
 */
export function partyCalendar(
  place: string,
  seed: (year: number) => ReadonlyMap<IsoDate, string>,
  review: CalendarReview = NOT_REVIEWED,
): PartyCalendar {
  const years = new Map<number, CalendarDay[]>();
  const daysOf = (year: number): CalendarDay[] => {
    const days = years.get(year) ?? listDays(seed(year), review, year);
    years.set(year, days);
    return days;
  };
  return {
    place,
    reviewed: review.reviewed,
    daysOf,
    holidayOn: (date) =>
      daysOf(Number(date.slice(0, 4))).find((day) => day.date === date && day.origin !== 'removed')?.name ?? null,
  };
}

/** The calendar of a place of which no holiday is known. */
export function noHolidays(place: string): PartyCalendar {
  return partyCalendar(place, () => new Map());
}

/** The same calendar with one more day off; the former is left as it is. */
export function withHoliday(calendar: PartyCalendar, { date, name }: { date: IsoDate; name: string }): PartyCalendar {
  const day: CalendarDay = { date, name, origin: 'added', because: '' };
  const daysOf = (year: number): CalendarDay[] => {
    const others = calendar.daysOf(year).filter((one) => one.date !== date);
    return date.startsWith(`${year}-`) ? [...others, day].sort((a, b) => (a.date < b.date ? -1 : 1)) : others;
  };
  return { ...calendar, daysOf, holidayOn: (other) => (other === date ? name : calendar.holidayOn(other)) };
}

function ofYear<T extends { date: IsoDate }>(days: readonly T[], year: number): T[] {
  return days.filter(({ date }) => date.startsWith(`${year}-`));
}

/** The days of headquarters in a year, in the order of time: those of its rules, what was added, and what was removed. */
export function listHeadquartersDays(calendar: Calendar, year: number): CalendarDay[] {
  const { added, removed } = calendar;
  const seed = holidaysOf({ ...calendar, added: [], removed: [] }, year);
  const because = 'calendars/headquarters.yaml';
  const review = {
    added: added.map((day) => ({ ...day, source: because })),
    removed: removed.map((day) => ({ ...day, reason: because })),
    reviewed: {},
  };
  return listDays(seed, review, year, 'rule');
}
