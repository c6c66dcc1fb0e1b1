import fc from 'fast-check';
import { readMail } from '../../../adapters/mime/mail.js';
import { decompressRtf } from '../../../adapters/mime/rtf.js';
import { rtfToText } from '../../../adapters/mime/rtf-text.js';
import { readTnef, wrapTnef } from '../../../adapters/mime/tnef.js';
import { readUuencoded } from '../../../adapters/mime/uuencode.js';
import { classMail } from '../../../domain/mail-class.js';
import { previewOf } from '../../../domain/reply-preview.js';

/** An attribute of MS-OXTNEF: level, id, kind, length, value, checksum. */
function attribute(level: number, id: number, value: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUInt8(level, 0);
  head.writeUInt16LE(id, 1);
  head.writeUInt32LE(value.length, 5);
  return Buffer.concat([head, value, Buffer.alloc(2)]);
}

const SIGNATURE = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 0, 0]);
const WINMAIL = Buffer.concat([
  SIGNATURE,
  attribute(2, 0x9002, Buffer.alloc(14)),
  attribute(2, 0x8010, Buffer.from('answer.csv\0')),
  attribute(2, 0x800f, Buffer.from('A;B\r\n1;2\r\n')),
]);

describe('files inside other files', () => {
  it('come out of a winmail.dat with their names and bytes, and the container is no file that somebody sent', async () => {
    const mail = await readMail(wrapTnef(WINMAIL));
    expect(mail.attachments.map(({ name, path, role, size }) => ({ name, path, role, size }))).toEqual([
      { name: 'winmail.dat', path: '1', role: 'container', size: WINMAIL.length },
      { name: 'answer.csv', path: '1/1', role: 'file', size: 10 },
    ]);
    const verdict = classMail(mail, { from: null, recipients: [], domain: '' });
    expect(verdict).toMatchObject({ class: 'answer', why: ['came with the file answer.csv'] });
  });

  it('are the words of a mail that is nothing else, where Outlook packed them', async () => {
    const packed = Buffer.concat([SIGNATURE, attribute(1, 0x800c, Buffer.from('Estimados:\r\nnada que informar\0'))]);
    await expect(readMail(wrapTnef(packed))).resolves.toMatchObject({ text: 'Estimados:\nnada que informar' });
  });

  it('are the words of a mail that holds them as RTF alone', async () => {
    const rtf = Buffer.from("{\\rtf1\\ansi\\ansicpg1252 {\\fonttbl{\\f0 Arial;}}Misi\\'f3n:\\par nada que informar.}");
    const stored = Buffer.alloc(16);
    stored.writeUInt32LE(rtf.length + 12, 0);
    stored.writeUInt32LE(rtf.length, 4);
    stored.writeUInt32LE(0x414c454d, 8);
    const value = Buffer.concat([stored, rtf, Buffer.alloc(-(16 + rtf.length) & 3)]);
    const property = Buffer.alloc(16);
    property.writeUInt32LE(1, 0);
    property.writeUInt16LE(0x0102, 4);
    property.writeUInt16LE(0x1009, 6);
    property.writeUInt32LE(1, 8);
    property.writeUInt32LE(16 + rtf.length, 12);
    const packed = Buffer.concat([SIGNATURE, attribute(1, 0x9003, Buffer.concat([property, value]))]);
    const mail = await readMail(wrapTnef(packed));
    expect(mail.text).toBe('Misión:\nnada que informar.');
    expect(classMail(mail, { from: null, recipients: [], domain: '' }).class).toBe('message');
  });

  it.each([
    ["{\\rtf1\\ansicpg1251 \\'ce\\'f2\\'f7\\u1105?\\'f2}", 'Отчёт'],
    ['{\\rtf1 a\\{b\\}\\~c\\tab d\\line{\\*\\xe hidden}{\\pict 0a0b}e\\emdash f}', 'a{b}\u00a0c\td\ne—f'],
    [
      '{\\rtf1\\fromhtml1{\\*\\htmltag64 <p>}\\htmlrtf {\\b\\htmlrtf0 Sí{\\*\\htmltag8 </p>}\\htmlrtf }\\par\\htmlrtf0 no}',
      'Sí\nno',
    ],
    ['no RTF at all', 'no RTF at all'],
  ])('say %j as %j', (rtf, text) => {
    expect(rtfToText(Buffer.from(rtf, 'latin1'))).toBe(text);
  });

  it('come out of yEnc, where the whole file is there', () => {
    const encoded = Buffer.from([0x43 + 42, 0x61 + 42, 0x3d, (0x13 + 42 + 64) & 255, 0x74 + 42]).toString('latin1');
    const block = (head: string) =>
      `x\r\n=ybegin ${head}line=128 size=4 name=año.txt\r\n${encoded}\r\n=yend size=4\r\n`;
    expect(readUuencoded(block(''))).toEqual([{ name: 'año.txt', bytes: Buffer.from('Ca\u0013t') }]);
    expect(readUuencoded(block('part=1 '))).toEqual([]);
  });

  it('come out of uuencoded words in either form, and the words stay whole', async () => {
    const words = 'See below.\n\nbegin 644 cat.txt\n#0V%T\n`\nend\n';
    const mail = await readMail(Buffer.from(`Subject: x\n\n${words}`));
    expect(mail.attachments.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([['cat.txt', 'Cat']]);
    expect(mail.text).toContain('begin 644 cat.txt');
    expect(previewOf(mail.text)).toBe('See below.\n\n[cat.txt]');
    expect(readUuencoded('begin 644 cat.txt\n#0V%T\n')).toEqual([]);
    const [base64] = readUuencoded('begin-base64 644 cat.txt\nQ2F0\n====\n');
    expect(base64).toEqual({ name: 'cat.txt', bytes: Buffer.from('Cat') });
    const asPart = await readMail(
      Buffer.from(`Content-Type: text/csv; name=cat.txt\nContent-Transfer-Encoding: x-uuencode\n\n${words.slice(12)}`),
    );
    expect(asPart.attachments.map(({ bytes }) => bytes.toString())).toEqual(['Cat']);
  });
});

describe('noise', () => {
  const options = { seed: 20_270_331, numRuns: 300 };

  it('cut and twisted winmail.dat is read as far as it goes, and never throws', () => {
    fc.assert(
      fc.property(fc.nat(WINMAIL.length), fc.uint8Array({ maxLength: 400 }), (cut, noise) => {
        readTnef(Buffer.concat([WINMAIL.subarray(0, cut), noise]));
        readTnef(
          Buffer.concat([
            SIGNATURE,
            attribute(2, 0x9005, Buffer.from(noise)),
            attribute(1, 0x9003, Buffer.from(noise)),
          ]),
        );
        decompressRtf(Buffer.from(noise));
        rtfToText(Buffer.from(noise));
      }),
      options,
    );
  });

  it.each([
    '-',
    ' ',
    '> ',
    'a',
    'From: ',
    'from ',
    'On 1/1/2027 ',
    '* ',
    '<',
    'user ',
    'a.',
    '@',
    '--- ',
    '>>> DATA\n',
    'begin 644 A\n',
    '{\\\\u1 ',
  ])('a hundred thousand of %j are read at once', async (piece) => {
    const text = `x\n${piece.repeat(100_000)}x`;
    const raw = Buffer.from(`From: MAILER-DAEMON@x.example\nSubject: Undelivered\n\n${text}`);
    const started = performance.now();
    previewOf(text);
    rtfToText(Buffer.from(text));
    classMail(await readMail(raw), { from: null, recipients: [], domain: '' });
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('any words have a preview and a class, in no time', async () => {
    const word = fc.constantFrom(
      '> ',
      'On 1/1/2027 ',
      'wrote:',
      '<a@b.c>',
      'From: ',
      'Sent: ',
      'begin 644 a',
      'end',
      '550 ',
      '\n',
      '--',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(word, fc.string()), { maxLength: 200 }), async (parts) => {
        const text = parts.join('');
        previewOf(text);
        const raw = Buffer.from(`From: MAILER-DAEMON@x.example\nSubject: Undelivered\n\n${text}`);
        expect(classMail(await readMail(raw), { from: null, recipients: [], domain: '' }).class).toBeTruthy();
      }),
      options,
    );
  });
});
