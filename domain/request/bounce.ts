import { stepKey } from '../keys.js';
import type { Filed, RequestEvent } from '../request-events.js';
import type { Draft } from './draft.js';
import { bounceEntry } from './entry.js';
import { tick } from './ladder.js';
import { judgeReach } from './note.js';
import { isPaused, ladderOver } from './stage.js';

/** A post came back. One that never will be taken may leave again to whoever stands in. */
export function bounce(draft: Draft, event: Extract<RequestEvent, { type: 'bounce' }>): Filed {
  const { contact, isHard, detail, again } = event;
  draft.enter(bounceEntry(event, event));
  if (isHard) {
    draft.deliver(contact, 'bounced');
    const isRepeated = again !== undefined && repeat(draft, again, event.id);
    if (!isRepeated) judgeReach(draft, `${contact}: ${detail}`);
    const data = { contact, detail, ...(isRepeated ? { next: 'alternate' } : {}) };
    if (draft.state.stage !== 'notReached') draft.raise('bounced', stepKey.bounced(contact), data);
    if (isRepeated) tick(draft);
  }
  return { as: 'bounce' };
}

/** A step that has left and came back leaves again, at once, to whoever stands in. */
function repeat(draft: Draft, id: string, cause: string): boolean {
  const { state } = draft;
  const rung = state.plan.rungs.find((one) => one.id === id);
  if (!rung || draft.progress(id).status !== 'sent' || ladderOver(state) !== null || isPaused(state)) return false;
  draft.set(id, { status: 'decided', sendAt: draft.at });
  draft.log('rungDecided', stepKey.again(cause), { rung: id, sendAt: draft.at });
  return true;
}
