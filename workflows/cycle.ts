import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import {
  allHandlersFinished,
  ApplicationFailure,
  condition,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  setCurrentDetails,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { OpenedSet } from '../activities/cycle.js';
import type { CycleInput } from '../domain/cycle.js';
import { book } from './activities.js';
import { deliveredSignal, releaseUpdate } from './messages.js';
import type { Release } from './messages.js';
import { requests } from './requests.js';
import { cycleKey, obligationKey } from './search-attributes.js';

export interface CycleResult {
  closedAt: string;
  answered: number;
  asked: number;
}

/** Starts under way at once: the server takes more, a small machine does not. */
const STARTS_IN_FLIGHT = 10;
/** A request may be parked or extended past the planned day: ask again so often. */
const POLL = '6 hours';

/** One occurrence of an obligation: opens its requests, waits for the last to close, and compiles the report. */
export async function cycle(input: CycleInput): Promise<CycleResult> {
  const { workflowId: cycleId, startTime } = workflowInfo();
  const releases: { release: Release; done: (count: number) => void }[] = [];
  const take = async (release: Release): Promise<number> => {
    let count: number | undefined;
    releases.push({ release, done: (given) => (count = given) });
    await condition(() => count !== undefined);
    return count ?? 0;
  };
  setHandler(releaseUpdate, take, { validator: (release: Release) => assertRelease(release, cycleId) });

  const opened = await book.openCycle({ ...input, cycleId, openedAt: startTime.toISOString() });
  await startSets(input, opened.sets, cycleId);
  for (;;) {
    for (const { release, done } of releases.splice(0)) done(await releaseNotes(cycleId, release));
    const progress = await book.getCycleProgress({ cycleId });
    setCurrentDetails(
      `**${cycleId}**: ${progress.answered} of ${progress.asked} answered, ${progress.open} open; closes ${progress.closeAt}`,
    );
    if (progress.open === 0) break;
    await awaitClosing(progress.closeAt, () => releases.length > 0);
  }
  const at = new Date().toISOString();
  const progress = await book.closeCycle({ cycleId, at });
  await book.compileReport({ cycleId, at, because: 'the cycle closed' });
  for (const { done } of releases.splice(0)) done(0);
  await condition(allHandlersFinished);
  return { closedAt: at, answered: progress.answered, asked: progress.asked };
}

/** Refuses what no cycle can release, before anything is changed. */
function assertRelease({ requests: ids, by }: Release, cycleId: string): void {
  const stranger = ids?.find((id) => !id.startsWith(`${cycleId}/`));
  if (stranger !== undefined)
    throw ApplicationFailure.nonRetryable(
      `requests: '${stranger}' is no request of ${cycleId}: name requests of this cycle, or null for all of them`,
      'UnknownRequest',
    );
  if (by.trim() === '')
    throw ApplicationFailure.nonRetryable('by: it is empty: say who releases the notes', 'ReleaseByNobody');
}

async function awaitClosing(closeAt: string, isInterrupted: () => boolean): Promise<void> {
  // A minute after the last closing rung, so that its record is there.
  const wait = Date.parse(closeAt) + 60_000 - Date.now();
  await condition(isInterrupted, wait > 0 ? wait : POLL, {
    summary: wait > 0 ? `last closing ${closeAt}` : 'a request is still open',
  });
}

/** Children outlive this workflow: each closes by its own plan. Only their start is awaited. */
async function startSets(
  { obligation, maxHistoryEvents }: CycleInput,
  sets: OpenedSet[],
  cycleId: string,
): Promise<void> {
  const waiting = [...sets];
  const startNext = async (): Promise<void> => {
    for (let set = waiting.shift(); set; set = waiting.shift()) {
      try {
        await startChild(requests, {
          workflowId: set.workflowId,
          parentClosePolicy: ParentClosePolicy.ABANDON,
          args: [{ cycleId, rules: set.rules, requestIds: set.requestIds, maxHistoryEvents }],
          staticSummary: set.summary,
          typedSearchAttributes: [
            { key: obligationKey, value: obligation },
            { key: cycleKey, value: cycleId },
          ],
        });
      } catch (fault) {
        // A cycle that is opened again from the record alone finds what still runs.
        if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
      }
    }
  };
  await Promise.all(Array.from({ length: STARTS_IN_FLIGHT }, startNext));
}

async function releaseNotes(cycleId: string, release: Release): Promise<number> {
  const at = new Date().toISOString();
  const { workflows } = await book.releaseRequests({ cycleId, requests: release.requests, by: release.by, at });
  for (const { workflowId, requestIds } of workflows) {
    const deliveries = requestIds.map((requestId) => ({
      requestId,
      event: { type: 'released' as const, id: 'released', at, by: release.by },
    }));
    try {
      await getExternalWorkflowHandle(workflowId).signal(deliveredSignal, deliveries);
    } catch (fault) {
      if (isCancellation(fault)) throw fault;
      // It has ended since: a request that closed unsent needs no release, and the others of the cycle go on.
    }
  }
  return workflows.reduce((count, { requestIds }) => count + requestIds.length, 0);
}
