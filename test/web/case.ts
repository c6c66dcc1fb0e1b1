import type { CasePort } from '../../office/intake/delivery.js';
import type { AcknowledgementActivities } from '../../activities/acknowledgement.js';
import type { PostActivities } from '../../activities/post.js';
import type { RecordActivities } from '../../activities/record.js';
import { advance } from '../../domain/request.js';
import { park } from '../../domain/request/parking.js';
import { nextWakeAt } from '../../domain/request/wake.js';
import type { Rules } from '../../domain/mandate.js';
import type { Effect, RequestEvent, Step } from '../../domain/request-events.js';
import type { Outcome, RequestState } from '../../domain/request-state.js';

/** Requests driven by the real machine and the real activities, one event after the other, without an engine. */
export interface Cases extends CasePort {
  open(requestIds: string[], rules: Rules): Promise<void>;
  /** What the machine holds of each request that is open: plain data. */
  states(): KeptCases;
  /** Goes on from what was so held. */
  restore(kept: KeptCases): void;
  /** Takes an event for one request. */
  take(requestId: string, event: RequestEvent): Promise<Outcome | null>;
  /** Lets each request wake at every instant up to `until`. */
  pass(until: string): Promise<void>;
  /** Gives a request rules that no machine of this version knows: every event stops it. What is returned gives back its own. */
  bewilder(requestId: string): () => void;
  /** Requests whose workflows have closed. */
  hasEnded: Set<string>;
  /** Makes the engine unreachable, or reachable again. */
  isAway: boolean;
  /** Makes the engine hang. */
  delayMs: number;
}

export type KeptCases = [requestId: string, held: { state: RequestState; rules: Rules }][];

export function createCases(deps: {
  record: RecordActivities;
  posts: PostActivities & AcknowledgementActivities;
}): Cases {
  const { record, posts } = deps;
  const states = new Map<string, { state: RequestState; rules: Rules }>();

  async function take(requestId: string, event: RequestEvent): Promise<Outcome | null> {
    const held = states.get(requestId);
    if (!held) throw new Error(`no request '${requestId}' is open`);
    const { state, effects, outcome } = stepOf(held, event);
    held.state = state;
    for (const effect of effects) await run(effect);
    return outcome;
  }

  /** A fault stops the request, as in its workflow. */
  function stepOf({ state, rules }: { state: RequestState; rules: Rules }, event: RequestEvent): Step {
    try {
      return advance(state, event, rules);
    } catch (fault) {
      return park(state, String(fault), event.at);
    }
  }

  async function run(effect: Effect): Promise<void> {
    const { requestId, at } = effect;
    if (effect.kind === 'record') await record.recordSteps({ effects: [effect] });
    else if (effect.kind === 'post') {
      const { results } = await posts.sendPosts({ posts: [effect] });
      for (const { rung, posts: outcomes, plan } of results)
        await take(requestId, { type: 'posted', at, rung, posts: outcomes, plan });
    } else {
      const { results } = await posts.sendAcknowledgements({ acknowledgements: [effect] });
      for (const { what, subject, status, detail } of results)
        await take(requestId, { type: 'acknowledged', at, what, subject, status, detail });
    }
  }

  const cases: Cases = {
    isAway: false,
    delayMs: 0,
    hasEnded: new Set(),
    take,
    bewilder(requestId) {
      const held = states.get(requestId);
      if (!held) throw new Error(`no request '${requestId}' is open`);
      const { rules } = held;
      held.rules = { ...rules, version: 99 as Rules['version'] };
      return () => (held.rules = rules);
    },
    states: () => [...states],
    restore: (kept) => kept.forEach(([requestId, held]) => states.set(requestId, held)),
    async open(requestIds, rules) {
      const { requests } = await record.loadRequests({ requestIds });
      for (const state of requests) states.set(state.requestId, { state, rules });
    },
    async pass(until) {
      for (const [requestId, held] of states) {
        for (let wake = nextWakeAt(held.state); wake !== null && wake <= until; wake = nextWakeAt(held.state))
          await take(requestId, { type: 'tick', at: wake });
      }
    },
    async deliver(_workflowId, requestId, event) {
      if (cases.isAway) throw new Error('the engine is away');
      if (cases.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, cases.delayMs));
      if (cases.hasEnded.has(requestId)) return 'ended';
      const outcome = await take(requestId, event);
      if (!outcome) throw new Error(`a ${event.type} had no outcome`);
      return outcome;
    },
  };
  return cases;
}
