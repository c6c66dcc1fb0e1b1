import { failureOf } from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import { addDays } from '../../domain/iso-date.js';
import { lastPostOf } from '../../domain/posting/last-post.js';
import type { LeftPost } from '../../domain/posting/last-post.js';
import { simulate } from '../../domain/simulation.js';
import type { SimulationInput } from '../../domain/simulation/input.js';
import { HEADQUARTERS, PARTIES, RULES } from './fixture.js';

const MONDAY = '2027-02-01T13:00:00.000Z';
const TUESDAY = '2027-02-02T13:00:00.000Z';
const failed = failureOf({ contact: 'BRA/capital', id: 'f', at: '2027-02-02T15:00:00.000Z', words: 'no such user' });
const restored: ContactChange = { ...failed, id: 'r', kind: 'restored' };
const named: ContactChange = { ...failed, id: 'n', kind: 'replaced', name: 'N', address: 'n@bra.example' };
const both: LeftPost[] = [
  { contact: 'BRA/capital', at: TUESDAY },
  { contact: 'BRA/mission', at: MONDAY },
];

describe('when a party was last written to', () => {
  it.each<[string, LeftPost[], ContactChange[], string | null]>([
    ['is never, before anything has left', [], [], null],
    ['is the day of the newest post, whoever had it', both, [], TUESDAY],
    ['is whatever the order in which they are told', [...both].reverse(), [], TUESDAY],
    ['leaves out what went to an address that has failed', both, [failed], MONDAY],
    ['leaves it out though the address takes mail again', both, [failed, restored], MONDAY],
    ['counts what went to one who was replaced', both, [named], TUESDAY],
    ['is never, where all that left has come back', both.slice(0, 1), [failed], null],
    ['counts what went to no contact on file', [{ contact: null, at: TUESDAY }], [failed], TUESDAY],
  ])('%s', (_what, posts, changes, expected) => {
    expect(lastPostOf(posts, changes)).toBe(expected);
  });
});

/** Brazil without an alternate: nobody stands in, so nothing leaves again. */
const parties = PARTIES.filter(({ code }) => code === 'BRA').map((party) => ({
  ...party,
  contacts: party.contacts.filter(({ role }) => role !== 'alternate'),
}));

/** On the last day of 2026 the first writes to the capital alone; the second is to write to both on 5 January, within the seven days. */
function cycles(script: SimulationInput['script']): SimulationInput[] {
  return [
    ['first', '2027-04-15', script] as const,
    ['second', '2027-04-01', [] as SimulationInput['script']] as const,
  ].map(([name, reportDate, own]) => ({
    cycle: `${name}/2027`,
    rules: { ...RULES, daysBetweenPosts: 7 },
    reportDate,
    openedAt: `${addDays(reportDate, -150)}T15:00:00.000Z`,
    headquarters: HEADQUARTERS,
    parties,
    script: own,
    unreachable: [],
  }));
}

describe('a simulated party of which the only post has come back', () => {
  const leavesAt = (script: SimulationInput['script']): string | undefined =>
    simulate(...cycles(script)).find(
      ({ kind, requests, rung }) =>
        kind === 'mail' && requests.includes('second/2027/BRA') && rung.includes('recall-2'),
    )?.at;

  it('waits for no days between posts, as in the service: it has received nothing', () => {
    expect(leavesAt([])).toBe('2027-01-07T13:00:00.000Z');
    const bounce = { kind: 'bounce', party: 'BRA', at: '2026-12-31T20:00:00.000Z', role: 'capital' } as const;
    expect(leavesAt([bounce])).toBe('2027-01-05T13:00:00.000Z');
  });
});
