import { defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import { MessageName } from '../domain/ids.js';
import type { RequestEvent } from '../domain/request-events.js';
import type { Outcome, RequestState } from '../domain/request-state.js';

/** An event for one request of a set. */
export interface Delivery {
  requestId: string;
  event: IdentifiedEvent;
}
/** Events that come from outside carry an id, by which a repeat is recognised. */
export type IdentifiedEvent = Extract<RequestEvent, { id: string }>;

/** A submission, message, bounce or plan for one request: an update, since the sender must know the outcome. Returns at 'filed'. */
export const deliverUpdate = defineUpdate<Outcome, [Delivery]>(MessageName.deliver);

/** The same for many requests at once, where nobody waits: a release. */
export const deliveredSignal = defineSignal<[Delivery[]]>(MessageName.delivered);

/** The requests that a workflow carries, as they stand. */
export const requestsQuery = defineQuery<RequestState[]>(MessageName.requests);

export interface Release {
  /** Ids of the requests whose first notes may leave; null for all of the cycle. */
  requests: string[] | null;
  by: string;
}

/** Lets the first notes of a cycle leave. Returns how many were released. */
export const releaseUpdate = defineUpdate<number, [Release]>(MessageName.release);
