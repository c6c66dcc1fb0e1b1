import { deflateSync } from 'node:zlib';
import { readFileText } from '../../../adapters/file-text/file-text.js';
import { FILE_TEXT_BOUNDS, lengthOf } from '../../../domain/file-text.js';
import { docxOf, paragraph, pdfOf, pdfOfObjects, xlsxOf, zipOf } from '../../world/office-file.js';

const MIB = 1024 * 1024;

describe('the words of a file', () => {
  it('come page by page from a PDF, and a page without words is left out', async () => {
    const text = await readFileText(pdfOf(['Respuesta de Per\u00fa', '', 'Art. 3 (b)\nLa ley']));
    expect(text).toMatchObject({
      kind: 'pdf',
      ending: 'text',
      pages: [
        { page: 1, text: 'Respuesta de Per\u00fa' },
        { page: 3, text: 'Art. 3 (b)\nLa ley' },
      ],
    });
  });

  it('come from a document by paragraph, cell and break, without what was deleted or only stands there for older programs', async () => {
    const body = [
      paragraph('La ley &amp; su reglamento'),
      '<w:p><w:r><w:delText>gone</w:delText><w:t>kept</w:t><w:tab/><w:t xml:space="preserve"> on</w:t></w:r></w:p>',
      `<w:tbl><w:tr><w:tc>${paragraph('A1')}</w:tc><w:tc>${paragraph('B1')}</w:tc></w:tr></w:tbl>`,
      '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>second page</w:t></w:r></w:p>',
      `<mc:AlternateContent><mc:Choice>${paragraph('box')}</mc:Choice><mc:Fallback>${paragraph('box')}</mc:Fallback></mc:AlternateContent>`,
      '<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>',
    ].join('');
    const notes = {
      name: 'word/footnotes.xml',
      bytes: Buffer.from(`<w:footnotes>${paragraph('a note')}</w:footnotes>`),
    };
    const text = await readFileText(docxOf(body, [notes]));
    expect(text).toMatchObject({ kind: 'docx', ending: 'text' });
    expect(text.pages).toEqual([
      { page: 1, text: 'La ley & su reglamento\nkept\t on\nA1 \tB1' },
      { page: 2, text: 'second page\nbox\n\na note' },
    ]);
  });

  it('come from a workbook by sheet and row: shared, written in place, and as figures', async () => {
    const rows = [
      '<row><c t="s"><v>0</v></c><c><v>12.5</v></c></row>',
      '<row><c t="inlineStr"><is><t>in place</t></is></c><c t="s"><v>99</v></c><c t="str"><f>A1</f><v>made</v></c></row>',
    ].join('');
    const text = await readFileText(
      xlsxOf({ Datos: rows, Vacío: '', Otro: '<row><c t="s"><v>1</v></c></row>' }, ['V\u00edctimas', 'Total']),
    );
    expect(text).toMatchObject({ kind: 'xlsx', ending: 'text' });
    expect(text.pages).toEqual([
      { page: 1, name: 'Datos', text: 'V\u00edctimas\t12.5\nin place\tmade' },
      { page: 3, name: 'Otro', text: 'Total' },
    ]);
  });

  it.each([
    ['UTF-8', Buffer.from('Informaci\u00f3n\r\nsegunda'), 'Informaci\u00f3n\nsegunda'],
    ['Windows-1252', Buffer.from('Informaci\u00f3n', 'latin1'), 'Informaci\u00f3n'],
    ['UTF-16', Buffer.from('\ufeffInformaci\u00f3n', 'utf16le'), 'Informaci\u00f3n'],
  ])('come from a plain text in %s', async (_name, bytes, words) => {
    expect(await readFileText(bytes)).toMatchObject({
      kind: 'text',
      ending: 'text',
      pages: [{ page: 1, text: words }],
    });
  });

  it('come from Rich Text', async () => {
    const text = await readFileText(Buffer.from("{\\rtf1\\ansi Informaci\\'f3n\\par fin}"));
    expect(text).toMatchObject({ kind: 'rtf', ending: 'text', pages: [{ page: 1, text: 'Informaci\u00f3n\nfin' }] });
  });

  it('hold neither halves of characters, nor U+0000, nor other controls', async () => {
    const text = await readFileText(docxOf(paragraph('a&#0;b&#xD83D;c&#x1;d&#xFFFF;e')));
    expect(text.pages[0]?.text.isWellFormed()).toBe(true);
    expect(text.pages[0]?.text).not.toMatch(/[\u0000\u0001\uffff]/);
  });
});

describe('a file that strangers have made', () => {
  const deep = '<w:x>'.repeat(100_000);
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:document><w:body>${paragraph('&b;').repeat(3)}</w:body></w:document>`;
  const secret = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('EncryptedPackage', 'utf16le')]);
  const encrypted =
    '/Encrypt << /Filter /Standard /V 1 /R 2 /O (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) /U (bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb) /P -4 >> /ID [(a) (a)]';
  const cells = '<row>' + '<c t="s"><v>0</v></c>'.repeat(50_000) + '</row>';

  it.each<[string, () => Buffer, string | null, string]>([
    ['nothing', () => Buffer.alloc(0), 'text', 'none'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a0000', 'hex'), null, 'none'],
    ['the first half of a PDF', () => pdfOf(['words']).subarray(0, 300), 'pdf', 'unreadable'],
    ['a PDF that is nothing but its header', () => Buffer.from('%PDF-1.7\n'), 'pdf', 'unreadable'],
    ['an encrypted PDF', () => pdfOf(['words'], encrypted), 'pdf', 'encrypted'],
    [
      'a PDF whose pages are its own parents',
      () => pdfOfObjects(['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] >>']),
      'pdf',
      'none',
    ],
    [
      'a PDF of brackets',
      () => pdfOfObjects(['<< /Type /Catalog /Pages 2 0 R >>', '['.repeat(2_000_000)]),
      'pdf',
      'none',
    ],
    ['a PDF of 10,000 pages', () => pdfOf(Array.from({ length: 10_000 }, () => 'page')), 'pdf', 'tooLong'],
    ['a PDF that unpacks to two gigabytes', () => pdfBomb(), 'pdf', 'unreadable'],
    ['a document in a document with a password', () => secret, null, 'encrypted'],
    ['an old document', () => Buffer.from('d0cf11e0a1b11ae10000', 'hex'), null, 'none'],
    [
      'a ZIP with a password',
      () => zipOf([{ name: 'word/document.xml', bytes: Buffer.from('x'), isEncrypted: true }]),
      null,
      'encrypted',
    ],
    ['a ZIP that is called a document', () => zipOf([{ name: 'a.txt', bytes: Buffer.from('words') }]), null, 'none'],
    ['half a ZIP', () => docxOf(paragraph('words')).subarray(0, 100), null, 'unreadable'],
    ['a document that unpacks without end', () => docxOf(' '.repeat(200 * MIB)), 'docx', 'tooLong'],
    ['a document of endless words', () => docxOf(paragraph('word '.repeat(400_000))), 'docx', 'tooLong'],
    ['a document of elements in elements', () => docxOf(deep), 'docx', 'unreadable'],
    ['a document of a tag that never ends', () => docxOf(`<w:t ${'a="b" '.repeat(1_000_000)}`), 'docx', 'none'],
    [
      'a document of billion laughs',
      () => zipOf([{ name: 'word/document.xml', bytes: Buffer.from(laughs) }]),
      'docx',
      'text',
    ],
    ['a workbook that repeats one long string', () => xlsxOf({ a: cells }, ['x'.repeat(30_000)]), 'xlsx', 'tooLong'],
    [
      'a workbook of endless strings',
      () =>
        xlsxOf(
          { a: cells },
          Array.from({ length: 40 }, () => 'x'.repeat(30_000)),
        ),
      'xlsx',
      'tooLong',
    ],
    ['a text of 30 MB', () => Buffer.alloc(30 * MIB, 'word '), 'text', 'tooLong'],
    ['Rich Text of braces', () => Buffer.from(`{\\rtf1 ${'{'.repeat(5 * MIB)}`), 'rtf', 'none'],
  ])(
    '%s: ends within its bounds',
    async (_name, make, kind, ending) => {
      const bytes = make();
      const begun = performance.now();
      const text = await readFileText(bytes);
      expect({ kind: text.kind, ending: text.ending }).toEqual({ kind, ending });
      expect(lengthOf(text)).toBeLessThanOrEqual(FILE_TEXT_BOUNDS.characters);
      expect(text.pages.length).toBeLessThanOrEqual(FILE_TEXT_BOUNDS.pages);
      expect(performance.now() - begun).toBeLessThan(30_000);
    },
    60_000,
  );

  it('multiplies no entity that it declares itself', async () => {
    const bytes = zipOf([{ name: 'word/document.xml', bytes: Buffer.from(laughs) }]);
    expect(lengthOf(await readFileText(bytes))).toBeLessThan(100);
  });

  it('has no more of its time than is given, and keeps what was read until then', async () => {
    const pages = Array.from({ length: 1_500 }, (_one, index) => `page ${index} ${'word '.repeat(400)}`);
    const text = await readFileText(pdfOf(pages), { ...FILE_TEXT_BOUNDS, characters: 1e9, milliseconds: 300 });
    expect(text.ending).toBe('timedOut');
    expect(text.pages.length).toBeGreaterThan(0);
  });

  it('reads the same each time', async () => {
    const bytes = pdfOf(['uno', 'dos']);
    expect(await readFileText(bytes)).toEqual(await readFileText(bytes));
  });

  function pdfBomb(): Buffer {
    // Twice packed, so that some kilobytes become two gigabytes.
    const packed = deflateSync(deflateSync(Buffer.alloc(1024 * MIB, ' '), { level: 1 }));
    const stream = Buffer.concat([
      Buffer.from(`<< /Length ${packed.length} /Filter [/FlateDecode /FlateDecode] >>\nstream\n`),
      packed,
      Buffer.from('\nendstream'),
    ]);
    return pdfOfObjects([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents [4 0 R 4 0 R] >>',
      stream,
    ]);
  }
});
