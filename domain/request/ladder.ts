import { stepKey } from '../keys.js';
import type { PlannedRung } from '../request-state.js';
import { closeRequest } from './closing.js';
import type { Draft } from './draft.js';
import { noteIsOut } from './note.js';
import { repeatAcknowledgements } from './retry.js';
import { isOwnDuty, isReminder, toldKey } from './rung.js';
import { canClimb, closingOf, isPaused, isPosting, requestRung, waitsForWord } from './stage.js';
import { toneOfPost } from './tone.js';

/* What time alone brings: rungs are decided and sent, the request is closed. */

/** Does all that is due at this instant. */
export function tick(draft: Draft): void {
  const { state } = draft;
  if (state.stage === 'closed' || state.parkedBecause !== null) return;
  repeatAcknowledgements(draft);
  if (isPaused(state)) return;
  const close = state.plan.rungs.find((rung) => rung.kind === 'close');
  if (close && draft.progress(close.id).decideAt <= draft.at) {
    closeRequest(draft, closingOf(state));
    return;
  }
  const request = requestRung(state);
  const progress = draft.progress(request.id);
  if (progress.status === 'pending' && progress.decideAt <= draft.at) decide(draft, request);
  if (draft.progress(request.id).status === 'decided') sendNote(draft, request);
  if (canClimb(state)) climb(draft);
}

function sendNote(draft: Draft, request: PlannedRung): void {
  if (draft.state.isReleased) {
    if (draft.progress(request.id).sendAt <= draft.at && !isPosting(draft.state)) send(draft, request);
  } else if (draft.state.stage !== 'awaitingRelease') {
    draft.state.stage = 'awaitingRelease';
    const { revivals = 0 } = draft.progress(request.id);
    draft.log('awaitingRelease', stepKey.awaitingRelease(revivals), {});
    draft.raise('release', 'release', {});
  }
}

/** Takes the latest rung that is due; those before it are overtaken, so that never two leave at once. */
function climb(draft: Draft): void {
  const isDue = (rung: PlannedRung): boolean => {
    const { status, decideAt, sendAt } = draft.progress(rung.id);
    return (
      isReminder(rung) &&
      !waitsForWord(draft.state, rung) &&
      ((status === 'pending' && decideAt <= draft.at) || (status === 'decided' && sendAt <= draft.at))
    );
  };
  const due = draft.state.plan.rungs.filter(isDue);
  const latest = due.at(-1);
  if (!latest) return;
  // A rung that was decided but whose hour has not come is overtaken, too.
  const earlierRungs = draft.state.plan.rungs.slice(0, draft.state.plan.rungs.indexOf(latest));
  for (const rung of earlierRungs) {
    const { status } = draft.progress(rung.id);
    if (isReminder(rung) && (status === 'decided' || due.includes(rung)))
      draft.skip(rung, { code: 'overtaken', by: latest.id });
  }
  if (draft.progress(latest.id).status === 'pending') decide(draft, latest);
  if (draft.progress(latest.id).sendAt <= draft.at && !waitsForWord(draft.state, latest)) send(draft, latest);
}

function decide(draft: Draft, rung: PlannedRung): void {
  const { sendAt, decisions = 0 } = draft.progress(rung.id);
  draft.set(rung.id, { status: 'decided', decisions: decisions + 1 });
  draft.dispatch(rung, null);
  const decision = draft.decisionOf(rung.id);
  const dueDate = draft.state.plan.due.date;
  if (rung.approval) {
    draft.log('rungDecided', stepKey.decided(decision), { rung: rung.id, sendAt, needsApproval: true });
    draft.raise('approval', stepKey.approval(decision), { rung: rung.id, to: rung.to.join(', '), sendAt, dueDate });
    return;
  }
  draft.log('rungDecided', stepKey.decided(decision), { rung: rung.id, sendAt });
  if (isOwnDuty(rung)) tellOfDuty(draft, rung);
  else if (rung.to.includes('coordinator')) draft.raise('escalated', toldKey(rung), { rung: rung.id, dueDate });
}

/** A duty of the Coordinator herself: one task, that says again at each rung how near the day is. */
function tellOfDuty(draft: Draft, rung: PlannedRung): void {
  for (const one of draft.state.plan.rungs) if (one !== rung) draft.close(toldKey(one), `said again: ${rung.id}`);
  draft.raise('duty', toldKey(rung), { rung: rung.id, dueDate: draft.state.plan.due.date });
}

function send(draft: Draft, rung: PlannedRung): void {
  if (isOwnDuty(rung)) {
    // Nothing is mailed: the digest and the desk tell her.
    draft.set(rung.id, { status: 'sent' });
    if (rung.kind === 'request') noteIsOut(draft, null);
    return;
  }
  const { attempts } = draft.progress(rung.id);
  draft.set(rung.id, { status: 'sending', attempts: attempts + 1 });
  draft.post({
    rung: rung.id,
    tone: toneOfPost(draft.state, rung, draft.at),
    attempt: attempts + 1,
  });
}
