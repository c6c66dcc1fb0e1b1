import fc from 'fast-check';
import { addDays } from '../../domain/iso-date.js';
import { firstDayOf, isPartialDate, lastDayOf, mayBeSameDay } from '../../domain/partial-date.js';

describe('a partial date', () => {
  it.each([
    ['2014', '2014-01-01', '2014-12-31'],
    ['2014-04', '2014-04-01', '2014-04-30'],
    ['2014-12', '2014-12-01', '2014-12-31'],
    ['2004-02', '2004-02-01', '2004-02-29'],
    ['2005-02', '2005-02-01', '2005-02-28'],
    ['2014-04-17', '2014-04-17', '2014-04-17'],
  ])('%s means the days from %s to %s', (date, first, last) => {
    expect([firstDayOf(date), lastDayOf(date)]).toEqual([first, last]);
  });

  it.each(['', '14', '2014-13', '2014-00', '2004-02-30', '2005-02-29', '2014-4', '2014-04-31', 'unknown', '2014-'])(
    'is not %j',
    (text) => {
      expect(isPartialDate(text)).toBe(false);
      expect(() => firstDayOf(text)).toThrow(RangeError);
      expect(() => lastDayOf(text)).toThrow(RangeError);
    },
  );

  it('ends on the day before the next one begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (days) => {
        const month = addDays('1950-01-01', days).slice(0, 7);
        expect(addDays(lastDayOf(month), 1).slice(8)).toBe('01');
        expect(lastDayOf(month).slice(0, 7)).toBe(month);
      }),
    );
  });

  it.each([
    ['2014', '2014-04-17', true],
    ['2014-04', '2014', true],
    ['2014-04', '2014-05-01', false],
    ['2014-04-17', '2014-04-18', false],
  ])('%s and %s may be the same day: %s', (a, b, expected) => {
    expect([mayBeSameDay(a, b), mayBeSameDay(b, a)]).toEqual([expected, expected]);
  });
});
