import { sql } from 'kysely';
import { isPaced, nextPlace, PACE_MS } from '../../domain/sending-pace.js';
import type { SendingRate } from '../../domain/sending-pace.js';
import type { SendingGate } from '../smtp/transport.js';
import type { Database } from './database.js';

/**
 * Keeps the pace of sending for all processes together: each mail takes its place in one list, under a lock, by the clock of the
 * database. Without a limit nothing is asked.
 */
export function createSendingGate(db: Database, rate: SendingRate): SendingGate {
  return {
    async reserve(domain, mostMs) {
      if (!isPaced(rate)) return 0;
      return db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended('sending_place', 0))`.execute(trx);
        const clock = await sql<{ now: number }>`
          select (extract(epoch from clock_timestamp()) * 1000)::float8 as now`.execute(trx);
        const at = Math.floor(clock.rows[0]?.now ?? 0);
        await trx
          .deleteFrom('sendingPlace')
          .where('atMs', '<=', String(at - PACE_MS))
          .execute();
        const taken = await trx.selectFrom('sendingPlace').select(['domain', 'atMs']).execute();
        const place = nextPlace(
          taken.map((one) => ({ domain: one.domain, at: Number(one.atMs) })),
          domain,
          at,
          rate,
        );
        if (place - at > mostMs) return null;
        await trx.insertInto('sendingPlace').values({ domain, atMs: place }).execute();
        return place - at;
      });
    },
  };
}
