import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { simulate } from '../../domain/simulation.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';
import { seededYear } from './seeded-year.js';

/*
 * Every line of twenty simulated years, as it was when it was last looked at: whoever moves a rule from one place to another sees that
 * nothing else has changed, and whoever changes a rule sees in the difference of the file what that does to a year. Where it is meant,
 * the file is written anew:
 *
 *   COORDINATOR_SAVE_YEARS=1 node bin/test.js test/domain/seeded-years.test.ts
 */
const FILE = path.resolve('test/simulations/years.txt');
const YEARS = 20;

function words({ at, kind, party, requests, rung, to, because }: SimulatedLine): string {
  return [at, kind, party, requests.join(' + '), rung, to ?? '', because].join(' | ');
}

const seeds = Array.from({ length: YEARS }, (_, index) => index + 1);
const years = seeds.map((seed) => [`# year ${seed}`, ...simulate(...seededYear(seed)).map(words)]);
const lines = years.flat();
if (process.env.COORDINATOR_SAVE_YEARS !== undefined) writeFileSync(FILE, `${lines.join('\n')}\n`);

describe('twenty simulated years', () => {
  const kept = existsSync(FILE) ? readFileSync(FILE, 'utf8').trimEnd().split('\n') : [];

  it('are line for line what they were', () => {
    const index = lines.findIndex((line, place) => line !== kept[place]);
    // The first difference alone: all that follows it is its consequence.
    expect({ line: index + 1, words: lines[index] }).toEqual({ line: index + 1, words: kept[index] });
    expect(lines).toHaveLength(kept.length);
  });

  it('tell of everything that a script can bring about', () => {
    const told = new Set(lines.map((line) => line.split(' | ')[1]));
    expect([...told].filter((kind) => kind !== undefined).sort()).toEqual(
      ['changed', 'closed', 'decided', 'ignored', 'mail', 'received', 'refused', 'task'].sort(),
    );
    for (const rung of [
      'handover',
      'extension',
      'recall-1 + recall-1',
      'acknowledgement',
      'resumed',
      'settle',
      'judge',
    ])
      expect(lines.some((line) => line.split(' | ')[4] === rung)).toBe(true);
  });
});
