import { sql } from 'kysely';
import { requestTaskId } from '../../domain/keys.js';
import type { LogEntry, TaskChange } from '../../domain/request-events.js';
import type { Trx } from './database.js';
import { toJson } from './text.js';

/** Locks a request for the transaction: its log has one writer at a time. Throws if there is no such request. */
export async function lockRequest(trx: Trx, requestId: string) {
  return trx.selectFrom('request').selectAll().where('id', '=', requestId).forUpdate().executeTakeFirstOrThrow();
}

/**
 * Appends to a request's case log, under the lock on its row. An entry whose step key is there already is left as it
 * is, so that a repeated activity writes nothing twice. Returns the keys that are new.
 */
export async function appendLog(trx: Trx, requestId: string, entries: LogEntry[]): Promise<Set<string>> {
  const fresh = new Set<string>();
  for (const entry of entries) {
    const row = await trx
      .insertInto('caseLog')
      .values((build) => ({
        requestId,
        seq: build
          .selectFrom('caseLog')
          .where('requestId', '=', requestId)
          .select(sql<number>`coalesce(max(seq), 0) + 1`.as('seq')),
        key: entry.key,
        kind: entry.kind,
        at: entry.at,
        data: toJson(entry.data),
      }))
      .onConflict((conflict) => conflict.columns(['requestId', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst();
    if (row) fresh.add(row.key);
  }
  return fresh;
}

/** Raises and closes the tasks of a request. A task is raised once by its key, whatever became of it. */
export async function changeTasks(trx: Trx, requestId: string, changes: TaskChange[], at: string): Promise<void> {
  for (const change of changes) {
    const id = requestTaskId(requestId, change.key);
    if (change.change === 'raise') {
      await trx
        .insertInto('task')
        .values({
          id,
          requestId,
          receiptId: null,
          kind: change.kind,
          data: toJson(change.data),
          raisedAt: at,
          doneAt: null,
          doneBecause: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    } else {
      await trx
        .updateTable('task')
        .set({ doneAt: at, doneBecause: change.because })
        .where('id', '=', id)
        .where('doneAt', 'is', null)
        .execute();
    }
  }
}
