import { stepKey } from '../keys.js';
import type { RequestEvent, Step } from '../request-events.js';
import type { Outcome, RequestState } from '../request-state.js';
import { Draft } from './draft.js';
import { tick } from './ladder.js';

/** Stops one request after a fault, so that the others of its set go on; a task tells the Coordinator. */
export function park(state: RequestState, because: string, at: string): Step {
  const outcome: Outcome = { filedAs: 'parked', isLate: false, stage: state.stage };
  // The first fault stands: those that follow are its consequences.
  if (state.parkedBecause !== null) return { state, effects: [], outcome };
  const draft = new Draft(state, at);
  draft.state.parkedBecause = because;
  draft.state.parkedAt = at;
  draft.log('parked', stepKey.parked(at), { because });
  // Each stop is a task of its own: a fault that comes again is not hidden behind the one that was dealt with.
  draft.raise('parked', stepKey.parked(at), { because });
  return { state: draft.state, effects: draft.effects(), outcome };
}

/** What was with the mail activity when the fault came is offered again: the mail itself is claimed once. */
export function unpark(draft: Draft, { id, by }: Extract<RequestEvent, { type: 'unparked' }>): void {
  const { state } = draft;
  if (state.parkedBecause === null) return;
  state.parkedBecause = null;
  draft.log('unparked', stepKey.unparked(id), { by });
  for (const key of ['parked', stepKey.parked(state.parkedAt ?? '')]) draft.close(key, `${by} let it go on`);
  for (const rung of state.plan.rungs) {
    const { status, attempts } = draft.progress(rung.id);
    if (status === 'sending') draft.set(rung.id, { status: 'decided', sendAt: draft.at, attempts: attempts - 1 });
  }
  tick(draft);
}
