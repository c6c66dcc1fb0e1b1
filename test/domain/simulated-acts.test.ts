import { simulate } from '../../domain/simulation.js';
import type { SimulationInput } from '../../domain/simulation/input.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';
import type { ScriptedEvent } from '../../domain/script.js';
import { HEADQUARTERS, PARTIES, RULES } from './fixture.js';

const ACT = { authority: 'a note', reason: 'a reason' };
const THREE = PARTIES.filter(({ code }) => ['BRA', 'PER', 'JAM'].includes(code));

function live(...script: ScriptedEvent[]): SimulatedLine[] {
  return simulate(inputOf('annual-report/2027', script));
}

function inputOf(cycle: string, script: ScriptedEvent[]): SimulationInput {
  return {
    cycle,
    rules: RULES,
    reportDate: '2027-04-15',
    openedAt: '2026-11-16T15:00:00.000Z',
    headquarters: HEADQUARTERS,
    parties: THREE,
    script,
    unreachable: [],
  };
}

const mailsTo = (lines: SimulatedLine[], contact: string): string[] =>
  lines.filter((line) => line.to === contact).map((line) => `${line.at.slice(0, 10)} ${line.rung}`);

const closings = (lines: SimulatedLine[]): string[] =>
  lines.filter((line) => line.kind === 'closed').map((line) => `${line.party} ${line.at.slice(0, 10)}`);

describe('acts in a simulated year', () => {
  it('an extension moves what is still to come of one state, tells it, and leaves the others alone', () => {
    const lines = live({ kind: 'extension', party: 'PER', at: '2027-01-05', dueDate: '2027-02-22', ...ACT });
    expect(mailsTo(lines, 'PER/mission')).toEqual([
      '2026-11-16 request',
      '2027-01-05 extension-1',
      '2027-02-08 recall-2',
      '2027-02-25 reminder-1',
      '2027-03-04 escalation-1',
    ]);
    expect(mailsTo(lines, 'BRA/mission')).toEqual(mailsTo(live(), 'BRA/mission'));
  });

  it('a notice of a later date that is granted on a Saturday leaves on Monday, as it does from the service', () => {
    const lines = live({ kind: 'extension', party: 'PER', at: '2027-01-09', dueDate: '2027-02-22', ...ACT });
    expect(mailsTo(lines, 'PER/mission')[1]).toBe('2027-01-11 extension-1');
  });

  it('a pause of all sends nothing to anyone until it ends, and restores the days', () => {
    const lines = live(
      { kind: 'pause', party: null, at: '2027-01-11', ...ACT },
      { kind: 'resume', party: null, at: '2027-01-25', ...ACT },
    );
    const within = lines.filter((line) => line.kind === 'mail' && line.at > '2027-01-12' && line.at < '2027-01-25');
    expect(within).toEqual([]);
    expect(lines.filter((line) => line.kind === 'changed' && line.because.includes('2027-02-16'))).toHaveLength(3);
  });

  it('a pause that stands open sends nothing more and closes nothing', () => {
    const lines = live({ kind: 'pause', party: 'BRA', at: '2027-01-11', ...ACT });
    expect(lines.filter((line) => line.party === 'BRA' && line.at > '2027-01-12')).toEqual([]);
    expect(closings(lines)).toEqual(['JAM 2027-03-16', 'PER 2027-03-16']);
  });

  it('a pause from before the opening holds the note back', () => {
    const lines = live(
      { kind: 'pause', party: 'BRA', at: '2026-11-10', ...ACT },
      { kind: 'resume', party: 'BRA', at: '2026-11-20', ...ACT },
    );
    expect(mailsTo(lines, 'BRA/mission')[0]).toBe('2026-11-20 request');
    expect(mailsTo(lines, 'PER/mission')[0]).toBe('2026-11-16 request');
  });

  describe('a day off that is proclaimed', () => {
    const proclaimed = (party: string | null, at: string, date: string): ScriptedEvent => ({
      kind: 'holiday',
      party,
      at,
      date,
      name: 'Mourning',
      ...ACT,
    });
    const said = (lines: SimulatedLine[]): string[] =>
      lines
        .filter(({ rung }) => rung === 'planChanged' || rung === 'holiday')
        .map(({ kind, party }) => `${kind} ${party}`);

    it.each<[string, ScriptedEvent, string[], string[]]>([
      [
        'in one capital moves what was to leave for it on that day, and nothing of the others',
        proclaimed('BRA', '2027-01-05', '2027-01-15'),
        ['2027-01-14 recall-2', '2027-01-15 recall-2'],
        ['changed BRA'],
      ],
      [
        'at headquarters moves what leaves for everybody',
        proclaimed(null, '2027-01-05', '2027-01-15'),
        ['2027-01-14 recall-2', '2027-01-14 recall-2'],
        ['changed BRA', 'changed JAM', 'changed PER'],
      ],
      [
        'on a day on which nothing leaves moves nothing, and is told once',
        proclaimed(null, '2027-01-05', '2027-01-12'),
        ['2027-01-15 recall-2', '2027-01-15 recall-2'],
        ['changed '],
      ],
      [
        'before the opening counts from the opening on',
        proclaimed('BRA', '2026-11-02', '2027-01-15'),
        ['2027-01-14 recall-2', '2027-01-15 recall-2'],
        ['changed BRA'],
      ],
      [
        'that is none already is refused',
        proclaimed('BRA', '2027-01-05', '2027-01-16'),
        ['2027-01-15 recall-2', '2027-01-15 recall-2'],
        ['refused BRA'],
      ],
      [
        'that is over is refused',
        proclaimed('BRA', '2027-01-20', '2027-01-15'),
        ['2027-01-15 recall-2', '2027-01-15 recall-2'],
        ['refused BRA'],
      ],
    ])('%s', (_, event, recalls, words) => {
      const lines = live(event);
      const recallOf = (contact: string): string =>
        mailsTo(lines, contact).find((mail) => mail.endsWith('recall-2')) ?? 'none';
      expect([recallOf('BRA/mission'), recallOf('PER/mission')]).toEqual(recalls);
      expect(said(lines).sort()).toEqual(words);
    });

    it('says which posts it has moved, and leaves the due date that the note has printed', () => {
      const [line] = live(proclaimed('BRA', '2027-01-05', '2027-01-15')).filter(({ kind }) => kind === 'changed');
      expect(line?.because).toBe(
        '2027-01-15 is a day off in BRA (Mourning): a reason (a note); recall-2 on 2027-01-14 instead of 2027-01-15; due 2027-02-01',
      );
    });
  });

  it('a report that moves twice is as one that moves once to the last date', () => {
    const move = (at: string, date: string): ScriptedEvent => ({ kind: 'reportDate', party: null, at, date, ...ACT });
    const twice = live(move('2027-01-05', '2027-06-01'), move('2027-01-06', '2027-05-03'));
    const once = live(move('2027-01-06', '2027-05-03'));
    const mails = (lines: SimulatedLine[]): SimulatedLine[] => lines.filter((line) => line.kind !== 'changed');
    expect(mails(twice)).toEqual(mails(once));
    expect(closings(twice)[0]).toContain('2027-04-05');
  });

  it('what the service would refuse is said with its words, and changes nothing', () => {
    const lines = live({ kind: 'extension', party: 'PER', at: '2027-01-05', dueDate: '2027-01-20', ...ACT });
    const [refused] = lines.filter((line) => line.kind === 'refused');
    expect(refused?.because).toContain('an extension never shortens');
    expect(lines.filter((line) => line.kind !== 'refused')).toEqual(live());
  });

  it('a milestone is one line, however many cycles hear of it, and moves nothing', () => {
    const lines = live({ kind: 'milestone', party: null, at: '2027-01-05', because: 'AG/RES. 1', cycles: ['a/2027'] });
    expect(lines.filter(({ kind }) => kind === 'milestone')).toEqual([
      {
        at: '2027-01-05T17:00:00.000Z',
        kind: 'milestone',
        party: '',
        requests: ['a/2027'],
        rung: '',
        to: null,
        because: 'AG/RES. 1',
      },
    ]);
    expect(lines.filter(({ kind }) => kind !== 'milestone')).toEqual(live());
  });

  it('what the script says of an event stands in its line, with the document that was filed', () => {
    const lines = live(
      { kind: 'answer', party: 'BRA', at: '2027-01-05', sender: 'CP/CSH-796/06', because: 'a note of Brazil' },
      { kind: 'answer', party: 'JAM', at: '2027-01-05', sender: 'JAM/mission', because: 'CP/CSH-813/06' },
      { kind: 'extension', party: 'PER', at: '2027-01-05', dueDate: '2027-02-22', ...ACT, because: 'Note 12' },
    );
    const told = lines.filter(({ kind }) => kind === 'received' || kind === 'changed');
    expect(told.map(({ because }) => because)).toEqual([
      'a note of Brazil (CP/CSH-796/06)',
      'CP/CSH-813/06',
      'a reason (a note); Note 12; due 2027-02-22 instead of 2027-02-01',
    ]);
  });

  it.each<[string, ScriptedEvent[], string]>([
    [
      'a pause of a request that is over',
      [{ kind: 'pause', party: 'BRA', at: '2027-06-01', ...ACT }],
      'BRA pause: annual-report/2027/BRA is closed',
    ],
    [
      'a pause of all once all is over',
      [{ kind: 'pause', party: null, at: '2027-06-01', ...ACT }],
      ' pause: annual-report/2027/BRA is closed',
    ],
    [
      'the end of a pause that there is not',
      [{ kind: 'resume', party: 'BRA', at: '2027-01-11', ...ACT }],
      'BRA resume: no pause of BRA stands open',
    ],
    [
      'the end of no pause of all',
      [{ kind: 'resume', party: null, at: '2027-01-11', ...ACT }],
      ' resume: no pause of all states stands open',
    ],
    [
      'a decision on what was not asked',
      [{ kind: 'settle', party: 'BRA', at: '2027-01-11', isGranted: true, reason: 'r' }],
      'BRA settle: nothing waits for this decision',
    ],
    [
      'an answer before the opening',
      [{ kind: 'answer', party: 'BRA', at: '2026-11-01' }],
      'BRA answer: annual-report/2027/BRA is not open before 2026-11-16',
    ],
    [
      'an answer of whom nobody asks',
      [{ kind: 'answer', party: 'CIM', at: '2027-01-11' }],
      'CIM answer: no cycle asks CIM',
    ],
    [
      'a pause of whom nobody asks',
      [{ kind: 'pause', party: 'CIM', at: '2027-01-11', ...ACT }],
      'CIM pause: no cycle asks CIM',
    ],
  ])('%s is ignored, is said once with the reason, and changes nothing', (_name, script, words) => {
    const inputs = ['annual-report/2027', 'organ-report/2027'].map((cycle) => inputOf(cycle, script));
    const lines = simulate(...inputs);
    const isIgnored = ({ kind }: SimulatedLine): boolean => kind === 'ignored';
    expect(lines.filter(isIgnored).map(({ party, rung, because }) => `${party} ${rung}: ${because}`)).toEqual([words]);
    expect(lines.filter((line) => !isIgnored(line))).toEqual(
      simulate(...inputs.map((one) => ({ ...one, script: [] }))),
    );
  });

  it('a pause that one request takes is not ignored by another that is over', () => {
    const pause: ScriptedEvent = { kind: 'pause', party: 'BRA', at: '2027-04-01', ...ACT };
    const later = { ...inputOf('organ-report/2027', [pause]), reportDate: '2027-09-15' };
    const lines = simulate(inputOf('annual-report/2027', [pause]), later);
    expect(lines.filter(({ kind }) => kind === 'ignored')).toEqual([]);
    expect(lines.filter(({ rung }) => rung === 'paused')).toHaveLength(1);
  });

  it('a pause before the opening is told, since what opens waits for its end', () => {
    const [told] = live({ kind: 'pause', party: 'BRA', at: '2026-11-10', ...ACT });
    expect(told).toMatchObject({
      kind: 'changed',
      rung: 'paused',
      party: 'BRA',
      because: 'a reason (a note); what opens before it ends waits',
    });
  });

  it('a notice that is passed on from a weekend says from which day and why, and one that is not says nothing', () => {
    const noticeOf = (at: string): string | undefined =>
      live({ kind: 'extension', party: 'PER', at, dueDate: '2027-02-22', ...ACT }).find(
        ({ rung }) => rung === 'extension-1',
      )?.because;
    expect(noticeOf('2027-01-09')).toBe(
      '2027-01-09, set by a note: a reason; passed on from 2027-01-09 to 2027-01-11 (2027-01-09 Saturday, 2027-01-10 Sunday)',
    );
    expect(noticeOf('2027-01-18')).toMatch(/; passed on from 2027-01-18 to 2027-01-19 \(2027-01-18 \S/);
    expect(noticeOf('2027-01-19T23:30:00.000Z')).toMatch(
      /; passed on from 2027-01-19 to 2027-01-20 \(the office hours of the party were over\)$/,
    );
    expect(noticeOf('2027-01-05')).toBe('2027-01-05, set by a note: a reason');
  });

  it('a post that a message has held says so, and no other post does', () => {
    const lines = live({ kind: 'message', party: 'BRA', at: '2027-01-13' });
    const held = lines.filter(({ because }) => because.includes('held five working days'));
    expect(held.map(({ at, rung, to }) => `${at.slice(0, 10)} ${rung} ${to ?? ''}`)).toEqual([
      '2027-01-21 recall-2 BRA/mission',
      '2027-01-21 recall-2 BRA/capital',
    ]);
    expect(held[0]?.because).toMatch(/; held five working days after its message of 2027-01-13$/);
  });
});
