import fc from 'fast-check';
import {
  cut,
  cutFileName,
  isLonger,
  lengthFault,
  LONGEST,
  shorten,
  wellFormed,
  wellFormedAll,
} from '../../domain/text.js';

const FAMILY = '👨\u200d👩\u200d👧';

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'abc'],
  [`${'a'.repeat(499)}😀`, 500, `${'a'.repeat(499)}😀`],
  [`${'a'.repeat(499)}😀b`, 500, `${'a'.repeat(499)}😀`],
  ['a😀b', 1, 'a'],
  ['cafe\u0301s', 4, 'caf'],
  ['cafe\u0301s', 5, 'cafe\u0301'],
  [`a${FAMILY}b`, 2, 'a'],
  [`a${FAMILY}b`, 3, 'a'],
  [`a${FAMILY}b`, 6, `a${FAMILY}`],
  ['👍🏽 yes', 1, '👍'],
  ['x👍🏽 yes', 2, 'x'],
  ['', 5, ''],
])('cuts %j after %i characters: %j', (text, most, expected) => {
  expect(cut(text, most)).toBe(expected);
});

it('cuts a row of marks that is no letter of any writing, too', () => {
  expect(cut(`a${'\u0301'.repeat(5000)}`, 100)).toHaveLength(100);
});

it('never ends in half a character, nor grows, whatever the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.nat(70), (text, most) => {
      const kept = cut(text, most);
      expect(text.startsWith(kept)).toBe(true);
      expect(kept.isWellFormed()).toBe(true);
      expect([...kept].length).toBeLessThanOrEqual(most);
      expect(isLonger(text, most)).toBe([...text].length > most);
      expect([...shorten(text, most + 1)].length).toBeLessThanOrEqual(most + 1);
    }),
  );
});

it('says that it left something out', () => {
  expect(shorten('a sentence that is long', 10)).toBe('a sentenc…');
  expect(shorten('short', 10)).toBe('short');
});

it.each([
  ['\ud83d', '\ufffd'],
  ['\ude00a', '\ufffda'],
  ['a\u0000b', 'ab'],
  ['😀', '😀'],
])('makes %j well-formed', (text, expected) => {
  expect(wellFormed(text)).toBe(expected);
});

it('cleans every text of a value, keys included, and leaves bytes and dates alone', () => {
  const bytes = Buffer.from([0, 1]);
  const at = new Date(0);
  const value = { 'a\u0000': ['\ud83d', { b: `${'x'.repeat(20)}` }], bytes, at, n: 1, none: null };
  expect(wellFormedAll(value, 10)).toEqual({ a: ['\ufffd', { b: 'x'.repeat(10) }], bytes, at, n: 1, none: null });
});

it('names the first field that is too long, and what to do; nothing where all fit', () => {
  expect(
    lengthFault([
      ['name', 'short', 10],
      ['reason', 'x'.repeat(12), 10],
    ]),
  ).toBe('The reason is too long: 12 characters, where 10 are kept. Shorten it.');
  expect(lengthFault([['name', 'short', 10]])).toBeNull();
});

it('keeps of a long file name what tells its kind, where that is short enough to be one', () => {
  const long = 'x'.repeat(LONGEST.fileName + 10);
  expect(cutFileName(`${long}.pdf`)).toBe(`${'x'.repeat(LONGEST.fileName - 4)}.pdf`);
  expect(cutFileName(`report.${long}`)).toBe(`report.${long}`.slice(0, LONGEST.fileName));
  expect(cutFileName(long)).toBe(long.slice(0, LONGEST.fileName));
  expect(cutFileName('a.pdf')).toBe('a.pdf');
});
