import fc from 'fast-check';
import { isSameDocument, parseSymbol } from '../../domain/symbol.js';
import type { DocumentSymbol } from '../../domain/symbol.js';

const PLAIN = { year: null, session: null, meeting: null, reissues: [] };

/** Symbols of documents that exist; where each was seen stands in the mandate files and in the history of the resolution. */
const REAL: [string, Partial<DocumentSymbol> & Pick<DocumentSymbol, 'organ' | 'kind' | 'number'>][] = [
  [
    'AG/RES. 2019 (XXXIV-O/04)',
    { organ: 'AG', kind: 'resolution', number: 2019, year: 2004, session: { number: 34, type: 'ordinary' } },
  ],
  [
    'AG/RES. 1776 (XXXI-O/01)',
    { organ: 'AG', kind: 'resolution', number: 1776, year: 2001, session: { number: 31, type: 'ordinary' } },
  ],
  [
    'AG/RES. 1948 (XXXIII-O/03)',
    { organ: 'AG', kind: 'resolution', number: 1948, year: 2003, session: { number: 33, type: 'ordinary' } },
  ],
  [
    'AG/RES. 1952 (XXXIII-O/03)',
    { organ: 'AG', kind: 'resolution', number: 1952, year: 2003, session: { number: 33, type: 'ordinary' } },
  ],
  [
    'AG/RES. 1486 (XXVII-O/97)',
    { organ: 'AG', kind: 'resolution', number: 1486, year: 1997, session: { number: 27, type: 'ordinary' } },
  ],
  [
    'AG/RES. 2118 (XXXV-O/05)',
    { organ: 'AG', kind: 'resolution', number: 2118, year: 2005, session: { number: 35, type: 'ordinary' } },
  ],
  [
    'AG/RES. 2197 (XXXVI-O/06)',
    { organ: 'AG', kind: 'resolution', number: 2197, year: 2006, session: { number: 36, type: 'ordinary' } },
  ],
  [
    'AG/RES. 2256 (XXXVI-O/06)',
    { organ: 'AG', kind: 'resolution', number: 2256, year: 2006, session: { number: 36, type: 'ordinary' } },
  ],
  [
    'AG/RES. 2348 (XXXVII-O/07)',
    { organ: 'AG', kind: 'resolution', number: 2348, year: 2007, session: { number: 37, type: 'ordinary' } },
  ],
  [
    'AG/RES. 2438 (XXXIX-O/09)',
    { organ: 'AG', kind: 'resolution', number: 2438, year: 2009, session: { number: 39, type: 'ordinary' } },
  ],
  [
    'AG/RES. 2551 (XL-O/10)',
    { organ: 'AG', kind: 'resolution', number: 2551, year: 2010, session: { number: 40, type: 'ordinary' } },
  ],
  ['AG/RES. 1948', { organ: 'AG', kind: 'resolution', number: 1948 }],
  ['AG/RES.1948', { organ: 'AG', kind: 'resolution', number: 1948 }],
  [
    'CIM/RES. 225/02 (XXXI-O/02)',
    { organ: 'CIM', kind: 'resolution', number: 225, year: 2002, session: { number: 31, type: 'ordinary' } },
  ],
  ['CP/RES. 889 (1503/05)', { organ: 'CP', kind: 'resolution', number: 889, year: 2005, meeting: 1503 }],
  [
    'CP/RES. 889 (1503/05) rev. 2',
    {
      organ: 'CP',
      kind: 'resolution',
      number: 889,
      year: 2005,
      meeting: 1503,
      reissues: [{ kind: 'rev', number: 2 }],
    },
  ],
  ['AG/doc.4228/03', { organ: 'AG', kind: 'document', number: 4228, year: 2003 }],
  ['AG/doc.4332/04', { organ: 'AG', kind: 'document', number: 4332, year: 2004 }],
  ['AG/doc.4376/05', { organ: 'AG', kind: 'document', number: 4376, year: 2005 }],
  [
    'AG/doc.4496/05 rev. 1',
    { organ: 'AG', kind: 'document', number: 4496, year: 2005, reissues: [{ kind: 'rev', number: 1 }] },
  ],
  ['AG/doc.4510/06', { organ: 'AG', kind: 'document', number: 4510, year: 2006 }],
  ['CIM/doc.9/02', { organ: 'CIM', kind: 'document', number: 9, year: 2002 }],
  [
    'CP/doc.1112/80 rev.4 corr.1',
    {
      organ: 'CP',
      kind: 'document',
      number: 1112,
      year: 1980,
      reissues: [
        { kind: 'rev', number: 4 },
        { kind: 'corr', number: 1 },
      ],
    },
  ],
  ['CP/doc.3515/01', { organ: 'CP', kind: 'document', number: 3515, year: 2001 }],
  ['CP/doc.3702/03', { organ: 'CP', kind: 'document', number: 3702, year: 2003 }],
  ['CP/doc.3847/04', { organ: 'CP', kind: 'document', number: 3847, year: 2004 }],
  ['CP/doc.3862/04', { organ: 'CP', kind: 'document', number: 3862, year: 2004 }],
  ['CP/doc.4023/05', { organ: 'CP', kind: 'document', number: 4023, year: 2005 }],
  ['CP/doc.4105/06', { organ: 'CP', kind: 'document', number: 4105, year: 2006 }],
  [
    'CP/CG-1675/06 rev. 5',
    { organ: 'CP/CG', kind: 'paper', number: 1675, year: 2006, reissues: [{ kind: 'rev', number: 5 }] },
  ],
  ['CP/CSH-796/06', { organ: 'CP/CSH', kind: 'paper', number: 796, year: 2006 }],
  ['CP/CSH-813/06', { organ: 'CP/CSH', kind: 'paper', number: 813, year: 2006 }],
  [
    'CP/CSH-863/07 corr. 1',
    { organ: 'CP/CSH', kind: 'paper', number: 863, year: 2007, reissues: [{ kind: 'corr', number: 1 }] },
  ],
  ['CP/CSH/INF-184/09', { organ: 'CP/CSH', kind: 'information', number: 184, year: 2009 }],
  ['GT/RTP-15/05', { organ: 'GT/RTP', kind: 'paper', number: 15, year: 2005 }],
  [
    'GT/CDI-3/01 add.6',
    { organ: 'GT/CDI', kind: 'paper', number: 3, year: 2001, reissues: [{ kind: 'add', number: 6 }] },
  ],
  ['REMJA-V/doc.9/04', { organ: 'REMJA-V', kind: 'document', number: 9, year: 2004 }],
  ['RTP/doc.10/06', { organ: 'RTP', kind: 'document', number: 10, year: 2006 }],
  [
    'RTP-II/doc.5/09 rev. 9',
    { organ: 'RTP-II', kind: 'document', number: 5, year: 2009, reissues: [{ kind: 'rev', number: 9 }] },
  ],
  [
    'RTP-III/doc.10/12 rev. 1',
    { organ: 'RTP-III', kind: 'document', number: 10, year: 2012, reissues: [{ kind: 'rev', number: 1 }] },
  ],
];

describe('a symbol', () => {
  it.each(REAL)('is read in its parts: %s', (text, parts) => {
    expect(parseSymbol(text)).toEqual({ ...PLAIN, ...parts });
  });

  it('of a declaration or of an extraordinary session is read, too', () => {
    expect(parseSymbol('AG/DEC. 60 (XXXIX-O/09)')).toMatchObject({ kind: 'declaration', number: 60, year: 2009 });
    expect(parseSymbol('AG/RES. 1 (XXVIII-E/01)')?.session).toEqual({ number: 28, type: 'extraordinary' });
  });

  it.each([
    ['nothing', ''],
    ['a blank in front', ' AG/RES. 2019 (XXXIV-O/04)'],
    ['a blank behind', 'AG/RES. 2019 (XXXIV-O/04) '],
    ['small letters', 'ag/res. 2019 (xxxiv-o/04)'],
    ['no full stop after RES', 'AG/RES 2019 (XXXIV-O/04)'],
    ['no number', 'AG/RES. (XXXIV-O/04)'],
    ['the number 0', 'CP/doc.0/05'],
    ['a number with a zero in front', 'CP/doc.04023/05'],
    ['a year of four digits', 'CP/doc.4023/2005'],
    ['a year of one digit', 'CP/doc.4023/5'],
    ['a session in arabic digits with its letter', 'AG/RES. 2019 (34-O/04)'],
    ['a roman number that is none', 'AG/RES. 2019 (XXXIIII-O/04)'],
    ['a roman number out of order', 'AG/RES. 2019 (IXXX-O/04)'],
    ['a meeting whose roman number is none', 'REMJA-VX/doc.9/04'],
    ['a session of an unknown type', 'AG/RES. 2019 (XXXIV-X/04)'],
    ['a bracket left open', 'AG/RES. 2019 (XXXIV-O/04'],
    ['a bracket without year', 'AG/RES. 2019 (XXXIV-O)'],
    ['two years that differ', 'CIM/RES. 225/02 (XXXI-O/03)'],
    ['a revision without number', 'CP/doc.4023/05 rev.'],
    ['a revision 0', 'CP/doc.4023/05 rev. 0'],
    ['an unknown reissue', 'CP/doc.4023/05 ver. 1'],
    ['an organ of one letter: a press release', 'E-097/05'],
    ['a shelf mark', 'OEA/Ser.K/XXXIX'],
    ['a sentence around it', 'see AG/RES. 2019 (XXXIV-O/04)'],
    ['two symbols', 'AG/RES. 2019 (XXXIV-O/04), AG/RES. 2026'],
    ['a line break within', 'AG/RES. 2019 (XXXIV-O/04)\nrev. 1\n'],
  ])('is refused with %s', (_what, text) => {
    expect(parseSymbol(text)).toBeUndefined();
  });

  it('keeps its parts whatever they are', () => {
    const number = fc.integer({ min: 1, max: 99_999 });
    const reissue = fc.record({ kind: fc.constantFrom('rev' as const, 'corr' as const, 'add' as const), number });
    const organ = fc.constantFrom('AG', 'CP', 'CP/CSH', 'REMJA-V', 'GT/RTP', 'RTP-III');
    fc.assert(
      fc.property(organ, number, fc.integer({ min: 0, max: 99 }), fc.array(reissue), (name, count, year, again) => {
        const tail = again.map((one) => ` ${one.kind}. ${one.number}`).join('');
        const parsed = parseSymbol(`${name}/doc.${count}/${String(year).padStart(2, '0')}${tail}`);
        expect(parsed).toMatchObject({ organ: name, number: count, reissues: again });
        expect((parsed?.year ?? 0) % 100).toBe(year);
      }),
    );
  });
});

describe('two symbols', () => {
  const same = (a: string, b: string): boolean => {
    const [one, other] = [parseSymbol(a), parseSymbol(b)];
    if (!one || !other) throw new Error(`${a} or ${b} is no symbol`);
    return isSameDocument(one, other);
  };

  it.each([
    ['AG/RES.1948', 'AG/RES. 1948 (XXXIII-O/03)', true],
    ['CP/RES. 889 (1503/05)', 'CP/RES. 889', true],
    ['CP/doc.1112/80 rev.4', 'CP/doc.1112/80 rev. 4', true],
    ['CP/RES. 889 (1503/05)', 'CP/RES. 889 (1503/05) rev. 2', false],
    ['AG/RES. 2019 (XXXIV-O/04)', 'AG/RES. 2019 (XXXV-O/05)', false],
    ['AG/RES. 2019 (XXXIV-O/04)', 'AG/RES. 2018 (XXXIV-O/04)', false],
    ['AG/RES. 60', 'AG/DEC. 60', false],
    ['CP/doc.796/06', 'CP/CSH-796/06', false],
  ])('%s and %s name the same document: %s', (a, b, expected) => {
    expect(same(a, b)).toBe(expected);
    expect(same(b, a)).toBe(expected);
  });
});
