import type { Plan } from '../request-state.js';
import type { Draft } from './draft.js';
import { isReminder } from './rung.js';
import { heardStage, isAnyoneReached, isComplete, isPosting, ladderOver, requestRung } from './stage.js';

/* The first word of a request: that it is out starts the clock, that nobody has it ends the ladder. */

/** Starts the clock, once; reminders whose day has passed meanwhile are left out. */
export function noteIsOut(draft: Draft, plan: Plan | null): void {
  // A note that crossed the end starts nothing.
  if (draft.state.clockStartedAt !== null || draft.state.stage === 'closed') return;
  if (plan) draft.adopt(plan, 'note');
  draft.state.clockStartedAt = draft.at;
  draft.state.stage = isComplete(draft.state) ? 'answered' : 'waiting';
  if (draft.state.isPart || draft.state.justifiedBy !== undefined) draft.state.stage = heardStage(draft.state);
  draft.log('clockStarted', 'clockStarted', { dueDate: draft.state.plan.due.date });
  for (const rung of draft.state.plan.rungs) {
    const { status, sendAt } = draft.progress(rung.id);
    if (isReminder(rung) && status === 'pending' && sendAt <= draft.at)
      draft.skip(rung, { code: 'passedWhenNoteLeft' });
  }
}

/** A party is not reached once the note is done with every addressee, nothing is under way and nobody has it. */
export function judgeReach(draft: Draft, detail: string, key = 'notReached'): void {
  const { state } = draft;
  const { status } = draft.progress(requestRung(state).id);
  const isNoteDone = status === 'sent' || status === 'failed';
  if (!isNoteDone || isPosting(state) || isAnyoneReached(state) || ladderOver(state) !== null || state.isPart) return;
  state.stage = 'notReached';
  draft.log('notReached', key, { detail });
  draft.raise('notReached', 'notReached', { detail });
  for (const rung of draft.state.plan.rungs) if (isReminder(rung)) draft.skip(rung, { code: 'notReached' });
}
