import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { main } from '../../cli/main.js';

/** `coordinator mail explain` as a person runs it, within this process. */
async function explain(...argv: string[]): Promise<{ out: string; err: string; code: number }> {
  const written = { out: '', err: '' };
  const write = process.stdout.write.bind(process.stdout);
  const printFault = console.error.bind(console);
  const listeners = process.stdout.listeners('error');
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
    // Each run adds one, as a process of its own may.
    for (const one of process.stdout.listeners('error'))
      if (!listeners.includes(one)) process.stdout.off('error', one as () => void);
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
          {
            name: 'answer.csv',
            type: 'text/csv',
            size: 3,
            sha256: expect.any(String) as string,
            path: '2',
            words: { kind: 'text', ending: 'text', characters: 3 },
          },
        ],
        recipients: [],
        match: 'unknown',
        authentication: 'unknown',
        admission: {
          rule: 'answer',
          verdict: { is: 'answer', requestId: 'unknown' },
          reason: { code: 'from', sender: 'ana@capital.gov', doubt: null, lacks: [] },
          words: { verdict: 'filed as an answer to unknown', reason: 'from ana@capital.gov' },
          assumed: expect.arrayContaining([{ fact: 'sender', assumed: 'a contact on file' }]) as unknown,
        },
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
    expect(out).toContain('rule     bounce: the return of a mail of ours, since ana@capital.gov 5.1.1');
    expect(out).toContain('assumed: proof: nobody has looked');
  });

  it('tells by the facts of a file which rule decides, and assumes nothing that the file gives', async () => {
    const { out, code } = await explain('--facts', 'docs/examples/mail-facts.yaml', answer);
    expect(code).toBe(0);
    expect(out).toContain(
      'rule     in-doubt: a message to annual-report/2027/BRA, since from ana@capital.gov, for your judgement: ' +
        'DMARC fails: capital.gov says that it was not sent from there',
    );
    expect(out.match(/assumed: .*/g)).toEqual(['assumed: mailHeld: no', 'assumed: laterRequest: none']);
  });

  it('has an example that holds every fact there is', async () => {
    const example = readFileSync('docs/examples/mail-facts.yaml', 'utf8');
    const whole = example.replaceAll(/^( *)# (?=forwarded: |mailHeld: |laterRequest: )/gm, '$1');
    const { out } = await explain('--json', '--facts', file('whole.yaml', whole), answer);
    const { admission } = JSON.parse(out) as { admission: { rule: string; assumed: unknown } };
    expect(admission).toMatchObject({ rule: 'word-in-doubt', assumed: [] });
  });

  it('names every fact that is wrong, and what to do', async () => {
    const facts = file(
      'wrong.yaml',
      ...['arrival: post', 'sender: friend', 'sharedMailbox: 1', 'colour: red', 'proof: { spf: pass }'],
      ...['laterRequest: soon', 'thread:', '  requests: annual-report/2027/BRA', '  party: Brazil'],
    );
    const { err, out, code } = await explain('--facts', facts, answer);
    expect([code, out]).toEqual([2, '']);
    const results = 'one of pass, fail, softfail, neutral, none, policy, temperror, permerror, unknown';
    expect(err.split('\n').map((line) => line.replace(`${facts}: `, ''))).toEqual([
      'arrival is the text "post". Give one of reply, bounce, desk, file.',
      'sharedMailbox is 1. Give true or false.',
      `proof.dkim is missing. Add "dkim": ${results}.`,
      `proof.dmarc is missing. Add "dmarc": ${results}.`,
      'proof.policy is missing. Add "policy": a text.',
      'thread.requests is the text "annual-report/2027/BRA". Give a list.',
      'thread.party is the text "Brazil". Give the code of a party, such as BRA.',
      'sender is the text "friend". Give one of contact, colleague, former, otherParty, unverified, stranger.',
      'laterRequest is the text "soon". Give the id of a request, such as annual-report/2027/BRA.',
      'colour is an unknown key. Remove it, or correct its spelling.',
    ]);
  });

  it('says what is wrong with a file of facts that cannot be read', async () => {
    const missing = path.join(folder, 'none.yaml');
    expect((await explain('--facts', missing, answer)).err).toBe(
      `${missing} cannot be read: give the path of a file of facts.`,
    );
    expect((await explain('--facts', file('broken.yaml', 'a: [1'), answer)).err).toContain('is neither YAML nor JSON');
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
