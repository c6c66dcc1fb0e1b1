import { waitingRung } from '../request/stage.js';
import type { RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import type { ScriptedDecision } from '../script.js';
import { told } from './part.js';
import type { World } from './world.js';

/** The Coordinator's word; nothing where nothing waits for it. */
export function decide(
  one: ScriptedDecision,
  id: string,
  at: string,
  state: RequestState,
  { diary }: World,
): RequestEvent | null {
  const event = wordOn(one, id, at, state);
  if (event === null) return diary.pass(one, at, 'nothing waits for this decision');
  diary.take(one);
  const because = told(one, 'reason' in one ? one.reason : 'the script says so');
  diary.line({ at, kind: 'decided', rung: one.kind, to: null, because });
  return event;
}

function wordOn(one: ScriptedDecision, id: string, at: string, state: RequestState): RequestEvent | null {
  const by = 'the script';
  const [ask] = state.asks ?? [];
  const rung = waitingRung(state)?.id;
  switch (one.kind) {
    case 'approve':
      return rung === undefined ? null : { type: 'approved', id, at, rung, by };
    case 'decline':
      return rung === undefined ? null : { type: 'declined', id, at, rung, by, reason: one.reason };
    case 'settle':
      return ask ? { type: 'settled', id, at, ask: ask.id, isGranted: one.isGranted, by, reason: one.reason } : null;
    case 'judge':
      return state.submissions.length > 0 ? { type: 'judged', id, at, isPart: one.isPart, by } : null;
  }
}
