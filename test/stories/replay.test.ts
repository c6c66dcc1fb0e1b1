import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { MessageName, WorkflowType } from '../../domain/ids.js';
import type { book, mail } from '../../workflows/activities.js';
import { workflowBundle } from '../world/bundle.js';
import { HISTORY_FOLDER } from '../world/history.js';

/** Every history that a released version has made is replayed by this one. */

interface StoredEvent {
  eventType?: string;
  workflowExecutionStartedEventAttributes?: { workflowType?: { name?: string }; continuedExecutionRunId?: string };
  activityTaskScheduledEventAttributes?: { activityType?: { name?: string } };
  workflowExecutionSignaledEventAttributes?: { signalName?: string };
  workflowExecutionUpdateAcceptedEventAttributes?: { acceptedRequest?: { input?: { name?: string } } };
  markerRecordedEventAttributes?: { markerName?: string };
}
interface StoredHistory {
  events: StoredEvent[];
}

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

const files = (await readdir(HISTORY_FOLDER, { recursive: true })).filter((name) => name.endsWith('.json')).sort();

async function read(name: string): Promise<StoredHistory> {
  return JSON.parse(await readFile(path.join(HISTORY_FOLDER, name), 'utf8')) as StoredHistory;
}

async function replay(history: StoredHistory): Promise<void> {
  await Worker.runReplayHistory({ workflowBundle: workflowBundle() }, historyFromJSON(history));
}

function typeOf(history: StoredHistory): string {
  return history.events[0]?.workflowExecutionStartedEventAttributes?.workflowType?.name ?? '';
}

describe('stored histories', () => {
  it.each(files)('replays %s', async (name) => {
    await replay(await read(name));
  });

  it('covers every workflow', async () => {
    const types = await Promise.all(files.map(async (name) => typeOf(await read(name))));
    expect([...new Set(types)].sort()).toEqual(Object.values(WorkflowType).sort());
  });

  it('covers every activity, message and way in which a workflow goes on', async () => {
    const seen = new Set<string>();
    for (const name of files)
      for (const event of (await read(name)).events) for (const one of factsOf(event)) seen.add(one);
    const { requests: _query, ...messages } = MessageName;
    const wanted = [
      ...Object.keys(ACTIVITIES),
      ...Object.values(messages),
      'core_local_activity',
      'core_patch',
      'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
      'a run that begins with what was carried',
      'EVENT_TYPE_TIMER_CANCELED',
      'EVENT_TYPE_TIMER_FIRED',
      'EVENT_TYPE_START_CHILD_WORKFLOW_EXECUTION_INITIATED',
    ];
    expect(wanted.filter((one) => !seen.has(one))).toEqual([]);
  });

  it('fails for a history that this version would not have made', async () => {
    const name = files.find((file) => file.includes('annual-report-2027-BRA')) ?? '';
    const history = await read(name);
    const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes);
    expect(scheduled).toBeDefined();
    if (scheduled?.activityTaskScheduledEventAttributes)
      scheduled.activityTaskScheduledEventAttributes.activityType = { name: 'sendSomethingElse' };
    await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
  });

  it('fails for a history in which two commands have changed places', async () => {
    const history = await read(files.find((file) => file.startsWith('0.4.0/adjustment.adjustment-pause')) ?? '');
    const [first, second] = history.events.flatMap((event) => event.activityTaskScheduledEventAttributes ?? []);
    expect(first?.activityType?.name).not.toBe(second?.activityType?.name);
    if (first && second) [first.activityType, second.activityType] = [second.activityType, first.activityType];
    await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
  });
});

/** Every activity that a workflow asks for: a name that is missing here, or is none of them, does not compile. The desk alone asks `findRefusal`. */
const ACTIVITIES: Record<Exclude<keyof typeof book | keyof typeof mail, 'findRefusal'>, true> = {
  acknowledgeContacts: true,
  adjustRequests: true,
  closeCycle: true,
  compileReport: true,
  composeDigest: true,
  deliverFilings: true,
  fileReceipts: true,
  findDueCycles: true,
  findDueRound: true,
  getCycleProgress: true,
  loadRequests: true,
  openCycle: true,
  readReceipts: true,
  recordAdjustment: true,
  recordContact: true,
  recordSteps: true,
  releaseRequests: true,
  sendAcknowledgements: true,
  sendContactNote: true,
  sendDigest: true,
  sendHandover: true,
  sendPledgeReminder: true,
  sendPosts: true,
  sendThanks: true,
  sweepReceipts: true,
};

function factsOf(event: StoredEvent): string[] {
  const started = event.workflowExecutionStartedEventAttributes;
  return [
    event.eventType,
    event.activityTaskScheduledEventAttributes?.activityType?.name,
    event.workflowExecutionSignaledEventAttributes?.signalName,
    event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest?.input?.name,
    event.markerRecordedEventAttributes?.markerName,
    started?.continuedExecutionRunId ? 'a run that begins with what was carried' : undefined,
  ].filter((one) => one !== undefined);
}
