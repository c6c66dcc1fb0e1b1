const TestEnvironment = require('@stryker-mutator/jest-runner/jest-env/node');

/** The mutant that a test has failed with; this module outlives the files of a run. */
let killed;

/** A mutant is killed by the first test that fails: those that follow need not run. Stryker knows no such end under jest. */
module.exports = class MutationEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    const handle = this.handleTestEvent;
    this.handleTestEvent = async (event, state) => {
      const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
      if (event.name === 'test_start' && mutant !== undefined && mutant === killed) event.test.mode = 'skip';
      await handle(event, state);
      if (event.name === 'test_done' && event.test.errors.length > 0) killed = mutant;
    };
  }
};
