import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, startChild } from '@temporalio/workflow';
import { book } from './activities.js';
import { cycle } from './cycle.js';
import { cycleKey, obligationKey } from './search-attributes.js';

/** Opens the cycles that recurrence says are due. A cycle that is open already is left alone. */
export async function openings(): Promise<{ opened: string[] }> {
  const { cycles } = await book.findDueCycles({ at: new Date().toISOString() });
  const opened: string[] = [];
  for (const { cycleId, input } of cycles) {
    try {
      await startChild(cycle, {
        workflowId: cycleId,
        parentClosePolicy: ParentClosePolicy.ABANDON,
        args: [input],
        typedSearchAttributes: [
          { key: obligationKey, value: input.obligation },
          { key: cycleKey, value: cycleId },
        ],
      });
      opened.push(cycleId);
    } catch (fault) {
      if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
    }
  }
  return { opened };
}
