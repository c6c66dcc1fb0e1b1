import type { Selectable } from 'kysely';
import type { LogEntry, TaskKind } from '../../domain/request-events.js';
import type { Database, Trx } from './database.js';
import type { ReceiptSummary, TaskTable } from './schema.js';
import { toJson } from './text.js';

export type TaskRow = Selectable<TaskTable>;

export type TaskWithMail = Pick<TaskRow, 'id' | 'kind' | 'request_id' | 'receipt_id' | 'data' | 'raised_at'> & {
  summary: ReceiptSummary | null;
  envelope_from: string | null;
};

/** Decisions that wait for a person. */
export function createTaskStore(db: Database) {
  return {
    /** A decision, waiting or taken. */
    async findTask(id: string): Promise<TaskRow | undefined> {
      return db.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst();
    },

    /** All decisions that wait, oldest first. */
    async findOpenTasks(): Promise<TaskRow[]> {
      return db
        .selectFrom('task')
        .selectAll()
        .where('done_at', 'is', null)
        .orderBy('raised_at')
        .orderBy('id')
        .execute();
    },

    /** The same, each with what is known of the mail that it is about. */
    async findOpenTasksWithMail(): Promise<TaskWithMail[]> {
      return db
        .selectFrom('task')
        .leftJoin('receipt', 'receipt.id', 'task.receipt_id')
        .select(['task.id', 'task.kind', 'task.request_id', 'task.receipt_id', 'task.data', 'task.raised_at'])
        .select(['receipt.summary', 'receipt.envelope_from'])
        .where('task.done_at', 'is', null)
        .orderBy('task.id')
        .execute();
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
