import { scopeWords } from '../adjustment.js';
import type { Adjustment, Scope } from '../adjustment.js';
import { actWords } from '../ledger.js';
import type { RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import type { ScriptedAct } from '../script.js';
import { told } from './part.js';
import type { World } from './world.js';

/** An extension, a pause, its end, or a report that moves: refused by the rule that the service refuses it by. */
export function act(one: ScriptedAct, id: string, at: string, state: RequestState, world: World): RequestEvent | null {
  const { requestId, timetable, diary } = world;
  if (state.stage === 'closed') return diary.pass(one, at, `${requestId} is closed`);
  const scope: Scope = one.party === null ? 'all' : `party/${one.party}`;
  const open = timetable.openPause(scope);
  if (one.kind === 'resume' && !open) return diary.pass(one, at, `no pause of ${scopeWords(scope)} stands open`);
  const { authority, reason } = one;
  const common = { id: `${scope}/${id}`, authority, reason, by: 'the script' };
  const today = timetable.dayOf(at);
  const pauseId = open?.id ?? '';
  const adjustment = adjustmentOf(one, { ...common, scope, requestId, cycle: world.input.cycle, today, pauseId });
  const refusal = timetable.refusalOf(adjustment, state, at);
  if (refusal !== null) {
    // An extension is one request's; a pause and a report date are heard by many, of which one that takes it is enough.
    if (one.kind !== 'extension') return diary.pass(one, at, refusal, { kind: 'refused' });
    diary.line({ at, kind: 'refused', rung: one.kind, to: null, because: refusal });
    return null;
  }
  tellTaken(one, at, world);
  const because = told(one, actWords(one));
  if (one.kind === 'pause') {
    timetable.enter({ kind: 'pause', ...common, at, fromDate: today, untilDate: null, endedAt: null });
    return { type: 'paused', id: common.id, at, because };
  }
  if (one.kind === 'reportDate') timetable.moveReport(one.date);
  if (one.kind === 'extension') timetable.enter({ kind: 'extension', ...common, at, dueDate: one.dueDate });
  if (one.kind === 'resume') timetable.endPause(open, at);
  const plan = timetable.replan(state, at);
  if (one.kind === 'resume') return { type: 'resumed', id: common.id, at, pause: pauseId, plan, because };
  return { type: 'planChanged', id: common.id, at, plan, because };
}

/** An act that comes before the opening is told once for all that are not open yet, unless another request takes it. */
function tellTaken(one: ScriptedAct, at: string, { timetable, diary, input }: World): void {
  const words = actWords(one);
  if (!timetable.isBeforeOpening(at)) diary.take(one);
  else if (one.kind === 'pause')
    diary.pass(one, at, `${words}; what opens before it ends waits`, { kind: 'changed', rung: 'paused' });
  else if (one.kind === 'resume') diary.pass(one, at, words, { kind: 'changed', rung: 'resumed' });
  else
    diary.pass(one, at, `${words}; before the request opens, on ${timetable.dayOf(input.openedAt)}`, {
      kind: 'changed',
      rung: 'planChanged',
    });
}

function adjustmentOf(
  one: ScriptedAct,
  given: {
    id: string;
    authority: string;
    reason: string;
    by: string;
    scope: Scope;
    requestId: string;
    cycle: string;
    today: string;
    pauseId: string;
  },
): Adjustment {
  const { id, authority, reason, by, scope, requestId, cycle, today, pauseId } = given;
  const common = { id, authority, reason, by };
  switch (one.kind) {
    case 'extension':
      return { kind: 'extension', ...common, requestId, dueDate: one.dueDate };
    case 'pause':
      return { kind: 'pause', ...common, scope, fromDate: today, untilDate: null };
    case 'resume':
      return { kind: 'resume', ...common, pauseId, onDate: today };
    case 'reportDate':
      return { kind: 'reportDate', ...common, cycleId: cycle, date: one.date };
  }
}
