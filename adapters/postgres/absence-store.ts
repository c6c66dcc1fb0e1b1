import type { Absence } from '../../domain/absence.js';
import type { IsoDate } from '../../domain/mandate.js';
import type { Absences } from '../../office/ports/absences.js';
import type { Database } from './database.js';

/** When the Coordinator is away: recorded once, never removed. */
export function createAbsenceStore(db: Database): Absences {
  return {
    async findAbsences(): Promise<Absence[]> {
      const rows = await db.selectFrom('absence').selectAll().orderBy('fromDate').orderBy('id').execute();
      return rows.map((row) => ({
        id: row.id,
        fromDate: row.fromDate,
        untilDate: row.backDate ?? row.untilDate,
        ...(row.backDate === null ? {} : { plannedDate: row.untilDate }),
        deputy: { name: row.deputyName, address: row.deputyAddress },
        authority: row.authority,
        reason: row.reason,
        by: row.recordedBy,
      }));
    },

    async comeBack(id: string, date: IsoDate, by: string): Promise<void> {
      await db
        .updateTable('absence')
        .set({ backDate: date, backBy: by })
        .where('id', '=', id)
        .where('backDate', 'is', null)
        .execute();
    },

    async record({ id, fromDate, untilDate, deputy, authority, reason, by }: Absence, at: string): Promise<void> {
      await db
        .insertInto('absence')
        .values({
          id,
          fromDate,
          untilDate,
          deputyName: deputy.name,
          deputyAddress: deputy.address,
          authority,
          reason,
          recordedBy: by,
          at,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },
  };
}
