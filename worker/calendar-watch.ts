import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { LIBRARY } from '../adapters/holidays/library.js';
import type { CalendarStore } from '../adapters/postgres/calendar-store.js';
import type { Starts } from '../adapters/temporal/starts.js';
import { calendarChanges, changeWords, daysOffIn } from '../domain/calendar-change.js';
import type { Catalogue } from '../domain/mandate.js';
import { dateIn } from '../domain/plan.js';

/** Plans reach from this year to the one after next: a yearly report opens in the year before. */
const YEARS_AHEAD = 2;

/**
 * Compares the calendars with those of the last start, and has running requests planned anew where a day has changed: a new holiday,
 * one that was removed, a new version of the library. The first reading changes nothing. May be repeated: the adjustment starts
 * before the reading is kept, under an id that the changes make. Returns what has changed, in words; null where nothing has.
 */
export async function replanForCalendars(input: {
  catalogue: Catalogue;
  calendars: CalendarStore;
  starts: Pick<Starts, 'beginAdjustment'>;
  /** ISO UTC. */
  now: string;
}): Promise<string | null> {
  const { catalogue, calendars, starts, now } = input;
  const today = dateIn(now, catalogue.headquarters.zone);
  const year = Number(today.slice(0, 4));
  const days = daysOffIn(
    catalogue,
    Array.from({ length: YEARS_AHEAD + 1 }, (_, index) => year + index),
  );
  const last = await calendars.findLast();
  if (last !== null && isDeepStrictEqual(last, days)) return null;
  const changes = last === null ? [] : calendarChanges(last, days, today);
  const words = changes.length === 0 ? null : changeWords(changes);
  if (words !== null) {
    const mark = createHash('sha256').update(JSON.stringify(changes)).digest('hex').slice(0, 12);
    await starts.beginAdjustment({
      kind: 'replan',
      id: `calendar/${today}-${mark}`,
      authority: `the calendars in use (mandates/calendars, ${LIBRARY})`,
      reason: words,
      by: 'the service, at its start',
    });
  }
  await calendars.add(days, now);
  return words;
}
