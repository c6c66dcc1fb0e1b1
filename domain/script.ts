import type { Role } from './mandate.js';
import type { AskKind, SubmissionKind } from './request-state.js';

/** What reaches the desk; `at` is an instant, or a date that stands for noon in the capital. */
export type ScriptedArrival =
  | { party: string; at: string; kind: 'answer'; sender?: string; as?: Exclude<SubmissionKind, 'answer'> }
  | { party: string; at: string; kind: 'message'; sender?: string; ask?: AskKind; until?: string }
  | { party: string; at: string; kind: 'bounce'; role: Role };

interface Authorised {
  at: string;
  authority: string;
  reason: string;
}

/** What a person with authority decides; for one party, or for all where `party` is null. */
export type ScriptedAct =
  | (Authorised & { party: string; kind: 'extension'; dueDate: string })
  | (Authorised & { party: string | null; kind: 'pause' | 'resume' })
  | (Authorised & { party: null; kind: 'reportDate'; date: string });

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
export type ScriptedDecision =
  | { party: string | null; at: string; kind: 'approve' }
  | { party: string | null; at: string; kind: 'decline'; reason: string }
  | { party: string; at: string; kind: 'settle'; isGranted: boolean; reason: string }
  | { party: string; at: string; kind: 'judge'; isPart: boolean };

export type ScriptedEvent = ScriptedArrival | ScriptedAct | ScriptedSuccession | ScriptedDecision | ScriptedPassage;

export function isArrival(event: ScriptedEvent): event is ScriptedArrival {
  return event.kind === 'answer' || event.kind === 'message' || event.kind === 'bounce';
}

export function isDecision(event: ScriptedEvent): event is ScriptedDecision {
  return ['approve', 'decline', 'settle', 'judge'].includes(event.kind);
}

export function isPassage(event: ScriptedEvent): event is ScriptedPassage {
  return event.kind === 'end' || event.kind === 'mandate';
}
