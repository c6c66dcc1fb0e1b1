import type { Role } from './mandate.js';
import type { AskKind, SubmissionKind } from './request-state.js';

/** What the script says of an event in its own words; printed in the event's lines. */
interface Told {
  because?: string;
}

/** What reaches the desk; `at` is an instant, or a date that stands for noon in the capital. */
export type ScriptedArrival = Told &
  (
    | { party: string; at: string; kind: 'answer'; sender?: string; as?: Exclude<SubmissionKind, 'answer'> }
    | { party: string; at: string; kind: 'message'; sender?: string; ask?: AskKind; until?: string }
    | { party: string; at: string; kind: 'bounce'; role: Role }
  );

interface Authorised extends Told {
  at: string;
  authority: string;
  reason: string;
}

/** What a person with authority decides; for one party, or for all where `party` is null. */
export type ScriptedAct =
  | (Authorised & { party: string; kind: 'extension'; dueDate: string })
  | (Authorised & { party: string | null; kind: 'pause' | 'resume' })
  | (Authorised & { party: null; kind: 'reportDate'; date: string });

/** A day off is proclaimed: in the capital of the party, or at headquarters where `party` is null. */
export interface ScriptedHoliday extends Authorised {
  party: string | null;
  kind: 'holiday';
  date: string;
  name: string;
}

/** A contact is replaced by another; `contact` is that of the role who is in use. */
export interface ScriptedSuccession extends Authorised {
  party: string;
  kind: 'contact';
  role: Role;
  name: string;
  address: string;
}

/** That the duty is over, or that its mandate has passed on; for one party, or for all where `party` is null. */
export type ScriptedPassage = { party: string | null; at: string; because: string } & { kind: 'end' | 'mandate' };

/** What the Coordinator decides on what waits: a rung, what a party asks for, whether an answer is all. */
export type ScriptedDecision = Told &
  (
    | { party: string | null; at: string; kind: 'approve' }
    | { party: string | null; at: string; kind: 'decline'; reason: string }
    | { party: string; at: string; kind: 'settle'; isGranted: boolean; reason: string }
    | { party: string; at: string; kind: 'judge'; isPart: boolean }
  );

/** What is to be remembered of a day: a session, a resolution, a report. It moves nothing. */
export interface ScriptedMilestone {
  kind: 'milestone';
  party: null;
  at: string;
  because: string;
  /** The cycles that it concerns; none where it concerns no one in particular. */
  cycles: string[];
}

export type ScriptedEvent =
  | ScriptedArrival
  | ScriptedAct
  | ScriptedHoliday
  | ScriptedSuccession
  | ScriptedDecision
  | ScriptedPassage
  | ScriptedMilestone;

export function isArrival(event: ScriptedEvent): event is ScriptedArrival {
  return event.kind === 'answer' || event.kind === 'message' || event.kind === 'bounce';
}

export function isDecision(event: ScriptedEvent): event is ScriptedDecision {
  return ['approve', 'decline', 'settle', 'judge'].includes(event.kind);
}

export function isPassage(event: ScriptedEvent): event is ScriptedPassage {
  return event.kind === 'end' || event.kind === 'mandate';
}

export function isMilestone(event: ScriptedEvent): event is ScriptedMilestone {
  return event.kind === 'milestone';
}
