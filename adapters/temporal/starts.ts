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
import { mailStep } from '../../domain/keys.js';
import { shorten } from '../../domain/text.js';

/** A little more than the grace that the sweep gives to what has just been received (`activities/mail.ts`). */
const SWEEP_DELAY = '12 seconds';

/** Starting and steering workflows from outside: intake, desk and command line. Every start may be repeated. */
export interface Starts {
  /** The workflow of a received mail. One that ended without handling it, by a person's hand, is started again. */
  mail(receiptId: string): Promise<void>;

  /** Opens a cycle. Returns false if it was opened before. */
  cycle(input: CycleInput): Promise<boolean>;

  /** Carries out a decision about the time of running requests, and waits until each was told. A repeat joins the first. */
  adjust(adjustment: Adjustment): Promise<{ requests: AdjustedRequest[] }>;

  /** The same without waiting for its end. */
  beginAdjustment(adjustment: Adjustment): Promise<void>;

  /** Begins a change of a contact that a received mail asks for; it goes on by itself. A repeat joins the first. */
  beginContact(party: string, change: ContactChange, receiptId: string | null): Promise<void>;

  /** Carries out a change of a contact; a repeat joins the first. Returns the requests that a successor was told of. */
  contact(party: string, change: ContactChange): Promise<{ requestIds: string[] }>;

  /** Asks missions for their contacts now, each once for a cycle; returns who was asked and who could not be. */
  contactRound(cycle: string, parties: string[], key: string): Promise<{ asked: string[]; failed: string[] }>;

  /** Runs the sweep beside its Schedule, as soon as what was received until now counts as left behind. */
  sweep(key: string): Promise<void>;

  /** Composes the digest of this morning now; the record decides whether there is one to send. */
  digest(key: string): Promise<{ date: string; isSent: boolean; because: string }>;

  report(cycle: string, key: string, because: string): Promise<{ reportId: number; sha256: string } | null>;

  /** Thanks for a pledge, and waits until the mail has left; a repeat joins the first, or finds the mail sent. */
  thanks(pledgeId: string): Promise<{ to: string }>;

  /** Asks for an unpaid pledge, and waits until the mail has left; a repeat joins the first, or finds the mail of the day sent. */
  pledgeReminder(pledgeId: string): Promise<{ to: string }>;

  /** Lets first notes leave; null releases all of the cycle. Returns how many. */
  release(cycle: string, requests: string[] | null, by: string): Promise<number>;
}

export function createStarts(client: Client): Starts {
  return {
    mail: (...args) => mail(client, ...args),
    cycle: (...args) => cycle(client, ...args),
    adjust: (...args) => adjust(client, ...args),
    beginAdjustment: (...args) => beginAdjustment(client, ...args),
    beginContact: (...args) => beginContact(client, ...args),
    contact: (...args) => contact(client, ...args),
    contactRound: (...args) => contactRound(client, ...args),
    sweep: (...args) => sweep(client, ...args),
    digest: (...args) => digest(client, ...args),
    report: (...args) => report(client, ...args),
    thanks: (...args) => thanks(client, ...args),
    pledgeReminder: (...args) => pledgeReminder(client, ...args),
    release: (...args) => release(client, ...args),
  };
}

function startAdjustment(client: Client, adjustment: Adjustment) {
  return client.workflow.start(WorkflowType.adjustment, {
    workflowId: adjustmentWorkflowId(adjustment.id),
    taskQueue: TASK_QUEUE,
    args: [adjustment],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    staticSummary: shorten(`${adjustment.kind}: ${adjustment.reason}`, 180),
  });
}

function startContact(client: Client, party: string, change: ContactChange, receiptId: string | null) {
  return client.workflow.start(WorkflowType.contact, {
    workflowId: contactWorkflowId(change.id),
    taskQueue: TASK_QUEUE,
    args: [receiptId === null ? { party, change } : { party, change, receiptId }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    staticSummary: shorten(`${party}, ${change.kind}: ${change.reason}`, 180),
  });
}

async function mail(client: Client, receiptId: string): Promise<void> {
  await client.workflow.start(WorkflowType.incomingMail, {
    workflowId: mailWorkflowId(receiptId),
    taskQueue: TASK_QUEUE,
    args: [{ receiptIds: [receiptId] }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE,
    staticSummary: `received mail ${receiptId}`,
  });
}

async function cycle(client: Client, input: CycleInput): Promise<boolean> {
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
}

async function adjust(client: Client, adjustment: Adjustment): Promise<{ requests: AdjustedRequest[] }> {
  const handle = await startAdjustment(client, adjustment);
  return handle.result() as Promise<{ requests: AdjustedRequest[] }>;
}

async function beginAdjustment(client: Client, adjustment: Adjustment): Promise<void> {
  await startAdjustment(client, adjustment);
}

async function beginContact(
  client: Client,
  party: string,
  change: ContactChange,
  receiptId: string | null,
): Promise<void> {
  await startContact(client, party, change, receiptId);
}

async function contact(client: Client, party: string, change: ContactChange): Promise<{ requestIds: string[] }> {
  const handle = await startContact(client, party, change, null);
  return handle.result() as Promise<{ requestIds: string[] }>;
}

async function contactRound(
  client: Client,
  cycle: string,
  parties: string[],
  key: string,
): Promise<{ asked: string[]; failed: string[] }> {
  const handle = await client.workflow.start(WorkflowType.contactRound, {
    workflowId: contactRoundWorkflowId(cycle, key),
    taskQueue: TASK_QUEUE,
    args: [{ cycleId: cycle, parties }],
    staticSummary: `${cycle}: contacts of ${parties.length === 1 ? (parties[0] ?? '') : `${parties.length} parties`}`,
  });
  return handle.result() as Promise<{ asked: string[]; failed: string[] }>;
}

async function sweep(client: Client, key: string): Promise<void> {
  await client.workflow.start(WorkflowType.sweep, {
    workflowId: `sweep/${key}`,
    taskQueue: TASK_QUEUE,
    args: [],
    startDelay: SWEEP_DELAY,
  });
}

async function digest(client: Client, key: string): Promise<{ date: string; isSent: boolean; because: string }> {
  return client.workflow.execute(WorkflowType.digest, {
    workflowId: `digest/${key}`,
    taskQueue: TASK_QUEUE,
    args: [],
  }) as Promise<{
    date: string;
    isSent: boolean;
    because: string;
  }>;
}

async function report(
  client: Client,
  cycle: string,
  key: string,
  because: string,
): Promise<{ reportId: number; sha256: string } | null> {
  const workflowId = reportWorkflowId(cycle, key);
  const args = [{ cycleId: cycle, because }];
  return client.workflow.execute(WorkflowType.report, { workflowId, taskQueue: TASK_QUEUE, args }) as Promise<{
    reportId: number;
    sha256: string;
  } | null>;
}

async function thanks(client: Client, pledgeId: string): Promise<{ to: string }> {
  const handle = await client.workflow.start(WorkflowType.thanks, {
    workflowId: mailStep.thanks(pledgeId),
    taskQueue: TASK_QUEUE,
    args: [{ pledgeId }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    staticSummary: `thanks for ${pledgeId}`,
  });
  return handle.result() as Promise<{ to: string }>;
}

async function pledgeReminder(client: Client, pledgeId: string): Promise<{ to: string }> {
  const handle = await client.workflow.start(WorkflowType.pledgeReminder, {
    workflowId: `pledge-reminder/${pledgeId}`,
    taskQueue: TASK_QUEUE,
    args: [{ pledgeId }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    staticSummary: `question for ${pledgeId}, which is unpaid`,
  });
  return handle.result() as Promise<{ to: string }>;
}

async function release(client: Client, cycle: string, requests: string[] | null, by: string): Promise<number> {
  return client.workflow
    .getHandle(cycle)
    .executeUpdate<number, [{ requests: string[] | null; by: string }]>(MessageName.release, {
      args: [{ requests, by }],
    });
}
