import { createHash } from 'node:crypto';
import { readFileText } from '../../../adapters/file-text/file-text.js';
import { readMail } from '../../../adapters/mime/mail.js';
import { readMailWords } from '../../../domain/admission/mail.js';
import { FILE_TEXT_VERSION } from '../../../domain/file-text.js';
import { classMail } from '../../../domain/mail-class.js';
import { keptMail, READING_VERSION } from '../../../domain/reading.js';
import { hostileMails } from '../../world/hostile.js';
import { docxOf, paragraph, pdfOf, xlsxOf } from '../../world/office-file.js';

/*
 * What is kept of a mail is read anew only where the reader's version has risen. Where one of these tests fails, mails read otherwise than
 * before: raise READING_VERSION or FILE_TEXT_VERSION and put the new hash beside it. Nothing else has to be done.
 */

const READINGS: Readonly<Record<number, string>> = {
  1: 'b94750b658d055e4aefed83eb9725e85d582dc638feb618e383fbbe9072e8025',
};
const TEXTS: Readonly<Record<number, string>> = {
  1: '2f1284b75ebcebe509cca718d0ac0cb89cdc8a53e8308afacf2dccbb8329c79e',
};

function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

/** Of the kinds that missions send. */
const LETTERS = [
  'From: Ana <ana@mre.example>\r\nSubject: Re: Informe\r\nIn-Reply-To: <a@b>\r\n\r\nMuchas gracias.\r\n\r\nOn Monday you wrote:\r\n> text',
  'From: a@mre.example\r\nSubject: Fwd: Informe\r\n\r\n---------- Forwarded message ---------\r\nFrom: Pedro <p@mre.example>\r\nDate: Mon, 4 Jan 2027\r\nSubject: Informe\r\nTo: a@mre.example\r\n\r\nwords',
  'From: mailer-daemon@mx.example\r\nSubject: Undelivered Mail Returned to Sender\r\n\r\n<ana@mre.example>: 550 5.1.1 user unknown',
  'From: a@mre.example\r\nSubject: Automatic reply: out of office\r\nAuto-Submitted: auto-replied\r\n\r\nI am away.',
  'From: a@mre.example\r\nSubject: Re: contacts\r\n\r\nYes, the contacts are correct.',
];

it('reads mails of every kind as this version of the reader has it', async () => {
  const readings = [];
  const all = [...hostileMails(2_000).map(({ raw }) => raw), ...LETTERS.map((letter) => Buffer.from(letter))];
  for (const raw of all) {
    const mail = await readMail(raw);
    const verdict = classMail(mail, { from: null, recipients: [], domain: '' });
    readings.push({ mail: keptMail(mail), verdict, words: readMailWords(mail) });
  }
  expect({ [READING_VERSION]: hashOf(readings) }).toEqual({ [READING_VERSION]: READINGS[READING_VERSION] });
});

it('reads files of each kind as this version of the reader has it', async () => {
  const files = [
    pdfOf(['Respuesta (1)', 'segunda p\u00e1gina']),
    docxOf(`${paragraph('uno')}<w:tbl><w:tr><w:tc>${paragraph('a')}</w:tc></w:tr></w:tbl>`),
    xlsxOf({ Datos: '<row><c t="s"><v>0</v></c><c><v>2</v></c></row>' }, ['V\u00edctimas']),
    Buffer.from('{\\rtf1 words\\par}'),
    Buffer.from('words'),
  ];
  const texts = await Promise.all(files.map((bytes) => readFileText(bytes)));
  expect({ [FILE_TEXT_VERSION]: hashOf(texts) }).toEqual({ [FILE_TEXT_VERSION]: TEXTS[FILE_TEXT_VERSION] });
});
