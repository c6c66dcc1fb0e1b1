import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { copyMandates } from '../adapters/mandates/spoiled.js';
import { commandWith, objectsOf } from './command.js';
import type { Result } from './command.js';

// The built command; no server runs.
let folder: string;
let calendar: (...args: string[]) => Promise<Result>;

beforeAll(async () => {
  folder = await copyMandates();
  await writeFile(
    join(folder, 'calendars/states.yaml'),
    `states:
  GUY:
    added: [{ date: 2027-03-03, name: A day proclaimed, source: the gazette }]
    removed: [{ date: 2027-05-05, name: Arrival Day, reason: kept on another day }]
    reviewed: { 2027: { on: 2026-12-01, by: the Coordinator } }
`,
  );
  const run = commandWith({ COORDINATOR_MANDATES: folder });
  calendar = (...args) => run('calendar', ...args);
});

afterAll(async () => rm(folder, { recursive: true, force: true }));

describe('coordinator calendar', () => {
  it('lists the days of a state with origin and reason, says who reviewed the year, and names its source', async () => {
    const { code, stdout } = await calendar('guyana', '--year', '2027');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Guyana \(GUY\), 2027: reviewed on 2026-12-01 by the Coordinator$/m);
    expect(stdout).toMatch(/^2027-02-23 +Tuesday +library +Republic Day$/m);
    expect(stdout).toMatch(/^2027-03-03 +Wednesday +added +A day proclaimed +the gazette$/m);
    expect(stdout).toMatch(/^2027-05-05 +Wednesday +removed +Arrival Day +kept on another day$/m);
    expect(stdout).toMatch(/date-holidays 3\.37\.0, data CC BY-SA 3\.0/);
  });

  it('calls a year that nobody has compared not reviewed', async () => {
    expect((await calendar('GUY', '--year', '2028')).stdout).toMatch(/^Guyana \(GUY\), 2028: not reviewed$/m);
  });

  it('lists headquarters by its rules, and all calendars in one table', async () => {
    const one = await calendar('headquarters', '--year', '2027');
    expect(one.stdout).toMatch(/^2027-06-18 +Friday +rule +Juneteenth/m);
    const { code, stdout } = await calendar('--year', '2027');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^headquarters +Headquarters +12 +0 +0$/m);
    expect(stdout).toMatch(/^GUY +Guyana +13 +1 +1 +reviewed on 2026-12-01 by the Coordinator$/m);
    expect(stdout).toMatch(/^BRA +Brazil +10 +0 +0 +not reviewed$/m);
  });

  it('prints one object a day for programs', async () => {
    const days = objectsOf((await calendar('GUY', '--year', '2027', '--json')).stdout);
    expect(days).toHaveLength(14);
    expect(days.find(({ date }) => date === '2027-03-03')).toEqual({
      calendar: 'GUY',
      year: 2027,
      date: '2027-03-03',
      name: 'A day proclaimed',
      origin: 'added',
      because: 'the gazette',
      weekday: 'Wednesday',
      reviewed: { on: '2026-12-01', by: 'the Coordinator' },
    });
  });

  it('has help', async () => {
    const { code, stdout } = await calendar('--help');
    expect(code).toBe(0);
    expect(stdout).toContain('--year <year>');
  });

  it.each([
    [['Atlantis'], 2, "There is no party 'Atlantis'. Known: headquarters"],
    [['BRA', '--year', '20x7'], 2, "--year: '20x7' is no year from 1900 to 2200"],
    [['BRA', '--mandates', 'nowhere'], 2, "--mandates: 'nowhere' is no folder"],
    [['BRA', '--nonsense'], 2, 'unknown option'],
    [['BRA', '--mandates', 'docs'], 1, 'The mandate files cannot be used'],
  ])('says what cannot be done: %j', async (args, code, words) => {
    const said = await calendar(...args);
    expect(said.code).toBe(code);
    expect(said.stderr).toContain(words);
  });
});
