import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../../cli/main.js';

/** `coordinator mail explain` as a person runs it, within this process. */
async function explain(...argv: string[]): Promise<{ out: string; err: string; code: number }> {
  const written = { out: '', err: '' };
  const write = process.stdout.write.bind(process.stdout);
  const printFault = console.error.bind(console);
  process.stdout.write = (text: unknown) => {
    written.out += String(text);
    return true;
  };
  console.error = (text: unknown) => {
    written.err += String(text);
  };
  try {
    await main(['mail', 'explain', ...argv]);
    return { ...written, code: Number(process.exitCode ?? 0) };
  } finally {
    process.exitCode = undefined;
    process.stdout.write = write;
    console.error = printFault;
  }
}

describe('mail explain', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mail-explain-'));
  const file = (name: string, ...lines: string[]) => {
    const target = path.join(folder, name);
    writeFileSync(target, lines.join('\r\n'));
    return target;
  };
  const answer = file(
    'answer.eml',
    'From: Ana <ana@capital.gov>',
    'Subject: =?utf-8?q?Informaci=C3=B3n?=',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    ...['--b', '', 'Attached.', '', 'On 3 May 2027, Desk <desk@oas.example> wrote:', '> Dear', '--b'],
    ...['Content-Type: text/csv; name=answer.csv', '', 'A;B', '--b--'],
  );
  const bounce = file(
    'bounce.eml',
    'From: MAILER-DAEMON@mx.gov',
    'Subject: failure notice',
    ...['', '<ana@capital.gov>:', '550 5.1.1 no such user'],
  );

  afterAll(() => rmSync(folder, { recursive: true }));

  it('gives a terminal no orders of a stranger', async () => {
    const path = file(
      'terminal.eml',
      'From: <a@b.example>',
      'Subject: a\u202eb\u009b31m',
      '',
      '\u001b[2J\u001b]0;owned\u0007 words \u202e',
    );
    for (const argv of [[path], ['--json', path]]) {
      const { out } = await explain(...argv);
      expect(out).toContain('words');
      expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    }
  });

  it('says of each file, one JSON object a line, what it is and why', async () => {
    const { out, code } = await explain('--json', answer, bounce);
    expect(code).toBe(0);
    const lines = out.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        file: answer,
        class: 'answer',
        why: ['came with the file answer.csv'],
        subject: 'Información',
        from: ['Ana <ana@capital.gov>'],
        text: 'Attached.\n\nOn 3 May 2027, Desk <desk@oas.example> wrote:\n> Dear',
        preview: 'Attached.',
        proposals: [],
        attachments: [
          { name: 'answer.csv', type: 'text/csv', size: 3, sha256: expect.any(String) as string, path: '2' },
        ],
        recipients: [],
        match: 'unknown',
        authentication: 'unknown',
      },
      expect.objectContaining({
        class: 'bounce',
        recipients: [{ address: 'ana@capital.gov', status: '5.1.1', reply: '550', reason: 'userunknown', hard: true }],
      }),
    ]);
  });

  it('says the same in words', async () => {
    const { out } = await explain(bounce);
    expect(out).toContain('failed   ana@capital.gov 5.1.1 550 userunknown, hard');
  });

  it('names what is missing or no file, and still explains the others', async () => {
    const missing = path.join(folder, 'missing.eml');
    const { out, err, code } = await explain('--json', missing, folder, bounce);
    expect(code).toBe(1);
    expect(err).toBe(`${missing}: there is no such file${folder}: it is a folder: name the files in it`);
    expect(out.trim().split('\n')).toHaveLength(1);
  });

  it('calls bytes without a header unparsable', async () => {
    const { out } = await explain('--json', file('noise.bin', '\u0001\u0002'), file('empty.eml'));
    expect(out.match(/"class":"unparsable"/g)).toHaveLength(2);
  });

  it('is asked wrongly without a file', async () => {
    await expect(explain()).resolves.toMatchObject({
      code: 2,
      err: expect.stringContaining('at least one file') as string,
    });
  });
});
