import type { ClosedAs, PlannedRung, RequestState, RungProgress, Stage } from '../request-state.js';
import { isReminder } from './rung.js';
import type { RungReason } from './rung-reason.js';

/* Where a request stands: questions that its state answers alone. */

/** How far a rung is. Throws where the request has no such rung. */
export function progressFor(state: RequestState, rung: string): RungProgress {
  const progress = state.rungs[rung];
  if (!progress) throw new Error(`${state.requestId} has no rung '${rung}'`);
  return progress;
}

/** The rung of the note. Throws where the plan has none. */
export function requestRung(state: RequestState): PlannedRung {
  const rung = state.plan.rungs.find((one) => one.kind === 'request');
  if (!rung) throw new Error(`the plan of ${state.requestId} has no request rung`);
  return rung;
}

/** Whether the clock stands still. */
export function isPaused({ pauses }: RequestState): boolean {
  return pauses !== undefined && pauses.length > 0;
}

/** Whether a post is with the mail activity: until its outcome is known no other one leaves. */
export function isPosting(state: RequestState): boolean {
  return state.plan.rungs.some((rung) => progressFor(state, rung.id).status === 'sending');
}

/** Whether reminders may be decided and sent. */
export function canClimb(state: RequestState): boolean {
  return state.clockStartedAt !== null && ladderOver(state) === null && !isPosting(state) && !isPaused(state);
}

/** Whether all that was asked for has been received. */
export function isComplete(state: RequestState): boolean {
  return state.submissions.length > 0 && state.isPart !== true;
}

/** Where a request stands once the party was heard; a note that is not out yet still leaves for the rest. */
export function heardStage(state: RequestState): Stage {
  if (isComplete(state)) return 'answered';
  const { status } = progressFor(state, requestRung(state).id);
  const isNoteAhead =
    state.clockStartedAt === null && (status === 'pending' || status === 'decided' || status === 'sending');
  if (state.isPart && isNoteAhead) return state.stage === 'answered' ? 'scheduled' : state.stage;
  if (state.isPart) return 'answeredInPart';
  return state.justifiedBy === undefined ? state.stage : 'justified';
}

/** Why no escalation leaves after an answer in part. */
export const IN_PART = { code: 'answeredInPart' } as const satisfies RungReason;

/** Why no further rung leaves; null while one may. */
export function ladderOver(state: RequestState): RungReason | null {
  if (state.stage === 'closed') return { code: 'closed' };
  if (isComplete(state)) return { code: 'answered' };
  if (state.justifiedBy !== undefined) return { code: 'justified' };
  return state.stage === 'notReached' ? { code: 'notReached' } : null;
}

/** Whether the latest post to some contact was taken. */
export function isAnyoneReached(state: RequestState): boolean {
  return Object.values(state.deliveries).some((status) => status === 'sent');
}

/** When the request ends, or has ended: before its day where the duty was over. */
export function closeAtOf({ plan, endedAt }: RequestState): string {
  return endedAt ?? plan.rungs.find((rung) => rung.kind === 'close')?.decideAt ?? plan.dueAt;
}

/** As what the request would be closed as it stands. */
export function closingOf(state: RequestState): ClosedAs {
  if (state.submissions.length > 0) return state.isPart ? 'answeredInPart' : 'answered';
  if (state.justifiedBy !== undefined) return 'justified';
  if (state.endedAt !== undefined) return 'ended';
  if (state.stage === 'notReached') return 'notReached';
  return state.clockStartedAt === null ? 'notSent' : 'noAnswer';
}

/** Whether a rung stays until a person has said a word: on itself, or on what the party has asked for. */
export function waitsForWord(state: RequestState, rung: PlannedRung): boolean {
  const isHeld = isReminder(rung) && rung.kind !== 'notice' && (state.asks ?? []).length > 0;
  return isHeld || isUnapproved(state, rung);
}

export function isUnapproved(state: RequestState, rung: PlannedRung): boolean {
  if (!rung.approval) return false;
  const { status, decisions, approvedDecision } = progressFor(state, rung.id);
  return status === 'decided' && approvedDecision !== decisions;
}

/** The rung that waits for a person's word; null where none does. */
export function waitingRung(state: RequestState): PlannedRung | null {
  return state.plan.rungs.find((rung) => isUnapproved(state, rung)) ?? null;
}
