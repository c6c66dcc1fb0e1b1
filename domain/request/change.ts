import { stepKey } from '../keys.js';
import type { RequestEvent } from '../request-events.js';
import type { Plan } from '../request-state.js';
import type { Draft } from './draft.js';
import { tick } from './ladder.js';
import { isReminder } from './rung.js';

/* What moves the dates, or lets the clock stand still. */

/** A closed request keeps the dates with which it was closed. */
export function changePlan(draft: Draft, { id, plan, because }: Extract<RequestEvent, { type: 'planChanged' }>): void {
  if (draft.state.stage === 'closed') return;
  draft.log('planChanged', stepKey.planChanged(id), {
    because,
    dueDate: plan.due.date,
    formerDueDate: draft.state.plan.due.date,
  });
  const former = draft.state.plan;
  draft.change(plan, id);
  if (draft.version >= 2) leaveOutPassed(draft, former);
  tick(draft);
}

/**
 * A reminder that a change of the dates has moved into the past is not made up for: whoever has the note hears of the new date
 * first. Under version 1 the latest such reminder left at once, in the place of the notice.
 */
function leaveOutPassed(draft: Draft, former: Plan): void {
  if (draft.state.clockStartedAt === null) return;
  for (const rung of draft.state.plan.rungs) {
    const { status, sendAt } = draft.progress(rung.id);
    const isMoved = former.rungs.find(({ id }) => id === rung.id)?.sendAt !== rung.sendAt;
    if (isReminder(rung) && rung.kind !== 'notice' && status === 'pending' && isMoved && sendAt <= draft.at)
      draft.skip(rung, { code: 'passedWhenMoved' });
  }
}

/** What was decided and not yet tried is withdrawn; what the mail server has asked to wait for goes on after the pause. */
export function pause(draft: Draft, { id, because }: Extract<RequestEvent, { type: 'paused' }>): void {
  const { state } = draft;
  if (state.stage === 'closed') return;
  state.pauses = [...(state.pauses ?? []).filter((one) => one.id !== id), { id, because }];
  draft.log('paused', stepKey.paused(id), { because });
  for (const rung of state.plan.rungs) if (isReminder(rung)) draft.withdraw(rung, { code: 'clockStandsStill' });
}

/** The end of a pause, with the plan that gives its days back. */
export function resume(
  draft: Draft,
  { id, pause: ended, plan, because }: Extract<RequestEvent, { type: 'resumed' }>,
): void {
  const { state } = draft;
  if (state.stage === 'closed') return;
  state.pauses = (state.pauses ?? []).filter((one) => one.id !== ended);
  draft.log('resumed', stepKey.resumed(id), { because, dueDate: plan.due.date, formerDueDate: state.plan.due.date });
  draft.change(plan, id);
  tick(draft);
}
