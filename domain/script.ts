import type { Role } from './mandate.js';

/** What reaches the desk; `at` is an instant, or a date that stands for noon in the capital. */
export type ScriptedArrival =
  | { party: string; at: string; kind: 'answer' | 'message'; sender?: string }
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

export type ScriptedEvent = ScriptedArrival | ScriptedAct;

export function isArrival(event: ScriptedEvent): event is ScriptedArrival {
  return event.kind === 'answer' || event.kind === 'message' || event.kind === 'bounce';
}
