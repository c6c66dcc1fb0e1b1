import fc from 'fast-check';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { addDays } from '../../domain/iso-date.js';
import type { Catalogue, Language, ParagraphRef, ParagraphStatus, Succession } from '../../domain/mandate.js';
import { PARAGRAPH_STATUSES } from '../../domain/mandate.js';
import { statusOn } from '../../domain/paragraph.js';
import { citationOn, entryOn, findResolution } from '../../domain/register.js';
import { carriersOn, mandateChain, paragraphKey } from '../../domain/succession.js';

const A1: ParagraphRef = { resolution: 'a', paragraph: 1 };
const B1: ParagraphRef = { resolution: 'b', paragraph: 1 };
const B2: ParagraphRef = { resolution: 'b', paragraph: 2 };
const C1: ParagraphRef = { resolution: 'c', paragraph: 1 };
const D1: ParagraphRef = { resolution: 'd', paragraph: 1 };

function passing(date: string, kind: Succession['kind'], from: ParagraphRef[], to: ParagraphRef[]): Succession {
  return { date, kind, from, to, reason: 'A test.', document: null, source: 'a test' };
}

const keys = (refs: ParagraphRef[]): string[] => refs.map(paragraphKey);

describe('the paragraph that carries an obligation on a day', () => {
  const renewed = [passing('2005-06-07', 'renewed', [A1], [B1]), passing('2006-06-06', 'superseded', [B1], [C1])];
  const split = [passing('2005-06-07', 'split', [A1], [B1, B2]), passing('2006-06-06', 'superseded', [B2], [C1])];
  const merged = [passing('2005-05-10', 'merged', [A1, B1], [C1])];
  const joined = [
    passing('2005-05-10', 'merged', [A1, B1], []),
    passing('2005-06-07', 'renewed', [A1], [C1]),
    passing('2006-06-06', 'renewed', [B1], [D1]),
  ];
  const joinedThenReplaced = [
    passing('2005-05-10', 'merged', [A1, B1], []),
    passing('2005-06-07', 'superseded', [A1], [B1]),
  ];

  it.each([
    ['renewed, the day before', renewed, A1, '2005-06-06', ['a/1']],
    ['renewed, on the day', renewed, A1, '2005-06-07', ['b/1']],
    ['renewed, then superseded', renewed, A1, '2026-01-01', ['c/1']],
    ['begun in the middle of a chain', renewed, B1, '2026-01-01', ['c/1']],
    ['before it was ever adopted', renewed, A1, '1990-01-01', ['a/1']],
    ['of another line', renewed, D1, '2026-01-01', ['d/1']],
    ['split in two', split, A1, '2005-06-07', ['b/1', 'b/2']],
    ['split, one part superseded', split, A1, '2006-06-06', ['b/1', 'c/1']],
    ['merged into a new text, from the first', merged, A1, '2005-05-10', ['c/1']],
    ['merged into a new text, from the second', merged, B1, '2005-05-10', ['c/1']],
    ['joined without a new text', joined, A1, '2005-05-10', ['a/1', 'b/1']],
    ['joined, seen from the other', joined, B1, '2005-05-10', ['b/1', 'a/1']],
    ['joined, then renewed: its own line first', joined, A1, '2005-06-07', ['c/1', 'b/1']],
    ['joined, the other renewed', joined, A1, '2006-06-06', ['c/1', 'd/1']],
    ['joined, then replaced by the other', joinedThenReplaced, A1, '2005-06-07', ['b/1']],
  ])('is told: %s', (_what, successions, start, date, expected) => {
    expect(keys(carriersOn(successions, start, date))).toEqual(expected);
  });

  it('is found whatever the order of the record', () => {
    expect(keys(carriersOn([...joined].reverse(), A1, '2026-01-01'))).toEqual(['c/1', 'd/1']);
  });

  it('is followed by a chain that keeps every earlier one, with its days', () => {
    expect(
      mandateChain(joined, A1, '2004-06-08').map(({ ref, from, until, isJoined }) => [
        paragraphKey(ref),
        from,
        until,
        isJoined,
      ]),
    ).toEqual([
      ['a/1', '2004-06-08', '2005-06-07', false],
      ['b/1', '2005-05-10', '2006-06-06', true],
      ['c/1', '2005-06-07', null, false],
      ['d/1', '2006-06-06', null, true],
    ]);
  });
});

/** Successions that never run in a circle: each passes only to paragraphs that come later than its own. */
const anySuccessions = fc
  .array(
    fc.record({
      day: fc.integer({ min: 0, max: 3000 }),
      from: fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 3 }),
      to: fc.uniqueArray(fc.integer({ min: 10, max: 30 }), { minLength: 0, maxLength: 3 }),
      shift: fc.integer({ min: 0, max: 60 }),
    }),
    { maxLength: 8 },
  )
  .map((drawn) =>
    drawn.map(({ day, from, to, shift }) => {
      const ref = (number: number): ParagraphRef => ({ resolution: 'r', paragraph: number + shift });
      return passing(addDays('2004-06-08', day), 'superseded', from.map(ref), to.map(ref));
    }),
  );
const START: ParagraphRef = { resolution: 'r', paragraph: 5 };
const anyDay = fc.integer({ min: 0, max: 3500 }).map((day) => addDays('2004-06-08', day));

describe('succession', () => {
  it('leaves an obligation at no time without a paragraph', () => {
    fc.assert(
      fc.property(anySuccessions, anyDay, (successions, date) => {
        expect(carriersOn(successions, START, date).length).toBeGreaterThan(0);
      }),
    );
  });

  it('never changes what was carried before its day', () => {
    fc.assert(
      fc.property(anySuccessions, anyDay, (successions, date) => {
        const known = successions.filter((succession) => succession.date <= date);
        expect(keys(carriersOn(successions, START, date))).toEqual(keys(carriersOn(known, START, date)));
      }),
    );
  });

  it('keeps history: a longer record only closes mandates and adds others', () => {
    fc.assert(
      fc.property(anySuccessions, anyDay, (successions, date) => {
        const before = mandateChain(
          successions.filter((succession) => succession.date <= date),
          START,
          '2004-06-08',
        );
        const after = mandateChain(successions, START, '2004-06-08');
        expect(after.slice(0, before.length).map(({ ref, from }) => [paragraphKey(ref), from])).toEqual(
          before.map(({ ref, from }) => [paragraphKey(ref), from]),
        );
        before.forEach(({ until }, index) => {
          if (until !== null) expect(after[index]?.until).toBe(until);
        });
      }),
    );
  });

  it('has the carriers of a day among the mandates whose days hold it', () => {
    fc.assert(
      fc.property(anySuccessions, anyDay, (successions, date) => {
        const holding = mandateChain(successions, START, '2004-06-08')
          .filter(({ from, until }) => from <= date && (until === null || date < until))
          .map(({ ref }) => paragraphKey(ref));
        expect(new Set(keys(carriersOn(successions, START, date)))).toEqual(new Set(holding));
      }),
    );
  });
});

describe('the status of a paragraph on a day', () => {
  it('is the one whose days hold it, on every day from the adoption on', () => {
    const lengths = fc.array(fc.tuple(fc.integer({ min: 1, max: 900 }), fc.constantFrom(...PARAGRAPH_STATUSES)), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(lengths, fc.integer({ min: -10, max: 6000 }), (drawn, offset) => {
        const statuses: ParagraphStatus[] = [];
        let from = '2004-06-08';
        drawn.forEach(([days, status], index) => {
          const until = index === drawn.length - 1 ? null : addDays(from, days);
          statuses.push({ from, until, status, reason: 'A test.', document: null, source: 'a test' });
          from = until ?? from;
        });
        const date = addDays('2004-06-08', offset);
        const found = statusOn({ statuses }, date);
        if (offset < 0) expect(found).toBeUndefined();
        else expect(found).toBe(statuses.filter((status) => status.from <= date).at(-1));
      }),
    );
  });
});

describe('the register', () => {
  let catalogue: Catalogue;
  beforeAll(async () => {
    catalogue = await loadCatalogue('mandates');
  });

  it.each([
    ['2004-06-07', null, []],
    ['2004-06-08', 'open', []],
    ['2005-05-09', 'open', []],
    ['2005-05-10', 'under-way', ['merged']],
    ['2005-06-06', 'under-way', ['merged']],
    ['2005-06-07', 'renewed', ['merged', 'renewed']],
    ['2006-03-16', 'renewed', ['merged', 'renewed']],
    ['2006-03-17', 'done', ['merged', 'renewed']],
  ])('tells of the mandate to convene the meeting on %s: %s, %j', (date, status, kinds) => {
    const entry = entryOn(catalogue, { resolution: 'ag-res-2019', paragraph: 5 }, date);
    expect(entry?.status?.status ?? null).toBe(status);
    expect(entry?.successions.map(({ kind }) => kind)).toEqual(kinds);
  });

  it('names three mandates that were carried out together from 10 May 2005 on, and the renewed one from 7 June', () => {
    const start = { resolution: 'ag-res-2019', paragraph: 5 };
    expect(keys(carriersOn(catalogue.successions, start, '2005-05-10'))).toEqual([
      'ag-res-2019/5',
      'ag-res-2026/unknown',
      'ag-res-2040/unknown',
    ]);
    expect(keys(carriersOn(catalogue.successions, start, '2005-06-07'))).toEqual([
      'ag-res-2118/unknown',
      'ag-res-2026/unknown',
      'ag-res-2040/unknown',
    ]);
  });

  it('says which obligations carry a paragraph, and of the others that none does', () => {
    const carried = (paragraph: number): string[] | undefined =>
      entryOn(catalogue, { resolution: 'ag-res-2019', paragraph }, '2026-11-25')?.obligations.map(({ id }) => id);
    expect(carried(9)).toContain('annual-report');
    expect(entryOn(catalogue, { resolution: 'ag-res-2019', paragraph: 13 }, '2026-11-25')).toBeUndefined();
    expect(entryOn(catalogue, { resolution: 'ag-res-2118', paragraph: 1 }, '2026-11-25')).toBeUndefined();
  });

  it.each([
    ['ag-res-2019', 'ag-res-2019'],
    ['AG/RES. 2019 (XXXIV-O/04)', 'ag-res-2019'],
    ['ag/res. 2019', 'ag-res-2019'],
    ['AG/RES.2118', 'ag-res-2118'],
    ['2118', 'ag-res-2118'],
    ['CP/RES. 889', 'cp-res-889'],
    [' 889 ', 'cp-res-889'],
  ])('finds a resolution by %s', (asked, id) => {
    expect(findResolution(catalogue, asked)?.id).toBe(id);
  });

  it.each(['', '201', 'AG/RES. 2020', 'AG/RES. 2019 (XXXV-O/05)', 'CP/RES. 2019'])(
    'finds no resolution by "%s"',
    (asked) => {
      expect(findResolution(catalogue, asked)).toBeUndefined();
    },
  );

  describe('when the annual report is renewed by another resolution', () => {
    const origin: ParagraphRef = { resolution: 'ag-res-2019', paragraph: 9 };
    const quotable: ParagraphRef = { resolution: 'ag-res-9999', paragraph: 4 };
    const textless: ParagraphRef = { resolution: 'ag-res-2551', paragraph: 2 };
    const numberless: ParagraphRef = { resolution: 'ag-res-2551', paragraph: 'unknown' };
    const FIRST = { symbol: 'AG/RES. 2019 (XXXIV-O/04)', paragraph: 9 };
    const SUCCESSOR = { symbol: 'AG/RES. 9999 (XXXVII-O/07)', paragraph: 4 };

    /** What is cited where a resolution of this test has an English text, and these successions are on record. */
    function cited(date: string, language: Language, ...successions: Succession[]) {
      const obligation = catalogue.obligations.find(({ id }) => id === 'annual-report');
      const [first] = catalogue.resolutions;
      if (!obligation || !first) throw new Error('the annual report is not on file');
      const paragraphs = first.paragraphs.map((one) => ({
        ...one,
        text: { en: `Paragraph ${one.number} of a test.` },
      }));
      const later = { ...first, id: quotable.resolution, symbol: SUCCESSOR.symbol, paragraphs };
      const resolutions = [...catalogue.resolutions, later];
      return citationOn({ ...catalogue, resolutions, successions }, obligation, date, language);
    }

    const renewal = passing('2007-06-05', 'renewed', [origin], [quotable]);

    it('cites the successor from that day on, and the first paragraph before', () => {
      expect(cited('2007-06-04', 'en', renewal)).toMatchObject(FIRST);
      expect(cited('2007-06-05', 'en', renewal)).toEqual({ ...SUCCESSOR, text: 'Paragraph 4 of a test.' });
    });

    it('puts no words of the first paragraph under the symbol of the successor', () => {
      expect(cited('2007-06-05', 'es', renewal)).toEqual({ ...FIRST, text: null });
    });

    it.each([
      ['text', textless],
      ['number', numberless],
    ])('cites the last paragraph that can be quoted where the %s of the successor is not on file', (_what, ref) => {
      const straight = passing('2010-06-08', 'superseded', [origin], [ref]);
      expect(cited('2026-11-25', 'en', straight)).toMatchObject(FIRST);
      const next = passing('2010-06-08', 'superseded', [quotable], [ref]);
      expect(cited('2026-11-25', 'en', renewal, next)).toMatchObject(SUCCESSOR);
    });

    it('goes on citing its own paragraph where mandates were only joined', () => {
      const joined = passing('2007-06-05', 'merged', [origin, quotable], []);
      expect(cited('2026-11-25', 'en', joined)).toMatchObject(FIRST);
      expect(cited('2026-11-25', 'en', joined).text).toMatch(/^To request the Secretary General to present a report/);
    });
  });
});
