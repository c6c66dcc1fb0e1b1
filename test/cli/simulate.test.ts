import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SimulatedLine } from '../../domain/simulation/line.js';
import { commandWith } from './command.js';

// The built command; no server runs.
const folder = mkdtempSync(join(tmpdir(), 'coordinator-scenario-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = commandWith({ COORDINATOR_DATA: folder });
const simulate = (...args: string[]) => run('simulate', ...args);

function scenario(text: string): string {
  const file = join(folder, `${Math.random().toString(36).slice(2)}.yaml`);
  writeFileSync(file, text);
  return file;
}

const parse = (stdout: string): SimulatedLine[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as SimulatedLine);

it('lives through the example that is shipped, one JSON object a line in the order of time', async () => {
  const { code, stdout } = await simulate('--scenario', 'mandates/scenarios/moved-dates.yaml', '--json');
  expect(code).toBe(0);
  const lines = parse(stdout);
  expect(lines.map((line) => line.at)).toEqual(lines.map((line) => line.at).sort());
  expect(new Set(lines.map((line) => line.kind))).toEqual(new Set(['mail', 'task', 'received', 'changed', 'closed']));
  expect(lines.filter((line) => line.party === 'GRD' && line.kind === 'mail')).toEqual([]);
});

it('gives an answer to the cycle that opened last, a pause to all, and ends with the day that is asked for', async () => {
  const file = scenario(`
cycles:
  - { obligation: annual-report, year: 2027 }
  - { obligation: annual-report, year: 2028 }
events:
  - { at: 2027-12-10, kind: answer, party: BRA }
  - { at: 2026-12-10, kind: answer, party: PER }
  - { at: 2027-01-10, kind: answer, party: JAM, cycle: annual-report/2027 }
`);
  const { stdout } = await simulate('--scenario', file, '--until', '2027-12-31', '--json');
  const lines = parse(stdout);
  const received = lines
    .filter((line) => line.kind === 'received')
    .map((line) => `${line.party} ${line.requests.join()}`);
  expect(received).toEqual(['PER annual-report/2027/PER', 'JAM annual-report/2027/JAM', 'BRA annual-report/2028/BRA']);
  expect((lines.at(-1)?.at ?? '') < '2028-01-01T06').toBe(true);
});

it.each<[string, string, string[]]>([
  ['a misspelt key', 'cycles: [{ obligation: annual-report, yaer: 2027 }]', ['yaer', 'year']],
  [
    'an unknown kind',
    'cycles: [{ obligation: annual-report, year: 2027 }]\nevents: [{ kind: delay, at: 2027-01-05 }]',
    ['events[0].kind'],
  ],
  [
    '30 February and an act without authority, both at once',
    'cycles: [{ obligation: annual-report, year: 2027 }]\nevents: [{ kind: extension, party: PER, at: 2027-02-30, until: 2027-03-01, reason: x }]',
    ['events[0].at', 'events[0].authority'],
  ],
  [
    'an unknown state',
    'cycles: [{ obligation: annual-report, year: 2027 }]\nunreachable: [Atlantis]',
    ['2  unreachable[0]: there is no party "Atlantis"'],
  ],
  [
    'an unknown obligation',
    'cycles: [{ obligation: anual-report, year: 2027 }]',
    ['1  cycles[0].obligation: there is no obligation "anual-report"'],
  ],
  [
    'a cycle twice',
    'cycles: [{ obligation: annual-report, year: 2027 }, { obligation: annual-report, year: 2027 }]',
    ['named twice'],
  ],
  [
    'a cycle that is not there',
    'cycles: [{ obligation: annual-report, year: 2027 }]\nevents: [{ kind: answer, party: PER, at: 2027-01-05, cycle: annual-report/2026 }]',
    ['no cycle "annual-report/2026"', 'Name one of annual-report/2027'],
  ],
  ['no cycle', 'title: x', ['cycles']],
  ['no YAML', 'cycles: [', ['is not correct YAML']],
])('refuses a scenario with %s, by name', async (_name, text, words) => {
  const { code, stderr } = await simulate('--scenario', scenario(text));
  expect(code).toBe(2);
  for (const word of words) expect(stderr).toContain(word);
});

it('lives through parts, nil returns, what parties ask for, and decisions', async () => {
  const file = scenario(`
cycles: [{ obligation: annual-report, year: 2027 }]
approvals: none
events:
  - { at: 2027-01-05, kind: answer, party: BRA, as: part }
  - { at: 2027-01-05, kind: answer, party: PER, as: nil }
  - { at: 2027-01-05, kind: message, party: CHL, asks: extension, until: 2027-03-01 }
  - { at: 2027-02-05, kind: extension, party: CHL, until: 2027-03-01, authority: Note 12, reason: elections }
  - { at: 2027-02-05T17:00:00Z, kind: settle, party: CHL, granted: true, reason: elections }
  - { at: 2027-01-05, kind: message, party: JAM, asks: justification }
  - { at: 2027-01-08, kind: settle, party: JAM, granted: true, reason: a hurricane }
  - { at: 2027-01-20, kind: judge, party: BRA, part: false }
  - { at: 2027-03-02, kind: approve, party: ECU }
`);
  const { stdout, stderr, code } = await simulate('--scenario', file, '--json');
  expect([code, stderr]).toEqual([0, '']);
  const lines = parse(stdout);
  const of = (party: string, kind: SimulatedLine['kind']): string[] =>
    lines
      .filter((line) => line.party === party && line.kind === kind)
      .map((line) => `${line.at.slice(0, 10)} ${line.rung}`);
  expect(of('BRA', 'mail')).toContain('2027-01-15 recall-1');
  expect(of('BRA', 'mail')).not.toContain('2027-02-04 reminder-1');
  expect(of('PER', 'received')).toEqual(['2027-01-05 nil']);
  expect(of('CHL', 'mail').filter((mail) => mail < '2027-02-05' && mail > '2027-01-06')).toEqual([]);
  expect(of('CHL', 'decided')).toEqual(['2027-02-05 settle']);
  expect(of('CHL', 'mail')).toContain('2027-03-04 reminder-1');
  expect(of('JAM', 'mail').filter((mail) => mail > '2027-01-08')).toEqual([]);
  expect(of('ECU', 'mail').at(-1)).toBe('2027-03-02 escalation-2');
  expect(of('ARG', 'mail').filter((mail) => mail.endsWith('escalation-2'))).toEqual([]);
});

it('names the cycle of each line where there are several, and only there', async () => {
  const one = scenario('cycles:\n  - { obligation: organ-report, year: 2027 }\n');
  expect((await simulate('--scenario', one)).stdout.split('\n')[0]).toMatch(/^date +party +what/);
  const two = scenario(
    'cycles:\n  - { obligation: organ-report, year: 2027 }\n  - { obligation: strategy, year: 2027, report: 2027-06-01 }\n',
  );
  const { stdout } = await simulate('--scenario', two);
  expect(stdout.split('\n')[0]).toMatch(/^date +cycle +party +what/);
  expect(stdout).toMatch(/^2027-01-04 +strategy\/2027 +CIM +mail +request/m);
});

it('takes a span of years, and says what is no year', async () => {
  const span = parse((await simulate('organ-report', '--year', '2027-2028', '--json')).stdout);
  const each = await Promise.all(['2027', '2028'].map((year) => simulate('organ-report', '--year', year, '--json')));
  expect(span).toEqual(each.flatMap(({ stdout }) => parse(stdout)));
  for (const wrong of ['2028-2027', '27', '2027-2040', 'next']) {
    const { code, stderr } = await simulate('all', '--year', wrong);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`'${wrong}' is neither`)]);
  }
});

/** The yearly question about contacts and acknowledgements are courtesies: the list shows them, and does not count them. */
const isPost = ({ kind, rung }: SimulatedLine): boolean =>
  kind === 'mail' && rung !== 'acknowledgement' && rung !== 'contacts';
const daysOf = (lines: SimulatedLine[], party: string): number =>
  new Set(lines.filter((line) => line.party === party).map(({ at }) => at.slice(0, 10))).size;

it('writes to nobody more than twelve times in a year of every duty, and to no contact twice on one day', async () => {
  const { stdout } = await simulate('all', '--year', '2027', '--json');
  const posts = parse(stdout).filter(isPost);
  const byContact = posts.map(({ at, to }) => `${at.slice(0, 10)} ${to ?? ''}`);
  expect(new Set(byContact).size).toBe(byContact.length);
  const parties = [...new Set(posts.map(({ party }) => party))];
  expect(parties.length).toBeGreaterThan(100);
  expect(Math.max(...parties.map((party) => daysOf(posts, party)))).toBe(7);
});

describe('a year in which the meeting is held, too', () => {
  const file = scenario(`
    cycles:
      - { obligation: annual-report, year: 2027 }
      - { obligation: recommendations, period: 2027-H2 }
      - { obligation: meeting-participation, year: 2027, report: 2027-10-12 }
      - { obligation: annual-report, year: 2028 }
    events:
      - { kind: answer, party: BRA, at: '2027-02-01T20:00:00Z', cycle: annual-report/2027 }
      - { kind: answer, party: BRA, at: '2027-09-13T20:00:00Z', cycle: meeting-participation/2027 }
      - { kind: answer, party: BRA, at: '2027-09-30T20:00:00Z', cycle: recommendations/2027-H2 }
      - { kind: answer, party: BRA, at: '2028-01-31T20:00:00Z', cycle: annual-report/2028 }
  `);

  it('brings four posts to a state that answers each duty in its last hours, and ten at most to one that never does', async () => {
    const { stdout } = await simulate('--scenario', file, '--json');
    const inYear = parse(stdout).filter(({ at }) => at.startsWith('2027'));
    expect(daysOf(inYear.filter(isPost), 'BRA')).toBe(4);
    const withContacts = inYear.filter((line) => isPost(line) || line.rung === 'contacts');
    expect(daysOf(withContacts, 'ARG')).toBe(10);
    expect((await simulate('--scenario', file)).stdout).toMatch(/^BRA +1 +4 +1 +6$/m);
  });

  it('asks each mission for its contacts thirty days before the questionnaire, or on the next working day', async () => {
    const { stdout } = await simulate('--scenario', file.replace(/\.yaml$/, ''), '--json');
    const asked = parse(stdout).filter(({ rung }) => rung === 'contacts');
    expect(asked.filter(({ party }) => party === 'BRA').map(({ at, to }) => `${at} ${to ?? ''}`)).toEqual([
      '2026-10-19T13:00:00.000Z BRA/mission',
      '2027-10-18T13:00:00.000Z BRA/mission',
    ]);
    expect(asked).toHaveLength(66);
  });
});
