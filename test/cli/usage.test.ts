import { main } from '../../cli/main.js';

/** What `coordinator …` prints where it was asked wrongly, and the exit code it leaves. */
async function wronglyAsked(...args: string[]): Promise<{ said: string; code: number }> {
  const printed: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: string | Uint8Array) => printed.push(String(chunk)) > 0;
  const log = console.error;
  console.error = (words: string) => printed.push(words);
  process.exitCode = undefined;
  try {
    await main(args);
  } finally {
    process.stderr.write = write;
    console.error = log;
  }
  const code = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  return { said: printed.join(''), code };
}

describe('a command that was asked wrongly', () => {
  it.each([
    [['stauts'], "unknown command 'stauts'"],
    [['file', 'annual-report/2027/BRA'], "required option '--text <words>' not specified"],
    [['observation', 'add'], "required option '--because <words>' not specified"],
    [['pledge', 'add'], "required option '--because <words>' not specified"],
    [['recommendation', 'close', 'prevention', '--because', 'x'], "required option '--evidence <words>' not specified"],
    [['decide', 'message', 'X', '--as', 'nonsense'], "argument 'nonsense' is invalid"],
    [['decide', 'approve'], "missing required argument 'state'"],
    [['contacts', 'restore', 'BRA/capital'], "required option '--authority <words>' not specified"],
    [['mail', 'file', 'X', 'Y', '--as', 'nonsense'], "argument 'nonsense' is invalid"],
    [['mandate', 'check', '--folder', 'x'], "unknown option '--folder'"],
  ])('leaves 2, however deep it stands: %j', async (args, words) => {
    const { said, code } = await wronglyAsked(...args);
    expect(code).toBe(2);
    expect(said).toContain(words);
    expect(said).toContain('(see --help)');
  });

  it.each([
    [['pause', 'BRA', '--authority', 'a', '--reason', 'r'], 'by an option here: --party BRA'],
    [['end', 'BRA', '--authority', 'a', '--reason', 'r'], 'by an option here: --party BRA'],
    [['answer', '--party', 'BRA'], 'without an option here: BRA'],
    [['history', '--party', 'BRA'], 'without an option here: BRA'],
    [['contacts', 'list', 'BRA', '--party', 'PER'], "'BRA' and --party PER are two"],
    [['plan', 'BRA', '--party', 'PER'], "'BRA' and --party PER are two"],
    [['treaties', 'BRA'], 'A state is named by --party BRA'],
  ])('is told how it takes a party: %j', async (args, words) => {
    const { said, code } = await wronglyAsked(...args);
    expect([code, said]).toEqual([2, expect.stringContaining(words)]);
  });

  it('says nothing of parties where none was meant', async () => {
    expect((await wronglyAsked('digest', 'BRA')).said).not.toContain('A party is named');
  });
});
