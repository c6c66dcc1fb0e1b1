import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { Client } from '@temporalio/client';

/** Histories that every later version must replay: added at a release, never deleted. */
export const HISTORY_FOLDER = path.resolve('test/histories');

/**
 * Writes the histories of workflows, where COORDINATOR_SAVE_HISTORIES names a version: `0.1.0/year.annual-report-2027-BRA.json`.
 * Does nothing otherwise.
 */
export async function saveHistories(client: Client, story: string, workflowIds: string[]): Promise<void> {
  const version = process.env.COORDINATOR_SAVE_HISTORIES;
  if (!version) return;
  const folder = path.join(HISTORY_FOLDER, version);
  await mkdir(folder, { recursive: true });
  for (const workflowId of workflowIds) {
    const history = await client.workflow.getHandle(workflowId).fetchHistory();
    const name = `${story}.${workflowId.replaceAll('/', '-')}.json`;
    await writeFile(path.join(folder, name), `${historyToJSON(history)}\n`);
  }
}
