import { allHandlersFinished, ApplicationFailure, condition, isCancellation, patched } from '@temporalio/workflow';
import type { Rules } from '../domain/mandate.js';
import { advance } from '../domain/request.js';
import { park } from '../domain/request/parking.js';
import { nextRung } from '../domain/request/projection.js';
import { nextWakeAt } from '../domain/request/wake.js';
import type { Effect, RequestEvent } from '../domain/request-events.js';
import type { Outcome, RequestState } from '../domain/request-state.js';
import { carryOut } from './effects.js';
import type { Delivery } from './messages.js';

/** A request as it is carried through continue-as-new: its state and what is still to be done. */
export interface CarriedRequest {
  state: RequestState;
  effects: Effect[];
}

interface Arrival {
  requestId: string;
  event: RequestEvent;
  answer?: (outcome: Outcome) => void;
}

/**
 * The requests of one workflow. Events from outside, from time and from finished effects go into one inbox; `nextStep`
 * is the only writer: it takes them in order, each in one synchronous step, and then sets off the effects that are
 * ready. Effects of one request run in order, those of different requests together.
 */
export class RequestSet {
  private readonly requests = new Map<string, CarriedRequest>();
  private inbox: Arrival[] = [];
  private readonly busy = new Set<string>();
  private stages = '';

  constructor(private readonly rules: Rules) {}

  carry(carried: CarriedRequest[]): void {
    for (const request of carried) this.requests.set(request.state.requestId, request);
  }

  toCarry(): CarriedRequest[] {
    return [...this.requests.values()];
  }

  states(): RequestState[] {
    return [...this.requests.values()].map((request) => request.state);
  }

  /** Whether every request is closed and nothing is left to do. A parked request waits for a person. */
  isClosed(): boolean {
    return (
      this.requests.size > 0 &&
      this.inbox.length === 0 &&
      this.toCarry().every(({ state, effects }) => state.stage === 'closed' && effects.length === 0)
    );
  }

  /** Queues an event and waits for its outcome, which stands before the acknowledgement is sent. */
  async deliver({ requestId, event }: Delivery): Promise<Outcome> {
    const known = this.requests.get(requestId)?.state.seen[event.id];
    if (known) return known;
    let outcome: Outcome | undefined;
    this.inbox.push({ requestId, event, answer: (given) => (outcome = given) });
    await condition(() => outcome !== undefined);
    return outcome as Outcome;
  }

  deliverAll(deliveries: Delivery[]): void {
    this.inbox.push(...deliveries);
  }

  /** Waits for the next event or hour, or until everything is done; takes what came, and sets off what follows. */
  async nextStep(): Promise<void> {
    // Before, a workflow whose last effect brought no event waited for ever (docs/decisions/0009).
    const endsWhenClosed = patched('ends-when-closed-2026-11-25');
    await this.awake(endsWhenClosed);
    this.takeArrivals();
    const at = now();
    for (const [requestId, { state }] of this.requests) {
      const wakeAt = nextWakeAt(state);
      if (wakeAt !== null && wakeAt <= at) this.take({ requestId, event: { type: 'tick', at } });
    }
    this.setOff();
  }

  /** Finishes the effects and handlers that are under way; what is queued behind them is carried over. */
  async settle(): Promise<void> {
    const isSettled = (): boolean => this.busy.size === 0 && allHandlersFinished();
    for (;;) {
      await condition(() => this.inbox.length > 0 || isSettled());
      if (this.inbox.length === 0) return;
      this.takeArrivals();
    }
  }

  isStageChanged(): boolean {
    const stages = this.states()
      .map((state) => state.stage)
      .join();
    const isChanged = stages !== this.stages;
    this.stages = stages;
    return isChanged;
  }

  /** The set in business words: `BRA: waiting, next recall-1 on 2027-01-01`. */
  describe(cycleId: string): string {
    const lines = this.states().map((state) => `- ${describeRequest(state)}`);
    return [
      `**${cycleId}**`,
      '',
      ...lines.slice(0, 50),
      ...(lines.length > 50 ? [`- and ${lines.length - 50} more`] : []),
    ].join('\n');
  }

  private async awake(endsWhenClosed: boolean): Promise<void> {
    const isAwake = (): boolean =>
      this.inbox.length > 0 || this.ready().length > 0 || (endsWhenClosed && this.isClosed());
    const wakeAt = this.states()
      .map(nextWakeAt)
      .reduce((first, at) => (at === null || (first !== null && first <= at) ? first : at), null);
    if (wakeAt === null) {
      await condition(isAwake);
      return;
    }
    const wait = Date.parse(wakeAt) - Date.now();
    if (wait > 0) await condition(isAwake, wait, { summary: `until ${wakeAt}` });
  }

  private takeArrivals(): void {
    const arrivals = this.inbox;
    this.inbox = [];
    for (const arrival of arrivals) this.take(arrival);
  }

  /** One synchronous step: a fault parks this request and leaves the others alone. */
  private take({ requestId, event, answer }: Arrival): void {
    const request = this.requests.get(requestId);
    if (!request) return;
    const step = this.stepOf(request.state, event);
    request.state = step.state;
    request.effects.push(...step.effects);
    if (answer && step.outcome) answer(step.outcome);
  }

  private stepOf(state: RequestState, event: RequestEvent): ReturnType<typeof advance> {
    try {
      return advance(state, event, this.rules);
    } catch (fault) {
      return park(state, fault instanceof Error ? fault.message : String(fault), event.at);
    }
  }

  private ready(): CarriedRequest[] {
    return this.toCarry().filter(({ state, effects }) => effects.length > 0 && !this.busy.has(state.requestId));
  }

  /** Sets off the first effect of every request that is not busy, those of one kind in one activity. */
  private setOff(): void {
    const ready = this.ready();
    for (const kind of ['record', 'post', 'acknowledge'] as const) {
      const group = ready.filter(({ effects }) => effects[0]?.kind === kind);
      if (group.length > 0) void this.run(group);
    }
  }

  private async run(group: CarriedRequest[]): Promise<void> {
    const effects = group.flatMap((request) => request.effects.slice(0, 1));
    for (const { requestId } of effects) this.busy.add(requestId);
    try {
      const events = await carryOut(effects);
      for (const request of group) request.effects.shift();
      this.inbox.push(...events);
    } catch (fault) {
      // A person has cancelled the workflow: that is no fault of the requests, and `awake` ends it.
      if (isCancellation(fault)) return;
      // Only a permanent failure comes here: everything else is retried by the server.
      for (const request of group) {
        request.effects.shift();
        const step = park(request.state, fault instanceof Error ? describeFault(fault) : String(fault), now());
        request.state = step.state;
        request.effects.push(...step.effects.filter((effect) => effects[0]?.kind !== effect.kind));
      }
    } finally {
      for (const { requestId } of effects) this.busy.delete(requestId);
    }
  }
}

/** Refuses what no request of this workflow can take. Validators are synchronous and throw. */
export function assertDelivery(delivery: Delivery, requestIds: string[]): void {
  if (!requestIds.includes(delivery.requestId)) {
    throw ApplicationFailure.nonRetryable(
      `this workflow does not carry the request '${delivery.requestId}'`,
      'UnknownRequest',
    );
  }
  if (!delivery.event.id) throw ApplicationFailure.nonRetryable('the event has no id', 'EventWithoutId');
}

function describeRequest(state: RequestState): string {
  if (state.parkedBecause !== null) return `${state.party}: parked, ${state.parkedBecause}`;
  if (state.stage === 'closed') return `${state.party}: closed, ${state.closedAs ?? ''}`;
  const next = nextRung(state);
  return `${state.party}: ${state.stage}, due ${state.plan.due.date}${next ? `, next ${next.rung.id} at ${next.at}` : ''}`;
}

function describeFault(fault: Error): string {
  return fault.cause instanceof Error ? fault.cause.message : fault.message;
}

function now(): string {
  return new Date().toISOString();
}
