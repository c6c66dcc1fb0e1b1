import { Command } from 'commander';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import { LIBRARY } from '../adapters/holidays/library.js';
import { listHeadquartersDays } from '../domain/party-calendar.js';
import { weekdayOf } from '../domain/iso-date.js';
import type { CalendarDay, Catalogue, Party, PartyCalendar } from '../domain/mandate.js';
import { statesOf } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { systemClock } from '../worker/clock.js';
import { CommandFault } from './fault.js';
import { findParty } from './known.js';
import { folderOf } from './mandate.js';
import { print, printJson, printTable } from './output.js';

interface Options {
  year?: string;
  mandates?: string;
  json?: boolean;
}

/** The days of one calendar in one year. */
interface YearOfDays {
  /** `headquarters`, or the code of a state. */
  calendar: string;
  /** In words: `Brazil`. */
  place: string;
  year: number;
  days: readonly CalendarDay[];
  /** When a person compared the year with the state's own list; null where nobody has, absent for headquarters. */
  reviewed?: { on: string; by?: string } | null;
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const HEADQUARTERS = 'headquarters';

export function calendarCommand(): Command {
  return new Command('calendar')
    .description(
      'the days off of a year, weekends aside: where each comes from, and whether a person has reviewed them',
    )
    .argument('[calendar]', 'a state by its code or name, or headquarters; all in one table by default')
    .option('--year <year>', 'such as 2027; this year by default')
    .option('--mandates <folder>', 'another folder; the one of the configuration by default')
    .option('--json', 'one JSON object a line, a day each')
    .addHelpText(
      'after',
      `\nOrigins: library is ${LIBRARY}, a seed that a person reviews; rule is calendars/headquarters.yaml; added and\n` +
        'removed are what persons have written into the files; a day that was removed is no day off.\n\n' +
        'Exit codes: 0 done, 1 could not be done, 2 asked wrongly.',
    )
    .action(async (calendar: string | undefined, options: Options) => {
      const asked = options.year === undefined ? null : yearOf(options.year);
      const catalogue = await loadCatalogue(await folderOf(options));
      const year = asked ?? Number(dateIn(systemClock.now(), catalogue.headquarters.zone).slice(0, 4));
      const years = calendar === undefined ? allOf(catalogue, year) : [findYear(catalogue, calendar, year)];
      if (options.json) years.flatMap(linesOf).forEach(printJson);
      else if (calendar === undefined) showAll(years, year);
      else years.forEach(show);
    });
}

function yearOf(text: string): number {
  if (/^\d{4}$/.test(text) && Number(text) >= 1900 && Number(text) <= 2200) return Number(text);
  throw new CommandFault(`--year: '${text}' is no year from 1900 to 2200`, 2);
}

function findYear(catalogue: Catalogue, text: string, year: number): YearOfDays {
  if (text.toLowerCase() === HEADQUARTERS) return headquartersIn(catalogue, year);
  return stateIn(findParty(catalogue, text, [HEADQUARTERS]), year);
}

function allOf(catalogue: Catalogue, year: number): YearOfDays[] {
  return [headquartersIn(catalogue, year), ...statesOf(catalogue).map((party) => stateIn(party, year))];
}

function headquartersIn({ headquarters }: Catalogue, year: number): YearOfDays {
  return { calendar: HEADQUARTERS, place: 'Headquarters', year, days: listHeadquartersDays(headquarters, year) };
}

function stateIn({ code, name, calendar }: Party, year: number): YearOfDays {
  return {
    calendar: code,
    place: name.en,
    year,
    days: calendar?.daysOf(year) ?? [],
    reviewed: reviewOf(calendar, year),
  };
}

function reviewOf(calendar: PartyCalendar | undefined, year: number): YearOfDays['reviewed'] {
  return calendar?.reviewed[String(year)] ?? null;
}

function linesOf({ calendar, year, days, reviewed }: YearOfDays) {
  return days.map((day) => ({ calendar, year, ...day, weekday: weekdayName(day), reviewed }));
}

function showAll(years: YearOfDays[], year: number): void {
  printTable(
    ['calendar', 'name', String(year), 'added', 'removed', 'reviewed'],
    years.map((one) => [
      one.calendar,
      one.place,
      String(one.days.filter(({ origin }) => origin !== 'removed').length),
      String(one.days.filter(({ origin }) => origin === 'added').length),
      String(one.days.filter(({ origin }) => origin === 'removed').length),
      reviewWords(one),
    ]),
  );
}

function show(one: YearOfDays): void {
  const { place, year, days } = one;
  print(
    one.calendar === HEADQUARTERS ? `${place}, ${year}` : `${place} (${one.calendar}), ${year}: ${reviewWords(one)}`,
  );
  if (days.length === 0) return print('No day off but Saturdays and Sundays.');
  printTable(
    ['date', 'day', 'origin', 'name', 'because'],
    days.map((day) => [day.date, weekdayName(day), day.origin, day.name, day.because]),
  );
  if (days.some(({ origin }) => origin === 'library'))
    print(`\nOrigin library: ${LIBRARY}, data CC BY-SA 3.0 (NOTICE).`);
}

function reviewWords({ reviewed }: YearOfDays): string {
  if (reviewed === undefined) return '';
  if (reviewed === null) return 'not reviewed';
  return `reviewed on ${reviewed.on}${reviewed.by === undefined ? '' : ` by ${reviewed.by}`}`;
}

function weekdayName({ date }: CalendarDay): string {
  return WEEKDAYS[weekdayOf(date) - 1] ?? '';
}
