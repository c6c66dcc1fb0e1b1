import { readFile } from 'node:fs/promises';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { liveAll, runsOf } from '../../cli/cycle-run.js';
import { readScenario } from '../../cli/script.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';

/** The true course of 2004 to 2006, date by date: what the table of facts tells is in it, and nobody is reminded of what it sent. */

const FILE = 'mandates/scenarios/2004-2006.yaml';

async function live(): Promise<SimulatedLine[]> {
  const catalogue = await loadCatalogue('mandates');
  const scenario = await readScenario(catalogue, FILE);
  const runs = runsOf(catalogue, scenario.cycles);
  return liveAll(catalogue, runs, scenario.events, { unreachable: [], approvals: 'atOnce' });
}

const lines = await live();
const of = (request: string): SimulatedLine[] => lines.filter(({ requests }) => requests[0] === request);
const days = (some: SimulatedLine[]): string[] =>
  some.map(({ at, kind, rung }) => `${at.slice(0, 10)} ${kind} ${rung}`);

describe('the true story of 2004 to 2006', () => {
  it('asks the thirty-four member states of its time for the report of May 11, 2005', () => {
    const notes = lines.filter(
      ({ kind, rung, requests }) =>
        kind === 'mail' && rung === 'request' && (requests[0]?.startsWith('annual-report/2005/') ?? false),
    );
    expect(new Set(notes.map(({ party }) => party)).size).toBe(34);
    expect(notes.every(({ at }) => at.startsWith('2004-12-13'))).toBe(true);
  });

  it('tells the Coordinator of the report to the session of June 2005, until it was there', () => {
    expect(days(of('assembly-report/2005/COORD'))).toEqual([
      '2005-02-07 task duty/request',
      '2005-04-06 task duty/recall-1',
      '2005-04-29 task duty/recall-2',
      '2005-05-09 task duty/reminder-1',
      '2005-05-11 received answer',
      '2005-06-06 closed close',
    ]);
  });

  it('keeps the meeting that was missed in 2005 alive under the renewed mandate, until it was convoked on August 25', () => {
    const convocation = of('meeting-convocation/2006/CP');
    const renewed = convocation.find(({ kind, at }) => kind === 'changed' && at.startsWith('2005-06-07'));
    expect(renewed?.because).toContain('AG/RES. 2118 (XXXV-O/05)');
    expect(renewed?.because).toContain('due 2005-12-05 instead of 2005-07-05');
    expect(days(convocation.filter(({ kind }) => kind === 'received'))).toEqual(['2005-08-25 received answer']);
    expect(convocation.filter(({ kind, rung }) => kind === 'mail' && rung.startsWith('reminder'))).toEqual([]);
  });

  it('moves the meeting on November 30 and January 24, tells every state the new date each time, and reminds none after it', () => {
    const brazil = of('meeting-participation/2006/BRA');
    expect(days(brazil.filter(({ kind }) => kind === 'mail' || kind === 'changed'))).toEqual([
      '2005-08-26 mail request',
      '2005-11-30 changed planChanged',
      '2005-11-30 mail moved-1',
      '2006-01-24 changed planChanged',
      '2006-01-24 mail moved-2',
      '2006-02-16 mail reminder-1',
    ]);
    expect(brazil.filter(({ kind }) => kind === 'changed').map(({ because }) => because)).toEqual([
      expect.stringContaining('due 2006-01-30 instead of 2006-05-04') as string,
      expect.stringContaining('due 2006-02-13 instead of 2006-01-30') as string,
    ]);
    const late = lines.filter(
      ({ kind, at, requests }) =>
        kind === 'mail' && at > '2006-03-14' && requests[0]?.startsWith('meeting-participation/'),
    );
    expect(late).toEqual([]);
  });

  it('reminds nobody of what it has sent', () => {
    const answeredAt = new Map<string, string>();
    for (const { kind, rung, at, requests } of lines)
      if (kind === 'received' && rung === 'answer') answeredAt.set(requests[0] ?? '', at);
    expect(answeredAt.size).toBeGreaterThanOrEqual(10);
    const wrong = lines.filter(
      ({ kind, rung, at, requests }) =>
        kind === 'mail' && rung !== 'acknowledgement' && at > (answeredAt.get(requests[0] ?? '') ?? '9999'),
    );
    expect(wrong).toEqual([]);
  });

  /** Every line of the table of facts from 2004 to 2006, with its document, or its source where it names none. */
  it.each([
    ['2004-04-05', 'CP/doc.3862/04'],
    ['2004-04-28', 'REMJA-V'],
    ['2004-06-06', 'AG/RES. 1975 to 2060'],
    ['2004-06-08', 'AG/RES. 2019 (XXXIV-O/04) is adopted'],
    ['2004-11-30', 'OEA/Ser.P/XXXIV-O.2'],
    ['2005-05-10', '2009-2017.state.gov/p/wha/rls/61903.htm'],
    ['2005-05-11', 'CP/doc.4023/05 (press release E-097/05; preamble of AG/RES. 2118)'],
    ['2005-06-01', 'AG/doc.4376/05'],
    ['2005-06-05', 'Fort Lauderdale'],
    ['2005-06-07', 'AG/RES. 2118 (XXXV-O/05)'],
    ['2005-08-25', 'CP/RES. 889 (1503/05) convokes the meeting'],
    ['2005-11-30', 'CP/RES. 889 (1503/05) rev. 1'],
    ['2006-01-24', 'CP/RES. 889 (1503/05) rev. 2'],
    ['2006-03-14', 'OEA/Ser.K/XXXIX, RTP/doc.N/06'],
    ['2006-04-21', 'press release E-098/06'],
    ['2006-06-06', 'AG/RES. 2256 (XXXVI-O/06)'],
  ])('tells on %s of %s', (day, words) => {
    const told = lines.filter(({ at, because }) => at.startsWith(day) && because.includes(words));
    expect(told.length).toBeGreaterThan(0);
  });

  it('tells once, for the annual report, that it was made to the Permanent Council on May 11, 2005', () => {
    const made = of('annual-report/2005').filter(({ kind }) => kind === 'milestone');
    expect(days(made)).toEqual(['2005-05-11 milestone ']);
  });

  it('says of everything that was received which document it was, or that it is supposed', () => {
    const received = lines.filter(({ kind }) => kind === 'received');
    expect(received.length).toBeGreaterThan(10);
    for (const { because } of received) expect(because).toMatch(/supposed|E-097|CP\/doc\.4023|CP\/RES\. 889/);
  });

  it('says of every date that it supposes that it does', async () => {
    const text = await readFile(FILE, 'utf8');
    expect(text).toContain('not on file and is supposed');
  });

  it('files one note of Venezuela for two duties', () => {
    for (const request of ['recommendations/2006-H2/VEN', 'annual-report/2006/VEN'])
      expect(of(request).filter(({ kind }) => kind === 'received')).toHaveLength(1);
  });
});
