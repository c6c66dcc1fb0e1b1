import type { Selectable } from 'kysely';
import type { LogEntry, TaskKind } from '../../domain/request-events.js';
import type { Database, Trx } from './database.js';
import type { ReceiptSummary, TaskTable } from './schema.js';
import { toJson } from './text.js';

export type TaskRow = Selectable<TaskTable>;

export type TaskWithMail = Pick<TaskRow, 'id' | 'kind' | 'requestId' | 'receiptId' | 'data' | 'raisedAt'> & {
  summary: ReceiptSummary | null;
  envelopeFrom: string | null;
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
      return db.selectFrom('task').selectAll().where('doneAt', 'is', null).orderBy('raisedAt').orderBy('id').execute();
    },

    /** The same, each with what is known of the mail that it is about. */
    async findOpenTasksWithMail(): Promise<TaskWithMail[]> {
      return db
        .selectFrom('task')
        .leftJoin('receipt', 'receipt.id', 'task.receiptId')
        .select(['task.id', 'task.kind', 'task.requestId', 'task.receiptId', 'task.data', 'task.raisedAt'])
        .select(['receipt.summary', 'receipt.envelopeFrom'])
        .where('task.doneAt', 'is', null)
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
          requestId,
          receiptId,
          data: toJson(data),
          raisedAt: at,
          doneAt: null,
          doneBecause: null,
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
    .set({ doneAt: at, doneBecause: because })
    .where('id', '=', id)
    .where('doneAt', 'is', null)
    .execute();
}
