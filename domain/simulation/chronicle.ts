import { explainDeadline } from '../deadline.js';
import type { RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import type { World } from './world.js';

/** Tells of an event that the request is about to hear. */
export function tellEvent(event: RequestEvent, { plan, stage }: RequestState, world: World): void {
  const { diary } = world;
  if (event.type === 'submission' || event.type === 'message' || event.type === 'bounce') {
    const what =
      event.type === 'submission'
        ? (event.kind ?? 'answer')
        : event.type === 'message'
          ? (event.ask ?? 'message')
          : event.type;
    const doubt =
      event.type === 'message' && event.doubt !== undefined ? `; for a person to judge: ${event.doubt}` : '';
    const because = `${wordsOf(event.id, world)}${doubt}`;
    diary.line({ at: event.at, kind: 'received', rung: what, to: null, because });
  }
  if (event.type === 'mandatePassed' && stage !== 'closed')
    diary.line({ at: event.at, kind: 'changed', rung: event.type, to: null, because: event.because });
  if (event.type === 'planChanged' || event.type === 'resumed' || event.type === 'paused') {
    const due = 'plan' in event ? event.plan.due : plan.due;
    const words = due.date === plan.due.date ? `due ${due.date}` : `due ${due.date} instead of ${plan.due.date}`;
    diary.line({ at: event.at, kind: 'changed', rung: event.type, to: null, because: `${event.because}; ${words}` });
  }
}

/** Tells how a request was closed, and by what. */
export function tellClosing({ closedAs, plan }: RequestState, event: RequestEvent, { diary }: World): void {
  const reason = event.type === 'ended' ? event.because : explainDeadline(plan.close);
  diary.line({ at: event.at, kind: 'closed', rung: 'close', to: null, because: `${closedAs ?? ''}; ${reason}` });
}

/** Why something was received: the words of the script, with the document that was filed. */
function wordsOf(id: string, { part, addressBook }: World): string {
  const one = part.by(id);
  const { because = 'the script says so' } = one ?? {};
  const sender = one && 'sender' in one ? (one.sender ?? '') : '';
  return sender === '' || addressBook.isPerson(sender) || because.includes(sender) ? because : `${because} (${sender})`;
}
