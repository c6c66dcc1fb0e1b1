import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common';
import { ParentClosePolicy, patched, startChild, WorkflowIdReusePolicy } from '@temporalio/workflow';
import { contactRoundWorkflowId } from '../domain/ids.js';
import { book } from './activities.js';
import { contactRound } from './contact-round.js';
import { cycle } from './cycle.js';
import { cycleKey, obligationKey } from './search-attributes.js';

/** Opens the cycles that recurrence says are due, and asks the missions for their contacts before. What was begun already is left alone. */
export async function openings(): Promise<{ opened: string[] }> {
  const at = new Date().toISOString();
  const { cycles } = await book.findDueCycles({ at });
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
  if (patched('contact-round')) await askForContacts(at);
  return { opened };
}

/** Once for a cycle: the days that follow find that it was asked. */
async function askForContacts(at: string): Promise<void> {
  const round = await book.findDueRound({ at });
  if (!round) return;
  try {
    await startChild(contactRound, {
      workflowId: contactRoundWorkflowId(round.cycleId, null),
      // The next day asks those who could not be asked on this one: a mission without an address, one that was restored since.
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
      parentClosePolicy: ParentClosePolicy.ABANDON,
      args: [round],
      typedSearchAttributes: [{ key: cycleKey, value: round.cycleId }],
    });
  } catch (fault) {
    if (!(fault instanceof WorkflowExecutionAlreadyStartedError)) throw fault;
  }
}
