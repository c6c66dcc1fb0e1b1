import { main } from '../../cli/main.js';

interface Run {
  out: string;
  err: string;
  code: number;
}

/** The command as a person runs it, within this process. */
async function run(...argv: string[]): Promise<Run> {
  const written = { out: '', err: '' };
  const streams = { out: process.stdout, err: process.stderr };
  const write = streams.out.write.bind(streams.out);
  const writeFault = streams.err.write.bind(streams.err);
  const printFault = console.error.bind(console);
  const into = (stream: 'out' | 'err') => (text: unknown) => {
    written[stream] += String(text);
    return true;
  };
  streams.out.write = into('out');
  streams.err.write = into('err');
  console.error = (text: unknown) => void into('err')(text);
  try {
    await main(['treaties', ...argv]);
    return { ...written, code: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = undefined;
    streams.out.write = write;
    streams.err.write = writeFault;
    console.error = printFault;
  }
}

describe('coordinator treaties', () => {
  it.each(['tip-protocol', 'TIP', 'Palermo Protocol'])(
    'knows a treaty as %s and counts the member states',
    async (name) => {
      const { out, code } = await run(name, '--on', '2004-06-08');
      expect(code).toBe(0);
      expect(out).toContain('34 member states: 14 in force, 0 acceded, 0 ratified, 13 signed, 7 unknown');
      expect(out).toMatch(/^ARG +in force by ratification +deposited 2002-11-19 +\[1\]$/m);
      expect(out).toMatch(/^CUB \(not counted: no member that day\) +unknown/m);
      expect(out).toContain('[1] github.com/zmjones/untreaties treaties/18-12-a.csv');
    },
  );

  it('shows one state with every treaty', async () => {
    const { out } = await run('--party', 'brazil', '--on', '2026-11-25');
    expect(out.match(/^BRA /gm)).toHaveLength(3);
    expect(out).toMatch(/^BRA +unknown +no source on file$/m);
    expect(out).not.toContain('ARG');
  });

  it('prints one JSON object a line: the counts, then each state with acts and sources', async () => {
    const { out } = await run('tip', '--on', '2005-06-07', '--json');
    const [head, ...rows] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(head).toMatchObject({
      treaty: 'tip-protocol',
      on: '2005-06-07',
      states: 34,
      counts: { 'in-force': 21, signed: 8, unknown: 5 },
    });
    expect(rows).toHaveLength(35);
    expect(rows.find(({ party }) => party === 'BRB')).toMatchObject({
      status: 'signed',
      because: { rule: 'signed' },
      acts: [
        { date: '2001-09-26' },
        { date: '2014', source: 'https://online.flippingbook.com/view/518574734/59 Table 13' },
      ],
      membership: 'member',
    });
  });

  it.each([
    [['nope'], "There is no treaty 'nope'. Known: untoc, tip-protocol, minors-convention"],
    [['--on', '2004-02-30'], "--on: '2004-02-30' is not a date of the calendar"],
    [['--party', 'XXX'], "There is no party 'XXX'."],
    [['--nope'], 'unknown option'],
  ])('says what is wrong with %j and ends with 2', async (argv, words) => {
    const { err, code } = await run(...argv);
    expect(err).toContain(words);
    expect(code).toBe(2);
  });

  it('has help that says what unknown means', async () => {
    const { out, code } = await run('--help');
    expect(out).toContain('never that the state has not signed');
    expect(code).toBe(0);
  });
});
