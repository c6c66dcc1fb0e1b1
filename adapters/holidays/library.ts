import { createRequire } from 'node:module';
import type Holidays from 'date-holidays';
import { addDays } from '../../domain/iso-date.js';
import type { IsoDate } from '../../domain/mandate.js';

/** What the seed is called where a day's origin is shown, for its attribution. Its data are CC BY-SA 3.0: see NOTICE. */
export const LIBRARY = 'date-holidays 3.37.0';

const DAY_MS = 86_400_000;

type Library = typeof Holidays;

const require = createRequire(import.meta.url);
let loaded: Library | undefined;

/** Twelve megabytes of data: most commands never ask for a holiday, and a tenth of a second is much for them. */
function library(): Library {
  loaded ??= require('date-holidays') as Library;
  return loaded;
}

/**
 * The public holidays of a state in the calendar years that are asked for, each by its dates in the state's own zone, with
 * English names. What the library calls optional, a bank holiday, or an observance is left out; half a day counts as a day. A
 * state that the library does not know has none.
 *
 * The library is a seed and no authority: it lacks days, and a holiday that is moved stands on both its days.
 *
 * @param iso2 ISO 3166 alpha-2, national holidays only: `BR`
 */
export function libraryHolidays(iso2: string): (year: number) => Map<IsoDate, string> {
  let ofState: Holidays | undefined;
  return (year) => {
    ofState ??= new (library())(iso2, { types: ['public'], languages: ['en'] });
    const days = new Map<IsoDate, string>();
    for (const { date, start, end, name } of ofState.getHolidays(year)) {
      const firstDay = date.slice(0, 10);
      // A day is 23 to 25 hours where the clocks change; Carnival Monday in Haiti begins at two in the afternoon.
      const count = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
      for (let index = 0; index < count; index += 1) {
        const day = addDays(firstDay, index);
        if (!day.startsWith(`${year}-`)) continue;
        const earlier = days.get(day);
        days.set(day, earlier === undefined ? name : `${earlier} and ${name}`);
      }
    }
    return days;
  };
}
