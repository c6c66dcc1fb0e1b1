import fc from 'fast-check';
import { ARCHIVE_BOUNDS, judgeFile } from '../../domain/file-check.js';
import type { ArchiveFacts, FileFacts } from '../../domain/file-check.js';

const file = (change: Partial<FileFacts>): FileFacts => ({
  name: 'informe.pdf',
  size: 1000,
  kind: 'pdf',
  isProtected: false,
  archive: null,
  scan: { is: 'clean' },
  ...change,
});
const archive = (change: Partial<ArchiveFacts>): ArchiveFacts => ({
  names: ['informe.pdf'],
  entries: 1,
  unpacked: 2000,
  isProtected: false,
  fault: null,
  ...change,
});
const zip = (change: Partial<ArchiveFacts>): FileFacts =>
  file({ name: 'anexos.zip', kind: 'zip', archive: archive(change) });

describe('what is thought of a file', () => {
  it.each<[string, FileFacts, string, RegExp]>([
    ['a sound one', file({}), 'sound', /^$/],
    ['a sound archive', zip({}), 'sound', /^$/],
    ['plain text, whose bytes do not tell', file({ name: 'datos.csv', kind: null }), 'sound', /^$/],
    ['a Word file that is an OLE container', file({ name: 'a.doc', kind: 'cfb' }), 'sound', /^$/],
    ['one that is not what its name says', file({ kind: 'docx' }), 'sound', /named \.pdf but is of kind docx/],
    ['a virus', file({ scan: { is: 'infected', signature: 'Eicar' } }), 'infected', /finds Eicar in informe\.pdf/],
    ['a program', file({ name: 'setup.exe', kind: 'exe' }), 'dangerous', /runs when it is opened/],
    ['a program with two extensions', file({ name: 'informe.pdf.SCR', kind: null }), 'dangerous', /runs/],
    ['a program with dots and blanks behind', file({ name: 'informe.bat . ', kind: null }), 'dangerous', /runs/],
    ['a program under a document’s name', file({ kind: 'exe' }), 'dangerous', /is a program \(exe\)/],
    ['an archive with a program', zip({ names: ['a.pdf', 'x/y.js'] }), 'dangerous', /holds x\/y\.js/],
    ['an archive of very many files', zip({ entries: ARCHIVE_BOUNDS.entries + 1 }), 'dangerous', /holds 2001 files/],
    ['a bomb', zip({ unpacked: 3 * 1024 ** 3 }), 'dangerous', /unpacks to 3072 MiB/],
    ['an archive that breaks off', zip({ fault: 'end of central directory' }), 'dangerous', /cannot be looked into/],
    ['a protected archive', zip({ isProtected: true }), 'protected', /anexos\.zip is protected by a password/],
    ['a protected document', file({ isProtected: true }), 'protected', /protected/],
    ['an empty file', file({ size: 0, kind: null }), 'empty', /is empty/],
    [
      'one that nobody could scan',
      file({ scan: { is: 'down', because: 'no answer' } }),
      'unscanned',
      /could not be scanned/,
    ],
    ['a document without a scanner', file({ scan: { is: 'off' } }), 'sound', /^$/],
  ])('%s', (_what, facts, verdict, because) => {
    expect(judgeFile(facts)).toEqual({ verdict, because: expect.stringMatching(because) });
  });

  it('never takes for clean what the scanner has not seen, nor lets anything outweigh a virus', () => {
    const facts = fc.record({
      name: fc.string(),
      size: fc.nat(),
      kind: fc.option(fc.constantFrom('pdf', 'zip', 'exe', 'docx')),
      isProtected: fc.boolean(),
      archive: fc.option(
        fc.record({
          names: fc.array(fc.string()),
          entries: fc.nat(5000),
          unpacked: fc.nat(),
          isProtected: fc.boolean(),
          fault: fc.option(fc.string()),
        }),
      ),
    });
    fc.assert(
      fc.property(facts, (some) => {
        expect(judgeFile({ ...some, scan: { is: 'down', because: 'x' } }).verdict).not.toBe('sound');
        expect(judgeFile({ ...some, scan: { is: 'infected', signature: 'x' } }).verdict).toBe('infected');
      }),
    );
  });
});
