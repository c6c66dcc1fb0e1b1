import type { Selectable } from 'kysely';
import type { LogEntry, TaskKind } from '../../domain/request-events.js';
import type { Database, Trx } from './database.js';
import type { TaskTable } from './schema.js';
import { toJson } from './text.js';

export type TaskRow = Selectable<TaskTable>;

/** Decisions that wait for a person. */
export function createTaskStore(db: Database) {
  return {
    /** A decision, waiting or taken. */
    async findTask(id: string): Promise<TaskRow | undefined> {
      return db.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst();
    },

    /** A decision that waits for a person; raised once by its id. */
    async raiseTask(task: {
      id: string;
      kind: TaskKind;
      requestId: string | null;
      receiptId: string | null;
      data: LogEntry['data'];
      at: string;
    }): Promise<void> {
      const { id, kind, requestId, receiptId, data, at } = task;
      await db
        .insertInto('task')
        .values({
          id,
          kind,
          request_id: requestId,
          receipt_id: receiptId,
          data: toJson(data),
          raised_at: at,
          done_at: null,
          done_because: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    /** The Coordinator's word on a task, for instance that a message does not answer. */
    async closeTask(id: string, at: string, because: string): Promise<void> {
      await db.transaction().execute((trx) => closeTask(trx, id, at, because));
    },
  };
}

export async function closeTask(trx: Trx, id: string, at: string, because: string): Promise<void> {
  await trx
    .updateTable('task')
    .set({ done_at: at, done_because: because })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute();
}
