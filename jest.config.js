import { availableParallelism } from 'node:os';

/** Tests are ESM: run with NODE_OPTIONS=--experimental-vm-modules (bin/test.js sets it). */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // Minutes of processor time each: `npm run test:long`.
  testPathIgnorePatterns: process.env.COORDINATOR_LONG === undefined ? ['\\.long\\.test\\.ts$'] : [],
  // One database server for all suites of a run: each has a database of its own.
  globalSetup: '<rootDir>/test/world/run-begins.js',
  globalTeardown: '<rootDir>/test/world/run-ends.js',
  // A test waits for events; this only ends one that waits for ever, so that a busy machine fails none.
  testTimeout: 120_000,
  // A suite waits for half of its time, for servers and for what they write: one more than there are processors keeps them busy.
  maxWorkers: Math.min(4, availableParallelism() + 1),
};
