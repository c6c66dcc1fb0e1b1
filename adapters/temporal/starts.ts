import {
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdConflictPolicy,
  WorkflowIdReusePolicy,
} from '@temporalio/client';
import type { Client } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { AdjustedRequest } from '../../activities/adjustment.js';
import type { Adjustment } from '../../domain/adjustment.js';
import type { ContactChange } from '../../domain/contact.js';
import { periodOf } from '../../domain/cycle.js';
import type { CycleInput } from '../../domain/cycle.js';
import { mailStep } from '../../domain/keys.js';
import { shorten } from '../../domain/text.js';
import {
  adjustmentWorkflowId,
  contactRoundWorkflowId,
  contactWorkflowId,
  cycleId,
  mailWorkflowId,
  MessageName,
  reportWorkflowId,
  SearchAttribute,
  TASK_QUEUE,
  WorkflowType,
} from '../../domain/ids.js';

/** A little more than the grace that the sweep gives to what has just been received (`activities/mail.ts`). */
const SWEEP_DELAY = '12 seconds';

export type Starts = ReturnType<typeof createStarts>;

/** Starting and steering workflows from outside: intake, desk and command line. Every start may be repeated. */
export function createStarts(client: Client) {
  const beginAdjustment = (adjustment: Adjustment) =>
    client.workflow.start(WorkflowType.adjustment, {
      workflowId: adjustmentWorkflowId(adjustment.id),
      taskQueue: TASK_QUEUE,
      args: [adjustment],
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      staticSummary: shorten(`${adjustment.kind}: ${adjustment.reason}`, 180),
    });

  const beginContact = (party: string, change: ContactChange, receiptId: string | null) =>
    client.workflow.start(WorkflowType.contact, {
      workflowId: contactWorkflowId(change.id),
      taskQueue: TASK_QUEUE,
      args: [receiptId === null ? { party, change } : { party, change, receiptId }],
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      staticSummary: shorten(`${party}, ${change.kind}: ${change.reason}`, 180),
    });

  return {
    /** The workflow of a received mail. One that ended without handling it, by a person's hand, is started again. */
    async mail(receiptId: string): Promise<void> {
      await client.workflow.start(WorkflowType.incomingMail, {
        workflowId: mailWorkflowId(receiptId),
        taskQueue: TASK_QUEUE,
        args: [{ receiptIds: [receiptId] }],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
        staticSummary: `received mail ${receiptId}`,
      });
    },

    /** Opens a cycle. Returns false if it was opened before. */
    async cycle(input: CycleInput): Promise<boolean> {
      const workflowId = cycleId(input.obligation, periodOf(input));
      try {
        await client.workflow.start(WorkflowType.cycle, {
          workflowId,
          taskQueue: TASK_QUEUE,
          args: [input],
          workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE,
          staticSummary: shorten(`${workflowId}: opened because ${input.because}`, 180),
          typedSearchAttributes: [
            {
              key: defineSearchAttributeKey(SearchAttribute.obligation.name, SearchAttribute.obligation.type),
              value: input.obligation,
            },
            {
              key: defineSearchAttributeKey(SearchAttribute.cycle.name, SearchAttribute.cycle.type),
              value: workflowId,
            },
          ],
        });
        return true;
      } catch (fault) {
        if (fault instanceof WorkflowExecutionAlreadyStartedError) return false;
        throw fault;
      }
    },

    /** Carries out a decision about the time of running requests, and waits until each was told. A repeat joins the first. */
    async adjust(adjustment: Adjustment): Promise<{ requests: AdjustedRequest[] }> {
      const handle = await beginAdjustment(adjustment);
      return handle.result() as Promise<{ requests: AdjustedRequest[] }>;
    },

    /** The same without waiting for its end. */
    async beginAdjustment(adjustment: Adjustment): Promise<void> {
      await beginAdjustment(adjustment);
    },

    /** Begins a change of a contact that a received mail asks for; it goes on by itself. A repeat joins the first. */
    async beginContact(party: string, change: ContactChange, receiptId: string | null): Promise<void> {
      await beginContact(party, change, receiptId);
    },

    /** Carries out a change of a contact; a repeat joins the first. Returns the requests that a successor was told of. */
    async contact(party: string, change: ContactChange): Promise<{ requestIds: string[] }> {
      const handle = await beginContact(party, change, null);
      return handle.result() as Promise<{ requestIds: string[] }>;
    },

    /** Asks missions for their contacts now, each once for a cycle; returns who was asked and who could not be. */
    async contactRound(cycle: string, parties: string[], key: string): Promise<{ asked: string[]; failed: string[] }> {
      const handle = await client.workflow.start(WorkflowType.contactRound, {
        workflowId: contactRoundWorkflowId(cycle, key),
        taskQueue: TASK_QUEUE,
        args: [{ cycleId: cycle, parties }],
        staticSummary: `${cycle}: contacts of ${parties.length === 1 ? (parties[0] ?? '') : `${parties.length} parties`}`,
      });
      return handle.result() as Promise<{ asked: string[]; failed: string[] }>;
    },

    /** Runs the sweep beside its Schedule, as soon as what was received until now counts as left behind. */
    async sweep(key: string): Promise<void> {
      await client.workflow.start(WorkflowType.sweep, {
        workflowId: `sweep/${key}`,
        taskQueue: TASK_QUEUE,
        args: [],
        startDelay: SWEEP_DELAY,
      });
    },

    /** Composes the digest of this morning now; the record decides whether there is one to send. */
    async digest(key: string): Promise<{ date: string; isSent: boolean; because: string }> {
      return client.workflow.execute(WorkflowType.digest, {
        workflowId: `digest/${key}`,
        taskQueue: TASK_QUEUE,
        args: [],
      }) as Promise<{
        date: string;
        isSent: boolean;
        because: string;
      }>;
    },

    async report(cycle: string, key: string, because: string): Promise<{ reportId: number; sha256: string } | null> {
      const workflowId = reportWorkflowId(cycle, key);
      const args = [{ cycleId: cycle, because }];
      return client.workflow.execute(WorkflowType.report, { workflowId, taskQueue: TASK_QUEUE, args }) as Promise<{
        reportId: number;
        sha256: string;
      } | null>;
    },

    /** Thanks for a pledge, and waits until the mail has left; a repeat joins the first, or finds the mail sent. */
    async thanks(pledgeId: string): Promise<{ to: string }> {
      const handle = await client.workflow.start(WorkflowType.thanks, {
        workflowId: mailStep.thanks(pledgeId),
        taskQueue: TASK_QUEUE,
        args: [{ pledgeId }],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        staticSummary: `thanks for ${pledgeId}`,
      });
      return handle.result() as Promise<{ to: string }>;
    },

    /** Asks for an unpaid pledge, and waits until the mail has left; a repeat joins the first, or finds the mail of the day sent. */
    async pledgeReminder(pledgeId: string): Promise<{ to: string }> {
      const handle = await client.workflow.start(WorkflowType.pledgeReminder, {
        workflowId: `pledge-reminder/${pledgeId}`,
        taskQueue: TASK_QUEUE,
        args: [{ pledgeId }],
        workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
        staticSummary: `question for ${pledgeId}, which is unpaid`,
      });
      return handle.result() as Promise<{ to: string }>;
    },

    /** Lets first notes leave; null releases all of the cycle. Returns how many. */
    async release(cycle: string, requests: string[] | null, by: string): Promise<number> {
      return client.workflow
        .getHandle(cycle)
        .executeUpdate<number, [{ requests: string[] | null; by: string }]>(MessageName.release, {
          args: [{ requests, by }],
        });
    },
  };
}
