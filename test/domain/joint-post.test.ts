import fc from 'fast-check';
import { addDays } from '../../domain/iso-date.js';
import { instantAfterPost, joiningRung } from '../../domain/joint-post.js';
import type { Standing } from '../../domain/joint-post.js';
import { dateIn } from '../../domain/plan.js';
import { projectionOf } from '../../domain/request.js';
import { simulate } from '../../domain/simulation.js';
import type { SimulatedLine, SimulationInput } from '../../domain/simulation.js';
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

describe('what leaves with another post', () => {
  it('is a rung that is decided for today', () => {
    expect(joiningRung(standing(), 'reminder-1', MORNING)?.id).toBe('reminder-1');
  });

  it.each([
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

describe('a party that was written to today', () => {
  const input = { rules: RULES, headquarters: HEADQUARTERS, zone: 'America/Sao_Paulo' };
  it.each([
    ['a reminder waits for the next working day', 'reminder', '2027-02-04T12:00:00.000Z', '2027-02-05T13:00:00.000Z'],
    ['an escalation, too', 'escalation', '2027-02-04T12:00:00.000Z', '2027-02-05T13:00:00.000Z'],
    ['a note does not, since a person has released it', 'request', '2027-02-04T12:00:00.000Z', MORNING],
    ['a word of a later date does not', 'notice', '2027-02-04T12:00:00.000Z', MORNING],
    ['yesterday is no hindrance', 'reminder', '2027-02-03T12:00:00.000Z', MORNING],
    ['the day is that of the capital', 'reminder', '2027-02-04T02:00:00.000Z', MORNING],
    ['nor is a party that had nothing yet', 'reminder', null, MORNING],
  ] as const)('%s', (_what, kind, lastPostAt, expected) => {
    expect(instantAfterPost({ ...input, kind, at: MORNING, lastPostAt })).toBe(expected);
  });

  it('on a Friday waits for Monday', () => {
    const at = '2027-02-05T13:30:00.000Z';
    expect(instantAfterPost({ ...input, kind: 'reminder', at, lastPostAt: '2027-02-05T13:00:00.000Z' })).toBe(
      '2027-02-08T13:00:00.000Z',
    );
  });
});

describe('the cycles of one party', () => {
  const cycle = (name: string, reportDate: string, change: Partial<SimulationInput> = {}): SimulationInput => ({
    cycle: `${name}/2027`,
    rules: RULES,
    reportDate,
    openedAt: `${addDays(reportDate, -150)}T15:00:00.000Z`,
    headquarters: HEADQUARTERS,
    parties: PARTIES,
    script: [],
    unreachable: [],
    ...change,
  });
  const reminders = (lines: SimulatedLine[]): SimulatedLine[] =>
    lines.filter(({ kind, rung }) => kind === 'mail' && rung !== 'acknowledgement' && rung !== 'request');

  it('of the same dates share every post, to each contact its own', () => {
    const alone = reminders(simulate(cycle('first', '2027-04-15')));
    const both = reminders(simulate(cycle('first', '2027-04-15'), cycle('second', '2027-04-15')));
    expect(both.map(({ at, to }) => [at, to])).toEqual(alone.map(({ at, to }) => [at, to]));
    for (const { requests, rung, party } of both) {
      expect(requests).toEqual([`first/2027/${party}`, `second/2027/${party}`]);
      expect(rung).toMatch(/^(\S+) \+ \1$/);
    }
  });

  it('do not remind of what was answered', () => {
    const [party] = PARTIES;
    const answered = cycle('second', '2027-04-15', {
      script: [{ party: party?.code ?? '', at: '2027-01-20', kind: 'answer' }],
    });
    const after = reminders(simulate(cycle('first', '2027-04-15'), answered)).filter(
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
          cycle(`cycle-${index + 1}`, addDays('2027-04-15', offset), { parties: [party] }),
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
