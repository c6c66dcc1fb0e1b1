import './node-version.js';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare, PrepareError, ROOT, run } from './prepare.js';
import { provision } from './provision.js';

const RESULTS = join(ROOT, '.cache/test-results.json');
const SKIPPED = join(ROOT, '.cache/test-skipped.json');

rmSync(RESULTS, { force: true });
try {
  const log = (line) => console.log(line);
  await prepare({ log });
  const { env, skipped } = await provision({ log });
  for (const [variable, value] of Object.entries(env)) log(`Using ${variable}=${value}`);
  for (const line of skipped) log(`Skipped: ${line}`);
  mkdirSync(join(ROOT, '.cache'), { recursive: true });
  writeFileSync(SKIPPED, JSON.stringify(skipped));
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  // ESM-only packages load only under this flag, which Node still calls experimental.
  const nodeArgs = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const options = ['--config', 'jest.config.js', '--json', `--outputFile=${RESULTS}`];
  const { code } = await run(process.execPath, [...nodeArgs, jest, ...options, ...process.argv.slice(2)], {
    env: { ...process.env, ...env },
    shows: true,
  });
  process.exitCode = code;
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(error.message);
  process.exit(1);
}
