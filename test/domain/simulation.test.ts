import { instantAt } from '../../domain/plan.js';
import { simulate } from '../../domain/simulation.js';
import type { SimulationInput } from '../../domain/simulation/input.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';
import { HEADQUARTERS, PARTIES, RULES } from './fixture.js';

const OPENED_AT = '2026-11-16T15:00:00.000Z';
const YEAR_2027: SimulationInput = {
  cycle: 'annual-report/2027',
  rules: RULES,
  reportDate: '2027-04-15',
  openedAt: OPENED_AT,
  headquarters: HEADQUARTERS,
  parties: PARTIES,
  script: [],
  unreachable: [],
};

/** The days of the ladder, and who is written to on each, in the order of the rung's roles. */
const LADDER_OF_2027: [rung: string, date: string, roles: string[]][] = [
  ['recall-1', '2026-12-31', ['capital']],
  ['recall-2', '2027-01-15', ['mission', 'capital']],
  ['recall-3', '2027-01-29', ['capital']],
  ['reminder-1', '2027-02-04', ['mission', 'capital']],
  ['escalation-1', '2027-02-11', ['mission', 'alternate']],
  ['escalation-2', '2027-02-25', ['mission', 'alternate']],
];

function mailsOf(lines: SimulatedLine[], party: string): SimulatedLine[] {
  return lines.filter((line) => line.party === party && line.kind === 'mail');
}

function words({ at, rung, to }: SimulatedLine): string {
  return `${rung} to ${String(to)} at ${at}`;
}

function others(lines: SimulatedLine[], party: string): SimulatedLine[] {
  return lines.filter((line) => line.party !== party);
}

describe('the simulated year of 2027 with thirty-three states', () => {
  const lines = simulate(YEAR_2027);

  it('lists every mail of the year to every state, at the hour of each capital', () => {
    const expected = PARTIES.flatMap(({ code, zone }) => {
      const note = ['mission', 'capital'].map((role) => `request to ${code}/${role} at ${OPENED_AT}`);
      const ladder = LADDER_OF_2027.flatMap(([rung, date, roles]) =>
        roles.map((role) => `${rung} to ${code}/${role} at ${instantAt(date, '10:00', zone)}`),
      );
      return [...note, ...ladder];
    });
    const mails = lines.filter((line) => line.kind === 'mail').map(words);
    expect(mails).toHaveLength(33 * 12);
    expect([...mails].sort()).toEqual([...expected].sort());
  });

  it('begins with the sixty-six first mails, on the opening', () => {
    const first = lines.slice(0, 66);
    expect(first.every((line) => line.at === OPENED_AT && line.rung === 'request' && line.kind === 'mail')).toBe(true);
    expect(lines.filter((line) => line.rung === 'request')).toHaveLength(66);
  });

  it('tells the Coordinator of two escalations a state, and closes every request once, all on one day', () => {
    expect(lines.filter((line) => line.kind === 'task')).toHaveLength(66);
    expect(new Set(lines.filter((line) => line.kind === 'task').map((line) => line.because))).toEqual(
      new Set([
        'the Coordinator is told of escalation-1; due 2027-02-01',
        'the Coordinator is told of escalation-2; due 2027-02-01',
      ]),
    );
    const closed = lines.filter((line) => line.kind === 'closed');
    expect(closed.map((line) => line.party).sort()).toEqual(PARTIES.map((party) => party.code).sort());
    expect(new Set(closed.map((line) => line.at))).toEqual(new Set(['2027-03-16T21:30:00.000Z']));
    expect(
      closed.every((line) =>
        line.because.startsWith('noAnswer; 30 days before the report date (2027-04-15) is 2027-03-16'),
      ),
    ).toBe(true);
  });

  it('is in the order of time, then of the state, and says of every mail why', () => {
    const keys = lines.map((line) => `${line.at} ${line.party}`);
    expect(keys).toEqual([...keys].sort());
    expect(
      lines.every((line) => line.because !== '' && line.requests.join() === `annual-report/2027/${line.party}`),
    ).toBe(true);
    expect(lines.find((line) => line.rung === 'recall-1')?.because).toBe(
      '30 days before the due date (2027-02-01) is 2027-01-02; moved to the previous working day, 2026-12-31 (2027-01-02 Saturday, 2027-01-01 New Year)',
    );
  });

  it('is the same list each time', () => {
    expect(simulate(YEAR_2027)).toEqual(lines);
  });

  it('sends no reminder to a state after its answer, acknowledges it, and changes no line of another', () => {
    const answered = simulate({ ...YEAR_2027, script: [{ party: 'BRA', at: '2027-01-20', kind: 'answer' }] });
    const brazil = answered.filter((line) => line.party === 'BRA');
    const rest = brazil.slice(brazil.findIndex((line) => line.kind === 'received'));
    expect(rest.map((line) => `${line.kind} ${line.rung}`)).toEqual([
      'received answer',
      'mail acknowledgement',
      'closed close',
    ]);
    expect(rest[0]?.at).toBe('2027-01-20T15:00:00.000Z');
    expect(rest.at(-1)?.because).toMatch(/^answered; /);
    expect(mailsOf(answered, 'BRA').map((line) => line.rung)).toEqual([
      'request',
      'request',
      'recall-1',
      'recall-2',
      'recall-2',
      'acknowledgement',
    ]);
    expect(others(answered, 'BRA')).toEqual(others(lines, 'BRA'));
  });

  it('acknowledges to the one who wrote, each of several', () => {
    const script = [
      { party: 'BRA', at: '2027-01-22', kind: 'answer' as const, sender: 'ministry@bra.example' },
      { party: 'PER', at: '2027-01-21', kind: 'answer' as const, sender: 'focal@per.example' },
      { party: 'BRA', at: '2027-01-20', kind: 'message' as const, sender: 'mission@bra.example' },
    ];
    const acknowledged = simulate({ ...YEAR_2027, script }).filter((line) => line.rung === 'acknowledgement');
    expect(acknowledged.map((line) => `${line.party} ${String(line.to)} ${line.at.slice(0, 10)}`)).toEqual([
      'BRA mission@bra.example 2027-01-20',
      'PER focal@per.example 2027-01-21',
      'BRA ministry@bra.example 2027-01-22',
    ]);
  });

  it('holds the next reminder of a state that has written, five working days', () => {
    const held = simulate({
      ...YEAR_2027,
      script: [{ party: 'BRA', at: '2027-01-13T15:00:00.000Z', kind: 'message' }],
    });
    const recall = mailsOf(held, 'BRA').filter((line) => line.rung === 'recall-2');
    expect(recall.map((line) => line.at)).toEqual(['2027-01-21T13:00:00.000Z', '2027-01-21T13:00:00.000Z']);
    expect(others(held, 'BRA')).toEqual(others(lines, 'BRA'));
  });

  it('lists an answer after the end as received and acknowledged', () => {
    const late = simulate({ ...YEAR_2027, script: [{ party: 'BRA', at: '2027-04-01', kind: 'answer' }] });
    expect(late.slice(-2).map((line) => `${line.party} ${line.kind} ${line.rung}`)).toEqual([
      'BRA received answer',
      'BRA mail acknowledgement',
    ]);
    expect(mailsOf(late, 'BRA')).toHaveLength(13);
  });

  it('moves every line that hangs on the due date when that date is set anew, and leaves the note where it was', () => {
    const moved = simulate({ ...YEAR_2027, dueDate: { date: '2027-02-22', authority: 'the Coordinator' } });
    const dates = [...new Set(mailsOf(moved, 'BRA').map((line) => `${line.rung} ${line.at.slice(0, 10)}`))];
    expect(dates).toEqual([
      'request 2026-11-16',
      'recall-1 2027-01-22',
      'recall-2 2027-02-08',
      'recall-3 2027-02-19',
      'reminder-1 2027-02-25',
      'escalation-1 2027-03-04',
    ]);
    expect(moved.filter((line) => line.kind === 'mail')).toHaveLength(33 * 10);
  });

  it('sends nothing to a state of which no address takes mail, and makes it a task on the opening day', () => {
    const unreached = simulate({ ...YEAR_2027, unreachable: ['HTI'] });
    const haiti = unreached.filter((line) => line.party === 'HTI');
    expect(haiti.map((line) => `${line.kind} ${line.rung} ${line.at}`)).toEqual([
      `task notReached ${OPENED_AT}`,
      'closed close 2027-03-16T21:30:00.000Z',
    ]);
    expect(haiti.at(-1)?.because).toMatch(/^notReached; /);
    expect(others(unreached, 'HTI')).toEqual(others(lines, 'HTI'));
  });

  it('stops writing to a state whose addresses all bounced, and goes on with the alternate where one did', () => {
    const script = [
      { party: 'BRA', at: '2026-11-17', kind: 'bounce' as const, role: 'mission' as const },
      { party: 'PER', at: '2026-11-17', kind: 'bounce' as const, role: 'mission' as const },
      { party: 'PER', at: '2026-11-18', kind: 'bounce' as const, role: 'capital' as const },
      { party: 'PER', at: '2026-11-19', kind: 'bounce' as const, role: 'alternate' as const },
    ];
    const bounced = simulate({ ...YEAR_2027, script });
    expect(mailsOf(bounced, 'BRA').filter(({ to }) => to === 'BRA/mission')).toHaveLength(1);
    expect(mailsOf(bounced, 'BRA').filter(({ to }) => to === 'BRA/alternate').length).toBeGreaterThan(4);
    expect(mailsOf(bounced, 'PER').map(({ to }) => to)).toEqual(['PER/mission', 'PER/capital', 'PER/alternate']);
    expect(bounced.filter((line) => line.kind === 'task' && line.party === 'PER').map((line) => line.rung)).toEqual([
      'bounced/PER/mission',
      'bounced/PER/capital',
      'notReached',
    ]);
  });

  it('opened in April gives every state its thirty days', () => {
    const late = simulate({ ...YEAR_2027, openedAt: '2027-04-10T15:00:00.000Z', parties: PARTIES.slice(0, 1) });
    expect([
      ...new Set(late.filter((line) => line.kind === 'mail').map((line) => `${line.rung} ${line.at.slice(0, 10)}`)),
    ]).toEqual([
      'request 2027-04-10',
      'recall-2 2027-04-26',
      'recall-3 2027-05-07',
      'reminder-1 2027-05-13',
      'escalation-1 2027-05-20',
    ]);
    expect(late.at(-1)).toMatchObject({ kind: 'closed', at: '2027-05-24T21:30:00.000Z' });
  });
});
