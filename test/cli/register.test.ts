import { startRecord } from '../world/record.js';
import type { TestRecord } from '../world/record.js';
import { commandOn, objectsOf } from './command.js';
import type { Result } from './command.js';

/** Pledges, registrations, projects and observations as a person keeps them: the commands, on a real record. */

const WHY = ['--because', 'a test'];
const PLEDGE = [
  '--party',
  'ESP',
  '--amount',
  '25000',
  '--currency',
  'EUR',
  '--date',
  '2026-09-01',
  '--document',
  'note 7',
];

describe('the registers', () => {
  let record: TestRecord;
  let run: (...args: string[]) => Promise<Result>;

  beforeAll(async () => {
    record = await startRecord();
    run = commandOn(record.url, record.folder);
  });
  afterAll(() => record.stop());

  it('keep a pledge: added once, corrected, paid with evidence, open again, with its history', async () => {
    expect((await run('pledge', 'add', ...PLEDGE, ...WHY)).stdout).toBe('On record as pledge-1.\n');
    expect(await run('pledge', 'add', ...PLEDGE, ...WHY)).toMatchObject({
      code: 1,
      stderr: 'pledge-1 says the same: nothing was added.\n',
    });
    expect((await run('pledge', 'correct', 'pledge-1', '--amount', '26000', ...WHY)).stdout).toBe(
      'pledge-1 is corrected.\n',
    );
    const paid = ['pledge', 'paid', 'pledge-1', '--evidence', 'receipt 12', '--date', '2026-10-01', ...WHY];
    expect((await run(...paid)).stdout).toBe('pledge-1 is paid.\n');
    expect(await run(...paid)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('paid since 2026-10-01 already') as string,
    });
    expect((await run('pledge', 'list', '--open')).stdout).toBe('No pledge is on record.\n');
    await run('pledge', 'reopen', 'pledge-1', ...WHY);
    expect(objectsOf((await run('pledge', 'list', '--open', '--json')).stdout)).toEqual([
      {
        id: 'pledge-1',
        party: 'ESP',
        amount: '26000',
        currency: 'EUR',
        date: '2026-09-01',
        document: 'note 7',
        request: null,
        closed: null,
      },
    ]);
    expect(objectsOf((await run('pledge', 'history', 'pledge-1', '--json')).stdout)).toHaveLength(4);
    // In words, since a person reads it.
    const told = (await run('pledge', 'history', 'pledge-1')).stdout;
    expect(told).toContain('party: ESP; amount: 25000; currency: EUR');
    expect(told).toContain('closed: date 2026-10-01, evidence receipt 12');
    expect(told).toContain('open again');
    expect(told).not.toMatch(/[{}]/);
    expect((await run('pledge', 'thanks')).stdout).toContain('not yet');
  });

  it('count who is registered for the meeting, group by group', async () => {
    const add = (...args: string[]) =>
      run('registration', 'add', '--meeting', '2027', '--date', '2026-11-01', '--document', 'note 9', ...args, ...WHY);
    expect(
      (await add('--group', 'states', '--party', 'Brazil', '--name', 'Delegation of Brazil', '--delegates', '4'))
        .stdout,
    ).toBe('On record as registration-1.\n');
    expect((await add('--group', 'experts', '--name', 'A. Expert')).code).toBe(0);
    const { stdout } = await run('registration', 'list');
    expect(stdout).toMatch(/^states +1 +4$/m);
    expect(stdout).toMatch(/^experts +1 +1$/m);
    expect(stdout).toMatch(/^guests +0 +0$/m);
    expect((await add('--group', 'states', '--name', 'Nobody')).stderr).toContain('--party: is missing for a state');
  });

  it('keep projects and observations, and the status of implementation counts them', async () => {
    await run(
      'project',
      'add',
      '--title',
      'T',
      '--partners',
      'IOM',
      '--from',
      '2026-01-01',
      '--document',
      'memorandum',
      ...WHY,
    );
    await run('observation', 'add', '--text', 'O', '--date', '2026-05-01', '--document', 'CP/doc.4023/05', ...WHY);
    const { stdout } = await run('implementation');
    expect(stdout).toMatch(/register of projects +1 of 1 open/);
    expect(stdout).toMatch(/register of observations +1 of 1 open/);
    expect(stdout).toMatch(/register of recommendations +0 of 0 open/);
  });

  it('lay out the matrix, where what nobody has said is unknown', async () => {
    await run('recommendation', 'load', 'docs/examples/recommendations-2006.yaml', ...WHY);
    await run(
      'recommendation',
      'set',
      'prevention',
      '--party',
      'BRA',
      '--status',
      'implemented',
      '--evidence',
      'Law 1',
      ...WHY,
    );
    const rows = objectsOf((await run('matrix', '--json')).stdout) as {
      party: string;
      answer: null;
      recommendations: { status: string }[];
    }[];
    expect(rows).toHaveLength(33);
    expect(rows.find(({ party }) => party === 'BRA')?.recommendations.map(({ status }) => status)).toEqual([
      'implemented',
      'unknown',
      'unknown',
      'unknown',
    ]);
    expect((await run('matrix', '--party', 'ARG')).stdout).toMatch(/^ARG +unknown +unknown/m);
  });

  it('refuse by option what is wrong, all at once, and change nothing', async () => {
    const bad = await run(
      'pledge',
      'add',
      '--party',
      'ESP',
      '--amount',
      '-5',
      '--currency',
      'euro',
      '--date',
      '2026-02-30',
      ...WHY,
    );
    expect(bad.code).toBe(2);
    for (const words of [
      '--amount: "-5" is no amount',
      '--currency: "euro" is no currency',
      '--date: "2026-02-30" is no day',
      '--document: is missing. Give the note or document in which it was made.',
      'Nothing was changed.',
    ])
      expect(bad.stderr).toContain(words);
    expect(
      (await run('observation', 'add', '--text', 'O', '--date', '2026-05-01', '--document', 'a letter', ...WHY)).stderr,
    ).toContain('"a letter" is no document symbol');
    const registered = ['--meeting', '2027', '--date', '2026-11-01', '--document', 'note 9', '--name', 'X'];
    const people = await run('registration', 'add', ...registered, '--group', 'people', '--delegates', '0', ...WHY);
    expect(people.stderr).toMatch(/^--group: is the text "people"\. Give one of states, /m);
    expect(people.stderr).toContain('--delegates: is the text "0". Give 1 or more.');
    const noneAt = ['--date', '2099-05-01', '--document', 'null'];
    const observed = await run('observation', 'add', '--text', 'O', ...noneAt, ...WHY);
    expect(observed.code).toBe(2);
    expect(observed.stderr).toMatch(/^--document: "null" is no document symbol\. Write it as .* rev\. 2\.$/m);
    expect(observed.stderr).toContain('--date: 2099-05-01 has not come. Give the day on which it happened.');
    expect(
      (await run('pledge', 'add', ...PLEDGE, '--request', 'fund-contributions/2027/XXX', ...WHY)).stderr,
    ).toContain("no request 'fund-contributions/2027/XXX'");
    expect((await run('pledge', 'paid', 'pledge-9', '--evidence', 'x', ...WHY)).stderr).toContain(
      "There is no pledge 'pledge-9'. On record: pledge-1",
    );
    expect(objectsOf((await run('pledge', 'list', '--json')).stdout)).toHaveLength(1);
  });

  it('say in their help what must be given', async () => {
    const { stdout } = await run('observation', 'add', '--help');
    expect(stdout).toContain('put an observation on record');
    expect(stdout).toMatch(/--document <symbol> .*\n?.*\(required\)/);
    expect(stdout).toMatch(/--because <words> +why, for the record \(required\)/);
    expect(stdout).not.toMatch(/--due <date>[^-]*\(required\)/);
  });
});
