import { isDeepStrictEqual } from 'node:util';
import { isInScope, passageOf, refusalOf } from '../domain/adjustment.js';
import type { Adjustment, AdjustmentFacts } from '../domain/adjustment.js';
import { actWords } from '../domain/ledger.js';
import type { Catalogue } from '../domain/mandate.js';
import { dateIn, replan, readPlan } from '../domain/plan.js';
import type { Plan } from '../domain/request-state.js';
import { FailureType, permanent } from '../office/failure.js';
import type { CasePort, OutsideEvent } from '../office/intake/delivery.js';
import { partyOf } from '../office/party.js';
import type { Cycles, RunningRequest } from '../office/ports/cycles.js';
import type { Ledger } from '../office/ports/ledger.js';

export interface AdjustmentDeps {
  ledger: Ledger;
  cycles: Cycles;
  cases: CasePort;
  catalogue: Catalogue;
}

/** What became of the dates of one request. */
export interface AdjustedRequest {
  requestId: string;
  /**
   * `ended` and `parked` requests keep their dates; `same` is a new plan that equals the one before; `over` has ended now;
   * `told` goes on with its dates under another paragraph.
   */
  outcome: 'changed' | 'same' | 'ended' | 'parked' | 'over' | 'told';
  formerDueDate: string;
  dueDate: string;
}

export type AdjustmentActivities = ReturnType<typeof createAdjustmentActivities>;

/** Extensions, pauses and moved report dates: recorded once, then told to every running request that they concern. */
export function createAdjustmentActivities({ ledger, cycles, cases, catalogue }: AdjustmentDeps) {
  async function factsFor(adjustment: Adjustment, at: string): Promise<AdjustmentFacts> {
    const today = dateIn(at, catalogue.headquarters.zone);
    const pauses = await ledger.findPauses();
    if (adjustment.kind === 'extension') {
      const found = await cycles.findWithCycle(adjustment.requestId);
      const request = found && { stage: found.stage, dueDate: found.plan.due.date, answeredAt: found.answeredAt };
      return { today, request, pauses };
    }
    if (adjustment.kind === 'reportDate') {
      const cycle = await cycles.findCycle(adjustment.cycleId);
      return { today, cycle: cycle && { reportDate: cycle.reportDate, closedAt: cycle.closedAt }, pauses };
    }
    return { today, pauses };
  }

  async function adjust(adjustment: Adjustment, requestId: string, at: string): Promise<AdjustedRequest> {
    const running = await cycles.findWithCycle(requestId);
    if (!running || running.stage === 'closed') {
      return { requestId, outcome: 'ended', formerDueDate: '', dueDate: '' };
    }
    if (adjustment.kind === 'end' || adjustment.kind === 'succession') return pass(adjustment, running, at);
    const { zone, calendar: partyCalendar } = partyOf(catalogue, requestId);
    const { plan: former, rules, reportDate, clockStartedAt, workflowId } = running;
    const entries = await ledger.findLedger(running);
    const plan = replan({
      rules,
      reportDate,
      openedAt: former.openedAt,
      headquarters: catalogue.headquarters,
      zone,
      partyCalendar,
      plan: former,
      clockStartedAt,
      ledger: entries,
      at,
    });
    const dates = { requestId, formerDueDate: former.due.date };
    if (adjustment.kind === 'replan' && isDeepStrictEqual(readPlan(plan), readPlan(former)))
      return { ...dates, outcome: 'same', dueDate: former.due.date };
    const outcome = await cases.deliver(workflowId, requestId, eventOf(adjustment, plan, at));
    if (outcome === 'ended') return { ...dates, outcome, dueDate: former.due.date };
    if (outcome.filedAs === 'parked') return { ...dates, outcome: 'parked', dueDate: former.due.date };
    return { ...dates, outcome: 'changed', dueDate: isOpenPause(adjustment) ? former.due.date : plan.due.date };
  }

  /** Tells a request that it is over, or that its mandate has passed on. */
  async function pass(adjustment: Passing, running: RunningRequest, at: string): Promise<AdjustedRequest> {
    const { requestId, workflowId, plan } = running;
    const event = await passingOf(adjustment, running, at);
    const outcome = await cases.deliver(workflowId, requestId, event);
    const words = outcome === 'ended' ? outcome : event.type === 'ended' ? 'over' : 'told';
    return { requestId, outcome: words, formerDueDate: plan.due.date, dueDate: plan.due.date };
  }

  async function passingOf(adjustment: Passing, running: RunningRequest, at: string): Promise<OutsideEvent> {
    const because = actWords(adjustment);
    if (adjustment.kind === 'end') return { type: 'ended', id: adjustment.id, at, because };
    const passage = passageOf(running, adjustment.duties, await cycles.findRunning(), because);
    return { type: passage.ends ? 'ended' : 'mandatePassed', id: adjustment.id, at, because: passage.because };
  }

  return {
    /** Why an adjustment cannot be made as things stand; null where it can. Nothing is changed. */
    async findRefusal({ adjustment, at }: { adjustment: Adjustment; at: string }): Promise<string | null> {
      return refusalOf(adjustment, await factsFor(adjustment, at));
    },

    /** Writes an adjustment into the ledger, and names the running requests that it concerns. */
    async recordAdjustment({
      adjustment,
      at,
    }: {
      adjustment: Adjustment;
      at: string;
    }): Promise<{ requestIds: string[] }> {
      if (adjustment.kind === 'reportDate' && !(await cycles.findCycle(adjustment.cycleId)))
        throw permanent(FailureType.CycleUnknown, `no cycle '${adjustment.cycleId}' is on record`);
      await ledger.record(adjustment, at);
      const pauses = await ledger.findPauses();
      const running = (await cycles.findRunning()).filter((one) => concerns(adjustment, pauses, one));
      return { requestIds: inOrderOfTelling(adjustment, running).map(({ requestId }) => requestId) };
    },

    /** Tells requests of an adjustment that is on record: one outcome each. */
    async adjustRequests(input: {
      adjustment: Adjustment;
      requestIds: string[];
      at: string;
    }): Promise<{ requests: AdjustedRequest[] }> {
      const requests: AdjustedRequest[] = [];
      for (const requestId of input.requestIds) requests.push(await adjust(input.adjustment, requestId, input.at));
      return { requests };
    },
  };
}

/** Who carries on is told first: what it carries on must still run to be named. */
function inOrderOfTelling(adjustment: Adjustment, running: RunningRequest[]): RunningRequest[] {
  if (adjustment.kind !== 'succession') return running;
  const ends = ({ obligation }: RunningRequest): boolean => adjustment.duties.some((one) => one.ends === obligation);
  return [...running.filter((one) => !ends(one)), ...running.filter(ends)];
}

type Passing = Extract<Adjustment, { kind: 'end' | 'succession' }>;

function concerns(
  adjustment: Adjustment,
  pauses: AdjustmentFacts['pauses'],
  of: { requestId: string; party: string; obligation: string; cycleId: string },
): boolean {
  switch (adjustment.kind) {
    case 'extension':
      return of.requestId === adjustment.requestId;
    case 'pause':
      return isInScope(adjustment.scope, of);
    case 'resume': {
      const pause = pauses.find(({ id }) => id === adjustment.pauseId);
      return pause !== undefined && isInScope(pause.scope, of);
    }
    case 'reportDate':
      return of.cycleId === adjustment.cycleId;
    case 'replan':
      return true;
    case 'end':
      return isInScope(adjustment.scope, of);
    case 'succession':
      return adjustment.obligations.includes(of.obligation);
  }
}

function isOpenPause(adjustment: Adjustment): boolean {
  return adjustment.kind === 'pause' && adjustment.untilDate === null;
}

function eventOf(adjustment: Adjustment, plan: Plan, at: string): OutsideEvent {
  const { id } = adjustment;
  const because = actWords(adjustment);
  if (isOpenPause(adjustment)) return { type: 'paused', id, at, because };
  if (adjustment.kind === 'resume') return { type: 'resumed', id, at, pause: adjustment.pauseId, plan, because };
  return { type: 'planChanged', id, at, plan, because };
}
