import { stepKey } from '../keys.js';
import type { Filed, RequestEvent } from '../request-events.js';
import { takeAsk } from './ask.js';
import type { Draft } from './draft.js';
import { messageEntry } from './entry.js';
import { isComplete } from './stage.js';

/** Something that is no answer: the ladder is held, and rests where the party asks for something. */
export function message(draft: Draft, event: Extract<RequestEvent, { type: 'message' }>): Filed {
  const { state } = draft;
  state.messageIds = [...state.messageIds, event.id];
  const { ask, until, doubt, lacks, isCourtesy = false } = event;
  draft.enter(messageEntry(event, { sender: event.sender, isCourtesy }));
  const data = {
    message: event.id,
    sender: event.sender,
    ...(doubt === undefined ? {} : { doubt }),
    ...(lacks === undefined ? {} : { lacks }),
  };
  if (ask === undefined && !isCourtesy) draft.raise('message', stepKey.message(event.id), data);
  if (state.stage !== 'closed' && !isComplete(state)) draft.hold(event.hold, event.id);
  if (ask !== undefined) takeAsk(draft, { id: event.id, message: event.id, ask, until });
  if (!event.isAcknowledged) draft.acknowledge({ what: 'message', subject: event.id, isLate: false });
  return { as: 'message' };
}
