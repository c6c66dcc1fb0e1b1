import { readMail } from '../../../adapters/mime/mail.js';
import { rtfToText } from '../../../adapters/mime/rtf-text.js';
import { decompressRtf } from '../../../adapters/mime/rtf.js';
import { signedContent } from '../../../adapters/mime/smime.js';
import { readTnef } from '../../../adapters/mime/tnef.js';
import { splitBase64 } from '../../../adapters/mime/transfer.js';
import { readUuencoded } from '../../../adapters/mime/uuencode.js';
import { decodeText } from '../../../adapters/mime/charset.js';
import { htmlToText } from '../../../adapters/mime/body.js';
import {
  decodeWords,
  readAddresses,
  readDate,
  readHeaderBlock,
  readMessageIds,
} from '../../../adapters/mime/header.js';
import { readable } from '../../../adapters/mime/raw.js';
import { classMail } from '../../../domain/mail-class.js';
import type { MailEnvelope } from '../../../domain/mail-class.js';
import { slownesses, slownessesOfMail } from '../../world/linear.js';

const UNKNOWN: MailEnvelope = { from: null, recipients: [], domain: 'desk.example' };
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1');
const MULTIPART = 'From: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n';
const part = (type: string, body: string): string => `--b\r\nContent-Type: ${type}\r\n\r\n${body}\r\n--b--\r\n`;

/** What reads one piece of a mail. */
const READERS: Record<string, (text: string) => unknown> = {
  'text in uuencode, base64 and yEnc': readUuencoded,
  'rows of yEnc': (text) => readUuencoded(`=ybegin name=p\n${text}\n=yend `),
  'rows of uuencode': (text) => readUuencoded(`begin 644 p\n${text}\nend\n`),
  'an RTF': (text) => rtfToText(bytes(`{\\rtf1 ${text}`)),
  'a packed RTF': (text) =>
    decompressRtf(
      Buffer.concat([
        bytes('\u0000\u0000\u0000\u0000\u00ff\u00ff\u00ff\u0000LZFu\u0000\u0000\u0000\u0000'),
        bytes(text),
      ]),
    ),
  'a signature': (text) => signedContent(bytes(text)),
  base64: (text) => splitBase64(bytes(text), true),
  'bytes without a charset': (text) => decodeText(bytes(text), null),
  'bytes that shift': (text) => [decodeText(bytes(text), 'hz-gb-2312'), decodeText(bytes(text), 'iso-2022-kr')],
  'a charset': (text) => decodeText(bytes('é'), text),
  HTML: htmlToText,
  'a header': (text) => readHeaderBlock(bytes(text)),
  'words of a header': decodeWords,
  'a field': (text) => readHeaderBlock(bytes(`Subject: ${text}`)),
  addresses: (text) => readAddresses([{ name: 'to', value: text }], 'to'),
  'message ids': (text) => readMessageIds([{ name: 'references', value: text }], 'references'),
  'a date': (text) => readDate([{ name: 'date', value: text }]),
  'odd bytes': (text) => readable(bytes(text)),
};

/** Mails in which the text stands where a stranger can put it. */
const MAILS: Record<string, (text: string) => string> = {
  'a mail of nothing else': (text) => text,
  'a body': (text) => `From: a@b.example\r\n\r\n${text}`,
  'a flowed body': (text) => `Content-Type: text/plain; format=flowed; delsp=yes\r\n\r\n${text}`,
  'quoted-printable': (text) => `Content-Transfer-Encoding: quoted-printable\r\n\r\n${text}`,
  base64: (text) => `Content-Transfer-Encoding: base64\r\n\r\n${text}`,
  uuencode: (text) => `Content-Transfer-Encoding: uuencode\r\n\r\nbegin 644 p\r\n${text}`,
  'an HTML body': (text) => `Content-Type: text/html\r\n\r\n${text}`,
  'a header field': (text) => `From: ${text}\r\nTo: ${text}\r\nSubject: ${text}\r\n\r\nwords`,
  'a content type': (text) => `Content-Type: text/plain; ${text}\r\n\r\nwords`,
  'a boundary': (text) => `Content-Type: multipart/mixed; boundary="${text.slice(0, 200)}"\r\n\r\n${text}`,
  'a file name': (text) =>
    `${MULTIPART}--b\r\nContent-Disposition: attachment; filename="${text}"\r\n\r\nx\r\n--b--\r\n`,
  'what stands between parts': (text) => `${MULTIPART}${text}`,
  'what stands behind parts': (text) => `${MULTIPART}--b\r\n\r\nwords\r\n--b--\r\n${text}`,
  'a part': (text) => `${MULTIPART}${part('text/plain', text)}`,
  'a calendar': (text) => `${MULTIPART}${part('text/calendar', text)}`,
  'an enclosed mail': (text) => `${MULTIPART}${part('message/rfc822', `Subject: x\r\n\r\n${text}`)}`,
  'a delivery report': (text) =>
    `Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n${part('message/delivery-status', text)}`,
};

describe('a reader of what strangers send', () => {
  it.each(Object.entries(READERS))(
    'takes time in proportion to its length: %s',
    (_name, read) => {
      expect(slownesses(read)).toEqual([]);
    },
    600_000,
  );
});

describe('a mail', () => {
  it.each(Object.entries(MAILS))(
    'is read and classed in time in proportion to its length: %s',
    async (_name, mailOf) => {
      expect(await slownessesOfMail(async (text) => classMail(await readMail(bytes(mailOf(text))), UNKNOWN))).toEqual(
        [],
      );
    },
    600_000,
  );

  it('of many parts is read in time in proportion to their number', async () => {
    const parts = (count: number): string =>
      MULTIPART.replace('mixed', 'alternative') +
      `--b\r\nContent-Type: text/plain\r\n\r\n${' '.repeat(400)}\r\n--b\r\nContent-Type: text/html\r\n\r\n<img src="cid:x">\r\n--b\r\nContent-Type: image/png\r\nContent-ID: <x>\r\n\r\nx\r\n`.repeat(
        count,
      );
    expect(await slownessesOfMail((text) => readMail(bytes(parts(text.length / 1024))), 1)).toEqual([]);
  }, 600_000);
});

/** MS-OXTNEF, 2.1.3: signature, key, then attributes: level, id, length, value, checksum. */
function tnef(attributes: readonly { level: number; id: number; value: Buffer; length?: number }[]): Buffer {
  const head = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]);
  const rows = attributes.flatMap(({ level, id, value, length = value.length }) => {
    const row = Buffer.alloc(9);
    row.writeUInt8(level, 0);
    row.writeUInt16LE(id, 1);
    row.writeUInt16LE(6, 3);
    row.writeUInt32LE(length, 5);
    return [row, value, Buffer.alloc(2)];
  });
  return Buffer.concat([head, ...rows]);
}

const numbers = (...values: number[]): Buffer => {
  const all = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => all.writeUInt32LE(value, index * 4));
  return all;
};
const inProperties = (value: Buffer): Buffer => tnef([{ level: 2, id: 0x9005, value }]);
const HUGE = [0x7fffffff, 0x7ffffffd, 0x80000000, 0xfffffff0, 0xfffffff8, 0xfffffffc, 0xffffffff];

describe('a winmail.dat', () => {
  it('takes time in proportion to its length, whatever is repeated in it', () => {
    expect(slownesses((text) => readTnef(tnef([{ level: 2, id: 0x9005, value: bytes(text) }])))).toEqual([]);
    expect(slownesses((text) => readTnef(inProperties(Buffer.concat([numbers(0xffffffff), bytes(text)]))))).toEqual([]);
    const name = (text: string): Buffer => Buffer.concat([numbers(1, 0x3707001f, 1, text.length), bytes(text)]);
    expect(slownesses((text) => readTnef(inProperties(name(text))))).toEqual([]);
    expect(slownesses((text) => readTnef(Buffer.concat([tnef([]), bytes(text)])))).toEqual([]);
  }, 600_000);

  it.each(HUGE)('is read to its end where a count or a length says %d', (huge) => {
    const rest = Buffer.alloc(4096, 1);
    const blocks = [
      Buffer.concat([numbers(huge, 0x3707001f, huge, huge), rest]),
      Buffer.concat([numbers(huge, 0x3707001f, huge, 8, huge), rest]),
      Buffer.concat([numbers(huge, 0x1003_0003, huge), rest]),
      Buffer.concat([numbers(huge, 0x8001001f, 0, 0, 0, 0, 1, huge), rest]),
      Buffer.concat([numbers(huge, 0x3707001e, huge, 0xfffffff8), Buffer.alloc(4096, 0xf8)]),
    ];
    const started = performance.now();
    for (const block of blocks) readTnef(inProperties(block));
    readTnef(tnef([{ level: 2, id: 0x9005, value: rest, length: huge }]));
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('of zeros is a name of no letters', () => {
    const zeros = Buffer.concat([numbers(1, 0x3707001f, 1, 4 * 1024 * 1024), Buffer.alloc(4 * 1024 * 1024)]);
    expect(readTnef(inProperties(zeros)).map(({ name }) => name)).toEqual(['file-1']);
  });
});
