import type { Plan, RequestState } from '../request-state.js';
import { progressOf } from './rung.js';

/** The state of a request at its opening, before anything was decided. */
export function openRequest(input: {
  requestId: string;
  party: string;
  plan: Plan;
  isReleased: boolean;
  /** Pauses that stand open on the opening day. */
  pauses?: RequestState['pauses'];
}): RequestState {
  const { requestId, party, plan, isReleased, pauses } = input;
  return {
    format: 1,
    requestId,
    party,
    stage: 'scheduled',
    closedAs: null,
    isReleased,
    plan,
    rungs: Object.fromEntries(plan.rungs.map((rung) => [rung.id, progressOf(rung)])),
    clockStartedAt: null,
    answeredAt: null,
    hold: null,
    submissions: [],
    messageIds: [],
    deliveries: {},
    retries: [],
    seen: {},
    parkedBecause: null,
    ...(pauses && pauses.length > 0 ? { pauses } : {}),
  };
}
