import { lackWords, readLacks } from '../../domain/lack.js';
import type { Lack } from '../../domain/lack.js';

describe('what a mail lacks', () => {
  it.each<[string, Lack[]]>([
    [
      'The report is at https://drive.google.com/file/d/abc/view?usp=sharing',
      [{ kind: 'link', what: 'drive.google.com' }],
    ],
    [
      'Descargar: https://minrex-my.sharepoint.com/:b:/g/personal/x',
      [{ kind: 'link', what: 'minrex-my.sharepoint.com' }],
    ],
    ['Veja https://we.tl/t-abc.', [{ kind: 'link', what: 'we.tl' }]],
    ['Voir (https://www.dropbox.com/s/x/rapport.pdf?dl=0).', [{ kind: 'link', what: 'www.dropbox.com' }]],
    ['Se adjunta Informe_2027.pdf para su consideración.', [{ kind: 'named', what: 'Informe_2027.pdf' }]],
    [
      'Ci-joint : rapport.docx et annexe.xlsx',
      [
        { kind: 'named', what: 'rapport.docx' },
        { kind: 'named', what: 'annexe.xlsx' },
      ],
    ],
    ['a.pdf, a.pdf, a.pdf', [{ kind: 'named', what: 'a.pdf' }]],
    // What names no place where documents are left.
    ['The law is published at https://www.gazette.gov.example/laws/12.pdf', []],
    ['https://notdropbox.com.evil.example/dropbox.com', []],
    ['Write to informe.pdf@ministry.example', []],
    ['We thank you for your note.', []],
    ['Received.\n\n> Please send report.pdf to https://drive.google.com/x', []],
    ['', []],
  ])('%j', (text, lacks) => {
    expect(readLacks(text, [])).toEqual(lacks);
  });

  it('asks nothing of the words of a mail that came with a file', () => {
    expect(readLacks('See https://we.tl/t-abc and b.pdf', [{ name: 'a.pdf', verdict: 'sound' }])).toEqual([]);
  });

  it('names the files that cannot be opened', () => {
    const files = [
      { name: 'a.pdf', verdict: 'sound' as const },
      { name: 'b.zip', verdict: 'protected' as const },
      { name: 'c.doc', verdict: 'empty' as const },
    ];
    expect(readLacks('Adjunto.', files)).toEqual([
      { kind: 'protected', what: 'b.zip' },
      { kind: 'empty', what: 'c.doc' },
    ]);
  });

  it('reads a text of a megabyte without blanks in no time', () => {
    const begun = performance.now();
    readLacks(`${'a.'.repeat(500_000)}https://${'x-'.repeat(200_000)}`, []);
    expect(performance.now() - begun).toBeLessThan(2000);
  });
});

it('is said to the Coordinator in one sentence, whatever is lacking', () => {
  expect((['protected', 'empty', 'link', 'named'] as const).map((kind) => lackWords({ kind, what: 'a.pdf' }))).toEqual([
    'a.pdf is protected by a password',
    'a.pdf is empty',
    'it refers to a document at a.pdf and brings none',
    'it names a.pdf, which did not come with it',
  ]);
});
