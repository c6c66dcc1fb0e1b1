import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './prepare.js';

/** Prints the counts of the run that .ci/run has just made, and fails when anything failed or was skipped. */
const read = (name) => {
  const path = join(ROOT, '.cache', name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
};
const results = read('test-results.json');
const skipped = [...(read('test-skipped.json') ?? [])];
const testsFailed = process.env.TESTS !== '0';
const stepsFailed = [process.env.CHECK, process.env.COVERAGE].map((code) => code !== '0');

let passed = results?.numPassedTests ?? 0;
// A test file that cannot be loaded counts as one failure: its tests are in no other count.
let failed = (results?.numFailedTests ?? 0) + (results?.numRuntimeErrorTestSuites ?? 0);
if (results === null) console.log('jest left no results.');
if (testsFailed && failed === 0) failed = 1;
for (const stepFailed of stepsFailed) {
  if (stepFailed) failed += 1;
  else passed += 1;
}
const pending = (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0);
if (pending > 0) skipped.push(`${pending} tests`);
for (const line of skipped) console.log(`Skipped: ${line}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || skipped.length > 0 || passed === 0 ? 1 : 0);
