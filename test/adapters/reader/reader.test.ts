import path from 'node:path';
import { readMail } from '../../../adapters/mime/mail.js';
import { createReader } from '../../../adapters/reader/reader.js';
import { Unreadable } from '../../../office/ports/mail-reader.js';
import { readCorpus } from '../mime/corpus.js';

const thread = path.resolve('dist/adapters/reader/thread.js');
const stubborn = path.resolve('test/adapters/reader/stubborn-thread.js');

const MAIL = [
  'From: Ana Díaz <ana@mre.gob.example>',
  'Subject: =?utf-8?q?Informaci=C3=B3n?=',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain; charset=utf-8',
  '',
  `${'a'.repeat(499)}😀`,
  '--x',
  'Content-Type: application/pdf; name=report.pdf',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('%PDF-1.4 bytes').toString('base64'),
  '--x--',
  '',
].join('\r\n');

it('reads in a thread what is read without one, byte for byte', async () => {
  const reader = createReader({ thread });
  const raw = Buffer.from(MAIL);
  const { mail, verdict } = await reader.read(raw, {
    from: 'ana@mre.gob.example',
    recipients: [],
    domain: 'desk.example',
  });
  expect(mail).toEqual(await readMail(raw));
  expect(Buffer.isBuffer(mail.attachments[0]?.bytes)).toBe(true);
  expect(verdict).toMatchObject({ class: 'answer', hasFile: true });
});

it('reads a whole corpus so, several at a time', async () => {
  const reader = createReader({ thread });
  const corpus = readCorpus('mime-trees');
  const read = await Promise.all(corpus.map(({ raw }) => reader.read(raw)));
  for (const [index, { mail }] of read.entries()) {
    const expected = await readMail(corpus[index]?.raw ?? Buffer.alloc(0));
    expect(mail.attachments.map(({ sha256 }) => sha256)).toEqual(expected.attachments.map(({ sha256 }) => sha256));
    expect(mail.text).toBe(expected.text);
  }
});

describe('a mail that no thread can read', () => {
  it.each([
    ['never', /takes longer than 0.5 s to read/],
    ['exit', /the thread that read it ended/],
    ['throw', /a fault of ours/],
    ['memory', /memory/],
    ['fault', /it says so itself/],
  ])('%s: is told so, and the next one is read', async (words, why) => {
    const reader = createReader({ thread: stubborn, threads: 1, longestMs: words === 'never' ? 500 : 60_000 });
    const hostile = reader.read(Buffer.from(words));
    const honest = reader.read(Buffer.from('honest'));
    await expect(hostile).rejects.toThrow(why);
    await expect(hostile).rejects.toBeInstanceOf(Unreadable);
    await expect(honest).resolves.toMatchObject({ verdict: { class: 'honest' } });
  });

  it('delays none of a hundred others, and is given its time in a row of its own', async () => {
    const reader = createReader({ thread: stubborn, threads: 2, longestMs: 2_000, longestSuspectMs: 4_000 });
    const order: string[] = [];
    const hostile = reader.read(Buffer.from('never')).catch(() => order.push('ended'));
    const suspect = reader.read(Buffer.from('never'), undefined, true).catch(() => order.push('ended, suspect'));
    const others = Array.from({ length: 100 }, () => reader.read(Buffer.from('honest')));
    await Promise.all(others).then(() => order.push('honest'));
    await Promise.all([hostile, suspect]);
    expect(order).toEqual(['honest', 'ended', 'ended, suspect']);
  });
});
