import { stepKey } from '../keys.js';
import type { Filed, RequestEvent } from '../request-events.js';
import type { ClosedAs } from '../request-state.js';
import type { Draft } from './draft.js';
import { repeatAcknowledgements } from './retry.js';
import { rungReasonWords } from './rung-reason.js';
import { toldKey } from './rung.js';
import { closingOf, heardStage, IN_PART } from './stage.js';

/* How a ladder ends, and a request. */

/** The end of a request: nothing leaves any more but acknowledgements. */
export function closeRequest(draft: Draft, closedAs: ClosedAs, because?: string): void {
  const { state } = draft;
  // The last try: what is put off again after this is a task.
  state.retries = state.retries.map((retry) => ({ ...retry, at: retry.at === null ? null : draft.at }));
  repeatAcknowledgements(draft);
  for (const rung of state.plan.rungs)
    if (rung.kind !== 'close')
      draft.skip(rung, because === undefined ? { code: 'closed' } : { code: 'ended', because });
  for (const rung of state.plan.rungs) if (rung.kind === 'close') draft.set(rung.id, { status: 'sent' });
  state.stage = 'closed';
  state.closedAs = closedAs;
  for (const { id, kind } of state.asks ?? []) draft.close(stepKey.ask(kind, id), 'closed');
  if (state.asks) state.asks = [];
  draft.close('release', 'closed');
  draft.log('closed', 'closed', { closedAs, ...(because === undefined ? {} : { because }) });
}

/** Nothing leaves any more but acknowledgements. Whoever has answered stays as one who has. */
export function end(draft: Draft, { because }: Extract<RequestEvent, { type: 'ended' }>): Filed {
  const { state } = draft;
  if (state.stage === 'closed') return { as: 'nothing' };
  state.parkedBecause = null;
  for (const key of ['parked', stepKey.parked(state.parkedAt ?? '')]) draft.close(key, because);
  if (state.pauses) state.pauses = [];
  state.endedAt = draft.at;
  closeTasks(draft, because);
  closeRequest(draft, closingOf(state), because);
  return { as: 'end' };
}

/** Nothing that asks leaves any more, and what waits for a word because of it needs none. */
export function endLadder(draft: Draft, because: 'answered' | 'justified'): void {
  const { state } = draft;
  for (const rung of state.plan.rungs) if (rung.kind !== 'close') draft.skip(rung, { code: because });
  state.stage = heardStage(state);
  closeTasks(draft, because);
  for (const { id, kind } of state.asks ?? []) draft.close(stepKey.ask(kind, id), because);
  if (state.asks) state.asks = [];
}

/** After an answer in part nothing escalates: reminders ask for the rest. */
export function soften(draft: Draft): void {
  const { state } = draft;
  state.stage = heardStage(state);
  for (const rung of state.plan.rungs) if (rung.kind === 'escalation') draft.skip(rung, IN_PART);
  for (const key of ['notReached', ...state.plan.rungs.map(toldKey)]) draft.close(key, rungReasonWords(IN_PART));
}

function closeTasks(draft: Draft, because: string): void {
  for (const key of ['release', 'notReached', ...draft.state.plan.rungs.map(toldKey)]) draft.close(key, because);
}
