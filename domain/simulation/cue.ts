import { compare } from '../order.js';
import type { RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import { isArrival, isDecision, isPassage } from '../script.js';
import { act } from './act.js';
import { arrive } from './arrival.js';
import { decide } from './decision.js';
import { proclaim } from './holiday.js';
import { instantOf } from './part.js';
import type { HeardEvent } from './part.js';
import { succeed } from './succession.js';
import type { World } from './world.js';

/** Something of the script whose event is made when its instant comes, from how the request stands then. */
export interface Cue {
  at: string;
  one: HeardEvent;
  make: (state: RequestState) => RequestEvent | null;
}

/** What the script has for a request, in order of time. */
export function cuesOf(world: World): Cue[] {
  const { part, party } = world;
  const cues = part.events.map((one, index): Cue => {
    const at = instantOf(one, party.zone);
    const id = part.idOf(index);
    if (isArrival(one)) return { at, one, make: (state) => arrive(one, id, at, state, world) };
    if (isPassage(one)) {
      const { because } = one;
      return { at, one, make: () => ({ type: one.kind === 'end' ? 'ended' : 'mandatePassed', id, at, because }) };
    }
    if (isDecision(one)) return { at, one, make: (state) => decide(one, id, at, state, world) };
    if (one.kind === 'contact') return { at, one, make: () => succeed(one, id, at, world) };
    if (one.kind === 'holiday') return { at, one, make: (state) => proclaim(one, id, at, state, world) };
    return { at, one, make: (state) => act(one, id, at, state, world) };
  });
  return cues.sort((a, b) => compare(a.at, b.at));
}
