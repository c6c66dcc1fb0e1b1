import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';

/** Histories that every later version must replay: added at a release, never deleted. */
export const HISTORY_FOLDER = path.resolve('test/histories');

type History = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>;

/**
 * Writes the histories of workflows, where COORDINATOR_SAVE_HISTORIES names a version: `0.1.0/year.annual-report-2027-BRA.json`. Of one
 * that has continued as new every run is written, the later ones as `….run-2.json`. Does nothing otherwise.
 */
export async function saveHistories(client: Client, story: string, workflowIds: string[]): Promise<void> {
  const version = process.env.COORDINATOR_SAVE_HISTORIES;
  if (!version) return;
  const folder = path.join(HISTORY_FOLDER, version);
  await mkdir(folder, { recursive: true });
  for (const workflowId of workflowIds) {
    for (const [index, history] of (await fetchRuns(client, workflowId)).entries()) {
      const run = index === 0 ? '' : `.run-${index + 1}`;
      const name = `${story}.${workflowId.replaceAll('/', '-')}${run}.json`;
      await writeFile(path.join(folder, name), `${historyToJSON(history)}\n`);
    }
  }
}

/** The history of every run of a workflow, from its first to that which runs now or has ended. */
export async function fetchRuns(client: Client, workflowId: string): Promise<History[]> {
  const { raw } = await client.workflow.getHandle(workflowId).describe();
  const runs: History[] = [];
  for (let runId = raw.workflowExecutionInfo?.firstRunId ?? ''; runId !== '';) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    runs.push(history);
    runId = history.events?.at(-1)?.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId ?? '';
  }
  return runs;
}
