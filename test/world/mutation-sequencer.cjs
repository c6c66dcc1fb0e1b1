const { default: Sequencer } = require('@jest/test-sequencer');

/** The tests of a room in the order that bin/mutation-rooms.js names them: the quick ones first. */
module.exports = class MutationSequencer extends Sequencer {
  sort(tests) {
    const named = JSON.parse(process.env.COORDINATOR_MUTATION_TESTS);
    const place = ({ path }) => named.findIndex((name) => path.endsWith(`/test/domain/${name}.test.ts`));
    return [...tests].sort((a, b) => place(a) - place(b));
  }
};
