import type { Deadline } from './deadline.js';
import type { IsoInstant, PostTone, Role, RungKind } from './mandate.js';
import type { StoredReason } from './request/rung-reason.js';

/*
 * What a request is, as plain JSON: carried by a workflow through continue-as-new, by the simulator and by previews.
 * A field that is added later is optional or filled by `format`.
 */

export interface PlannedRung {
  id: string;
  /** A notice tells of a date that was moved; it is on no ladder. */
  kind: RungKind | 'notice';
  tone: PostTone | null;
  to: Role[];
  /** Nothing leaves until a person has approved it. Absent counts as no. */
  approval?: true;
  /** The day, with its proof. */
  date: Deadline;
  /** Start of the party's day: the rung is decided. */
  decideAt: IsoInstant;
  /** The party's hour: the post leaves. */
  sendAt: IsoInstant;
  /** Why the rung is left out from the start; null if it is not. */
  dropped: StoredReason | null;
}

export interface Plan {
  openedAt: IsoInstant;
  /** IANA zone of the party's capital. */
  zone: string;
  due: Deadline;
  /** The printed end of the due day: 17:30 at headquarters. */
  dueAt: IsoInstant;
  /** An answer is late only after the due day has ended both at headquarters and in the capital. */
  lateAfterAt: IsoInstant;
  close: Deadline;
  rungs: PlannedRung[];
}

/** No reminder is decided or sent before these instants. */
export interface Hold {
  decideAt: IsoInstant;
  sendAt: IsoInstant;
}

export const STAGES = [
  'scheduled',
  'awaitingRelease',
  'waiting',
  'answered',
  'answeredInPart',
  'justified',
  'notReached',
  'closed',
] as const;
export type Stage = (typeof STAGES)[number];

/** `ended`: the duty was over for the party before its day, as it had left or another duty carried it on. */
export type ClosedAs = 'answered' | 'answeredInPart' | 'justified' | 'noAnswer' | 'notReached' | 'notSent' | 'ended';

export interface RungProgress {
  /** `sending` is with the mail activity; `decided` waits for its hour, a release or a retry. */
  status: 'pending' | 'decided' | 'sending' | 'sent' | 'skipped' | 'failed';
  decideAt: IsoInstant;
  sendAt: IsoInstant;
  /** Why it was skipped or has failed; null otherwise. */
  reason: StoredReason | null;
  attempts: number;
  /** How often it was decided: again after a message held it or a new plan moved it. Absent counts as never. */
  decisions?: number;
  /** The decision that a person has approved: one that was withdrawn since needs another word. */
  approvedDecision?: number;
  /** How often it was left out and taken up again. Absent counts as never. */
  revivals?: number;
}

export interface KnownSubmission {
  id: string;
  sender: string;
  receivedAt: IsoInstant;
  isLate: boolean;
  /** Absent for an answer like any other. */
  kind?: Exclude<SubmissionKind, 'answer'>;
}

/** `nil`: nothing to report, which is an answer; `part`: more will follow. */
export const SUBMISSION_KINDS = ['answer', 'nil', 'part'] as const;
export type SubmissionKind = (typeof SUBMISSION_KINDS)[number];

/** What a party asks for, or says, instead of an answer: the ladder rests until the Coordinator has decided. */
export const ASK_KINDS = ['assistance', 'extensionRequested', 'justification'] as const;
export type AskKind = (typeof ASK_KINDS)[number];

/** What a party has written that waits for a decision; `id` is that of the event that said so. */
export interface Ask {
  id: string;
  kind: AskKind;
  message: string;
}

/** What became of a post to one contact. */
export type DeliveryStatus = 'sent' | 'failed' | 'bounced';

/** The answer to an event, kept so that the same event is answered alike for ever. */
export interface Outcome {
  /** `nothing`: what was to be decided did not wait any more. */
  filedAs:
    | 'submission'
    | 'message'
    | 'bounce'
    | 'release'
    | 'plan'
    | 'pause'
    | 'end'
    | 'mandate'
    | 'parked'
    | 'unparked'
    | 'decision'
    | 'nothing';
  isLate: boolean;
  stage: Stage;
}

export interface RequestState {
  format: 1;
  requestId: string;
  party: string;
  stage: Stage;
  closedAs: ClosedAs | null;
  /** Whether the first note may leave. */
  isReleased: boolean;
  plan: Plan;
  rungs: Record<string, RungProgress>;
  /** The first send that did not fail for every addressee. */
  clockStartedAt: IsoInstant | null;
  answeredAt: IsoInstant | null;
  hold: Hold | null;
  submissions: KnownSubmission[];
  messageIds: string[];
  /** By contact id, of the latest post to it. */
  deliveries: Record<string, DeliveryStatus>;
  /** Acknowledgements that a mail server put off; `at` is null while one is with the mail activity again. */
  retries: { what: 'submission' | 'message'; id: string; at: IsoInstant | null; attempts: number }[];
  /** Pauses that stand open: nothing leaves but acknowledgements, and nothing closes. Absent counts as none. */
  pauses?: { id: string; because: string }[];
  /** What the party has asked for and nobody has decided: no reminder leaves. Absent counts as none. */
  asks?: Ask[];
  /** Whether more is to follow what was received. Absent counts as no. */
  isPart?: boolean;
  /** Who accepted that no answer will come: the ladder is over. Absent counts as nobody. */
  justifiedBy?: string;
  /** Outcomes by event id. */
  seen: Record<string, Outcome>;
  /** A fault that stopped this request alone; a person resumes it. */
  parkedBecause: string | null;
  /** When it was stopped, for the key of its task; absent in states from before. */
  parkedAt?: IsoInstant;
  /** When the duty was over before its day; absent where it ran to its end. */
  endedAt?: IsoInstant;
}
