import './node-version.js';
import { join } from 'node:path';
import { prepare, PrepareError, ROOT, run } from './prepare.js';

const tool = (path, ...args) => [join(ROOT, 'node_modules', path), ...args];

const FOLDERS = ['domain', 'workflows', 'activities', 'office', 'adapters', 'templates', 'web', 'cli', 'worker'];

/** The longest first: two run at a time. */
const CHECKS = [
  ['lint', tool('eslint/bin/eslint.js', '--max-warnings=0', '.')],
  ['types', tool('typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.json')],
  ['format', tool('prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.')],
  ['boundaries', tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config=.dependency-cruiser.cjs', ...FOLDERS)],
  [
    'replay',
    tool('dependency-cruiser/bin/dependency-cruise.mjs', '--config=.dependency-cruiser-replay.cjs', ...FOLDERS),
  ],
  ['dead code', tool('knip/bin/knip.js')],
  ['regex', [join(ROOT, 'bin/check-expressions.js')]],
];

const AT_ONCE = 2;

try {
  // Expressions that a module makes of parts are read from the compiled module.
  await prepare({ log: (line) => console.log(line) });
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(error.message);
  process.exit(1);
}
const waiting = [...CHECKS];
const failed = [];
await Promise.all(Array.from({ length: AT_ONCE }, runNext));
console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}.`);
process.exitCode = failed.length === 0 ? 0 : 1;

async function runNext() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [name, command] = next;
    const start = performance.now();
    const { code, output } = await run(process.execPath, command);
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds.padStart(5)} s`);
    if (code === 0) continue;
    failed.push(name);
    console.log(output.trim());
  }
}
