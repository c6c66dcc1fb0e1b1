import fc from 'fast-check';
import type { ClosedAs } from '../../domain/request-state.js';
import { anyLife, RandomWorld } from './random-world.js';

/** The promises themselves are in `random-world.ts`, checked after every step of every life. */
describe('every life of a request', () => {
  it('keeps every promise at every step, whatever arrives, whenever, and however servers behave', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        new RandomWorld(life).live();
      }),
      { numRuns: 200 },
    );
  });

  it('is one of all kinds: the random lives end in every way that there is', () => {
    const ends = new Set<ClosedAs | null>();
    const kinds = new Set<string>();
    for (const life of fc.sample(anyLife, { numRuns: 600, seed: 2028 })) {
      const world = new RandomWorld(life).live();
      ends.add(world.state.closedAs);
      for (const { step } of world.steps) {
        for (const effect of step.effects)
          if (effect.kind === 'record') for (const entry of effect.log) kinds.add(entry.kind);
      }
    }
    expect([...ends].sort()).toEqual([
      'answered',
      'answeredInPart',
      'ended',
      'justified',
      'noAnswer',
      'notReached',
      'notSent',
    ]);
    expect([...kinds].sort()).toEqual([
      'approved',
      'asked',
      'awaitingRelease',
      'bounced',
      'clockStarted',
      'closed',
      'judged',
      'ladderHeld',
      'mandatePassed',
      'messageReceived',
      'notReached',
      'paused',
      'planChanged',
      'released',
      'resumed',
      'rungDecided',
      'rungPostponed',
      'rungSkipped',
      'settled',
      'submissionFiled',
      'withdrawn',
    ]);
  });
});
