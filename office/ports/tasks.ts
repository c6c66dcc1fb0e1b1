import type { LogEntry, TaskKind } from '../../domain/request-events.js';
import type { ReceiptSummary } from './receipts.js';

/** A decision that waits for a person, or was taken. */
export interface Task {
  id: string;
  requestId: string | null;
  receiptId: string | null;
  kind: TaskKind;
  data: LogEntry['data'];
  raisedAt: string;
  doneAt: string | null;
  doneBecause: string | null;
}

export type TaskWithMail = Pick<Task, 'id' | 'kind' | 'requestId' | 'receiptId' | 'data' | 'raisedAt'> & {
  summary: ReceiptSummary | null;
  envelopeFrom: string | null;
};

/** Decisions that wait for a person. */
export interface Tasks {
  /** A decision, waiting or taken. */
  findTask(id: string): Promise<Task | undefined>;

  /** All decisions that wait, oldest first. */
  findOpenTasks(): Promise<Task[]>;

  /** The same, each with what is known of the mail that it is about. */
  findOpenTasksWithMail(): Promise<TaskWithMail[]>;

  /** A decision that waits for a person; raised once by its id. */
  raiseTask(task: {
    id: string;
    kind: TaskKind;
    requestId: string | null;
    receiptId: string | null;
    data: LogEntry['data'];
    at: string;
  }): Promise<void>;

  /** The Coordinator's word on a task, for instance that a message does not answer. */
  closeTask(id: string, at: string, because: string): Promise<void>;
}
