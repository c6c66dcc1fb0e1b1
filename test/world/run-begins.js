import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the suites of one run share lies in this folder; `record-server.ts` fills it when the first suite asks for a record. */
export default function begin() {
  process.env.COORDINATOR_TEST_RUN = mkdtempSync(join(tmpdir(), 'coordinator-run-'));
}
