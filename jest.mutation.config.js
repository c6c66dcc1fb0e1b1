import { fileURLToPath } from 'node:url';
import base from './jest.config.js';

/** `npm run mutate`: the tests of one room, which bin/mutate.js names, without a server. */
const { globalSetup: _begins, globalTeardown: _ends, ...alone } = base;

export default {
  ...alone,
  testEnvironment: fileURLToPath(new URL('test/world/mutation-environment.cjs', import.meta.url)),
  testSequencer: '<rootDir>/test/world/mutation-sequencer.cjs',
  roots: ['<rootDir>/test/domain'],
  testMatch: JSON.parse(process.env.COORDINATOR_MUTATION_TESTS ?? '["*"]').map(
    (name) => `**/test/domain/${name}.test.ts`,
  ),
  setupFilesAfterEnv: ['<rootDir>/test/world/fixed-seed.js'],
};
