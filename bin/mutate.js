import './node-version.js';
import { join } from 'node:path';
import { Stryker } from '@stryker-mutator/core';
import { ROOMS } from './mutation-rooms.js';
import { prepare, PrepareError, ROOT } from './prepare.js';

/** Of a hundred mutants so many must be killed over all rooms, and in each. */
const OVERALL = 90;
const EACH = 85;

const asked = process.argv.slice(2);
const unknown = asked.filter((room) => !(room in ROOMS));
if (asked.includes('--help') || unknown.length > 0) {
  console.log('Usage: npm run mutate [-- ROOM…]\n');
  console.log(
    'Changes the code of rooms that decide, one small change at a time, and tells which changes no test notices.\n',
  );
  for (const [room, { what }] of Object.entries(ROOMS)) console.log(`  ${room.padEnd(12)} ${what}`);
  if (!asked.includes('--help')) console.error(`\nThere is no room '${unknown.join("', '")}'.`);
  process.exit(asked.includes('--help') ? 0 : 1);
}
try {
  await prepare({ log: (line) => console.log(line), build: false });
} catch (error) {
  if (!(error instanceof PrepareError)) throw error;
  console.error(error.message);
  process.exit(1);
}
process.chdir(ROOT);

const rooms = asked.length === 0 ? Object.keys(ROOMS) : asked;
const scores = [];
for (const room of rooms) scores.push(await tryRoom(room));
const all = scores.reduce((sum, { killed, tried }) => ({ killed: sum.killed + killed, tried: sum.tried + tried }), {
  killed: 0,
  tried: 0,
});
console.log('');
for (const { room, ...score } of scores) {
  console.log(`${room.padEnd(12)} ${wordsOf(score)}`);
}
console.log(`${'all'.padEnd(12)} ${wordsOf(all)}`);
const poor = scores.filter((score) => percentOf(score) < EACH).map(({ room }) => room);
if (poor.length > 0) console.error(`Below ${EACH} %: ${poor.join(', ')}.`);
if (percentOf(all) < OVERALL) console.error(`Below ${OVERALL} % over all.`);
process.exit(poor.length > 0 || percentOf(all) < OVERALL ? 1 : 0);

/**
 * @param {string} room a key of ROOMS
 * @returns {Promise<{ room: string, killed: number, tried: number }>} what survived is printed
 */
async function tryRoom(room) {
  const { mutate, tests } = ROOMS[room];
  process.env.COORDINATOR_MUTATION_TESTS = JSON.stringify(tests);
  const results = await new Stryker({
    mutate,
    testRunner: 'jest',
    testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
    plugins: ['@stryker-mutator/jest-runner'],
    jest: { configFile: 'jest.mutation.config.js', enableFindRelatedTests: false },
    coverageAnalysis: 'perTest',
    // What tests of the domain read, and no more: the copy is made anew for each room.
    ignorePatterns: [
      '*',
      '!domain/**',
      '!test/**',
      '!mandates/**',
      '!adapters/**',
      '!templates/**',
      '!*.js',
      '!*.json',
    ],
    tempDirName: join('.cache', 'mutation'),
    reporters: ['dots', 'html'],
    htmlReporter: { fileName: join('.cache', `mutation-${room}.html`) },
    warnings: { slow: false },
    allowConsoleColors: false,
    timeoutMS: 10_000,
    // Jest keeps every module that it has loaded: a process that tried hundreds would fill the memory.
    maxTestRunnerReuse: 100,
    // A mutant of a constant of a module is met by all of the room's tests.
    ignoreStatic: false,
  }).runMutationTest();
  // One on which a module cannot even be loaded says nothing of the tests.
  const counted = results.filter(({ status }) => !['Ignored', 'CompileError', 'RuntimeError'].includes(status));
  const killed = counted.filter(({ status }) => status === 'Killed' || status === 'Timeout');
  const survived = counted
    .filter((one) => !killed.includes(one))
    .map(({ fileName, location, replacement, mutatorName, status }) => {
      const from = `${location.start.line}:${location.start.column}`;
      return `${fileName.slice(ROOT.length + 1)}:${from} ${mutatorName} → ${replacement.replaceAll(/\s+/gu, ' ')}${status === 'NoCoverage' ? ' (no test)' : ''}`;
    });
  for (const line of survived) console.log(`survived: ${line}`);
  return { room, killed: killed.length, tried: counted.length };
}

function percentOf({ killed, tried }) {
  return tried === 0 ? 100 : (100 * killed) / tried;
}

function wordsOf(score) {
  return `${score.killed} of ${score.tried} killed, ${percentOf(score).toFixed(1)} %`;
}
