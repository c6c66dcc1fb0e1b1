import fc from 'fast-check';
import { addDays, daysBetween } from '../../domain/iso-date.js';
import { isJoinable, joiningRung, waitAfterPost } from '../../domain/posting/joint-post.js';
import type { Standing } from '../../domain/posting/joint-post.js';
import { dateIn } from '../../domain/plan.js';
import { projectionOf } from '../../domain/request/projection.js';
import { simulate } from '../../domain/simulation.js';
import type { SimulationInput } from '../../domain/simulation/input.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';
import { CYCLE_2027, HEADQUARTERS, PARTIES, RULES } from './fixture.js';
import { Story } from './story.js';

/** What a party is due on one day leaves as one post. */

const MORNING = '2027-02-04T13:30:00.000Z';

/** A request of Brazil on the morning of its first reminder, which is decided. */
function standing(change: Partial<Standing> = {}): Standing {
  const { state } = new Story(CYCLE_2027.openedAt).until('2027-02-04T03:00:00.000Z');
  return { ...projectionOf(state), plan: state.plan, ...change };
}

function with_(change: Partial<Standing['rungs'][string]>): Standing {
  const one = standing();
  const progress = one.rungs['reminder-1'];
  if (!progress) throw new Error('the ladder has no reminder-1');
  return { ...one, rungs: { ...one.rungs, 'reminder-1': { ...progress, ...change } } };
}

function cycleOf(name: string, reportDate: string, change: Partial<SimulationInput> = {}): SimulationInput {
  return {
    cycle: `${name}/2027`,
    rules: RULES,
    reportDate,
    openedAt: `${addDays(reportDate, -150)}T15:00:00.000Z`,
    headquarters: HEADQUARTERS,
    parties: PARTIES,
    script: [],
    unreachable: [],
    ...change,
  };
}

describe('what leaves with another post', () => {
  it('is a rung that is decided for today', () => {
    expect(joiningRung(standing(), 'reminder-1', MORNING)?.id).toBe('reminder-1');
  });

  it('is one that is being sent', () => {
    expect(joiningRung(with_({ status: 'sending' }), 'reminder-1', MORNING)?.id).toBe('reminder-1');
  });

  it.each([
    ['request', false],
    ['close', false],
    ['reminder', true],
    ['escalation', true],
    ['notice', true],
  ] as const)('is never a %s, or may be: %j', (kind, joins) => {
    expect(isJoinable({ kind })).toBe(joins);
  });

  it.each([
    ['one of which nothing has been decided', standing({ rungs: {} }), 'reminder-1'],
    ['one that is not decided', standing(), 'escalation-1'],
    ['one that has left', standing(), 'recall-1'],
    ['the closing of the text', standing(), 'close'],
    ['the first note', with_({}), 'request'],
    ['one that the ladder does not have', standing(), 'no such rung'],
    ['one of tomorrow', with_({ sendAt: '2027-02-05T13:00:00.000Z' }), 'reminder-1'],
    ['one of a request that is answered', standing({ stage: 'answered' }), 'reminder-1'],
    ['one of a request that has ended', standing({ stage: 'closed' }), 'reminder-1'],
    ['one of a party that was not reached', standing({ stage: 'notReached' }), 'reminder-1'],
    ['one whose party has written', standing({ holdUntil: '2027-02-10T13:00:00.000Z' }), 'reminder-1'],
    ['one whose party waits for our word', standing({ asks: ['assistance'] }), 'reminder-1'],
    ['one whose clock stands still', standing({ pausedBecause: 'a hurricane' }), 'reminder-1'],
    ['one that a fault has stopped', standing({ parkedBecause: 'a fault' }), 'reminder-1'],
  ])('is not %s', (_what, request, rung) => {
    expect(joiningRung(request, rung, MORNING)).toBeNull();
  });

  it('waits for its approval', () => {
    const one = with_({ decisions: 2 });
    const plan = {
      ...one.plan,
      rungs: one.plan.rungs.map((rung) => (rung.id === 'reminder-1' ? { ...rung, approval: true as const } : rung)),
    };
    expect(joiningRung({ ...one, plan }, 'reminder-1', MORNING)).toBeNull();
    const approved = with_({ decisions: 2, approvedDecision: 2 });
    expect(joiningRung({ ...approved, plan }, 'reminder-1', MORNING)?.id).toBe('reminder-1');
  });

  it('is a word of a moved date, even to a party that has written', () => {
    const one = standing({ holdUntil: '2027-02-10T13:00:00.000Z', asks: ['assistance'] });
    const plan = {
      ...one.plan,
      rungs: one.plan.rungs.map((rung) => (rung.id === 'reminder-1' ? { ...rung, kind: 'notice' as const } : rung)),
    };
    expect(joiningRung({ ...one, plan }, 'reminder-1', MORNING)?.id).toBe('reminder-1');
  });
});

describe('a party that was written to', () => {
  const input = { rules: RULES, headquarters: HEADQUARTERS, zone: 'America/Sao_Paulo' };
  const TODAY = '2027-02-04T12:00:00.000Z';
  it.each([
    ['a reminder waits for the next working day', 'reminder', TODAY, '2027-02-05T13:00:00.000Z'],
    ['an escalation, too', 'escalation', TODAY, '2027-02-05T13:00:00.000Z'],
    ['a note does not, since a person has released it', 'request', TODAY, null],
    ['a word of a later date does not', 'notice', TODAY, null],
    ['yesterday is no hindrance', 'reminder', '2027-02-03T12:00:00.000Z', null],
    ['the day is that of the capital', 'reminder', '2027-02-04T02:00:00.000Z', null],
    ['nor is a party that had nothing yet', 'reminder', null, null],
    ['nor is a post that the clock has yet to reach', 'reminder', '2027-02-05T12:00:00.000Z', null],
  ] as const)('today: %s', (_what, kind, lastPostAt, until) => {
    expect(waitAfterPost({ ...input, kind, at: MORNING, lastPostAt })?.until ?? null).toBe(until);
  });

  it('on a Friday waits for Monday', () => {
    const at = '2027-02-05T13:30:00.000Z';
    expect(waitAfterPost({ ...input, kind: 'reminder', at, lastPostAt: '2027-02-05T13:00:00.000Z' })).toEqual({
      until: '2027-02-08T13:00:00.000Z',
      since: null,
    });
  });

  it.each([
    ['the same day', '2027-02-04T12:00:00.000Z', '2027-02-08T13:00:00.000Z', null],
    ['two days before', '2027-02-02T12:00:00.000Z', '2027-02-05T13:00:00.000Z', '2027-02-02'],
    ['three days before', '2027-02-01T12:00:00.000Z', null, null],
  ])('is left in peace for as many days as the rules say: %s', (_what, lastPostAt, until, since) => {
    const rules = { ...RULES, daysBetweenPosts: 3 };
    const wait = waitAfterPost({ ...input, rules, kind: 'reminder', at: MORNING, lastPostAt });
    expect(wait).toEqual(until === null ? null : { until, since });
  });

  it('gets never two posts within the days that the rules say, whatever its duties', () => {
    const day = fc.integer({ min: 0, max: 40 }).map((days) => addDays('2027-04-15', days));
    fc.assert(
      fc.property(day, day, fc.integer({ min: 1, max: 7 }), (first, second, gap) => {
        const rules = { ...RULES, daysBetweenPosts: gap };
        const lines = simulate(cycleOf('first', first, { rules }), cycleOf('second', second, { rules }));
        for (const { code, zone } of PARTIES) {
          const own = lines.filter(
            ({ party, kind, rung }) => party === code && kind === 'mail' && rung !== 'acknowledgement',
          );
          const days = [...new Set(own.map(({ at }) => dateIn(at, zone)))].sort();
          const reminded = new Set(own.filter(({ rung }) => rung !== 'request').map(({ at }) => dateIn(at, zone)));
          for (const [index, one] of days.entries()) {
            const before = days[index - 1];
            if (before !== undefined && reminded.has(one)) expect(daysBetween(before, one)).toBeGreaterThanOrEqual(gap);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the cycles of one party', () => {
  const reminders = (lines: SimulatedLine[]): SimulatedLine[] =>
    lines.filter(({ kind, rung }) => kind === 'mail' && rung !== 'acknowledgement' && rung !== 'request');

  it('of the same dates share every post, to each contact its own', () => {
    const alone = reminders(simulate(cycleOf('first', '2027-04-15')));
    const both = reminders(simulate(cycleOf('first', '2027-04-15'), cycleOf('second', '2027-04-15')));
    expect(both.map(({ at, to }) => [at, to])).toEqual(alone.map(({ at, to }) => [at, to]));
    for (const { requests, rung, party } of both) {
      expect(requests).toEqual([`first/2027/${party}`, `second/2027/${party}`]);
      expect(rung).toMatch(/^(\S+) \+ \1$/);
    }
  });

  it('do not remind of what was answered', () => {
    const [party] = PARTIES;
    const answered = cycleOf('second', '2027-04-15', {
      script: [{ party: party?.code ?? '', at: '2027-01-20', kind: 'answer' }],
    });
    const after = reminders(simulate(cycleOf('first', '2027-04-15'), answered)).filter(
      (line) => line.party === party?.code && line.at > '2027-01-21',
    );
    expect(after.length).toBeGreaterThan(3);
    for (const { requests } of after) expect(requests).toEqual([`first/2027/${party?.code}`]);
  });

  it('write to a contact once a day at most, and leave out no rung, whatever their dates', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 2, maxLength: 4 }), (offsets) => {
        const [party] = PARTIES;
        if (!party) throw new Error('no party');
        const cycles = offsets.map((offset, index) =>
          cycleOf(`cycle-${index + 1}`, addDays('2027-04-15', offset), { parties: [party] }),
        );
        const lines = reminders(simulate(...cycles));
        const days = lines.map(({ at, to }) => `${dateIn(at, party.zone)} ${to ?? ''}`);
        expect(new Set(days).size).toBe(days.length);
        for (const one of cycles) {
          const own = lines.filter(({ requests }) => requests.includes(`${one.cycle}/${party.code}`));
          const rungs = new Set(own.flatMap(({ rung, requests }) => rungsOf(rung, requests, one.cycle)));
          expect([...rungs].sort()).toEqual(
            ['escalation-1', 'escalation-2', 'recall-1', 'recall-2', 'recall-3', 'reminder-1'].sort(),
          );
        }
      }),
      { numRuns: 60 },
    );
  });
});

function rungsOf(rung: string, requests: string[], cycle: string): string[] {
  return rung.split(' + ').filter((_one, index) => requests[index]?.startsWith(`${cycle}/`));
}
