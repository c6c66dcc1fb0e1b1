import { calendarChanges, changeWords } from '../../domain/calendar-change.js';
import type { DaysOff } from '../../domain/calendar-change.js';

const TODAY = '2026-11-28';

const FORMER: DaysOff = {
  headquarters: { '2026-12-25': 'Christmas Day', '2027-01-01': "New Year's Day" },
  BRA: { '2026-11-20': 'Zumbi Day', '2027-02-09': 'Carnival' },
};

function withDays(calendar: string, days: Record<string, string>): DaysOff {
  return { ...FORMER, [calendar]: { ...FORMER[calendar], ...days } };
}

function without(calendar: string, date: string): DaysOff {
  const { [date]: _, ...rest } = FORMER[calendar] ?? {};
  return { ...FORMER, [calendar]: rest };
}

describe('what has changed between two readings of the calendars', () => {
  it.each<[string, DaysOff, string]>([
    ['nothing', FORMER, ''],
    [
      'a holiday that was proclaimed',
      withDays('BRA', { '2027-02-04': 'Mourning' }),
      '2027-02-04 is a day off in BRA now (Mourning)',
    ],
    [
      'one of headquarters',
      withDays('headquarters', { '2027-01-20': 'Inauguration Day' }),
      '2027-01-20 is a day off at headquarters now (Inauguration Day)',
    ],
    ['one that is none', without('BRA', '2027-02-09'), '2027-02-09 is no day off in BRA now (Carnival)'],
    ['one that is over', without('BRA', '2026-11-20'), ''],
    ['a day that merely has another name', withDays('BRA', { '2027-02-09': 'Shrove Tuesday' }), ''],
    ['a year that has come into view', withDays('BRA', { '2028-02-29': 'Carnival' }), ''],
    ['a party that was not there', { ...FORMER, BLZ: { '2027-02-04': 'A day' } }, ''],
    ['a party that is there no more', { headquarters: FORMER['headquarters'] ?? {} }, ''],
    [
      'two, in the order of time',
      {
        ...withDays('BRA', { '2027-05-03': 'B' }),
        headquarters: withDays('headquarters', { '2027-03-01': 'A' })['headquarters'] ?? {},
      },
      '2027-03-01 is a day off at headquarters now (A); 2027-05-03 is a day off in BRA now (B)',
    ],
    [
      'more than anybody would read',
      withDays('BRA', Object.fromEntries([1, 2, 3, 4, 5, 6].map((day) => [`2027-03-0${day}`, `Day ${day}`]))),
      [1, 2, 3, 4, 5].map((day) => `2027-03-0${day} is a day off in BRA now (Day ${day})`).join('; ') + '; 1 more day',
    ],
  ])('%s', (_, now, words) => {
    expect(changeWords(calendarChanges(FORMER, now, TODAY))).toBe(words);
  });

  it('is undone by the way back', () => {
    const now = withDays('BRA', { '2027-02-04': 'Mourning' });
    expect(calendarChanges(now, FORMER, TODAY)).toEqual([
      { calendar: 'BRA', date: '2027-02-04', name: 'Mourning', kind: 'removed' },
    ]);
  });
});
