import type { Absence } from '../../domain/absence.js';
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
        untilDate: row.until_date,
        deputy: { name: row.deputy_name, address: row.deputy_address },
        authority: row.authority,
        reason: row.reason,
        by: row.recorded_by,
      }));
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
