import { stepKey } from '../keys.js';
import type { PostOutcome, RequestEvent } from '../request-events.js';
import type { PlannedRung } from '../request-state.js';
import type { Draft } from './draft.js';
import { tick } from './ladder.js';
import { judgeReach, noteIsOut } from './note.js';
import { retryAt } from './retry.js';
import { heardStage, IN_PART, ladderOver } from './stage.js';

/** What became of the posts of a rung. */
export function posted(draft: Draft, event: Extract<RequestEvent, { type: 'posted' }>): void {
  const rung = draft.state.plan.rungs.find((one) => one.id === event.rung);
  if (!rung || draft.progress(rung.id).status !== 'sending') return;
  const { attempts } = draft.progress(rung.id);
  const isFirstWord = rung.kind !== 'request' && attempts === 1;
  for (const { contact, status } of event.posts) {
    // A retry says again what was sent before it: a bounce that has come since stands.
    const isBounced = !isFirstWord && draft.state.deliveries[contact] === 'bounced';
    if ((status === 'sent' || status === 'failed') && !isBounced) draft.deliver(contact, status);
  }
  const has = (status: PostOutcome['status']): PostOutcome | undefined =>
    event.posts.find((post) => post.status === status);
  const postponed = has('postponed');
  const again = has('deferred') ? retryAt(draft.at, attempts, draft.version) : null;
  if (has('cancelled')) {
    draft.leaveOut(rung.id, { code: 'answerOnRecord' });
  } else if (postponed) {
    const until = postponed.until ?? draft.at;
    draft.set(rung.id, { status: 'decided', sendAt: until, attempts: attempts - 1 });
    draft.log('rungPostponed', stepKey.postponed(draft.decisionOf(rung.id), until), {
      rung: rung.id,
      until,
      because: postponed.detail,
    });
  } else if (again !== null) {
    draft.set(rung.id, { status: 'decided', sendAt: again });
  } else if (has('sent')) {
    draft.set(rung.id, { status: 'sent' });
    // Somebody has it and somebody was refused: the party is reached, and an address is to be found.
    const refused = event.posts.filter((post) => post.status === 'failed');
    if (refused.length > 0)
      draft.raise('undeliverable', stepKey.undeliverable(rung.id), { rung: rung.id, detail: describePosts(refused) });
  } else {
    undelivered(draft, rung, event.posts);
  }
  // A first delivery starts the clock even while another addressee's server asks to wait.
  if (rung.kind === 'request' && has('sent')) noteIsOut(draft, event.plan);
  if (draft.state.isPart && draft.state.stage !== 'closed') draft.state.stage = heardStage(draft.state);
  // What was put off must not leave after an answer, nor after the end.
  const over = ladderOver(draft.state);
  if (over !== null) draft.skip(rung, over);
  else if (draft.state.isPart && rung.kind === 'escalation') draft.skip(rung, IN_PART);
  // A refused reminder alone is a task; a bounce that came while this post was under way has waited for its outcome.
  const isBounced = Object.values(draft.state.deliveries).includes('bounced');
  if (rung.kind === 'request' || isBounced) judgeReach(draft, describePosts(event.posts));
  tick(draft);
}

function undelivered(draft: Draft, rung: PlannedRung, posts: PostOutcome[]): void {
  const detail = describePosts(posts);
  draft.set(rung.id, { status: 'failed', reason: { code: 'failed', detail } });
  if (rung.kind !== 'request') draft.raise('undeliverable', stepKey.undeliverable(rung.id), { rung: rung.id, detail });
}

function describePosts(posts: PostOutcome[]): string {
  return posts.map((post) => `${post.contact}: ${post.detail}`).join('; ') || 'no contact is on file';
}
