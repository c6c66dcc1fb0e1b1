import fc from 'fast-check';
import { rankGuesses } from '../../domain/match.js';
import type { Candidate, MatchFacts } from '../../domain/match.js';

const TITLES = ['Annual report on trafficking in persons', 'Informe anual sobre la trata de personas'];
const candidate = (change: Partial<Candidate> & Pick<Candidate, 'requestId' | 'party' | 'names'>): Candidate => ({
  titles: TITLES,
  symbol: 'AG/RES. 2019 (XXXIV-O/04)',
  dueDate: '2027-02-01',
  isOpen: true,
  ...change,
});
const FUND = { titles: ['Contributions to the specific fund'] };
const CANDIDATES: Candidate[] = [
  candidate({ requestId: 'annual-report/2027/PER', party: 'PER', names: ['Peru', 'Perú', 'Pérou'] }),
  candidate({
    requestId: 'annual-report/2026/PER',
    party: 'PER',
    names: ['Peru', 'Perú'],
    isOpen: false,
    dueDate: '2026-02-01',
  }),
  candidate({
    requestId: 'fund-contributions/2027/PER',
    party: 'PER',
    names: ['Peru', 'Perú'],
    ...FUND,
    dueDate: '2027-03-01',
  }),
  candidate({ requestId: 'annual-report/2027/DMA', party: 'DMA', names: ['Dominica'] }),
  candidate({
    requestId: 'annual-report/2027/DOM',
    party: 'DOM',
    names: ['Dominican Republic', 'República Dominicana'],
  }),
  candidate({ requestId: 'annual-report/2027/HTI', party: 'HTI', names: ['Haiti', 'Haití', 'Haïti'] }),
  candidate({
    requestId: 'annual-report/2027/USA',
    party: 'USA',
    names: ['United States', 'Estados Unidos', 'États-Unis'],
  }),
  candidate({ requestId: 'annual-report/2027/MEX', party: 'MEX', names: ['México', 'Estados Unidos Mexicanos'] }),
  candidate({ requestId: 'annual-report/2027/VCT', party: 'VCT', names: ['Saint Vincent and the Grenadines'] }),
  candidate({ requestId: 'annual-report/2027/TTO', party: 'TTO', names: ['Trinidad and Tobago', 'Trinité-et-Tobago'] }),
];
const NOBODY: MatchFacts['sender'] = {
  relation: 'stranger',
  party: null,
  because: 'x@y.example is on file for nobody',
};
const facts = (change: Partial<MatchFacts>): MatchFacts => ({
  subject: '',
  text: '',
  quoted: [],
  coded: [],
  threaded: [],
  sender: NOBODY,
  ...change,
});
const first = (change: Partial<MatchFacts>): string | undefined => rankGuesses(facts(change), CANDIDATES)[0]?.requestId;

describe('the request that a held mail is offered for', () => {
  it.each<[string, Partial<MatchFacts>, string | undefined]>([
    [
      'the address that it quotes, whatever it says',
      { quoted: ['annual-report/2027/HTI'], subject: 'Perú: annual-report/2027/PER' },
      'annual-report/2027/HTI',
    ],
    [
      'the thread, before the name',
      { threaded: ['annual-report/2027/HTI'], subject: 'Perú' },
      'annual-report/2027/HTI',
    ],
    ['its code', { subject: 'RE: ANNUAL-REPORT/2027/DMA' }, 'annual-report/2027/DMA'],
    ['the name, with or without accents', { subject: 'Nota de Peru' }, 'annual-report/2027/PER'],
    ['the open one before the closed one', { subject: 'Perú' }, 'annual-report/2027/PER'],
    [
      'what is asked, of those of one party',
      { subject: 'Peru, contributions to the specific fund' },
      'fund-contributions/2027/PER',
    ],
    ['a name of its own word only', { subject: 'Government of the Dominican Republic' }, 'annual-report/2027/DOM'],
    ['the longer name', { subject: 'Misión Permanente de los Estados Unidos Mexicanos' }, 'annual-report/2027/MEX'],
    ['the shorter one where it stands alone', { subject: 'Estados Unidos' }, 'annual-report/2027/USA'],
    ['a name with an ampersand', { subject: 'Permanent Mission of Trinidad & Tobago' }, 'annual-report/2027/TTO'],
    ['a name without its hyphens', { subject: 'Mission permanente de Trinite et Tobago' }, 'annual-report/2027/TTO'],
    ['a shortened name without its point', { subject: 'St Vincent and the Grenadines' }, 'annual-report/2027/VCT'],
    ['a shortened name', { subject: 'St. Vincent & the Grenadines' }, 'annual-report/2027/VCT'],
    ['an elided name', { subject: 'Mission permanente d’Haïti' }, 'annual-report/2027/HTI'],
    ['a name of one word', { subject: 'Dominica' }, 'annual-report/2027/DMA'],
    [
      'the sender',
      { sender: { relation: 'contact', party: 'HTI', because: 'a@b.example is HTI/capital' } },
      'annual-report/2027/HTI',
    ],
    ['nothing, where only the title is named', { subject: 'Annual report on trafficking in persons' }, undefined],
    ['nothing, where nobody is named', { text: 'Please find attached.' }, undefined],
  ])('is by %s', (_, change, expected) => {
    expect(first(change)).toBe(expected);
  });

  it('is not that of a party whose name is part of the one that is named', () => {
    const guesses = rankGuesses(facts({ subject: 'Misión de los Estados Unidos Mexicanos' }), CANDIDATES);
    expect(guesses.map(({ requestId }) => requestId)).toEqual(['annual-report/2027/MEX']);
  });

  it('is that of the longer name of the same party', () => {
    const bolivia = candidate({
      requestId: 'annual-report/2027/BOL',
      party: 'BOL',
      names: ['Bolivia', 'Estado Plurinacional de Bolivia'],
    });
    const guesses = rankGuesses(facts({ subject: 'Estado Plurinacional de Bolivia' }), [bolivia]);
    expect(guesses).toMatchObject([{ because: ['its subject names Bolivia'] }]);
  });

  it('is offered for each of two parties of one name', () => {
    const named = (party: string) =>
      candidate({ requestId: `annual-report/2027/${party}`, party, names: ['Santa Cruz'] });
    expect(rankGuesses(facts({ subject: 'Santa Cruz' }), [named('A'), named('B')])).toHaveLength(2);
  });

  it('is by names near the beginning alone', () => {
    const far = `${'x '.repeat(2_000)} Haiti`;
    expect([first({ subject: far }), first({ text: far })]).toEqual([undefined, undefined]);
  });

  it('is offered by dates and codes where nothing else tells them apart, open ones first and five at most', () => {
    const one = (code: string, dueDate: string, isOpen = true) =>
      candidate({ requestId: `${code}/2027/PER`, party: 'PER', names: ['Perú'], dueDate, isOpen });
    const ordered = [
      one('c', '2027-01-01'),
      one('a', '2027-02-01'),
      one('b', '2027-02-01'),
      one('d', '2027-03-01'),
      one('e', '2026-01-01', false),
      one('f', '2026-02-01', false),
    ];
    const codes = (candidates: Candidate[]) =>
      rankGuesses(facts({ subject: 'Perú' }), candidates).map(({ requestId }) => requestId.slice(0, 1));
    expect(codes(ordered)).toEqual(['c', 'a', 'b', 'd', 'e']);
    expect(codes([...ordered].reverse())).toEqual(['c', 'a', 'b', 'd', 'e']);
    expect(codes(ordered.slice(0, 3).reverse())).toEqual(['c', 'a', 'b']);
  });

  it('says all that speaks for it', () => {
    const requestId = 'annual-report/2027/HTI';
    const sender: MatchFacts['sender'] = { relation: 'contact', party: 'HTI', because: 'a@b.example is HTI/capital' };
    const all = { quoted: [requestId], coded: [requestId], threaded: [requestId], sender };
    expect(rankGuesses(facts({ ...all, subject: `Haiti ${requestId}`, text: `${TITLES[0]}` }), CANDIDATES)[0]).toEqual({
      requestId,
      score: 100 + 60 + 40 + 40 + 30 + 15 + 15,
      because: [
        'it quotes the signed address of a note on it',
        'it answers a note on it',
        'its subject bears the code of a note on it',
        'it names its code',
        'a@b.example is HTI/capital',
        'its subject names Haiti',
        'it names “Annual report on trafficking in persons”',
      ],
    });
  });

  it('is given with reasons, at most five, the likeliest first, and none twice', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.array(fc.constantFrom('Perú', 'Haïti', 'Dominica', 'AG/RES. 2019', ...TITLES)),
        (noise, words) => {
          const text = `${words.join(' ')} ${noise}`;
          const guesses = rankGuesses(facts({ subject: text, text }), CANDIDATES);
          expect(guesses.length).toBeLessThanOrEqual(5);
          expect(new Set(guesses.map(({ requestId }) => requestId)).size).toBe(guesses.length);
          expect(guesses.map(({ score }) => score)).toEqual(guesses.map(({ score }) => score).sort((a, b) => b - a));
          for (const { because } of guesses) expect(because.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});

describe('a clue of little weight', () => {
  it('is the code that stands in a note on it, in its subject', () => {
    const [guess] = rankGuesses(facts({ coded: ['annual-report/2027/DMA'] }), CANDIDATES);
    expect(guess).toEqual({
      requestId: 'annual-report/2027/DMA',
      score: 40,
      because: ['its subject bears the code of a note on it'],
    });
  });

  it('is a name in the text alone, and the symbol of the resolution beside it', () => {
    const [guess] = rankGuesses(facts({ text: 'Haití informa sobre AG/RES. 2019' }), CANDIDATES);
    expect(guess?.because).toEqual(['its text names Haiti', 'it names AG/RES. 2019 (XXXIV-O/04)']);
  });

  it('is a name in the text alone, and enough to be offered', () => {
    expect(rankGuesses(facts({ text: 'Haití' }), CANDIDATES)).toMatchObject([{ score: 6 }]);
  });

  it('is no part of a longer word, nor an empty name', () => {
    expect(first({ text: 'Haitianos y peruanos' })).toBeUndefined();
    const nameless = candidate({ requestId: 'annual-report/2027/X', party: 'X', names: [''] });
    expect(rankGuesses(facts({ text: 'anything' }), [nameless])).toEqual([]);
  });
});
