import { stepKey } from '../keys.js';
import type { Filed, RequestEvent } from '../request-events.js';
import type { Draft } from './draft.js';
import { tick } from './ladder.js';

/* What leaves by a person’s word alone. */

/** A person lets the first note leave. */
export function release(draft: Draft, by: string): void {
  const { state } = draft;
  if (state.isReleased || state.stage === 'closed') return;
  state.isReleased = true;
  if (state.stage === 'awaitingRelease') state.stage = 'scheduled';
  draft.log('released', 'released', { by });
  draft.close('release', `released by ${by}`);
  tick(draft);
}

/** A person lets a rung leave. */
export function approve(draft: Draft, { rung: id, by }: Extract<RequestEvent, { type: 'approved' }>): Filed {
  const rung = draft.awaited(id);
  if (!rung) return { as: 'nothing' };
  const decision = draft.decisionOf(rung.id);
  draft.set(rung.id, { approvedDecision: draft.progress(rung.id).decisions ?? 0 });
  draft.log('approved', stepKey.approved(decision), { rung: rung.id, by });
  draft.close(stepKey.approval(decision), `approved by ${by}`);
  tick(draft);
  return { as: 'decision' };
}

/** A person leaves a rung out. */
export function decline(draft: Draft, { rung: id, by, reason }: Extract<RequestEvent, { type: 'declined' }>): Filed {
  const rung = draft.awaited(id);
  if (!rung) return { as: 'nothing' };
  draft.skip(rung, { code: 'declined', by, because: reason });
  return { as: 'decision' };
}
