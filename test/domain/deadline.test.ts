import fc from 'fast-check';
import { dayOff } from '../../domain/calendar.js';
import { deadline, explainDeadline, setDeadline } from '../../domain/deadline.js';
import { addDays } from '../../domain/iso-date.js';
import { HEADQUARTERS } from './fixture.js';

const calendar = HEADQUARTERS;

describe('a deadline', () => {
  it.each([
    [
      'the due date of 2027, from a Saturday to the Monday',
      { from: 'report', fromDate: '2027-04-15', days: -75, calendar },
      '2027-02-01',
      '75 days before the report date (2027-04-15) is 2027-01-30; moved to the next working day, 2027-02-01 (2027-01-30 Saturday, 2027-01-31 Sunday)',
    ],
    [
      'a recall, which goes to the working day before',
      { from: 'due', fromDate: '2027-02-01', days: -30, calendar, direction: 'previous' },
      '2026-12-31',
      '30 days before the due date (2027-02-01) is 2027-01-02; moved to the previous working day, 2026-12-31 (2027-01-02 Saturday, 2027-01-01 New Year)',
    ],
    [
      'a single day',
      { from: 'due', fromDate: '2027-02-01', days: 1, calendar },
      '2027-02-02',
      '1 day after the due date (2027-02-01) is 2027-02-02',
    ],
    [
      'the anchor itself',
      { from: 'opening', fromDate: '2026-11-16', days: 0, calendar },
      '2026-11-16',
      'the opening day (2026-11-16) is 2026-11-16',
    ],
    [
      'a floor that is lower and is not mentioned',
      {
        from: 'report',
        fromDate: '2027-04-15',
        days: -75,
        calendar,
        floor: { reason: 'minimum-days', from: 'note', fromDate: '2027-01-02', days: 30 },
      },
      '2027-02-01',
      '75 days before the report date (2027-04-15) is 2027-01-30; moved to the next working day, 2027-02-01 (2027-01-30 Saturday, 2027-01-31 Sunday)',
    ],
    [
      'a floor that is higher and falls on a holiday',
      {
        from: 'report',
        fromDate: '2027-04-15',
        days: -75,
        calendar,
        floor: { reason: 'minimum-days', from: 'note', fromDate: '2027-01-16', days: 30 },
      },
      '2027-02-16',
      "75 days before the report date (2027-04-15) is 2027-01-30; moved to the next working day, 2027-02-01 (2027-01-30 Saturday, 2027-01-31 Sunday); but not before 30 days after the day of the note (2027-01-16): 2027-02-15; moved to the next working day, 2027-02-16 (2027-02-15 Washington's Birthday)",
    ],
  ] as const)('explains %s', (_, input, date, words) => {
    const result = deadline(input);
    expect(result.date).toBe(date);
    expect(explainDeadline(result)).toBe(words);
  });

  it('names the authority of a date that was set, and leaves that date alone on a Sunday', () => {
    const result = setDeadline('2027-02-14', 'a letter of the Coordinator');
    expect(result.date).toBe('2027-02-14');
    expect(explainDeadline(result)).toBe('2027-02-14, set by a letter of the Coordinator');
  });

  it('refuses a date that is none', () => {
    expect(() => deadline({ from: 'report', fromDate: '2027-02-30', days: 1, calendar })).toThrow(RangeError);
  });

  it('ends on a working day, not before its floor, and its last step is its date', () => {
    const day = fc.integer({ min: 0, max: 3000 }).map((days) => addDays('2025-01-01', days));
    const days = fc.integer({ min: -200, max: 200 });
    fc.assert(
      fc.property(
        day,
        days,
        day,
        days,
        fc.constantFrom('next' as const, 'previous' as const),
        (fromDate, count, floorDate, floorDays, direction) => {
          const floor = { reason: 'grace-days', from: 'due', fromDate: floorDate, days: floorDays } as const;
          const result = deadline({ from: 'report', fromDate, days: count, calendar, direction, floor });
          expect(dayOff(calendar, result.date)).toBeNull();
          expect(result.date >= addDays(floorDate, floorDays)).toBe(true);
          expect(result.steps.at(-1)?.date).toBe(result.date);
          if (direction === 'next') expect(result.date >= addDays(fromDate, count)).toBe(true);
        },
      ),
    );
  });
});
