import { main } from '../../cli/main.js';

/** What `coordinator …` prints where it was asked wrongly, and the exit code it leaves. */
async function wronglyAsked(...args: string[]): Promise<{ said: string; code: number }> {
  const printed: string[] = [];
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = (chunk: string | Uint8Array) => printed.push(String(chunk)) > 0;
  process.exitCode = undefined;
  try {
    await main(args);
  } finally {
    process.stderr.write = write;
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
});
