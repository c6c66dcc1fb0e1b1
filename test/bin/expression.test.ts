import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readSource } from '../../bin/expression.js';
import type { Found } from '../../bin/expression.js';
import { faultOf, keyOf, review } from '../../bin/expression-verdict.js';

const run = promisify(execFile);
const NOTHING = { allowed: [], verified: new Set<string>() };
const found = (text: string) => ({ expressions: readSource('domain/sample.ts', text).literals, atRunTime: [] });

describe('the check of regular expressions', () => {
  it.each([
    [
      'an exponential one',
      String.raw`const DAEMON = /^(\w+[._-])*smtp([@]|$)/i;`,
      String.raw`domain/sample.ts:1: /^(\w+[._-])*smtp([@]|$)/ is exponential`,
    ],
    [
      'a square one',
      String.raw`text.replace(/\u0000+$/, '')`,
      String.raw`domain/sample.ts:1: /\u0000+$/ is 2nd degree polynomial`,
    ],
    ['a square one within a template', 'const a = `${text.replace(/[.\\s]+$/, "")}`;', 'is 2nd degree polynomial'],
  ])(
    'names %s, its place and a text that shows it',
    async (_name, source, expected) => {
      const { faults, linear } = await review(found(source), NOTHING);
      expect(faults).toEqual([expect.stringContaining(expected)]);
      expect(faults[0]).toContain('a text that shows it: ');
      expect(linear).toEqual([]);
    },
    60_000,
  );

  it('lets a linear one be, and knows it again without judging it', async () => {
    const project = found('const OPEN = /^[a-z]+$/u;');
    const { faults, linear } = await review(project, NOTHING);
    expect([faults, linear]).toEqual([[], [keyOf({ source: '^[a-z]+$', flags: 'u' })]]);
    const again = await review(project, { allowed: [], verified: new Set(linear) }, () => {
      throw new Error('judged twice');
    });
    expect(again).toEqual({ faults: [], linear });
  });

  it('judges one anew whose flags have changed', async () => {
    const verified = new Set([keyOf({ source: '^[a-z]+$', flags: '' })]);
    const judged: string[] = [];
    const judge = async ({ flags }: { flags: string }): Promise<null> => {
      judged.push(flags);
      return null;
    };
    await review(found('const OPEN = /^[a-z]+$/i;'), { allowed: [], verified }, judge);
    expect(judged).toEqual(['i']);
  });

  it('lets be what is allowed, and reports an entry that allows nothing any more', async () => {
    const entry = { file: 'domain/sample.ts', source: ' +$', reason: 'a line of ours' };
    const allowed = [entry, { ...entry, source: '_+$' }, { file: 'domain/gone.ts', reason: 'made of a name' }];
    const { faults } = await review(found('line.replace(/ +$/, "")'), { ...NOTHING, allowed });
    expect(faults).toEqual([
      'domain/gone.ts: the list of what is allowed names an expression made at run time, which is no more: strike it',
      'domain/sample.ts: the list of what is allowed names /_+$/, which is no more: strike it',
    ]);
  });

  it('refuses one that is made at run time', async () => {
    const { constructions } = readSource('domain/sample.ts', 'export const one = (word: string) => new RegExp(word);');
    expect(constructions).toEqual([{ file: 'domain/sample.ts', line: 1, column: 38 }]);
    const { faults } = await review({ expressions: [], atRunTime: constructions }, NOTHING);
    expect(faults).toEqual([
      'domain/sample.ts:1: an expression is made at run time, and cannot be judged: make it a constant',
    ]);
    const entry = { file: 'domain/sample.ts', reason: 'one of ours' };
    const [one, other] = [constructions, constructions].flat();
    const atRunTime = [one, other].filter((place) => place !== undefined);
    const more = await review({ expressions: [], atRunTime }, { ...NOTHING, allowed: [entry] });
    expect(more.faults).toHaveLength(2);
    expect(
      (await review({ expressions: [], atRunTime: constructions }, { ...NOTHING, allowed: [entry] })).faults,
    ).toEqual([]);
  });

  it('reads those that a module makes of parts when it is loaded', async () => {
    const script = `import { readProject } from './bin/expression.js';
      console.log(JSON.stringify(await readProject(process.cwd(), ['domain'])));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { maxBuffer: 16 << 20 });
    const { expressions, atRunTime } = JSON.parse(stdout) as Found;
    const made = expressions.filter(({ file, source }) => file === 'domain/symbol.ts' && source.includes('(?<organ>'));
    expect(made.map(({ source }) => source)).toEqual([expect.stringMatching(/^\^\(\?<organ>.*\$$/)]);
    expect(atRunTime.map(({ file }) => file)).toContain('domain/joint-reply.ts');
  });

  it('takes no part of a text for an expression', async () => {
    expect(
      readSource('domain/sample.ts', "const words = 'a / b'; // /x+$/\n const half = a / b / c;").literals,
    ).toEqual([]);
    expect(await faultOf({ source: 'a / b', flags: '' })).toBeNull();
  });
});
