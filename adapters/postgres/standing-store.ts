import type { IsoDate } from '../../domain/mandate.js';
import { standingOf } from '../../domain/standing.js';
import type { StandingFinding, StandingWord } from '../../domain/standing.js';
import type { Standings } from '../../office/ports/standings.js';
import type { Database, Trx } from './database.js';

/** Which answers of capitals were copied to their missions, and what these have said of them. */
export function createStandingStore(db: Database): Standings {
  return {
    async fixUntil(submissionId: string, until: IsoDate, at: string): Promise<IsoDate> {
      await db
        .insertInto('missionCopy')
        .values({ submissionId, untilDate: until, at })
        .onConflict((conflict) => conflict.column('submissionId').doNothing())
        .execute();
      const row = await db
        .selectFrom('missionCopy')
        .select('untilDate')
        .where('submissionId', '=', submissionId)
        .executeTakeFirstOrThrow();
      return row.untilDate;
    },

    async say(word: { id: string; submissionId: string; contact: string } & StandingWord): Promise<void> {
      const { id, submissionId, kind, contact, reason, at } = word;
      await db
        .insertInto('standingWord')
        .values({ id, submissionId, kind, contact, reason, at })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    find: (submissionIds: readonly string[], on: { today: IsoDate; at: string }) =>
      findStandings(db, submissionIds, on),
  };
}

/** What each of these answers is at an instant, which falls on `today` at headquarters; those of which no copy was owed are official, and left out. */
export async function findStandings(
  db: Database | Trx,
  submissionIds: readonly string[],
  { today, at }: { today: IsoDate; at: string },
): Promise<Map<string, StandingFinding & { until: IsoDate }>> {
  const found = new Map<string, StandingFinding & { until: IsoDate }>();
  if (submissionIds.length === 0) return found;
  const copies = await db
    .selectFrom('missionCopy')
    .innerJoin('submission', 'submission.id', 'missionCopy.submissionId')
    .select(['submission.id', 'submission.requestId', 'submission.receivedAt', 'missionCopy.untilDate'])
    .where('submission.id', 'in', submissionIds)
    .execute();
  if (copies.length === 0) return found;
  const words = await db
    .selectFrom('standingWord')
    .selectAll()
    .where('submissionId', 'in', submissionIds)
    .where('at', '<=', at)
    .orderBy('seq')
    .execute();
  const requestIds = copies.map((one) => one.requestId);
  // What the mission has sent itself was not copied to it.
  const answers = await db
    .selectFrom('submission')
    .leftJoin('missionCopy', 'missionCopy.submissionId', 'submission.id')
    .select(['submission.requestId', 'submission.receivedAt', 'submission.contact'])
    .where('submission.requestId', 'in', requestIds)
    .where('missionCopy.submissionId', 'is', null)
    .where('submission.contact', 'like', '%/mission%')
    .where('submission.receivedAt', '<=', at)
    .where('submission.withdrawnAt', 'is', null)
    .orderBy('submission.receivedAt', 'desc')
    .execute();
  for (const { id, requestId, receivedAt, untilDate: until } of copies) {
    const facts = {
      receivedAt,
      until,
      words: words
        .filter((one) => one.submissionId === id)
        .map((one) => ({ kind: one.kind, at: one.at, reason: one.reason })),
      missionAnsweredAt: answers.find((one) => one.requestId === requestId)?.receivedAt ?? null,
    };
    found.set(id, { ...standingOf(facts, today), until });
  }
  return found;
}
