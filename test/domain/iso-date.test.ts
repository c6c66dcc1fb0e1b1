import fc from 'fast-check';
import { addDays, daysBetween, isIsoDate, laterDate, weekdayOf } from '../../domain/iso-date.js';

const anyDate = fc
  .date({ min: new Date('1901-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('a calendar date', () => {
  it.each(['2024-02-29', '2000-02-29', '2027-12-31', '2005-01-01'])('takes %s', (date) => {
    expect(isIsoDate(date)).toBe(true);
    expect(addDays(date, 0)).toBe(date);
  });

  it.each([
    '2027-02-29',
    '1900-02-29',
    '2027-02-30',
    '2027-13-01',
    '2027-00-10',
    '2027-04-31',
    '2027-1-1',
    '',
    '0050-01-01',
  ])('refuses %p and says what it expects', (date) => {
    expect(isIsoDate(date)).toBe(false);
    expect(() => addDays(date, 1)).toThrow(new RangeError(`'${date}' is not a calendar date (yyyy-mm-dd)`));
  });

  it.each(['2027-04-15T00:00:00.000Z', ' 2027-04-15', '2027-04-15\n', '+002027-04-15', '２０２７-04-15'])(
    'refuses %p, which is more or other than a date',
    (date) => {
      expect(isIsoDate(date)).toBe(false);
    },
  );

  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-29', 1, '2024-03-01'],
    ['2027-02-28', 1, '2027-03-01'],
    ['2027-01-01', -1, '2026-12-31'],
    ['2027-04-15', -150, '2026-11-16'],
    ['2027-04-15', -75, '2027-01-30'],
    ['2024-02-29', 366, '2025-03-01'],
    ['2024-02-29', -366, '2023-02-28'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(from, days)).toBe(to);
    expect(daysBetween(from, to)).toBe(days);
  });

  it.each([
    ['1969-12-31', 3],
    ['1970-01-01', 4],
    ['2004-06-08', 2],
    ['2024-02-29', 4],
    ['2027-01-30', 6],
    ['2027-01-31', 7],
    ['2027-02-01', 1],
  ])('%s is weekday %i', (date, weekday) => {
    expect(weekdayOf(date)).toBe(weekday);
  });

  it('counts the same way there and back, over any span', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -40_000, max: 40_000 }), (date, days) => {
        const to = addDays(date, days);
        expect(daysBetween(date, to)).toBe(days);
        expect(addDays(to, -days)).toBe(date);
        expect(weekdayOf(to)).toBe(((((weekdayOf(date) - 1 + days) % 7) + 7) % 7) + 1);
        expect(laterDate(date, to)).toBe(days > 0 ? to : date);
      }),
    );
  });
});
