import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { simpleParser } from 'mailparser';
import nodemailer from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { DEFAULT_LIMITS, readMail } from '../../../adapters/mime/mail.js';
import { readCorpus, readTable } from './corpus.js';

const lines = (...text: string[]): Buffer => Buffer.from(text.join('\r\n'), 'utf8');
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function compose(mail: SendMailOptions): Promise<Buffer> {
  const { message } = await nodemailer.createTransport({ streamTransport: true, buffer: true }).sendMail(mail);
  return message as Buffer;
}

/** Each takes well under a second on an idle machine; what grows with the square of its input takes minutes. */
const HANG_MS = 15_000;

describe('attachments', () => {
  it('are kept byte for byte, whatever the transfer encoding', async () => {
    const bytes = randomBytes(50_000);
    const mail = await readMail(
      await compose({
        from: 'a@b.gov',
        to: 'c@d.gov',
        text: 'words',
        attachments: [{ filename: 'relatório – final.pdf', content: bytes }],
      }),
    );
    expect(mail.attachments).toEqual([
      expect.objectContaining({
        name: 'relatório – final.pdf',
        sha256: sha256(bytes),
        size: 50_000,
        path: '2',
        role: 'file',
        inline: false,
      }),
    ]);
    expect(mail.text).toBe('words');
    expect(mail.faults).toEqual([]);
  });

  it.each(['7bit', 'quoted-printable', 'base64'])('sent as %s keep their line endings', async (encoding) => {
    const csv = Buffer.from('A;B\r\n1;2\r\n\r\n');
    const body = encoding === 'base64' ? csv.toString('base64') : csv.toString();
    const mail = await readMail(
      lines(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/csv',
        `Content-Transfer-Encoding: ${encoding}`,
        'Content-Disposition: attachment; filename=figures.csv',
        '',
        body,
        '--b--',
      ),
    );
    expect(mail.attachments.map(({ bytes }) => bytes.toString())).toEqual([csv.toString()]);
  });

  it('are also text and HTML parts with a file name, declared inline or not at all', async () => {
    const mail = await readMail(
      lines(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'See the file.',
        '--b',
        'Content-Type: text/plain; name="answers.txt"',
        '',
        'Convictions: 12',
        '--b',
        'Content-Type: text/html',
        'Content-Disposition: inline; filename="table.html"',
        '',
        '<table></table>',
        '--b--',
      ),
    );
    expect(mail.text).toBe('See the file.');
    expect(mail.attachments.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'answers.txt file',
      'table.html file',
    ]);
  });

  it('tell a picture of the text from a picture that was sent', async () => {
    const mail = await readMail(
      await compose({
        html: '<p>Saludos</p><img src="cid:seal">',
        attachments: [
          { filename: 'seal.png', content: randomBytes(50), cid: 'seal', contentType: 'image/png' },
          { filename: 'scan.png', content: randomBytes(60), contentType: 'image/png' },
        ],
      }),
    );
    expect(mail.attachments.map(({ name, inline }) => ({ name, inline }))).toEqual(
      expect.arrayContaining([
        { name: 'seal.png', inline: true },
        { name: 'scan.png', inline: false },
      ]),
    );
  });

  it('bear continued and encoded names of RFC 2231, and never a path', async () => {
    const mail = await readMail(
      lines(
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: application/pdf',
        "Content-Disposition: attachment; filename*0*=utf-8''Respuesta%20a%C3%B1o; filename*1*=%202027.pdf",
        '',
        'x',
        '--b',
        'Content-Type: application/pdf; name="=?iso-8859-1?Q?Relat=F3rio.pdf?="',
        '',
        'y',
        '--b',
        'Content-Type: application/pdf; name="../../etc/passwd"',
        '',
        'z',
        '--b--',
      ),
    );
    expect(mail.attachments.map(({ name }) => name)).toEqual(['Respuesta año 2027.pdf', 'Relatório.pdf', 'passwd']);
  });

  it.each([
    ['filename="Informe \\x96 a\\xf1o.pdf"', 'Informe – año.pdf'],
    ["filename='informe.pdf'", 'informe.pdf'],
    ['filename="=?utf-8?Q?a=F1o.pdf?="', 'año.pdf'],
    [String.raw`filename="C:\Mis documentos\informe.pdf"`, 'informe.pdf'],
    ["filename*=utf-8\'\'informe%E2%80%AEfdp.exe", 'informefdp.exe'],
    [`filename="${'a'.repeat(300)}.pdf"`, `${'a'.repeat(251)}.pdf`],
    ['filename="=?utf-8?Q?a=0D=0Ab.pdf?="', 'ab.pdf'],
  ])('named by %s are called %s', async (parameter, name) => {
    const latin1 = parameter.replaceAll(/\\x(..)/g, (_whole, hex: string) => String.fromCharCode(parseInt(hex, 16)));
    const raw = `Content-Disposition: attachment; ${latin1}\r\nContent-Type: application/pdf\r\n\r\nPDF`;
    const { attachments } = await readMail(Buffer.from(raw, 'latin1'));
    expect(attachments.map((one) => one.name)).toEqual([name]);
  });

  const PARTS = (boundary: string) => [
    ...[`--${boundary}`, 'Content-Type: text/plain', '', 'See the file.', `--${boundary}`],
    ...['Content-Type: application/pdf; name=answer.pdf', 'Content-Transfer-Encoding: "base64"', '', 'UERG'],
    `--${boundary}--`,
  ];
  it.each([
    ['another boundary than the one that is named', 'multipart/mixed; boundary="named"', PARTS('used')],
    ['no boundary', 'multipart/mixed', PARTS('used')],
    ['a boundary without its semicolon', 'multipart/mixed boundary="b"', PARTS('b')],
    [
      'the closing delimiter before them',
      'multipart/mixed; boundary=b',
      ['--b', '', 'See the file.', '--b--', '', ...PARTS('b').slice(4)],
    ],
  ])('are found under %s', async (_words, type, body) => {
    const mail = await readMail(lines(`Content-Type: ${type}`, '', ...body, ''));
    expect(mail.text).toBe('See the file.');
    expect(mail.attachments.map(({ name, path, bytes }) => [name, path, bytes.toString()])).toEqual([
      ['answer.pdf', '2', 'PDF'],
    ]);
  });

  it('inside an opaque signature are read with its words, whole or in pieces, and what is sealed is kept', async () => {
    const content = lines('Content-Type: multipart/mixed; boundary=b', '', ...PARTS('b'));
    const der = (tag: number, ...inner: Buffer[]) => {
      const value = Buffer.concat(inner);
      return Buffer.concat([Buffer.from([tag, 0x82, value.length >> 8, value.length & 255]), value]);
    };
    const open = (tag: number, ...inner: Buffer[]) =>
      Buffer.concat([Buffer.from([tag, 0x80]), ...inner, Buffer.alloc(2)]);
    const signed = (make: typeof der, octets: Buffer) =>
      make(
        0x30,
        der(0x06, Buffer.from('2a864886f70d010702', 'hex')),
        make(0xa0, make(0x30, der(2, Buffer.from([1])), der(0x31), make(0x30, der(6), make(0xa0, octets)))),
      );
    const pieces = open(0x24, der(4, content.subarray(0, 50)), der(4, content.subarray(50)));
    for (const sealed of [signed(der, der(4, content)), signed(open, pieces)]) {
      const head = ['Content-Type: application/pkcs7-mime; name=smime.p7m', 'Content-Transfer-Encoding: base64'];
      const mail = await readMail(lines(...head, '', sealed.toString('base64')));
      expect(mail).toMatchObject({ text: 'See the file.', protection: 'signed' });
      expect(mail.attachments.map(({ name, path, role }) => [name, path, role])).toEqual([
        ['smime.p7m', '1', 'container'],
        ['answer.pdf', '1/2', 'file'],
      ]);
      const cut = await readMail(lines(...head, '', sealed.subarray(0, 60).toString('base64')));
      expect(cut).toMatchObject({ protection: 'encrypted', attachments: [{ name: 'smime.p7m', role: 'file' }] });
    }
  });

  it('are no other versions of the words: enriched text, a page for AMP', async () => {
    const mail = await readMail(
      lines(
        ...['Content-Type: multipart/alternative; boundary=b', '', '--b', '', 'words'],
        ...['--b', 'Content-Type: text/enriched', '', '<bold>words</bold>'],
        ...['--b', 'Content-Type: text/x-amp-html', '', '<html>', '--b--'],
      ),
    );
    expect(mail.text).toBe('words');
    expect(mail.attachments.map(({ role }) => role)).toEqual(['words', 'words']);
  });

  it('inside a forwarded message are listed after it, and the message itself is kept', async () => {
    const inner = await compose({
      subject: 'inner',
      text: 'inner words',
      attachments: [{ filename: 'deep.pdf', content: 'PDF' }],
    });
    const mail = await readMail(
      await compose({
        text: 'please find',
        attachments: [{ filename: 'fwd.eml', content: inner, contentType: 'message/rfc822' }],
      }),
    );
    expect(mail.attachments.map(({ name, path, role }) => ({ name, path, role }))).toEqual([
      { name: 'fwd.eml', path: '2', role: 'message' },
      { name: 'deep.pdf', path: '2/2', role: 'file' },
    ]);
    expect(mail.text).toBe('please find');
  });

  it('flag a signature, which is no file that was sent', async () => {
    const mail = await readMail(
      lines(
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'signed words',
        '--b',
        'Content-Type: application/pkcs7-signature; name=smime.p7s',
        'Content-Transfer-Encoding: base64',
        '',
        'AAAA',
        '--b--',
      ),
    );
    expect(mail.protection).toBe('signed');
    expect(mail.attachments.map(({ role }) => role)).toEqual(['signature']);
  });
});

describe('words', () => {
  it.each([
    { declared: 'iso-8859-1', bytes: Buffer.from([0x41, 0x96, 0x42]), text: 'A–B', used: 'windows-1252' },
    { declared: 'iso-8859-1', bytes: Buffer.from('ação'), text: 'ação', used: 'utf-8' },
    { declared: null, bytes: iconv.encode('ação', 'windows-1252'), text: 'ação', used: 'windows-1252' },
    { declared: 'gb18030', bytes: iconv.encode('中文', 'gb18030'), text: '中文', used: 'gb18030' },
    { declared: 'x-unheard-of', bytes: iconv.encode('café', 'windows-1252'), text: 'café', used: 'windows-1252' },
    { declared: 'iso-2022-jp', bytes: Buffer.from('\x1b$B$9$_\x1b(B', 'latin1'), text: 'すみ', used: 'iso-2022-jp' },
    { declared: 'iso-2022-jp', bytes: Buffer.from('São Tomé'), text: 'São Tomé', used: 'utf-8' },
    { declared: 'utf-16', bytes: iconv.encode('olá', 'utf-16'), text: 'olá', used: 'utf-16' },
    {
      declared: 'utf-8',
      bytes: Buffer.from('São Paulo, año').subarray(0, -2),
      text: 'São Paulo, a\ufffd',
      used: 'utf-8',
    },
    { declared: 'utf-8', bytes: iconv.encode('año', 'windows-1252'), text: 'año', used: 'windows-1252' },
    { declared: null, bytes: iconv.encode('报告和意见', 'gb18030'), text: '报告和意见', used: 'gb18030' },
    { declared: null, bytes: iconv.encode('Отчёт о людях', 'koi8-r'), text: 'Отчёт о людях', used: 'koi8-r' },
    { declared: 'hz-gb-2312', bytes: Buffer.from('a~{1(8f~}b~~'), text: 'a报告b~', used: 'hz-gb-2312' },
    {
      declared: 'iso-2022-kr',
      bytes: Buffer.from('\x1b$)C\x0e:80m<-\x0f ok', 'latin1'),
      text: '보고서 ok',
      used: 'iso-2022-kr',
    },
  ])('declared $declared are read as $used', async ({ declared, bytes, text, used }) => {
    const type = declared === null ? 'text/plain' : `text/plain; charset=${declared}`;
    const mail = await readMail(Buffer.concat([lines(`Content-Type: ${type}`, '', ''), bytes]));
    expect(mail.text).toBe(text);
    expect(mail.charsets).toEqual([{ path: '1', declared, used }]);
  });

  const encoded = Buffer.from('Convictions: 12\r\n').toString('base64');
  it.each([
    ['nothing that is encoded', ['Convictions: 12', 'and no more'], 'Convictions: 12\nand no more'],
    ['words of letters alone', ['no news from', 'the capital'], 'no news from\nthe capital'],
    ['one word', ['Nihil'], 'Nihil'],
    ['words of a list below them', [encoded, '', '____', 'List mail'], 'Convictions: 12\n\n\n____\nList mail'],
    [
      'a word below them',
      [encoded.replace(/=*$/, '=='), 'Confidential', 'for you only'],
      /^Convictions: 12\s+Confidential/,
    ],
  ])('that call themselves base64 are read in spite of %s', async (_what, body, text) => {
    const mail = await readMail(lines('Content-Transfer-Encoding: base64', '', ...body, ''));
    if (typeof text === 'string') expect(mail.text).toBe(text);
    else expect(mail.text).toMatch(text);
    expect(mail.faults).toEqual([]);
  });

  it('of a gateway are no bytes of the file that they stand below', async () => {
    const bytes = randomBytes(601);
    const rows = bytes.toString('base64').replaceAll(/.{76}/g, '$&\r\n');
    const mail = await readMail(
      lines(
        'Content-Type: application/pdf; name=a.pdf',
        'Content-Transfer-Encoding: base64',
        '',
        rows,
        '',
        'Sent by gate 1.',
      ),
    );
    expect(mail.attachments.map(({ sha256: hash }) => hash)).toEqual([sha256(bytes)]);
  });

  it('without a header are read, and are nobody’s mail', async () => {
    await expect(readMail(lines('No field here.', 'More words.'))).resolves.toMatchObject({
      text: 'No field here.\nMore words.',
      headers: [],
    });
  });

  it.each(['message/partial; id="x"; number=1; total=3', 'message/external-body; access-type=url; url="http://x"'])(
    'and files that %s holds the place of are known to be elsewhere',
    async (type) => {
      const mail = await readMail(lines(`Content-Type: ${type}`, '', 'Subject: x', '', 'words'));
      expect(mail.faults.map(({ code }) => code)).toEqual(['elsewhere']);
    },
  );

  it('are the plain text where HTML says the same, and come out of the HTML where it stands alone', async () => {
    await expect(readMail(await compose({ text: 'plain', html: '<p>rich</p>' }))).resolves.toMatchObject({
      text: 'plain',
      html: '<p>rich</p>',
      textFrom: 'plain',
    });
    await expect(readMail(await compose({ html: '<h1>Título</h1><p>Estimados:</p>' }))).resolves.toMatchObject({
      text: 'Título\n\nEstimados:',
      textFrom: 'html',
    });
  });

  it.each([
    ['<tr><th>Año</th><th>Casos</th></tr><tr><td>2026</td><td>12</td></tr>', 'Año\tCasos\n2026\t12'],
    ['<tr><td> <p>2026</p> </td><td><div>12</div></td><td></td></tr>', '2026\t12'],
    ['<tr><td><p>Uno.</p><p>Dos.</p></td></tr>', 'Uno.\n\nDos.'],
  ])('in the cells of %j stay apart', async (rows, text) => {
    await expect(readMail(await compose({ html: `<table>${rows}</table>` }))).resolves.toMatchObject({ text });
  });

  it.each([
    ['style="margin:0 0 0 40px;border:none;padding:0px"', 'Sí:\n\n12 casos'],
    ['class="gmail_quote" style="margin:0px 0px 0px 40px"', 'Sí:\n\n> 12 casos'],
    ['type="cite" style="border:none"', 'Sí:\n\n> 12 casos'],
    ['style="border:none;border-left:solid #ccc 1pt"', 'Sí:\n\n> 12 casos'],
    ['', 'Sí:\n\n> 12 casos'],
  ])('moved in by <blockquote %s> are quoted only where it says so', async (attributes, text) => {
    const html = `<p>Sí:</p><blockquote ${attributes}>12 casos</blockquote>`;
    await expect(readMail(await compose({ html }))).resolves.toMatchObject({ text });
  });

  it.each([
    ['This is an HTML message. Please use a mail program that can read it.', true],
    ['Su programa de correo no admite HTML.', true],
    ['Para visualizar este e-mail em HTML, use outro programa.', true],
    ['The HTML of the law is on our page.', false],
  ])('of the plain alternative %j do not stand for those of the other: %s', async (text, isStub) => {
    const mail = await readMail(await compose({ text, html: '<p>Título</p>' }));
    expect(mail.text).toBe(isStub ? `${text}\n\nTítulo` : text);
  });

  it.each([
    ['a byte order mark', '\ufeffSubject: Nota\r\n\r\nwords'],
    ['blank lines before the header', '\r\n\r\nSubject: Nota\r\n\r\nwords'],
    ['zero bytes before the header', '\u0000\u0000Subject: Nota\r\n\r\nwords'],
    ['CR alone at the end of lines', 'Subject: Nota\r\rwords'],
    ['no blank line after the header', 'From: a@b.gov\r\nnoise\r\nSubject: Nota\r\nwords'],
    ['a line of blanks after the header', 'Subject: Nota\r\n \t\r\nwords\r\n'],
    ['a header of a megabyte', `X-Noise: ${'x'.repeat(2_000_000)}\r\nSubject: Nota\r\n\r\nwords`],
    ['a type without its subtype', 'Content-Type: text\r\nSubject: Nota\r\n\r\nwords'],
    ['a type of text that few write in', 'Content-Type: text/markdown\r\nSubject: Nota\r\n\r\nwords'],
    ['a hidden line break', 'Subject: =?utf-8?Q?=0D=0ANota?=\r\n\r\nwords'],
  ])('are found in spite of %s', async (_words, raw) => {
    const mail = await readMail(Buffer.from(raw));
    expect([mail.subject.trim(), mail.text]).toEqual(['Nota', 'words']);
  });

  it('are read in the charset that a page names where the part names none, and out of UTF-16', async () => {
    const page = iconv.encode(
      '<meta http-equiv="Content-Type" content="text/html; charset=gb2312"><p>报告 ok</p>',
      'gb2312',
    );
    const mail = await readMail(Buffer.concat([lines('Content-Type: text/html', '', ''), page]));
    expect(mail).toMatchObject({ text: '报告 ok', charsets: [{ declared: 'gb2312', used: 'gb2312' }] });
    const saved = Buffer.from('\ufeffSubject: Año\r\n\r\nwords', 'utf16le');
    await expect(readMail(saved)).resolves.toMatchObject({ subject: 'Año', text: 'words' });
  });

  it('hold no U+0000, which the record cannot store', async () => {
    const mail = await readMail(lines('Subject: a\u0000b', '', 'c\u0000d'));
    expect(mail.subject + mail.text).toBe('abcd');
  });
});

describe('headers', () => {
  it('give every From address, so that a second one cannot hide', async () => {
    const mail = await readMail(lines('From: ok@gov.br, evil@x.net', 'From: third@y.net', '', ''));
    expect(mail.from.map(({ address }) => address)).toEqual(['ok@gov.br', 'evil@x.net', 'third@y.net']);
    expect(mail.fromFields).toBe(2);
  });

  it('give message ids that were joined by commas or broken over lines', async () => {
    const mail = await readMail(
      lines(
        'References: <a@x>,<b@x>',
        '\t<c/d/e@x> noise',
        'In-Reply-To: <c/d/e@x> <b@x>',
        'Message-ID: <annual-report/2027/BRA@y>',
        '',
        '',
      ),
    );
    expect(mail.references).toEqual(['a@x', 'b@x', 'c/d/e@x']);
    expect(mail.inReplyTo).toEqual(['c/d/e@x', 'b@x']);
    expect(mail.messageId).toBe('annual-report/2027/BRA@y');
  });

  it('are read when raw bytes stand where encoded words should', async () => {
    const latin1 = Buffer.from(
      'Subject: =?iso-8859-1?Q?Fr\u00f6sche?=\r\nFrom: Jos\u00e9 <jose@x.gov>\r\n\r\n',
      'latin1',
    );
    await expect(readMail(latin1)).resolves.toMatchObject({
      subject: 'Frösche',
      from: [{ name: 'José', address: 'jose@x.gov' }],
    });
  });

  it.each([
    ['=?unknown-8bit?Q?a=F1o_2027?=', 'año 2027'],
    ['Nota: =?utf-8?Q?a=F1o?= =?utf-8?B?IDIwMjc=?=', 'Nota: año 2027'],
    ['=?iso-8859-1*es?Q?a=F1o?=', 'año'],
  ])('that say %j are read as %j, whatever charset they name', async (subject, words) => {
    await expect(readMail(lines(`Subject: ${subject}`, '', ''))).resolves.toMatchObject({ subject: words });
  });

  it('give the null return path, a date in UTC, and null for a date that means nothing', async () => {
    const mail = await readMail(lines('Return-Path: <>', 'Date: Mon, 1 Feb 2027 10:00:00 -0300 (BRT)', '', ''));
    expect(mail).toMatchObject({ returnPath: '', date: '2027-02-01T13:00:00.000Z' });
    await expect(readMail(lines('Date: yesterday', '', ''))).resolves.toMatchObject({ date: null, returnPath: null });
  });
});

describe('hostile mail', () => {
  it('of too many parts is read up to the limit and says so', async () => {
    const raw = lines(
      'Content-Type: multipart/mixed; boundary=b',
      '',
      ...Array.from({ length: 20_000 }, () => '--b\r\n\r\nx'),
      '--b--',
    );
    const mail = await readMail(raw);
    expect(mail.faults.map(({ code }) => code)).toEqual(['too-many-parts']);
    expect(mail.text).toContain('x');
  });

  it('of 400 nested multiparts is read to its leaf and says that it is deep', async () => {
    const head = Array.from({ length: 400 }, (_, index) => [
      `Content-Type: multipart/mixed; boundary=b${index}`,
      '',
      `--b${index}`,
    ]).flat();
    const mail = await readMail(lines(...head, 'Content-Type: application/pdf; name=deep.pdf', '', 'PDF'));
    expect(mail.attachments.map(({ name }) => name)).toEqual(['deep.pdf']);
    expect(mail.faults.map(({ code }) => code)).toEqual(['too-deep']);
  });

  it('of messages within messages is opened three deep and kept closed below', async () => {
    let raw = await compose({ text: 'core', attachments: [{ filename: 'core.pdf', content: 'PDF' }] });
    for (let depth = 0; depth < 5; depth += 1) {
      raw = await compose({
        text: 'shell',
        attachments: [{ filename: `${depth}.eml`, content: raw, contentType: 'message/rfc822' }],
      });
    }
    const mail = await readMail(raw);
    expect(mail.attachments.map(({ name }) => name)).toEqual(['4.eml', '3.eml', '2.eml', '1.eml']);
    expect(mail.faults.map(({ code }) => code)).toEqual(['too-deep']);
  });

  it('over the size limit is cut and says so', async () => {
    const mail = await readMail(lines('Subject: long', '', 'x'.repeat(5000)), { ...DEFAULT_LIMITS, maxSize: 1000 });
    expect(mail.subject).toBe('long');
    expect(mail.faults.map(({ code }) => code)).toEqual(['too-large']);
  });

  it('never makes the reader throw or stall', async () => {
    const seeds = [
      await compose({
        from: 'a@b.gov',
        subject: 'ação',
        text: 'words',
        html: '<b>x</b>',
        attachments: [{ filename: 'ç.pdf', content: 'PDF' }],
      }),
      lines(
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Final-Recipient: rfc822; a@b',
        'Action: failed',
        '',
        '--b--',
      ),
    ];
    const edit = fc.record({ at: fc.nat(3000), cut: fc.nat(40), put: fc.uint8Array({ maxLength: 30 }) });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...seeds), fc.array(edit, { maxLength: 12 }), async (seed, edits) => {
        const raw = edits.reduce(
          (bytes, { at, cut, put }) =>
            Buffer.concat([bytes.subarray(0, at % bytes.length), put, bytes.subarray((at % bytes.length) + cut)]),
          seed,
        );
        const startedAt = performance.now();
        const mail = await readMail(raw);
        expect(performance.now() - startedAt).toBeLessThan(HANG_MS);
        expect(Array.isArray(mail.attachments)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('of endless headers, parentheses and brackets is read without a hang', async () => {
    const startedAt = performance.now();
    await readMail(
      lines(
        `From: ${'('.repeat(200_000)}`,
        `References: ${'<'.repeat(200_000)}`,
        `Date: ${'('.repeat(200_000)}`,
        `Subject: ${'=?utf-8?q?'.repeat(20_000)}`,
        '',
        '<'.repeat(200_000),
      ),
    );
    await readMail(lines('Content-Type: text/html', '', `${'<div>'.repeat(400_000)}words${'<b '.repeat(50_000)}`));
    expect(performance.now() - startedAt).toBeLessThan(HANG_MS);
  });
});

describe('real mail of others', () => {
  it('loses no attachment that another parser finds, byte for byte', async () => {
    for (const { file, raw } of [...readCorpus('messages'), ...readCorpus('mime-trees')]) {
      const theirs = (await simpleParser(raw)).attachments.map(({ content }) => sha256(content));
      const ours = (await readMail(raw)).attachments.map((attachment) => attachment.sha256);
      expect({ file, missing: theirs.filter((hash) => !ours.includes(hash)) }).toEqual({ file, missing: [] });
    }
  });

  it('shows the subjects, words and file names that its own projects expect', async () => {
    const table = readTable('messages');
    for (const { file, raw } of readCorpus('messages')) {
      const [, , , , , words = '', files = ''] = table.get(file) ?? [];
      const mail = await readMail(raw);
      if (/charset/.test(file))
        expect({ file, text: mail.text }).toEqual({ file, text: expect.stringContaining(words) });
      if (/nonascii/.test(file)) expect(mail.attachments.map(({ name }) => name)).toEqual([files.trim()]);
    }
  });
});
