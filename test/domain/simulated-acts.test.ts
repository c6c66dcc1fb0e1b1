import { simulate } from '../../domain/simulation.js';
import type { SimulatedLine } from '../../domain/simulation.js';
import type { ScriptedEvent } from '../../domain/script.js';
import { HEADQUARTERS, PARTIES, RULES } from './fixture.js';

const ACT = { authority: 'a note', reason: 'a reason' };
const THREE = PARTIES.filter(({ code }) => ['BRA', 'PER', 'JAM'].includes(code));

function live(...script: ScriptedEvent[]): SimulatedLine[] {
  return simulate({
    cycle: 'annual-report/2027',
    rules: RULES,
    reportDate: '2027-04-15',
    openedAt: '2026-11-16T15:00:00.000Z',
    headquarters: HEADQUARTERS,
    parties: THREE,
    script,
    unreachable: [],
  });
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
});
