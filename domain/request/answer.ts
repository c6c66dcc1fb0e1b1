import { answeredAs, answeredSince, answersBefore } from '../answered.js';
import { stepKey } from '../keys.js';
import type { Filed, RequestEvent } from '../request-events.js';
import type { KnownSubmission } from '../request-state.js';
import { endLadder, soften } from './closing.js';
import type { Draft } from './draft.js';
import { tick } from './ladder.js';
import { submissionEntry } from './entry.js';
import { isLate } from './lateness.js';
import { judgeReach } from './note.js';
import { isReminder } from './rung.js';
import { isBecause } from './rung-reason.js';
import { closeAtOf, closingOf, heardStage, isComplete } from './stage.js';

/* Answers: what was received, whether it is all, and whether it was one. */

/** An answer, whole or in part; after the end it counts only where it was received before. */
export function submission(draft: Draft, event: Extract<RequestEvent, { type: 'submission' }>): Filed {
  const { state } = draft;
  const late = isLate(state.plan, event.receivedAt);
  const kind: Pick<KnownSubmission, 'kind'> = event.kind === undefined ? {} : { kind: event.kind };
  const { id, sender, receivedAt } = event;
  // What comes after all was received is another version of it, not a part.
  const isPart = event.kind === 'part' && !isComplete(state);
  state.submissions = [...state.submissions, { id, sender, receivedAt, isLate: late, ...kind }];
  draft.enter(submissionEntry(event, { sender, isLate: late, ...kind }));
  if (isPart || state.isPart !== undefined) state.isPart = isPart;
  if (state.stage !== 'closed') {
    state.answeredAt ??= event.receivedAt;
    if (isPart) soften(draft);
    else endLadder(draft, 'answered');
  } else if (event.receivedAt < closeAtOf(state)) {
    // It was at our door before the end, and only we were slow: the party has answered.
    state.closedAs = isPart ? 'answeredInPart' : 'answered';
    state.answeredAt ??= event.receivedAt;
  }
  if (!event.isAcknowledged) draft.acknowledge({ what: 'submission', subject: event.id, isLate: late });
  return { as: 'submission', isLate: late };
}

/** The Coordinator's word on what was received: all of it, or a part, of which the rest is still asked for. */
export function judge(draft: Draft, { id, isPart, by }: Extract<RequestEvent, { type: 'judged' }>): Filed {
  const { state } = draft;
  if (state.stage === 'closed' || state.submissions.length === 0 || isPart === (state.isPart ?? false))
    return { as: 'nothing' };
  draft.log('judged', stepKey.judged(id), { isPart, by });
  state.isPart = isPart;
  if (!isPart) {
    endLadder(draft, 'answered');
    return { as: 'decision' };
  }
  if (draft.version >= 3) takeUp(draft, 'answered');
  else takeUpReminders(draft);
  soften(draft);
  if (draft.version >= 3 && state.hold) draft.hold(state.hold, stepKey.judged(id));
  tick(draft);
  return { as: 'decision' };
}

/** Until version 3 of the rules: the reminders ahead alone, on the dates that they had. */
function takeUpReminders(draft: Draft): void {
  for (const rung of draft.state.plan.rungs) {
    const { status, reason, sendAt } = draft.progress(rung.id);
    if (isReminder(rung) && status === 'skipped' && isBecause(reason, 'answered') && sendAt > draft.at)
      draft.revive(rung);
  }
}

/** An answer that was filed by mistake never was one: what it ended goes on, from today. What was due meanwhile stays left out. */
export function withdrawSubmission(
  draft: Draft,
  { submission: id, by, because }: Extract<RequestEvent, { type: 'withdrawn' }>,
): Filed {
  const { state } = draft;
  const left = state.submissions.filter((one) => one.id !== id);
  if (left.length === state.submissions.length) return { as: 'nothing' };
  state.submissions = left;
  draft.log('withdrawn', stepKey.withdrawn(id), { submission: id, by, because });
  const isClosed = state.stage === 'closed';
  const counted = isClosed ? answersBefore(left, closeAtOf(state)) : left;
  state.answeredAt = answeredSince(counted);
  const answered = answeredAs(counted.map(({ kind }) => kind ?? 'answer'));
  if (answered === 'answeredInPart') state.isPart = true;
  else if (answered === null) delete state.isPart;
  if (isClosed) {
    if (state.closedAs !== 'ended') state.closedAs = closingOf({ ...state, submissions: counted });
    return { as: 'decision' };
  }
  if (answered === 'answered') return { as: 'decision' };
  if (state.justifiedBy !== undefined) {
    state.stage = heardStage(state);
    return { as: 'decision' };
  }
  // A note that has not left yet may still wait for its release.
  if (state.stage === 'answered' || state.stage === 'answeredInPart')
    state.stage = state.clockStartedAt === null ? 'scheduled' : 'waiting';
  takeUp(draft, 'answered', 'answeredInPart');
  if (state.isPart === true) soften(draft);
  if (state.hold) draft.hold(state.hold, stepKey.withdrawn(id));
  tick(draft);
  judgeReach(draft, 'no addressee was reached before the answer that was taken away', `notReached/${id}`);
  return { as: 'decision' };
}

/** The note and the reminders ahead that an answer has left out wait again. */
function takeUp(draft: Draft, ...because: ('answered' | 'answeredInPart')[]): void {
  for (const rung of draft.state.plan.rungs) {
    const { status, reason } = draft.progress(rung.id);
    if (status !== 'skipped' || !isBecause(reason, ...because)) continue;
    const isAhead = isReminder(rung) && rung.sendAt > draft.at && rung.dropped === null;
    if (rung.kind !== 'request' && !isAhead) continue;
    draft.revive(rung);
    // While it was left out its dates have moved without it.
    draft.set(rung.id, { decideAt: rung.decideAt, sendAt: rung.sendAt });
  }
}
