import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { startRecord } from '../world/record.js';
import type { TestRecord } from '../world/record.js';
import { commandOn, objectsOf } from './command.js';
import type { Result } from './command.js';
import { BY } from '../../cli/operator.js';

/** The register of paragraph 7 as a person keeps it: the command, on a real record. */

const EXAMPLE = 'docs/examples/recommendations-2006.yaml';
const WHY = ['--because', 'a test'];

describe('the register of recommendations', () => {
  let record: TestRecord;
  let run: (...args: string[]) => Promise<Result>;

  beforeAll(async () => {
    record = await startRecord();
    run = commandOn(record.url, record.folder);
  });
  afterAll(() => record.stop());

  const list = async (...args: string[]) => objectsOf((await run('recommendation', 'list', ...args, '--json')).stdout);

  it('holds nothing of its own, and says how to load', async () => {
    const { code, stdout } = await run('recommendation', 'list');
    expect([code, stdout]).toEqual([
      0,
      'No recommendation is on record: see `coordinator recommendation load --help`.\n',
    ]);
  });

  it('loads the example once: the same file again changes nothing', async () => {
    expect((await run('recommendation', 'load', EXAMPLE, ...WHY)).stdout).toBe(
      'On record: prevention, prosecution, protection, cooperation.\n',
    );
    expect((await run('recommendation', 'load', EXAMPLE, ...WHY)).stdout).toBe(
      'All of them are on record already: nothing was changed.\n',
    );
    expect((await list()).map(({ id, document, closed }) => [id, document, closed])).toEqual(
      ['prevention', 'prosecution', 'protection', 'cooperation'].map((id) => [id, null, null]),
    );
  });

  it('knows nothing of a state until a person says so, keeps every word of it, and stays open when implemented', async () => {
    const set = (status: string, date: string) =>
      run(
        'recommendation',
        'set',
        'prevention',
        '--party',
        'Brazil',
        '--status',
        status,
        '--date',
        date,
        '--evidence',
        'CP/CSH-796/06',
        ...WHY,
      );
    expect((await list('--party', 'BRA')).map(({ status }) => status)).toEqual(Array(4).fill('unknown'));
    expect((await set('in-progress', '2026-05-01')).stdout).toContain(
      'prevention: BRA is in progress, since 2026-05-01',
    );
    expect((await set('implemented', '2026-09-01')).code).toBe(0);
    const [first] = await list('--party', 'BRA', '--open');
    expect(first).toMatchObject({
      id: 'prevention',
      status: 'implemented',
      date: '2026-09-01',
      evidence: 'CP/CSH-796/06',
      isOpen: true,
    });
    const history = objectsOf((await run('recommendation', 'history', 'prevention', '--json')).stdout);
    expect(
      history.map(({ party, reason, by, fields }) => [party, reason, by, (fields as { status?: string }).status]),
    ).toEqual([
      [null, 'a test', BY, undefined],
      ['BRA', 'a test', BY, 'in-progress'],
      ['BRA', 'a test', BY, 'implemented'],
    ]);
    expect((await list('--party', 'ARG'))[0]).toMatchObject({ status: 'unknown', date: null, evidence: null });
  });

  it('is closed for one state alone, then for all, and opened again', async () => {
    const close = (...args: string[]) =>
      run('recommendation', 'close', 'prevention', '--evidence', 'CP/doc.4023/05', ...WHY, ...args);
    expect((await close('--party', 'BRA')).stdout).toBe('prevention is closed for BRA.\n');
    expect((await list('--party', 'BRA', '--open')).map(({ id }) => id)).toEqual([
      'prosecution',
      'protection',
      'cooperation',
    ]);
    expect((await list('--party', 'ARG', '--open')).map(({ id }) => id)).toContain('prevention');
    expect(await close('--party', 'BRA')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('closed for BRA already') as string,
    });
    expect(
      (
        await run(
          'recommendation',
          'set',
          'prevention',
          '--party',
          'BRA',
          '--status',
          'unknown',
          '--evidence',
          'x',
          ...WHY,
        )
      ).stderr,
    ).toContain('reopen it first. Nothing was changed.');
    expect((await close()).stdout).toBe('prevention is closed for every state.\n');
    expect((await list('--party', 'ARG', '--open')).map(({ id }) => id)).not.toContain('prevention');
    await run('recommendation', 'reopen', 'prevention', ...WHY);
    await run('recommendation', 'reopen', 'prevention', '--party', 'BRA', ...WHY);
    expect((await list('--party', 'BRA', '--open')).map(({ id }) => id)).toContain('prevention');
  });

  it('cannot be altered in the record itself', async () => {
    await expect(sql`update register_change set reason = 'another'`.execute(record.db)).rejects.toThrow('append-only');
    await expect(sql`delete from register_change`.execute(record.db)).rejects.toThrow('append-only');
  });

  it('refuses by name what is wrong, and changes nothing', async () => {
    const before = await list();
    const brazil = ['--party', 'BRA', '--evidence', 'x'];
    const cases: [string[], string][] = [
      [['close', 'preventoin', '--evidence', 'x'], "There is no recommendation 'preventoin'. On record: prevention"],
      [['set', 'prevention', ...brazil, '--status', 'done'], "'done' is none of not-started, in-progress"],
      [['set', 'prevention', '--party', 'CIM', '--status', 'unknown', '--evidence', 'x'], 'CIM is no member state'],
      [['close', 'prevention', '--evidence', 'x', '--date', '2026-02-30'], "'2026-02-30' is not a date"],
      [['close', 'prevention', '--evidence', 'x', '--date', '2199-01-01'], '2199-01-01 has not come'],
      [['close', 'prevention', '--evidence', ' '], '--evidence says nothing'],
    ];
    await Promise.all(
      cases.map(async ([args, words]) => {
        const { code, stderr } = await run('recommendation', ...args, ...WHY);
        expect([code, stderr]).toEqual([2, expect.stringContaining(words)]);
      }),
    );
    expect(await list()).toEqual(before);
  });

  it('tells every fault of a file at once, each by its place', async () => {
    const file = join(record.folder, 'bad.yaml');
    writeFileSync(
      file,
      'document: E-063/06\nmeeting: M\nsource: S\nrecommendations:\n  - { id: Prevention, heading: { en: P } }\n  - { id: a, heading: {} }\n  - { id: a, heading: { en: A }, txt: x }\n',
    );
    const { code, stderr } = await run('recommendation', 'load', file, ...WHY);
    expect(code).toBe(2);
    for (const words of [
      'document: "E-063/06" is no document symbol',
      'recommendations.0.id: "Prevention" is no id',
      'recommendations.1.heading: has no language',
      'txt',
      'Nothing was changed.',
    ])
      expect(stderr).toContain(words);
  });
});
