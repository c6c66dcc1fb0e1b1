import { RULES_VERSIONS } from './mandate.js';
import type { Rules } from './mandate.js';
import type { Filed, RequestEvent, Step } from './request-events.js';
import type { RequestState } from './request-state.js';
import { judge, submission, withdrawSubmission } from './request/answer.js';
import { approve, decline, release } from './request/approval.js';
import { asked, settle } from './request/ask.js';
import { bounce } from './request/bounce.js';
import { changePlan, pause, resume } from './request/change.js';
import { end } from './request/closing.js';
import { Draft } from './request/draft.js';
import { tick } from './request/ladder.js';
import { message } from './request/message.js';
import { unpark } from './request/parking.js';
import { posted } from './request/posting.js';
import { acknowledged } from './request/retry.js';

/*
 * The request machine. Workflows, simulator, previews and property tests drive this one; it runs inside replay, so it
 * compares ISO instants as strings and reads no clock, zone or locale. What it branches on by rule is in `rules`, which
 * the request keeps from its opening: a change of behaviour is a new `rules.version` beside the old one.
 */

/**
 * Takes one event and decides. Pure: equal arguments give equal results. An event seen before changes nothing and is
 * answered with its first outcome.
 */
export function advance(state: RequestState, event: RequestEvent, rules: Rules): Step {
  if ('id' in event) {
    const outcome = state.seen[event.id];
    if (outcome) return { state, effects: [], outcome };
  }
  assertKnown(rules);
  const draft = new Draft(state, event.at, rules.version);
  const filedAs = apply(draft, event);
  const outcome = filedAs && { filedAs: filedAs.as, isLate: filedAs.isLate ?? false, stage: draft.state.stage };
  if (outcome && 'id' in event) draft.state.seen = { ...draft.state.seen, [event.id]: outcome };
  return { state: draft.state, effects: draft.effects(), outcome };
}

/** Rules from a later version of the service would be read wrongly: the request is parked instead. */
function assertKnown(rules: Rules): void {
  if (!RULES_VERSIONS.includes(rules.version))
    throw new Error(`rules of version ${String(rules.version)} are not known to this version of the service`);
}

function apply(draft: Draft, event: RequestEvent): Filed {
  switch (event.type) {
    case 'tick':
      tick(draft);
      return null;
    case 'released':
      release(draft, event.by);
      return { as: 'release' };
    case 'posted':
      posted(draft, event);
      return null;
    case 'acknowledged':
      acknowledged(draft, event);
      return null;
    case 'submission':
      return submission(draft, event);
    case 'message':
      return message(draft, event);
    case 'bounce':
      return bounce(draft, event);
    case 'planChanged':
      changePlan(draft, event);
      return { as: 'plan' };
    case 'unparked':
      unpark(draft, event);
      return { as: 'unparked' };
    case 'paused':
      pause(draft, event);
      return { as: 'pause' };
    case 'resumed':
      resume(draft, event);
      return { as: 'plan' };
    case 'ended':
      return end(draft, event);
    case 'mandatePassed':
      draft.log('mandatePassed', `mandate/${event.id}`, { because: event.because });
      return { as: 'mandate' };
    case 'approved':
      return approve(draft, event);
    case 'declined':
      return decline(draft, event);
    case 'asked':
      return asked(draft, event);
    case 'settled':
      return settle(draft, event);
    case 'judged':
      return judge(draft, event);
    case 'withdrawn':
      return withdrawSubmission(draft, event);
  }
}
