import { standingOf } from '../../domain/standing.js';
import type { StandingFinding, StandingWord } from '../../domain/standing.js';
import type { IsoDate } from '../../domain/mandate.js';
import type { Database, Trx } from './database.js';

export type StandingStore = ReturnType<typeof createStandingStore>;

/** Which answers of capitals were copied to their missions, and what these have said of them. */
export function createStandingStore(db: Database) {
  return {
    /** Fixes the day until which the mission may object, once. Returns the one that holds. */
    async fixUntil(submissionId: string, until: IsoDate, at: string): Promise<IsoDate> {
      await db
        .insertInto('mission_copy')
        .values({ submission_id: submissionId, until_date: until, at })
        .onConflict((conflict) => conflict.column('submission_id').doNothing())
        .execute();
      const row = await db
        .selectFrom('mission_copy')
        .select('until_date')
        .where('submission_id', '=', submissionId)
        .executeTakeFirstOrThrow();
      return row.until_date;
    },

    /** Records a word of the mission; a repeat changes nothing. */
    async say(word: { id: string; submissionId: string; contact: string } & StandingWord): Promise<void> {
      const { id, submissionId, kind, contact, reason, at } = word;
      await db
        .insertInto('standing_word')
        .values({ id, submission_id: submissionId, kind, contact, reason, at })
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
    .selectFrom('mission_copy')
    .innerJoin('submission', 'submission.id', 'mission_copy.submission_id')
    .select(['submission.id', 'submission.request_id', 'submission.received_at', 'mission_copy.until_date'])
    .where('submission.id', 'in', submissionIds)
    .execute();
  if (copies.length === 0) return found;
  const words = await db
    .selectFrom('standing_word')
    .selectAll()
    .where('submission_id', 'in', submissionIds)
    .where('at', '<=', at)
    .orderBy('seq')
    .execute();
  const requestIds = copies.map((one) => one.request_id);
  // What the mission has sent itself was not copied to it.
  const answers = await db
    .selectFrom('submission')
    .leftJoin('mission_copy', 'mission_copy.submission_id', 'submission.id')
    .select(['submission.request_id', 'submission.received_at', 'submission.contact'])
    .where('submission.request_id', 'in', requestIds)
    .where('mission_copy.submission_id', 'is', null)
    .where('submission.contact', 'like', '%/mission%')
    .where('submission.received_at', '<=', at)
    .where('submission.withdrawn_at', 'is', null)
    .orderBy('submission.received_at', 'desc')
    .execute();
  for (const { id, request_id: requestId, received_at: receivedAt, until_date: until } of copies) {
    const facts = {
      receivedAt,
      until,
      words: words
        .filter((one) => one.submission_id === id)
        .map((one) => ({ kind: one.kind, at: one.at, reason: one.reason })),
      missionAnsweredAt: answers.find((one) => one.request_id === requestId)?.received_at ?? null,
    };
    found.set(id, { ...standingOf(facts, today), until });
  }
  return found;
}
