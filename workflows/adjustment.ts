import { setCurrentDetails } from '@temporalio/workflow';
import type { AdjustedRequest } from '../activities/adjustment.js';
import type { Adjustment } from '../domain/adjustment.js';
import { book } from './activities.js';

export interface AdjustmentResult {
  requests: AdjustedRequest[];
}

/** Requests that one activity tells, so that none runs for minutes. */
const AT_ONCE = 25;

/** A decision about the time of running requests: recorded first, then told to each of them. */
export async function adjustment(decision: Adjustment): Promise<AdjustmentResult> {
  const at = new Date().toISOString();
  const { requestIds } = await book.recordAdjustment.executeWithOptions({ summary: `record the ${decision.kind}` }, [
    { adjustment: decision, at },
  ]);
  const requests: AdjustedRequest[] = [];
  for (let index = 0; index < requestIds.length; index += AT_ONCE) {
    const some = requestIds.slice(index, index + AT_ONCE);
    const told = await book.adjustRequests.executeWithOptions(
      { summary: `tell ${some[0] ?? ''}${some.length > 1 ? ` and ${some.length - 1} more` : ''}` },
      [{ adjustment: decision, requestIds: some, at }],
    );
    requests.push(...told.requests);
  }
  setCurrentDetails(
    requests
      .map(({ requestId, outcome, formerDueDate, dueDate }) =>
        outcome === 'changed' ? `- ${requestId}: due ${dueDate}, was ${formerDueDate}` : `- ${requestId}: ${outcome}`,
      )
      .join('\n'),
  );
  return { requests };
}
