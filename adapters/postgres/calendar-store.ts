import type { DaysOff } from '../../domain/calendar-change.js';
import type { Database } from './database.js';
import { toJson } from './text.js';

export type CalendarStore = ReturnType<typeof createCalendarStore>;

/** The days off by which running requests are planned, as the service last read them. Readings are added, none is changed. */
export function createCalendarStore(db: Database) {
  return {
    /** The last reading; null before the first. */
    async findLast(): Promise<DaysOff | null> {
      const row = await db
        .selectFrom('calendarReading')
        .select('days')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.days ?? null;
    },

    async add(days: DaysOff, at: string): Promise<void> {
      await db
        .insertInto('calendarReading')
        .values({ days: toJson(days), at })
        .execute();
    },
  };
}
