/*
 * Mails that have stopped a service like this one, and their kin: each repeats what a reader may look at again and again, is longer than
 * any place it could be kept in, or is no text at all. All are made here; nobody's mail is among them.
 */

export interface HostileMail {
  name: string;
  raw: Buffer;
}

const KIB = 1024;
const MIB = 1024 * KIB;

function fill(piece: string, bytes: number): string {
  return piece.repeat(Math.ceil(bytes / piece.length)).slice(0, bytes);
}

function mail(head: string[], body: string | Buffer): Buffer {
  const hasFrom = head.some((line) => /^from:/i.test(line));
  const lines = [...(hasFrom ? [] : ['From: <stranger@nowhere.example>']), ...head, '', ''];
  return Buffer.concat([Buffer.from(lines.join('\r\n')), Buffer.isBuffer(body) ? body : Buffer.from(body)]);
}

function part(type: string, bytes: Buffer): string {
  return `--x\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${bytes.toString('base64')}\r\n`;
}

/** A mail with words and one part. */
function withPart(type: string, bytes: Buffer): Buffer {
  const words = '--x\r\nContent-Type: text/plain\r\n\r\nwords\r\n';
  return mail(['Subject: part', 'Content-Type: multipart/mixed; boundary=x'], `${words}${part(type, bytes)}--x--\r\n`);
}

/** Each piece over and over: labels, marks of quotes and lists, beginnings that never end. */
const PIECES = [
  ...[
    'from: ',
    'from:\n',
    'De: ana@mre.example\n',
    '> ',
    '>> a\n',
    '-- \n',
    '=ybegin name=p\n',
    '=ybegin line=128 size=1 name=p\r\n',
  ],
  ...[
    'begin 644 a\n',
    'begin 644 a\n`\nend\n',
    'a_',
    'a.',
    'a@',
    '@a.',
    'a@b.',
    '<',
    '<a@',
    '"',
    '(',
    '[',
    '&',
    '\t',
    ' ',
    '\n',
    '\r',
  ],
  ...[
    'http://',
    'https://a/',
    'www.',
    '/answer/',
    '1) ',
    '1.\n',
    '—',
    '-----',
    '=====\n',
    '__',
    '**',
    '_ ',
    '550 5.1.1 ',
    'no ',
    'el ',
  ],
  ...[
    '2027-',
    '12/',
    'escribió:\n',
    'wrote:\n',
    'On Mon, ',
    'Sent: x\n',
    'adjunto ',
    'attached ',
    'focal point ',
    'new contact ',
  ],
  ...[
    'thank you ',
    'gracias, ',
    'plazo ',
    'extension until ',
    'AG/RES. ',
    'r-',
    'r-aaaaaaaaaa-',
    '\u0000',
    '\ufeff',
    '\u200b',
    '😀',
    'e\u0301',
  ],
];

/** Texts whose length parts a letter wherever somebody cuts at a round number. */
const CUTS = [40, 60, 80, 100, 120, 160, 180, 200, 255, 300, 500, 600, 998, 1000, 2000, 4000, 20_000, 100_000];

/** `size` is that of the repeated texts, in bytes. */
export function hostileMails(size: number): HostileMail[] {
  const all: Record<string, Buffer> = {
    'daemon name': mail([`From: ${'a_'.repeat(40)}a@evil.example`], 'words'),
    'daemon name, smtp': mail([`From: ${'smtp-'.repeat(8000)}@evil.example`], 'words'),
    'daemon display name': mail([`From: "${fill('mail delivery ', 60_000)}" <a@evil.example>`], 'words'),
    'subject of 15 MB': mail([`Subject: ${fill('long ', 15 * MIB)}`], 'words'),
    'subject of undelivered': mail([`Subject: ${fill('delivery fail', size)}`], 'words'),
    'name of 300 KB': mail([`From: "${fill('María ', 300 * KIB)}" <a@nowhere.example>`], 'words'),
    'address of 100 KB': mail([`From: <${fill('a', 100 * KIB)}@nowhere.example>`], 'words'),
    'blanks before the address': mail([`From: ${' '.repeat(66_000)}<a@nowhere.example>`], 'words'),
    '30,000 authors': mail([`From: ${fill('<a@nowhere.example>, ', 600 * KIB)}<b@nowhere.example>`], 'words'),
    'ids without end': mail(
      [`Message-ID: <${fill('x', 300 * KIB)}@a>`, `References: ${fill('<a@b> ', size)}`],
      'words',
    ),
    'an open id': mail([`In-Reply-To: ${fill('<', size)}`], 'words'),
    'encoded words': mail([`Subject: ${fill('=?utf-8?q?=C3=A9?= ', size)}`], 'words'),
    'open encoded words': mail([`Subject: ${fill('=?utf-8?q?', size)}`], 'words'),
    'half an emoji': mail(
      ['Content-Type: text/plain; charset=utf-16le'],
      Buffer.from(fill('a\ud83d', 2000), 'utf16le'),
    ),
    'one line in UTF-16': mail(['Content-Type: text/plain; charset=utf-16'], fill('a\u0000b\u0000', 8 * size)),
    'one line in quoted-printable': mail(
      ['Content-Transfer-Encoding: quoted-printable'],
      fill('=41=42=43=\r\n', 8 * size),
    ),
    'winmail of NULs': withPart('application/ms-tnef; name=winmail.dat', winmail(Buffer.alloc(2 * size))),
    'winmail of NULs and a letter': withPart(
      'application/ms-tnef; name=winmail.dat',
      winmail(Buffer.from(fill('\u0000', size - 2) + 'a\u0000', 'latin1')),
    ),
    'RTF of half letters': withPart(
      'application/rtf; name=a.rtf',
      Buffer.from(`{\\rtf1 ${fill('\\u-10179 ?', size)}}`),
    ),
    'RTF of braces': withPart('application/rtf; name=a.rtf', Buffer.from(`{\\rtf1 ${fill('{', size)}`)),
    'HTML open': mail(['Content-Type: text/html'], fill('<div style="a', size)),
    'HTML entities': mail(['Content-Type: text/html'], fill('&amp', size)),
    'HTML comments': mail(['Content-Type: text/html'], fill('<!--', size)),
    'a type of 1 MB': mail([`Content-Type: ${fill('a', MIB)}/b; name=x`], 'words'),
    'NUL everywhere': mail(
      [
        'From: "a\u0000b" <a\u0000@nowhere.example>',
        'Subject: a\u0000b',
        'Message-ID: <a\u0000@b>',
        'In-Reply-To: <\u0000@b>',
      ],
      'a\u0000b',
    ),
    'boundaries without end': mail(['Content-Type: multipart/mixed; boundary=x'], fill('--x\r\n\r\n', size)),
    'a report of many': mail(
      ['Content-Type: multipart/report; report-type=delivery-status; boundary=x'],
      `--x\r\n\r\nfailed\r\n--x\r\nContent-Type: message/delivery-status\r\n\r\n${fill('Final-Recipient: rfc822; a@b.example\r\nAction: failed\r\nDiagnostic-Code: smtp; 550 no\r\n\r\n', size)}\r\n--x--\r\n`,
    ),
    'a report on one long line': mail(
      ['Subject: Undelivered Mail Returned to Sender', 'From: mailer-daemon@a.example'],
      fill('<a@b.example>: ', size),
    ),
    'file names': mail(
      ['Content-Type: multipart/mixed; boundary=x'],
      `${Array.from({ length: 300 }, (_one, index) => part(`application/pdf; name="${fill('n', 244 + (index % 14))}😀😀.pdf"`, Buffer.from('%PDF-'))).join('')}--x--\r\n`,
    ),
  };
  all['messages of many files'] = mail(
    ['Content-Type: multipart/mixed; boundary=y'],
    `${Array.from({ length: 30 }, () => `--y\r\nContent-Type: message/rfc822\r\n\r\n${manyFiles(60)}`).join('')}--y--\r\n`,
  );
  for (const piece of PIECES) {
    all[`body: ${JSON.stringify(piece)}`] = mail(
      ['Subject: body', 'Content-Type: text/plain; charset=utf-8'],
      fill(piece, size),
    );
    all[`subject: ${JSON.stringify(piece)}`] = mail(
      [`Subject: ${fill(piece, 64 * KIB).replaceAll(/[\r\n]+/g, '\r\n ')}`],
      'words',
    );
  }
  for (const length of CUTS) {
    const text = `${'a'.repeat(length - 1)}😀 and ${'b'.repeat(length)}😀`;
    all[`cut at ${length}`] = mail(
      [`Subject: ${text}`, `From: "${text}" <a@nowhere.example>`, 'Content-Type: text/plain; charset=utf-8'],
      `${text}\nNew focal point: ${text} <new@nowhere.example>.\nWe request an extension until 15 March 2027: ${text}.`,
    );
  }
  return Object.entries(all).map(([name, raw]) => ({ name, raw }));
}

function manyFiles(count: number): string {
  const file = '--x\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF-1.4\r\n';
  return `From: <a@nowhere.example>\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n${file.repeat(count)}--x--\r\n`;
}

/** MS-OXTNEF: one attachment whose long name, in UTF-16, is these bytes. */
function winmail(name: Buffer): Buffer {
  const attribute = (level: number, id: number, value: Buffer): Buffer => {
    const head = Buffer.alloc(9);
    head.writeUInt8(level, 0);
    head.writeUInt32LE(id, 1);
    head.writeUInt32LE(value.length, 5);
    let sum = 0;
    for (const byte of value) sum = (sum + byte) & 0xffff;
    const tail = Buffer.alloc(2);
    tail.writeUInt16LE(sum);
    return Buffer.concat([head, value, tail]);
  };
  const property = Buffer.alloc(16);
  property.writeUInt32LE(1, 0);
  property.writeUInt16LE(0x1f, 4);
  property.writeUInt16LE(0x3707, 6);
  property.writeUInt32LE(1, 8);
  property.writeUInt32LE(name.length, 12);
  const start = Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]);
  const rendering = attribute(2, 0x00069002, Buffer.alloc(14));
  return Buffer.concat([start, rendering, attribute(2, 0x00069005, Buffer.concat([property, name]))]);
}
