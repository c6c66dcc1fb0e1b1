import {
  continueAsNew,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import type { Rules } from '../domain/mandate.js';
import { book } from './activities.js';
import { deliveredSignal, deliverUpdate, requestsQuery } from './messages.js';
import type { Delivery } from './messages.js';
import { assertDelivery, RequestSet } from './request-set.js';
import type { CarriedRequest } from './request-set.js';
import { partyKey, stageKey } from './search-attributes.js';

export interface RequestsInput {
  cycleId: string;
  rules: Rules;
  requestIds: string[];
  /** Absent at the first run; after continue-as-new the whole state of the set. */
  carried?: CarriedRequest[];
  /** Continue as new after so many events, for tests; the server's suggestion otherwise. */
  maxHistoryEvents?: number;
}

export interface RequestsResult {
  closed: { requestId: string; closedAs: string }[];
}

/** Above this size party and stage are left out of the search attributes. */
const MAX_INDEXED = 10;

/** Carries a set of requests from the note to the closing of the text. A set of one is the rule below 200 parties. */
export async function requests(input: RequestsInput): Promise<RequestsResult> {
  const { cycleId, requestIds, rules } = input;
  const set = new RequestSet(rules);
  setHandler(requestsQuery, () => set.states());
  setHandler(deliverUpdate, (delivery) => set.deliver(delivery), {
    validator: (delivery: Delivery) => assertDelivery(delivery, requestIds),
  });
  setHandler(deliveredSignal, (deliveries) => set.deliverAll(deliveries));

  set.carry(
    input.carried ?? (await book.loadRequests({ requestIds })).requests.map((state) => ({ state, effects: [] })),
  );
  while (!set.isClosed()) {
    if (isLong(input)) {
      await set.settle();
      await continueAsNew<typeof requests>({ ...input, carried: set.toCarry() });
    }
    await set.nextStep();
    show(cycleId, set);
  }
  await set.settle();
  return {
    closed: set.states().map((state) => ({ requestId: state.requestId, closedAs: state.closedAs ?? 'parked' })),
  };
}

function isLong({ maxHistoryEvents }: RequestsInput): boolean {
  const { continueAsNewSuggested, historyLength } = workflowInfo();
  return continueAsNewSuggested || (maxHistoryEvents !== undefined && historyLength > maxHistoryEvents);
}

/** Puts the state of the set into business words for the administrator. */
function show(cycleId: string, set: RequestSet): void {
  setCurrentDetails(set.describe(cycleId));
  const states = set.states();
  if (states.length > MAX_INDEXED || !set.isStageChanged()) return;
  const stages = [...new Set(states.map((state) => state.stage))];
  upsertSearchAttributes([
    { key: partyKey, value: states.map((state) => state.party) },
    { key: stageKey, value: stages },
  ]);
}
