import fc from 'fast-check';
import { countWorkingDays, dayOff } from '../../domain/calendar.js';
import { deadline, explainDeadline } from '../../domain/deadline.js';
import { addDays } from '../../domain/iso-date.js';
import type { Calendar, DueRule, PartyCalendar, Rules } from '../../domain/mandate.js';
import { partyCalendar } from '../../domain/party-calendar.js';
import { computePlan, dateIn, instantAt, planForNote, replan } from '../../domain/plan.js';
import { CYCLE_2027, HEADQUARTERS, RULES } from './fixture.js';

/** The three ways of counting a due date, at the places where counting goes wrong. */

const CARNIVAL = partyCalendar('Brazil', (year) =>
  year === 2027
    ? new Map([
        ['2027-02-08', 'Carnival'],
        ['2027-02-09', 'Carnival'],
      ])
    : new Map<string, string>(),
);

function rulesWith(due: DueRule, version: Rules['version'] = 2): Rules {
  const { dueDaysBeforeReport: _, ...rules } = RULES;
  return { ...rules, version, due, minimumDays: 0 };
}

describe('working days from a date', () => {
  it.each<[string, string, number, Calendar, PartyCalendar | undefined, string, string[]]>([
    ['over a weekend', '2027-01-07', 2, HEADQUARTERS, undefined, '2027-01-11', []],
    ['from a Saturday', '2027-01-09', 1, HEADQUARTERS, undefined, '2027-01-11', []],
    ['over a Monday that is a holiday', '2027-01-15', 1, HEADQUARTERS, undefined, '2027-01-19', ['2027-01-18']],
    // 1 January 2028 is a Saturday and kept on the Friday before it, the last day of 2027.
    [
      'over the end of a year whose holiday falls on a Saturday',
      '2027-12-30',
      1,
      HEADQUARTERS,
      undefined,
      '2028-01-03',
      ['2027-12-31'],
    ],
    // 25 December 2027 is a Saturday: kept on the 24th.
    [
      'over a Christmas that falls on a Saturday',
      '2027-12-23',
      1,
      HEADQUARTERS,
      undefined,
      '2027-12-27',
      ['2027-12-24'],
    ],
    // 4 July 2027 is a Sunday: kept on the 5th.
    [
      'over an Independence Day that falls on a Sunday',
      '2027-07-02',
      1,
      HEADQUARTERS,
      undefined,
      '2027-07-06',
      ['2027-07-05'],
    ],
    ['over 29 February', '2028-02-28', 2, HEADQUARTERS, undefined, '2028-03-01', []],
    ['over the end of February in a year without it', '2027-02-26', 2, HEADQUARTERS, undefined, '2027-03-02', []],
    ['over a century year that leaps', '2000-02-28', 2, HEADQUARTERS, undefined, '2000-03-01', []],
    ['over the change of the clocks in the north', '2027-03-12', 1, HEADQUARTERS, undefined, '2027-03-15', []],
    ['backwards over a holiday', '2027-01-19', -1, HEADQUARTERS, undefined, '2027-01-15', ['2027-01-18']],
    ['backwards over the end of a year', '2028-01-03', -2, HEADQUARTERS, undefined, '2027-12-29', ['2027-12-31']],
    [
      'of both places over Carnival',
      '2027-02-05',
      2,
      HEADQUARTERS,
      CARNIVAL,
      '2027-02-11',
      ['2027-02-08', '2027-02-09'],
    ],
    ['of headquarters alone over Carnival', '2027-02-05', 2, HEADQUARTERS, undefined, '2027-02-09', []],
    ['none at all', '2027-01-09', 0, HEADQUARTERS, undefined, '2027-01-09', []],
  ])('are counted %s', (_, from, count, calendar, party, date, holidays) => {
    const counted = countWorkingDays(calendar, from, count, party);
    expect(counted.date).toBe(date);
    expect(counted.holidays.map((day) => day.date)).toEqual(holidays);
  });

  const anyDay = fc.integer({ min: 0, max: 15_000 }).map((days) => addDays('2000-01-01', days));

  it('are so many, and the last is one', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 90 }), fc.boolean(), (from, count, isBack) => {
        const { date } = countWorkingDays(HEADQUARTERS, from, isBack ? -count : count);
        const [first, last] = isBack ? [date, addDays(from, -1)] : [addDays(from, 1), date];
        let working = 0;
        for (let day = first; day <= last; day = addDays(day, 1)) if (dayOff(HEADQUARTERS, day) === null) working += 1;
        expect(working).toBe(count);
        expect(dayOff(HEADQUARTERS, date)).toBeNull();
      }),
    );
  });

  it('never end earlier where the capital must work, too, nor where one more is counted', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 0, max: 60 }), (from, count) => {
        const alone = countWorkingDays(HEADQUARTERS, from, count).date;
        expect(countWorkingDays(HEADQUARTERS, from, count, CARNIVAL).date >= alone).toBe(true);
        expect(countWorkingDays(HEADQUARTERS, from, count + 1).date > alone).toBe(true);
      }),
    );
  });

  it('explain themselves: what was counted, from when, and which holidays did not count', () => {
    const input = { from: 'note', fromDate: '2027-01-14', days: 3, unit: 'working', calendar: HEADQUARTERS } as const;
    expect(explainDeadline(deadline(input))).toBe(
      '3 working days after the day of the note (2027-01-14) is 2027-01-20 (not counted: 2027-01-18 Martin Luther King Day)',
    );
  });
});

describe('a due date', () => {
  const dueOf = (due: DueRule, change: Partial<typeof CYCLE_2027> = {}): string =>
    computePlan({ ...CYCLE_2027, rules: rulesWith(due), ...change }).due.date;

  it.each<[string, DueRule, string]>([
    // 31 December is forty-five days after 16 November 2026, a Thursday.
    ['calendar days after the note', { from: 'note', days: 45, unit: 'calendar' }, '2026-12-31'],
    // 46 days after is New Year's Day, a Friday.
    [
      'calendar days after the note, extended over a holiday and a weekend',
      { from: 'note', days: 46, unit: 'calendar' },
      '2027-01-04',
    ],
    ['working days after the note', { from: 'note', days: 30, unit: 'working' }, '2026-12-30'],
    ['calendar days before the report', { from: 'report', days: 75, unit: 'calendar' }, '2027-02-01'],
    ['working days before the report', { from: 'report', days: 50, unit: 'working' }, '2027-02-03'],
  ])('is counted by its rule: %s', (_, due, date) => {
    expect(dueOf(due)).toBe(date);
  });

  it('counts the days of the capital only where its rule says so', () => {
    const change = { reportDate: '2027-02-12', partyCalendar: CARNIVAL, openedAt: '2026-11-16T13:00:00.000Z' };
    expect(dueOf({ from: 'report', days: 5, unit: 'working' }, change)).toBe('2027-02-05');
    expect(dueOf({ from: 'report', days: 5, unit: 'working', atCapital: true }, change)).toBe('2027-02-03');
  });

  it('ends at the printed hour on either side of a change of the clocks', () => {
    const rules = rulesWith({ from: 'report', days: 1, unit: 'working' });
    const at = (reportDate: string): string => computePlan({ ...CYCLE_2027, rules, reportDate }).dueAt;
    expect(at('2027-03-15')).toBe('2027-03-12T22:30:00.000Z');
    expect(at('2027-03-16')).toBe('2027-03-15T21:30:00.000Z');
    const santiago = computePlan({ ...CYCLE_2027, rules, reportDate: '2027-04-06', zone: 'America/Santiago' });
    // The clocks of Santiago go back on 3 April: late is after the day has ended at both places.
    expect(santiago.lateAfterAt).toBe('2027-04-06T04:00:00.000Z');
  });

  it('follows its note where it is counted from the note, and then stands, also when the report moves', () => {
    const rules = rulesWith({ from: 'note', days: 20, unit: 'working' });
    const input = { ...CYCLE_2027, rules };
    const plan = computePlan(input);
    const noteAt = '2026-12-01T15:00:00.000Z';
    const sent = planForNote({ ...input, plan, noteAt });
    expect(sent.due.date).toBe(countWorkingDays(HEADQUARTERS, '2026-12-01', 20).date);
    const moved = replan({ ...input, plan: sent, clockStartedAt: noteAt, at: noteAt, reportDate: '2027-05-15' });
    expect(moved.due).toEqual(sent.due);
  });

  it('leaves a party at least the days that it is promised, whatever the rule', () => {
    const rules = { ...rulesWith({ from: 'note', days: 3, unit: 'working' }), minimumDays: 30 };
    const { due } = computePlan({ ...CYCLE_2027, rules });
    expect(due.date).toBe('2026-12-16');
    expect(due.steps.map(({ kind }) => kind)).toEqual(['counted', 'raised']);
  });

  it('is never a day off at headquarters, and stands once printed, in every capital and season', () => {
    const zones = ['America/New_York', 'America/Santiago', 'America/Sao_Paulo', 'America/Port-au-Prince'];
    const rule: fc.Arbitrary<DueRule> = fc.record({
      from: fc.constantFrom('note', 'report'),
      days: fc.integer({ min: 1, max: 80 }),
      unit: fc.constantFrom('calendar', 'working'),
    });
    fc.assert(
      fc.property(rule, fc.integer({ min: 0, max: 9_000 }), fc.constantFrom(...zones), (due, days, zone) => {
        const opened = addDays('2010-01-01', days);
        const openedAt = instantAt(opened, '10:00', HEADQUARTERS.zone);
        const input = { ...CYCLE_2027, rules: rulesWith(due), openedAt, reportDate: addDays(opened, 150), zone };
        const plan = computePlan(input);
        expect(dayOff(HEADQUARTERS, plan.due.date)).toBeNull();
        expect(dateIn(plan.dueAt, HEADQUARTERS.zone)).toBe(plan.due.date);
        expect(plan.lateAfterAt > plan.dueAt).toBe(true);
        expect(plan.due.date >= addDays(opened, due.from === 'note' ? 1 : 0)).toBe(true);
      }),
    );
  });
});

describe('rules of version 2', () => {
  const due: DueRule = { from: 'note', days: 30, unit: 'working' };
  const one = { ...RULES, due };
  const two = rulesWith(due);

  it('are read by requests that were opened with them; those of version 1 stay with their own, whatever stands beside it', () => {
    expect(computePlan({ ...CYCLE_2027, rules: one }).due.date).toBe('2027-02-01');
    expect(computePlan({ ...CYCLE_2027, rules: two }).due.date).toBe('2026-12-30');
  });

  it('change nothing in a request that runs under version 1 when it is planned anew', () => {
    const plan = computePlan({ ...CYCLE_2027, rules: RULES });
    const again = replan({ ...CYCLE_2027, rules: one, plan, clockStartedAt: null, at: CYCLE_2027.openedAt });
    expect(again).toEqual(plan);
  });
});
