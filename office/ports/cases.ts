import type { Rules } from '../../domain/mandate.js';
import type { LogEntry, TaskChange } from '../../domain/request-events.js';

/** Requests as those see them who file mail for them. */
export interface Cases {
  /** Why what comes for a request waits for a person, by a pause that holds mail; null where nothing does. */
  findMailHold(requestId: string): Promise<string | null>;

  /** Every request that a mail may be filed for: the newest first, two thousand at most. */
  findFileable(): Promise<{ id: string; dueDate: string; isOpen: boolean }[]>;

  /** The open request of a later cycle that asks the same party the same as a closed one; null where there is none. */
  findSuccessor(requestId: string): Promise<string | null>;

  /** The workflow that carries a request, and the rules of its cycle. */
  findCase(requestId: string): Promise<{ workflowId: string; rules: Rules; dueDate: string } | undefined>;

  /** Submissions and messages committed before `before` whose workflow has not taken them. */
  findUndelivered(before: string, limit: number): Promise<{ submissions: string[]; messages: string[] }>;

  markDelivered(what: 'submission' | 'message', id: string, at: string): Promise<void>;

  /** Appends to a request's log, and to its tasks, outside the machine: for what arrives after its workflow has ended. */
  log(requestId: string, entries: LogEntry[], tasks?: TaskChange[]): Promise<void>;
}
