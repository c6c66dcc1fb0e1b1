import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { paragraphWords, successionWords } from '../../domain/mandate-words.js';
import type { Catalogue, ParagraphRef, Succession } from '../../domain/mandate.js';

const A1: ParagraphRef = { resolution: 'a', paragraph: 1 };
const B1: ParagraphRef = { resolution: 'b', paragraph: 1 };
const C1: ParagraphRef = { resolution: 'c', paragraph: 1 };

let catalogue: Catalogue;

beforeAll(async () => {
  catalogue = await loadCatalogue('mandates');
});

const LINES: readonly (readonly [Succession['kind'], ParagraphRef[], ParagraphRef[], string])[] = [
  ['renewed', [A1], [B1], 'renewed by paragraph 1 of b'],
  ['superseded', [A1], [B1], 'superseded by paragraph 1 of b'],
  ['split', [A1], [B1, C1], 'split into paragraph 1 of b, paragraph 1 of c'],
  ['merged', [A1, B1], [C1], 'merged with paragraph 1 of b into paragraph 1 of c'],
  ['merged', [A1, B1], [], 'merged with paragraph 1 of b, without a new text: they are carried out together'],
];

test.each(LINES)('a paragraph that was %s from %j to %j says what became of it', (kind, from, to, words) => {
  const succession: Succession = {
    date: '2005-06-07',
    kind,
    from,
    to,
    reason: 'A test.',
    document: null,
    source: 'a test',
  };
  expect(successionWords(catalogue, succession, A1)).toBe(words);
});

test('a paragraph whose number is not on file is called unknown, not guessed', () => {
  expect(paragraphWords(catalogue, { resolution: 'a', paragraph: 'unknown' })).toBe('an unknown paragraph of a');
});
