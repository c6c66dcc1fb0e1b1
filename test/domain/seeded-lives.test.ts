import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Effect } from '../../domain/request-events.js';
import type { Outcome } from '../../domain/request-state.js';
import { randomnessOf } from '../world/randomness.js';
import { HAPPENINGS, RandomWorld } from './random-world.js';
import type { Life } from './random-world.js';

/*
 * All that seeded lives of a request write down and send, as it was when it was last looked at. A request that was opened under a
 * version of the rules goes on under it, and histories hold its keys and the order of its commands: whoever changes the machine sees
 * here what that does to it. Where it is meant, the file is written anew:
 *
 *   COORDINATOR_SAVE_LIVES=1 node bin/test.js test/domain/seeded-lives.test.ts
 */
const FILE = path.resolve('test/simulations/lives.txt');
const LIVES = 45;

/** The same seed is the same life for ever: of every version of the rules, released or not, with approvals or without. */
function lifeOf(seed: number): Life {
  const randomness = randomnessOf(`life/${seed}`);
  const between = (low: number, high: number): number => randomness.between(low, high);
  const some = <T>(count: number, one: () => T): T[] => Array.from({ length: count }, one);
  return {
    openedAt: new Date(Date.parse('2026-11-16T13:00:00.000Z') + between(0, 160 * 1440) * 60_000).toISOString(),
    isReleased: between(0, 3) > 0,
    needsApproval: between(0, 2) === 0,
    version: ([1, 2, 3] as const)[seed % 3] ?? 3,
    happenings: some(between(4, 16), () => ({
      kind: HAPPENINGS[between(0, HAPPENINGS.length - 1)] ?? 'tick',
      minutes: between(0, 2) === 0 ? between(0, 1440) : between(1440, 30 * 1440),
      luck: between(0, 1000),
    })),
    luck: some(30, () => between(0, 1000)),
  };
}

function wordsOf(effect: Effect): string[] {
  switch (effect.kind) {
    case 'record': {
      const { stage, closedAs, answeredAt, holdUntil, nextRung, nextAt } = effect.projection;
      return [
        ...effect.log.map(({ kind, key, data }) => `log ${kind} ${key} ${JSON.stringify(data)}`),
        ...effect.tasks.map((task) =>
          task.change === 'raise'
            ? `task ${task.kind} ${task.key} ${JSON.stringify(task.data)}`
            : `done ${task.key}: ${task.because}`,
        ),
        ...effect.dispatches.map(({ rung, tone, sendAt, cancelledBecause }) =>
          [`dispatch ${rung}`, tone, sendAt, cancelledBecause ?? ''].join(' | '),
        ),
        [`stands ${stage}`, closedAs, answeredAt, holdUntil, nextRung, nextAt].map((one) => one ?? '').join(' | '),
      ];
    }
    case 'post':
      return [`post ${effect.rung} | ${effect.tone} | ${effect.attempt}`];
    case 'acknowledge':
      return [`acknowledge ${effect.what} ${effect.subject}${effect.isLate ? ' late' : ''}`];
  }
}

const filed = (outcome: Outcome | null): string =>
  outcome === null ? '' : ` → ${outcome.filedAs}${outcome.isLate ? ' late' : ''}, ${outcome.stage}`;

function live(seed: number): string[] {
  const life = lifeOf(seed);
  const { steps } = new RandomWorld(life, false).live();
  return [
    `# life ${seed}, by version ${life.version}`,
    ...steps.flatMap(({ event, step }) => [
      `${event.at} ${event.type}${'id' in event ? ` ${event.id}` : ''}${filed(step.outcome)}`,
      ...step.effects.flatMap(wordsOf).map((line) => `  ${line}`.trimEnd()),
    ]),
  ];
}

it('seeded lives are line for line what they were', () => {
  const lines = Array.from({ length: LIVES }, (_, seed) => live(seed)).flat();
  if (process.env.COORDINATOR_SAVE_LIVES !== undefined) writeFileSync(FILE, `${lines.join('\n')}\n`);
  const kept = existsSync(FILE) ? readFileSync(FILE, 'utf8').trimEnd().split('\n') : [];
  const index = lines.findIndex((line, place) => line !== kept[place]);
  // The first difference alone: all that follows it is its consequence.
  expect({ line: index + 1, words: lines[index] }).toEqual({ line: index + 1, words: kept[index] });
  expect(lines).toHaveLength(kept.length);
});
