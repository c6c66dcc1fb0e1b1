import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { periodOf } from '../../domain/cycle.js';
import { cycleId, cycleOf, partsOfCycle, partyCodeOf, requestId } from '../../domain/ids.js';
import { nearestWorkingDay } from '../../domain/calendar.js';
import { addDays } from '../../domain/iso-date.js';
import type { Obligation, Recurrence } from '../../domain/mandate.js';
import { RECURRENCES } from '../../domain/mandate.js';
import { isPeriodOf, periodName, periodsOf, placeOf, yearOf } from '../../domain/period.js';
import {
  isAskedWith,
  knownReportDate,
  nextPeriod,
  openingDateOf,
  reportDateByEvent,
  reportDateOf,
} from '../../domain/report-date.js';

const catalogue = await loadCatalogue('mandates');
const { headquarters } = catalogue;

function obligation(recurrence: Recurrence, month: number, day: number): Obligation {
  const [some] = catalogue.obligations;
  if (!some) throw new Error('there is no obligation');
  return { ...some, recurrence, reportDate: { event: null, daysAfter: 0, default: { month, day }, years: {} } };
}

describe('a period', () => {
  it.each([
    ['yearly', ['2027']],
    ['half-yearly', ['2027-H1', '2027-H2']],
    ['quarterly', ['2027-Q1', '2027-Q2', '2027-Q3', '2027-Q4']],
    ['on-command', ['2027']],
  ] as [Recurrence, string[]][])('of what is %s: %j', (recurrence, periods) => {
    expect(periodsOf(recurrence, 2027)).toEqual(periods);
    expect(periods.map((one) => isPeriodOf(recurrence, one))).toEqual(periods.map(() => true));
    expect(periods.map(placeOf)).toEqual(periods.map((_, index) => index));
    expect(new Set(periods.map(yearOf))).toEqual(new Set([2027]));
  });

  it.each(['2027-H3', '2027-Q0', '2027-Q5', '2027-h1', '27-H1', '2027H1', '2027-', '', '2027-H1 '])(
    'is none: %j',
    (text) => {
      expect(RECURRENCES.map((recurrence) => isPeriodOf(recurrence, text))).toEqual([false, false, false, false]);
    },
  );

  it.each([
    ['2027', '2027'],
    ['2027-H1', 'first half of 2027'],
    ['2027-H2', 'second half of 2027'],
    ['2028-Q4', 'fourth quarter of 2028'],
  ])('%s is called %s', (period, name) => {
    expect(periodName(period)).toBe(name);
  });

  it('is part of the id of its cycle and of its requests, and is read back', () => {
    const cycle = cycleId('recommendations', '2027-H1');
    const request = requestId(cycle, 'BRA');
    expect(request).toBe('recommendations/2027-H1/BRA');
    expect(cycleOf(request)).toBe(cycle);
    expect(partyCodeOf(request)).toBe('BRA');
    expect(partsOfCycle(cycle)).toEqual({ obligation: 'recommendations', period: '2027-H1' });
  });

  it('of a cycle that was opened before there were periods is its year', () => {
    expect(periodOf({ year: 2027 })).toBe('2027');
  });
});

describe('the report date of a period', () => {
  it.each([
    ['yearly', 4, 15, ['2027-04-15']],
    ['half-yearly', 4, 30, ['2027-04-30', '2027-10-30']],
    ['half-yearly', 6, 30, ['2027-06-30', '2027-12-30']],
    ['quarterly', 3, 31, ['2027-03-31', '2027-06-30', '2027-09-30', '2027-12-31']],
    ['quarterly', 1, 31, ['2027-01-31', '2027-04-30', '2027-07-31', '2027-10-31']],
  ] as [Recurrence, number, number, string[]][])('of what is %s from %i-%i: %j', (recurrence, month, day, dates) => {
    const one = obligation(recurrence, month, day);
    expect(periodsOf(recurrence, 2027).map((period) => knownReportDate(one, period)?.date)).toEqual(dates);
  });

  it('is the one that the files give for the period, before the usual one', () => {
    const usual = obligation('quarterly', 3, 31);
    const known = { date: '2027-06-15', status: 'confirmed', source: 'agenda' } as const;
    const one = { ...usual, reportDate: { ...usual.reportDate, years: { '2027-Q2': known } } };
    expect(knownReportDate(one, '2027-Q2')).toEqual(known);
    expect(knownReportDate(one, '2027-Q3')?.date).toBe('2027-09-30');
  });

  it('gives each day of three years the next period, and never one that is past or too near', () => {
    for (const recurrence of ['yearly', 'half-yearly', 'quarterly'] as const) {
      const one = obligation(recurrence, 3, 31);
      let last = '';
      for (let day = '2026-01-01'; day < '2029-01-01'; day = addDays(day, 1)) {
        const period = nextPeriod(one, day) ?? '';
        const date = knownReportDate(one, period)?.date ?? '';
        const { minimumDays, openDaysBeforeReport } = one.rules;
        expect(date >= addDays(day, Math.min(minimumDays, openDaysBeforeReport))).toBe(true);
        expect(date >= last).toBe(true);
        last = date;
      }
      const byRule = addDays('2027-03-31', -one.rules.openDaysBeforeReport);
      expect(openingDateOf(one, nextPeriod(one, '2027-02-01') ?? '', headquarters)).toBe(
        nearestWorkingDay(headquarters, byRule, 1).date,
      );
    }
  });
});

describe('a report date that is not on file', () => {
  it('is refused with the place where to put it: the duty, or the event that it follows', () => {
    const one = obligation('yearly', 4, 15);
    const bare = { ...one, reportDate: { event: null, daysAfter: 0, default: null, years: {} } };
    expect(() => reportDateOf(bare, '2027')).toThrow(`mandates/obligations/${one.id}.yaml, reportDate.years`);
    const following = { ...bare, reportDate: { ...bare.reportDate, event: 'general-assembly' } };
    expect(() => reportDateOf(following, '2027')).toThrow('mandates/events.yaml, general-assembly.years');
    expect(reportDateOf(one, '2027').date).toBe('2027-04-15');
  });

  it('follows the event that it is counted from, and no other', () => {
    const of = { reportDate: { event: 'general-assembly', daysAfter: 3, default: null, years: {} } };
    expect(reportDateByEvent(of, 'general-assembly', '2027-06-01')).toBe('2027-06-04');
    expect(reportDateByEvent(of, 'authorities-meeting', '2027-06-01')).toBeUndefined();
  });

  it('of a period that another questionnaire asks for is passed over', () => {
    const whole = obligation('half-yearly', 4, 30);
    const joint: Obligation = { ...whole, askedWith: { obligation: 'annual-report', parts: ['H1'] } };
    expect(isAskedWith(joint, '2027-H1')).toBe(true);
    expect(isAskedWith(joint, '2027-H2')).toBe(false);
    expect(isAskedWith(whole, '2027-H1')).toBe(false);
    expect(nextPeriod(whole, '2027-01-04')).toBe('2027-H1');
    expect(nextPeriod(joint, '2027-01-04')).toBe('2027-H2');
  });
});
