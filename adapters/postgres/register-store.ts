import { sql } from 'kysely';
import { entriesOf } from '../../domain/entry.js';
import type { Entry, EntryChange } from '../../domain/entry.js';
import type { IsoInstant, Register } from '../../domain/mandate.js';
import type { Registers } from '../../office/ports/registers.js';
import { REGISTER_SHAPES } from '../registers/shape.js';
import type { EntryOf } from '../registers/shape.js';
import type { Database, Trx } from './database.js';
import { toJson } from './text.js';

/** The registers: changes are added, never altered, and entries are read out of them. */
export function createRegisterStore(db: Database): Registers {
  return {
    findEntries: <R extends Register>(register: R): Promise<EntryOf<R>[]> => findEntries(db, register),

    async record<R extends Register>(
      register: R,
      decide: (entries: EntryOf<R>[]) => Omit<EntryChange, 'by' | 'at'>[],
      { by, at }: { by: string; at: IsoInstant },
    ): Promise<EntryChange[]> {
      return db.transaction().execute(async (trx) => {
        await sql`lock table register_change in share row exclusive mode`.execute(trx);
        const changes = decide(await findEntries(trx, register)).map((change) => ({ ...change, by, at }));
        for (const { entry, party, fields, reason } of changes)
          await trx
            .insertInto('registerChange')
            .values({ register, entry, party, fields: toJson(fields), reason, recordedBy: by, at })
            .execute();
        return changes;
      });
    },
  };
}

/** In the order in which they were put on record. Throws where a row is not of its register's shape. */
async function findEntries<R extends Register>(db: Database | Trx, register: R): Promise<EntryOf<R>[]> {
  const rows = await db
    .selectFrom('registerChange')
    .select(['entry', 'party', 'fields', 'reason', 'recordedBy as by', 'at'])
    .where('register', '=', register)
    .orderBy('seq')
    .execute();
  const { entry: shape, party: partyShape } = REGISTER_SHAPES[register];
  return entriesOf(rows).map(({ fields, parties, ...entry }): Entry<unknown, unknown> => ({
    ...entry,
    fields: shape.parse(fields),
    parties: Object.fromEntries(Object.entries(parties).map(([code, said]) => [code, partyShape.parse(said)])),
  })) as EntryOf<R>[];
}
