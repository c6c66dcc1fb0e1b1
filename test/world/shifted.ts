import { isIsoDate } from '../../domain/iso-date.js';
import type { Catalogue, PartyCalendar } from '../../domain/mandate.js';

/*
 * The test server's clock only goes forward. Twenty-eight years later every date is on the same weekday and leap years are leap
 * years, so that history can be lived through again as a future.
 */
export const YEARS = 28;

/** Plain data with every date, every year that is a key, and the year of every cycle moved by so many years. */
export function shifted<T>(data: T, years = YEARS): T {
  return shiftedValue(data, years) as T;
}

/** Mandate files with everything in them so many years later: memberships, sessions, offices, holidays. */
export function shiftedCatalogue(catalogue: Catalogue, years = YEARS): Catalogue {
  const parties = catalogue.parties.map(({ calendar, ...party }) => ({
    ...shifted(party, years),
    ...(calendar ? { calendar: shiftedCalendar(calendar, years) } : {}),
  }));
  const rules = catalogue.headquarters.rules.map((rule) => ({
    ...rule,
    ...(rule.from === undefined ? {} : { from: rule.from + years }),
    ...(rule.until === undefined ? {} : { until: rule.until + years }),
  }));
  const { parties: _, ...rest } = catalogue;
  return { ...shifted(rest, years), headquarters: { ...shifted(catalogue.headquarters, years), rules }, parties };
}

/** Its holidays are those of the years in which they were. */
function shiftedCalendar(calendar: PartyCalendar, years: number): PartyCalendar {
  return {
    ...calendar,
    reviewed: shifted(calendar.reviewed, years),
    daysOf: (year) => calendar.daysOf(year - years).map((day) => ({ ...day, date: shifted(day.date, years) })),
    holidayOn: (date) => calendar.holidayOn(shifted(date, -years)),
  };
}

function shiftedValue(value: unknown, years: number): unknown {
  if (typeof value === 'string') return shiftedText(value, years);
  if (Array.isArray(value)) return value.map((one) => shiftedValue(one, years));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      /^\d{4}$/.test(key) ? String(Number(key) + years) : key,
      key === 'year' && typeof one === 'number' ? one + years : shiftedValue(one, years),
    ]),
  );
}

function shiftedText(text: string, years: number): string {
  if (isIsoDate(text)) return `${Number(text.slice(0, 4)) + years}${text.slice(4)}`;
  // A cycle, or the period of one within the year.
  const [, cycle = '', year, part = ''] = /^([a-z-]+\/)?(\d{4})(-[HQ]\d)?$/.exec(text) ?? [];
  return year === undefined || `${cycle}${part}` === '' ? text : `${cycle}${Number(year) + years}${part}`;
}
