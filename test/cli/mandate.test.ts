import { rm } from 'node:fs/promises';
import { CommanderError } from 'commander';
import { CommandFault } from '../../cli/fault.js';
import { mandateCommand } from '../../cli/mandate.js';
import { withUsageFaults } from '../../cli/usage.js';
import { copyMandates, spoilFile } from '../adapters/mandates/spoiled.js';

interface Said {
  text: string;
  lines: string[];
  exitCode: number;
  fault: unknown;
}

/** What `coordinator mandate …` prints, and the exit code it leaves. */
async function mandate(...args: string[]): Promise<Said> {
  const streams = [process.stdout, process.stderr];
  const writers = streams.map((stream) => stream.write.bind(stream));
  const printed: string[][] = streams.map(() => []);
  streams.forEach((stream, index) => {
    stream.write = (chunk: string | Uint8Array) => (printed[index]?.push(String(chunk)) ?? 0) > 0;
  });
  process.exitCode = undefined;
  let fault: unknown = null;
  try {
    await withUsageFaults(mandateCommand()).parseAsync(args, { from: 'user' });
  } catch (thrown) {
    fault = thrown;
  } finally {
    streams.forEach((stream, index) => {
      if (writers[index]) stream.write = writers[index];
    });
  }
  const exitCode = Number(process.exitCode ?? 0);
  process.exitCode = undefined;
  const text = printed[0]?.join('') ?? '';
  return { text, lines: text.trimEnd().split('\n'), exitCode, fault };
}

const objects = ({ lines }: Said) => lines.map((line) => JSON.parse(line));

describe('mandate check', () => {
  it('prints what the files hold and leaves 0', async () => {
    const { text, exitCode, fault } = await mandate('check', '--mandates', 'mandates');
    expect(fault).toBeNull();
    expect(exitCode).toBe(0);
    expect(text).toContain('No fault in mandates.');
    expect(text).toMatch(/^AG\/RES\. 2019 \(XXXIV-O\/04\), adopted 2004-06-08, text in en$/m);
    expect(text.match(/^\d+ +(request|instruction|invitation|urging|welcome) /gm)).toHaveLength(12);
    expect(text).toMatch(/^9 +request .* under way +2005-05-11 +annual-report/m);
    expect(text).toMatch(/^8 +instruction .* open +2004-06-08 +organ-report, strategy-proposal, strategy$/m);
    expect(text).toMatch(/^AG\/RES\. 2118 \(XXXV-O\/05\) +2005-06-07 +not on file$/m);
    expect(text).toMatch(/^2005-06-07 +renewed .* renewed by an unknown paragraph of AG\/RES\. 2118 \(XXXV-O\/05\)$/m);
    expect(text).toMatch(/^member-state +35 +3[23]$/m);
    expect(text).toMatch(/^headquarters +America\/New_York +11 /m);
    expect(text).toContain('Department of Public Security');
  });

  it('prints one object a line for programs', async () => {
    const lines = objects(await mandate('check', '--mandates', 'mandates', '--json'));
    const kinds = lines.map((line) => line.kind);
    expect(new Set(kinds)).toEqual(
      new Set(['resolution', 'paragraph', 'succession', 'obligation', 'parties', 'calendar', 'office']),
    );
    expect(lines.filter((line) => line.kind === 'paragraph')).toHaveLength(12);
    expect(lines.find((line) => line.kind === 'paragraph' && line.paragraph === 12)).toMatchObject({
      resolution: 'ag-res-2019',
      kinds: ['request'],
      addressee: 'the Secretary General',
      duty: ['secretary-general'],
      status: 'done',
      since: '2005-06-07',
      document: 'AG/RES. 2118 (XXXV-O/05)',
    });
    expect(lines.find((line) => line.id === 'ag-res-2026')).toMatchObject({
      kind: 'resolution',
      title: null,
      adoptedDate: 'unknown',
      paragraphs: null,
    });
  });

  describe('of files with faults', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await copyMandates();
      const resolution = 'resolutions/ag-res-2019.yaml';
      await spoilFile(folder, 'parties/member-states.yaml', 'America/Bogota', 'America/Bogotta', 'Bogotta');
      await spoilFile(folder, resolution, /^ {2}- number: 7\n[^]*?(?=^ {2}# "a proposal)/m, '', 'number: 8');
      await spoilFile(folder, resolution, 'from: 2004-06-08', 'from: 2004-02-30', '2004-02-30');
    });
    afterAll(async () => rm(folder, { recursive: true }));

    it('tells all of them at once, each with file, line, key and remedy, and leaves 1', async () => {
      const { text, exitCode } = await mandate('check', '--mandates', folder);
      expect(exitCode).toBe(1);
      expect(text).toMatch(/^6 faults in the mandate files$/m);
      expect(text).toMatch(/parties\/member-states\.yaml:\d+ {2}states\[9\]\.zone: "America\/Bogotta" is no time zone/);
      expect(text).toMatch(/ag-res-2019\.yaml:\d+ {2}paragraphs: paragraph 7 is missing: the resolution has 12/);
      expect(text).toMatch(/ag-res-2019\.yaml:\d+ {2}paragraphs\[0\]\.statuses\[0\]\.from: "2004-02-30" is no day/);
      expect(text).toMatch(/recommendations\.yaml:\d+ {2}paragraph: ag-res-2019 has no paragraph 7/);
      expect(text).toContain('Nothing was changed.');
    });

    it('tells them to programs, one object a line', async () => {
      const said = await mandate('check', '--mandates', folder, '--json');
      expect(said.exitCode).toBe(1);
      expect(objects(said)).toHaveLength(6);
      for (const fault of objects(said)) {
        expect(fault).toEqual({
          kind: 'fault',
          file: expect.any(String),
          line: expect.any(Number),
          key: expect.any(String),
          problem: expect.any(String),
          remedy: expect.any(String),
        });
      }
    });
  });

  it('was asked wrongly where there is no such folder', async () => {
    const { fault } = await mandate('check', '--mandates', 'nowhere');
    expect(fault).toBeInstanceOf(CommandFault);
    expect(fault).toMatchObject({ message: "--mandates: 'nowhere' is no folder", exitCode: 2 });
  });
});

describe('mandate show', () => {
  const show = (...args: string[]): Promise<Said> => mandate('show', '--mandates', 'mandates', ...args);

  it('lists every resolution, with or without text', async () => {
    const { text } = await show();
    expect(text).toMatch(/^ag-res-2019 +AG\/RES\. 2019 \(XXXIV-O\/04\) +2004-06-08 +12, text in en /m);
    expect(text).toMatch(
      /^ag-res-2040 +AG\/RES\. 2040 \(XXXIV-O\/04\) +unknown +text not on file +title not on file$/m,
    );
  });

  it.each([
    ['2004-06-08', 'open since 2004-06-08'],
    ['2005-05-10', 'under way since 2005-05-10'],
    ['2005-06-07', 'renewed since 2005-06-07'],
    ['2006-03-17', 'done since 2006-03-17'],
    ['2004-06-07', 'not adopted yet'],
  ])('shows how a paragraph stood on %s: %s', async (date, words) => {
    const { text, fault } = await show('AG/RES. 2019', '5', '--on', date);
    expect(fault).toBeNull();
    expect(text).toContain('AG/RES. 2019 (XXXIV-O/04), operative paragraph 5');
    expect(text).toContain('To request the Permanent Council to convene, in 2005');
    expect(text).toContain(`Status      ${words}`);
    expect(text).toContain('Carried by  meeting-convocation: Convocation of the meeting');
    expect(text.includes('renewed by an unknown paragraph of AG/RES.')).toBe(date >= '2005-06-07');
  });

  it('shows reason, document and source of a status, and what carries the paragraph', async () => {
    const { text } = await show('2019', '9', '--on', '2026-11-25');
    expect(text).toMatch(/Reason {6}The first annual report, CP\/doc\.4023\/05, was given/);
    expect(text).toContain('Document    CP/doc.4023/05');
    expect(text).toContain('Source      Press release E-097/05');
    expect(text).toContain('Carried by  annual-report: Annual report to the Permanent Council');
  });

  it('shows a resolution one line a paragraph, and says of one without text that it has none', async () => {
    expect((await show('ag-res-2019')).text.match(/^\d+ +/gm)).toHaveLength(12);
    expect((await show('AG/RES. 2118')).text).toContain('Adopted: 2005-06-07. Its text is not on file.');
  });

  it('prints one object a paragraph for programs', async () => {
    const [line, ...rest] = objects(await show('2019', '5', '--on', '2005-06-07', '--json'));
    expect(rest).toEqual([]);
    expect(line).toMatchObject({ paragraph: 5, status: 'renewed', document: 'AG/RES. 2118 (XXXV-O/05)' });
    expect(line.successions.map((one: { kind: string }) => one.kind)).toEqual(['merged', 'renewed']);
    expect(objects(await show('--json'))).toHaveLength(12);
  });

  it.each([
    [['AG/RES. 3000'], "There is no resolution 'AG/RES. 3000'. Known: AG/RES. 2019 (XXXIV-O/04)", 2],
    [['2019', '13'], "AG/RES. 2019 (XXXIV-O/04) has no paragraph '13'. It has 1 to 12.", 2],
    [['2019', 'nine'], "AG/RES. 2019 (XXXIV-O/04) has no paragraph 'nine'.", 2],
    [['2118', '1'], 'The text of AG/RES. 2118 (XXXV-O/05) is not on file', 1],
    [['2019', '9', '--on', '2005-02-30'], "--on: '2005-02-30' is not a date of the calendar", 2],
  ])('says what cannot be shown: %j', async (args, message, exitCode) => {
    const { fault } = await show(...args);
    expect(fault).toBeInstanceOf(CommandFault);
    expect((fault as CommandFault).message).toContain(message);
    expect(fault).toMatchObject({ exitCode });
  });

  it('has help, and refuses an unknown option', async () => {
    const help = await mandate('show', '--help');
    expect(help.text).toContain('--on <date>');
    expect(help.fault).toMatchObject({ exitCode: 0 });
    const { fault } = await show('--nonsense');
    expect(fault).toBeInstanceOf(CommanderError);
    expect((fault as CommanderError).exitCode).not.toBe(0);
  });
});
