import './node-version.js';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, PrepareError, ROOT, run } from './prepare.js';
import { NEEDS_BUILD, provision } from './provision.js';
import { needsOf } from './test-needs.js';

const RESULTS = join(ROOT, '.cache/test-results.json');
const SKIPPED = join(ROOT, '.cache/test-skipped.json');

const JEST = join(ROOT, 'node_modules/jest/bin/jest.js');

rmSync(RESULTS, { force: true });
try {
  const log = (line) => console.log(line);
  const args = process.argv.slice(2);
  await prepare({ log, build: false });
  const { variables, built } = needsOf(ROOT, await listTests(args));
  if (built || variables.has(NEEDS_BUILD)) await prepare({ log });
  const { env, skipped } = await provision({ log, variables });
  for (const [variable, value] of Object.entries(env)) log(`Using ${variable}=${value}`);
  for (const line of skipped) log(`Skipped: ${line}`);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(SKIPPED, JSON.stringify(skipped));
  // ESM-only packages load only under this flag, which Node still calls experimental.
  const nodeArgs = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const options = ['--config', 'jest.config.js', '--json', `--outputFile=${RESULTS}`];
  const { code } = await run(process.execPath, [...nodeArgs, JEST, ...options, ...args], {
    env: { ...process.env, ...env },
    shows: true,
  });
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(error.message);
  process.exit(1);
}

/**
 * The test files that jest takes from these arguments: which of them are paths, patterns or options, it knows best. Of none, as when
 * jest does not understand an argument, nothing is needed: the run then says so itself.
 */
async function listTests(args) {
  const { output } = await run(process.execPath, [JEST, '--config', 'jest.config.js', '--listTests', ...args]);
  return output.split('\n').filter((line) => existsSync(line));
}
