import type { ContactChange } from '../../domain/contact.js';
import type { Language, Role } from '../../domain/mandate.js';
import type { LogEntry, LogKind, RecordEffect } from '../../domain/request-events.js';
import type { AskKind, ClosedAs, Plan, RequestState, RungProgress, Stage } from '../../domain/request-state.js';

/** A request as it stands on record. */
export interface RequestRecord {
  id: string;
  cycleId: string;
  party: string;
  language: Language;
  workflowId: string;
  stage: Stage;
  closedAs: ClosedAs | null;
  dueDate: string;
  dueAt: string;
  lateAfterAt: string;
  closeAt: string;
  clockStartedAt: string | null;
  answeredAt: string | null;
  holdUntil: string | null;
  nextRung: string | null;
  nextAt: string | null;
  /** How far each rung of the plan is. */
  rungs: Record<string, RungProgress>;
  parkedBecause: string | null;
  /** Why the clock stands still; null while it runs. */
  pausedBecause: string | null;
  /** What the party asks for that waits for a decision, and holds its reminders. */
  asks: AskKind[];
  isReleased: boolean;
  plan: Plan;
  updatedAt: string;
}

/** An entry of a case log. */
export interface LogRecord {
  requestId: string;
  seq: number;
  key: string;
  kind: LogKind;
  at: string;
  recordedAt: string;
  data: LogEntry['data'];
}

/** A recipient of a rung: the contact that holds one of its roles today. */
export interface Recipient {
  contact: string;
  role: string;
}

/** What the request machine decided, written down. */
export interface Requests {
  /** The states of requests as the record tells them, in the order asked for: as they were opened where nothing has happened since. */
  loadRequests(requestIds: string[]): Promise<RequestState[]>;

  findRequest(requestId: string): Promise<RequestRecord | undefined>;

  /** The requests of a cycle, by id. */
  findRequestsOf(cycleId: string): Promise<RequestRecord[]>;

  /** The step that comes next of all, after an instant; undefined where none is planned. */
  findNextStep(after: string): Promise<{ party: string; rung: string | null; at: string | null } | undefined>;

  /** Whether the note of any request is still on its way to leave. */
  isAnyScheduled(): Promise<boolean>;

  /** The case log of a request, in its order. */
  findLog(requestId: string): Promise<LogRecord[]>;

  /** Log, projection, dispatch rows and tasks of one decision, in one transaction; a repeat changes nothing. */
  record(effect: RecordEffect, recipientsOf: (roles: Role[], changes: ContactChange[]) => Recipient[]): Promise<void>;
}
