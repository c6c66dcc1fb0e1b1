import type { RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import type { ScriptedArrival } from '../script.js';
import type { World } from './world.js';

/** What reaches the desk, as the machine hears it. */
export function arrive(
  one: ScriptedArrival,
  id: string,
  at: string,
  state: RequestState,
  { diary, addressBook, postOffice, timetable }: World,
): RequestEvent {
  diary.take(one);
  if (one.kind === 'bounce') {
    const contact = addressBook.holderOf(one.role);
    addressBook.fail({ contact, id, at });
    const again = postOffice.repeats(contact, state);
    const bounce = { type: 'bounce', id, at, contact, isHard: true, detail: 'scripted' } as const;
    return again === undefined ? bounce : { ...bounce, again };
  }
  const sender = one.sender ?? addressBook.capital();
  const doubt = addressBook.doubtOf(sender);
  const common = { id, at, receivedAt: at, sender, isAcknowledged: doubt !== null };
  if (one.kind === 'answer' && doubt === null)
    return { type: 'submission', ...common, ...(one.as === undefined ? {} : { kind: one.as }) };
  const hold = timetable.holdAfter(at);
  if (doubt !== null || one.kind === 'answer')
    return { type: 'message', ...common, hold, ...(doubt === null ? {} : { doubt }) };
  const { ask, until } = one;
  return {
    type: 'message',
    ...common,
    hold,
    ...(ask === undefined ? {} : { ask }),
    ...(until === undefined ? {} : { until }),
  };
}
