import type { LogEntry, TaskKind } from '../../domain/request-events.js';
import type { Task, Tasks, TaskWithMail } from '../../office/ports/tasks.js';
import type { Database, Trx } from './database.js';
import { toJson } from './text.js';

/** Decisions that wait for a person. */
export function createTaskStore(db: Database): Tasks {
  return {
    async findTask(id: string): Promise<Task | undefined> {
      return db.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst();
    },

    async findOpenTasks(): Promise<Task[]> {
      return db.selectFrom('task').selectAll().where('doneAt', 'is', null).orderBy('raisedAt').orderBy('id').execute();
    },

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
