import type { IsoDate, IsoInstant, PostTone, Role } from './mandate.js';
import type { Postponement } from './posting/postponement.js';
import type {
  AskKind,
  ClosedAs,
  Hold,
  Outcome,
  Plan,
  RequestState,
  RungProgress,
  Stage,
  SubmissionKind,
} from './request-state.js';

/** What happens to a request. `id` makes a repeat recognisable; `at` is business time. */
export type RequestEvent =
  | { type: 'tick'; at: IsoInstant }
  | { type: 'released'; id: string; at: IsoInstant; by: string }
  | { type: 'posted'; at: IsoInstant; rung: string; posts: PostOutcome[]; plan: Plan | null }
  | {
      type: 'acknowledged';
      at: IsoInstant;
      what: 'submission' | 'message';
      subject: string;
      status: PostStatus;
      detail: string;
    }
  | {
      type: 'submission';
      id: string;
      at: IsoInstant;
      sender: string;
      receivedAt: IsoInstant;
      /** False where the same mail was acknowledged before, as a message. */
      isAcknowledged: boolean;
      /** Absent for an answer like any other. */
      kind?: Exclude<SubmissionKind, 'answer'>;
    }
  | {
      type: 'message';
      id: string;
      at: IsoInstant;
      sender: string;
      receivedAt: IsoInstant;
      hold: Hold;
      isAcknowledged: boolean;
      /** What it asks for, where the party has said so itself. */
      ask?: AskKind;
      /** The date that is asked for, with an extension. */
      until?: IsoDate;
      /** Why it cannot count as the party's word without a person: nobody is acknowledged, and the ladder rests. */
      doubt?: string;
      /** What it should have brought and has not, in words. */
      lacks?: string;
      /** It says thanks and nothing else: there is nothing to decide. */
      isCourtesy?: true;
    }
  | {
      type: 'bounce';
      id: string;
      at: IsoInstant;
      contact: string;
      isHard: boolean;
      detail: string;
      /** The step that came back, where it is to leave again: another contact stands in. */
      again?: string;
    }
  | { type: 'planChanged'; id: string; at: IsoInstant; plan: Plan; because: string }
  /** A person lets a request that was stopped by a fault go on. */
  | { type: 'unparked'; id: string; at: IsoInstant; by: string }
  | { type: 'paused'; id: string; at: IsoInstant; because: string }
  /** The end of the pause whose event was `pause`, with the days restored. */
  | { type: 'resumed'; id: string; at: IsoInstant; pause: string; plan: Plan; because: string }
  /** The duty is over for the party before its day: it has left, or another duty carries it on. What was received stays. */
  | { type: 'ended'; id: string; at: IsoInstant; because: string }
  /** The mandate has passed to another paragraph, which is cited from then on; the request goes on as it is. */
  | { type: 'mandatePassed'; id: string; at: IsoInstant; because: string }
  /** A person lets a rung leave that waits for it, or leaves it out. */
  | { type: 'approved'; id: string; at: IsoInstant; rung: string; by: string }
  | { type: 'declined'; id: string; at: IsoInstant; rung: string; by: string; reason: string }
  /** A person says what a message that is on record asks for. */
  | { type: 'asked'; id: string; at: IsoInstant; message: string; ask: AskKind; until?: IsoDate; by: string }
  /** A person has decided on what a message asks for; for assistance, that it was given is `granted`. */
  | { type: 'settled'; id: string; at: IsoInstant; ask: string; isGranted: boolean; by: string; reason: string }
  /** A person says whether what was received is all. */
  | { type: 'judged'; id: string; at: IsoInstant; isPart: boolean; by: string }
  /** A person says that an answer was filed for the request by mistake. */
  | { type: 'withdrawn'; id: string; at: IsoInstant; submission: string; by: string; because: string };

/**
 * What became of one post: `sent` (the next mail server took it), `failed` (it never will), `deferred` (try again),
 * `postponed` (outside the party's hours, or held by a message, until `until`), `cancelled` (an answer is already on record).
 */
export type PostStatus = 'sent' | 'failed' | 'deferred' | 'postponed' | 'cancelled';

export interface PostOutcome {
  contact: string;
  status: PostStatus;
  detail: string;
  until?: IsoInstant;
  /** Why it was postponed, as a code; absent in outcomes from before. */
  why?: Postponement;
}

/** What the machine wants done, in order. Each is carried out by one activity and may be repeated without harm. */
export type Effect = RecordEffect | PostEffect | AcknowledgeEffect;

/** Writes what was decided: case log, projection, dispatch rows and tasks, in one transaction. */
export interface RecordEffect {
  kind: 'record';
  requestId: string;
  at: IsoInstant;
  log: LogEntry[];
  projection: Projection;
  /** The plan, where an event has changed it. */
  plan?: Plan;
  dispatches: Dispatch[];
  tasks: TaskChange[];
}

/** Sends the posts of a rung that has been decided. */
export interface PostEffect {
  kind: 'post';
  requestId: string;
  at: IsoInstant;
  rung: string;
  tone: PostTone;
  attempt: number;
}

export interface AcknowledgeEffect {
  kind: 'acknowledge';
  requestId: string;
  at: IsoInstant;
  what: 'submission' | 'message';
  /** Id of the submission or message. */
  subject: string;
  isLate: boolean;
  /** The receipt of a mail that brought the same once more: acknowledged anew. Absent for the first. */
  again?: string;
}

/** The closed list of what a case log can say. */
export const LOG_KINDS = [
  'opened',
  'awaitingRelease',
  'released',
  'rungDecided',
  'rungSkipped',
  'rungPostponed',
  'posted',
  'postFailed',
  'clockStarted',
  'submissionFiled',
  'messageReceived',
  'ladderHeld',
  'acknowledged',
  'bounced',
  'notReached',
  'planChanged',
  'paused',
  'resumed',
  'mandatePassed',
  'approved',
  'asked',
  'settled',
  'judged',
  'withdrawn',
  'useSaid',
  'parked',
  'unparked',
  'closed',
] as const;
export type LogKind = (typeof LOG_KINDS)[number];

export interface LogEntry {
  /** Unique within the request: the step key. */
  key: string;
  kind: LogKind;
  at: IsoInstant;
  /** JSON-safe facts; words are made where they are shown. */
  data: Record<string, string | number | boolean | null>;
}

/** What queries and pages need to know of a request. */
export interface Projection {
  stage: Stage;
  closedAs: ClosedAs | null;
  dueDate: IsoDate;
  dueAt: IsoInstant;
  lateAfterAt: IsoInstant;
  closeAt: IsoInstant;
  clockStartedAt: IsoInstant | null;
  answeredAt: IsoInstant | null;
  holdUntil: IsoInstant | null;
  nextRung: string | null;
  nextAt: IsoInstant | null;
  /** How far each rung of the plan is. */
  rungs: Record<string, RungProgress>;
  parkedBecause: string | null;
  /** Why the clock stands still; null while it runs. */
  pausedBecause: string | null;
  /** What waits for a decision, and holds the ladder; absent where nothing does. */
  asks?: AskKind[];
}

/** A dispatch row: planned when a rung is decided, unique by request, rung and recipient. */
export interface Dispatch {
  rung: string;
  roles: Role[];
  tone: PostTone;
  decideAt: IsoInstant;
  sendAt: IsoInstant;
  /** Null while the row stands; else why it will not leave. */
  cancelledBecause: string | null;
}

export type TaskKind =
  | 'release'
  | 'message'
  | 'notReached'
  | 'bounced'
  | 'undeliverable'
  | 'escalated'
  | 'duty'
  | 'approval'
  | AskKind
  | 'parked'
  | 'heldMail'
  | 'successor'
  | RegisterTaskKind;

/** What a register leaves to be done (`register-task.ts`); no request is about it. */
export type RegisterTaskKind = 'pledge' | 'observation';

/** A decision that waits for a person; raised once by its key, closed when it no longer waits. */
export type TaskChange =
  | { change: 'raise'; key: string; kind: TaskKind; data: Record<string, string | number | boolean | null> }
  | { change: 'close'; key: string; because: string };

/** What `advance` returns: the next state, what is to be done in order, and the answer to the event if it asks for one. */
export interface Step {
  state: RequestState;
  effects: Effect[];
  outcome: Outcome | null;
}

/** What an event counts as; null where it asks for no answer. */
export type Filed = { as: Outcome['filedAs']; isLate?: boolean } | null;
