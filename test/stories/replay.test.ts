import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { DeterminismViolationError } from '@temporalio/workflow';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { WorkflowType } from '../../domain/ids.js';
import { workflowBundle } from '../world/bundle.js';
import { HISTORY_FOLDER } from '../world/history.js';

/** Every history that a released version has made is replayed by this one. */

interface StoredEvent {
  eventType?: string;
  workflowExecutionStartedEventAttributes?: { workflowType?: { name?: string } };
  activityTaskScheduledEventAttributes?: { activityType?: { name?: string } };
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

  it('fails for a history that this version would not have made', async () => {
    const name = files.find((file) => file.includes('annual-report-2027-BRA')) ?? '';
    const history = await read(name);
    const scheduled = history.events.find((event) => event.activityTaskScheduledEventAttributes);
    expect(scheduled).toBeDefined();
    if (scheduled?.activityTaskScheduledEventAttributes)
      scheduled.activityTaskScheduledEventAttributes.activityType = { name: 'sendSomethingElse' };
    await expect(replay(history)).rejects.toThrow(DeterminismViolationError);
  });
});
