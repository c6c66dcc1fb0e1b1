import type { Absence } from '../../domain/absence.js';
import type { IsoDate } from '../../domain/mandate.js';
import type { Database } from './database.js';

export type AbsenceStore = ReturnType<typeof createAbsenceStore>;

/** When the Coordinator is away: recorded once, never removed. */
export function createAbsenceStore(db: Database) {
  return {
    /** In the order of their days. */
    async findAbsences(): Promise<Absence[]> {
      const rows = await db.selectFrom('absence').selectAll().orderBy('from_date').orderBy('id').execute();
      return rows.map((row) => ({
        id: row.id,
        fromDate: row.from_date,
        untilDate: row.back_date ?? row.until_date,
        ...(row.back_date === null ? {} : { plannedDate: row.until_date }),
        deputy: { name: row.deputy_name, address: row.deputy_address },
        authority: row.authority,
        reason: row.reason,
        by: row.recorded_by,
      }));
    },

    /** The Coordinator is back before the day that was planned. A repeat changes nothing. */
    async comeBack(id: string, date: IsoDate, by: string): Promise<void> {
      await db
        .updateTable('absence')
        .set({ back_date: date, back_by: by })
        .where('id', '=', id)
        .where('back_date', 'is', null)
        .execute();
    },

    /** A repeat changes nothing. */
    async record({ id, fromDate, untilDate, deputy, authority, reason, by }: Absence, at: string): Promise<void> {
      await db
        .insertInto('absence')
        .values({
          id,
          from_date: fromDate,
          until_date: untilDate,
          deputy_name: deputy.name,
          deputy_address: deputy.address,
          authority,
          reason,
          recorded_by: by,
          at,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
  };
}
