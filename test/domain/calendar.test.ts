import fc from 'fast-check';
import { addWorkingDays, dayOff, holidaysOf, nearestWorkingDay } from '../../domain/calendar.js';
import { addDays, daysBetween, weekdayOf } from '../../domain/iso-date.js';
import type { Calendar, HolidayRule } from '../../domain/mandate.js';
import { HEADQUARTERS } from './fixture.js';

const anyDate = fc.integer({ min: -20_000, max: 20_000 }).map((days) => addDays('2027-01-01', days));

function calendarOf(...rules: HolidayRule[]): Calendar {
  return { ...HEADQUARTERS, rules };
}

describe('the holidays of a year', () => {
  it('lists those of 2027, with Independence Day, Juneteenth and Christmas on their observed days', () => {
    expect(Object.fromEntries(holidaysOf(HEADQUARTERS, 2027))).toEqual({
      '2027-01-01': 'New Year',
      '2027-01-18': 'Martin Luther King Day',
      '2027-02-15': "Washington's Birthday",
      '2027-05-31': 'Memorial Day',
      '2027-06-18': 'Juneteenth',
      '2027-07-05': 'Independence Day',
      '2027-09-06': 'Labor Day',
      '2027-10-11': 'Columbus Day',
      '2027-11-11': 'Veterans Day',
      '2027-11-25': 'Thanksgiving Day',
      '2027-12-24': 'Christmas Day',
      '2027-12-31': 'New Year',
    });
  });

  it('observes New Year on 31 December of the year before where it is a Saturday, and in no other year', () => {
    expect(dayOff(HEADQUARTERS, '2021-12-31')).toBe('New Year');
    expect(dayOff(HEADQUARTERS, '2027-12-31')).toBe('New Year');
    expect(dayOff(HEADQUARTERS, '2026-12-31')).toBeNull();
    expect(dayOff(HEADQUARTERS, '2028-12-31')).toBe('Sunday');
    expect(holidaysOf(HEADQUARTERS, 2022).has('2022-01-01')).toBe(false);
  });

  it('observes New Year on Monday 2 January where it is a Sunday', () => {
    expect(dayOff(HEADQUARTERS, '2023-01-02')).toBe('New Year');
    expect(dayOff(HEADQUARTERS, '2023-01-03')).toBeNull();
  });

  it('observes a holiday of 31 December on 1 January of the next year where it is a Sunday', () => {
    const calendar = calendarOf({ name: "New Year's Eve", month: 12, day: 31, observed: true });
    expect(weekdayOf('2028-12-31')).toBe(7);
    expect(dayOff(calendar, '2029-01-01')).toBe("New Year's Eve");
  });

  it.each([
    [2020, '2020-05-25'],
    [2021, '2021-05-31'],
    [2024, '2024-05-27'],
    [2027, '2027-05-31'],
    [2028, '2028-05-29'],
  ])('finds the last Monday of May of %i', (year, date) => {
    const days = [...holidaysOf(HEADQUARTERS, year)].filter(([, name]) => name === 'Memorial Day');
    expect(days).toEqual([[date, 'Memorial Day']]);
  });

  it('finds the last Friday of December and of a February with 29 days', () => {
    const calendar = calendarOf(
      { name: 'December', month: 12, weekday: 5, nth: -1 },
      { name: 'February', month: 2, weekday: 4, nth: -1 },
    );
    expect([...holidaysOf(calendar, 2024).keys()].sort()).toEqual(['2024-02-29', '2024-12-27']);
  });

  it('has no fifth Monday in a month that has four', () => {
    const calendar = calendarOf({ name: 'Fifth Monday', month: 2, weekday: 1, nth: 5 });
    expect(holidaysOf(calendar, 2027).size).toBe(0);
    expect([...holidaysOf(calendar, 2044).keys()]).toEqual(['2044-02-29']);
  });

  it.each([true, false])('has 29 February in leap years only (observed: %p)', (observed) => {
    const calendar = calendarOf({ name: 'Leap Day', month: 2, day: 29, observed });
    expect([...holidaysOf(calendar, 2024).keys()]).toEqual(['2024-02-29']);
    expect(holidaysOf(calendar, 2027).size).toBe(0);
  });

  it('keeps to the years in which a rule holds', () => {
    expect(dayOff(HEADQUARTERS, '2020-06-19')).toBeNull();
    expect(dayOff(HEADQUARTERS, '2021-06-18')).toBe('Juneteenth');
    expect(dayOff(HEADQUARTERS, '1985-01-21')).toBeNull();
    const past = calendarOf({ name: 'Old', month: 3, day: 3, observed: false, until: 2026 });
    expect([dayOff(past, '2026-03-03'), dayOff(past, '2027-03-03')]).toEqual(['Old', null]);
  });

  it('adds and removes what a person added and removed, the removal last', () => {
    const calendar: Calendar = {
      ...HEADQUARTERS,
      added: [
        { date: '2029-01-19', name: 'Inauguration' },
        { date: '2029-03-01', name: 'Snow' },
      ],
      removed: [
        { date: '2029-03-01', name: 'It did not snow' },
        { date: '2029-05-28', name: 'Open' },
      ],
    };
    expect(dayOff(calendar, '2029-01-19')).toBe('Inauguration');
    expect(dayOff(calendar, '2029-03-01')).toBeNull();
    expect(dayOff(calendar, '2029-05-28')).toBeNull();
  });
});

describe('a working day', () => {
  it('is looked for forward over a weekend and a holiday, with every day passed over named', () => {
    expect(nearestWorkingDay(HEADQUARTERS, '2027-07-03', 1)).toEqual({
      date: '2027-07-06',
      skipped: [
        { date: '2027-07-03', why: 'Saturday' },
        { date: '2027-07-04', why: 'Sunday' },
        { date: '2027-07-05', why: 'Independence Day' },
      ],
    });
  });

  it('is looked for backward over the turn of the year', () => {
    expect(nearestWorkingDay(HEADQUARTERS, '2028-01-02', -1)).toEqual({
      date: '2027-12-30',
      skipped: [
        { date: '2028-01-02', why: 'Sunday' },
        { date: '2028-01-01', why: 'Saturday' },
        { date: '2027-12-31', why: 'New Year' },
      ],
    });
  });

  it('is the day itself where nothing stands against it', () => {
    expect(nearestWorkingDay(HEADQUARTERS, '2027-02-01', 1)).toEqual({ date: '2027-02-01', skipped: [] });
  });

  it('is found next to any day, with nothing but days off between', () => {
    fc.assert(
      fc.property(anyDate, fc.constantFrom(1 as const, -1 as const), (date, direction) => {
        const found = nearestWorkingDay(HEADQUARTERS, date, direction);
        expect(dayOff(HEADQUARTERS, found.date)).toBeNull();
        expect(found.skipped.map((day) => day.date)).toEqual(
          found.skipped.map((_, index) => addDays(date, index * direction)),
        );
        expect(found.date).toBe(addDays(date, found.skipped.length * direction));
        expect(found.skipped.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it.each([
    ['2027-01-14', 1, '2027-01-15'],
    ['2027-01-15', 1, '2027-01-19'],
    ['2027-01-15', 5, '2027-01-25'],
    ['2027-01-16', 1, '2027-01-19'],
    ['2026-12-23', 5, '2026-12-31'],
    ['2027-01-16', 0, '2027-01-16'],
  ])('after %s, %i of them end on %s', (from, count, to) => {
    expect(addWorkingDays(HEADQUARTERS, from, count)).toBe(to);
  });

  it('is counted one by one: the count is what lies between', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: 1, max: 40 }), (date, count) => {
        const to = addWorkingDays(HEADQUARTERS, date, count);
        const between = Array.from({ length: daysBetween(date, to) }, (_, index) => addDays(date, index + 1));
        expect(between.filter((day) => dayOff(HEADQUARTERS, day) === null)).toHaveLength(count);
        expect(dayOff(HEADQUARTERS, to)).toBeNull();
      }),
    );
  });
});
