import { entryOf, isInScope, refusalOf } from '../../domain/adjustment.js';
import type { Adjustment, AdjustmentFacts } from '../../domain/adjustment.js';

const ACT = { id: 'x', authority: 'note of the mission, January 12, 2027', reason: 'elections', by: 'a test' };
const PAUSE = { id: 'p', scope: 'party/BRA', fromDate: '2027-01-08', untilDate: null, reason: 'a hurricane' } as const;
const FACTS: AdjustmentFacts = {
  today: '2027-01-12',
  request: { stage: 'waiting', dueDate: '2027-02-01', answeredAt: null },
  cycle: { reportDate: '2027-04-15', closedAt: null },
  pauses: [],
};

const extension = (dueDate: string): Adjustment => ({ ...ACT, kind: 'extension', requestId: 'r', dueDate });
const pause = (fromDate: string, untilDate: string | null = null): Adjustment => ({
  ...ACT,
  kind: 'pause',
  scope: 'party/BRA',
  fromDate,
  untilDate,
});
const resume = (onDate: string, pauseId = 'p'): Adjustment => ({ ...ACT, kind: 'resume', pauseId, onDate });
const reportDate = (date: string): Adjustment => ({ ...ACT, kind: 'reportDate', cycleId: 'annual-report/2027', date });

describe('an adjustment', () => {
  it.each<[string, Adjustment, Partial<AdjustmentFacts>]>([
    ['an extension to a later date', extension('2027-02-22'), {}],
    ['a pause from today', pause('2027-01-12'), {}],
    ['a pause that has begun', pause('2027-01-04'), {}],
    ['days that are over', pause('2027-01-04', '2027-01-06'), {}],
    ['the end of a pause', resume('2027-01-12'), { pauses: [PAUSE] }],
    ['a later report', reportDate('2027-05-01'), {}],
  ])('%s is taken', (_name, adjustment, facts) => {
    expect(refusalOf(adjustment, { ...FACTS, ...facts })).toBeNull();
  });

  it.each<[string, Adjustment, Partial<AdjustmentFacts>, string]>([
    ['without authority', { ...extension('2027-02-22'), authority: ' ' }, {}, 'The authority is empty'],
    ['without reason', { ...extension('2027-02-22'), reason: '' }, {}, 'The reason is empty'],
    ['to 30 February', extension('2027-02-30'), {}, "'2027-02-30' is not a date of the calendar (yyyy-mm-dd)."],
    ['that shortens', extension('2027-01-25'), {}, 'r is due on 2027-02-01: an extension never shortens.'],
    [
      'of a closed request',
      extension('2027-02-22'),
      { request: { stage: 'closed', dueDate: '2027-02-01', answeredAt: null } },
      'r is closed',
    ],
    [
      'of an answered request',
      extension('2027-02-22'),
      { request: { stage: 'answered', dueDate: '2027-02-01', answeredAt: '2027-01-04T00:00:00.000Z' } },
      'r is answered',
    ],
    [
      'to a date that is past',
      extension('2027-01-11'),
      { request: { stage: 'waiting', dueDate: '2027-01-04', answeredAt: null } },
      '2027-01-11 is not ahead',
    ],
    ['of a request that is not there', extension('2027-02-22'), { request: undefined }, "There is no request 'r'."],
    ['pausing from tomorrow', pause('2027-01-13'), {}, '2027-01-13 is ahead'],
    ['pausing for no day', pause('2027-01-04', '2027-01-04'), {}, 'has no day'],
    ['pausing until next month', pause('2027-01-04', '2027-02-04'), {}, '2027-02-04 is ahead'],
    [
      'pausing twice',
      pause('2027-01-12'),
      { pauses: [PAUSE] },
      'The clock stands still for BRA since 2027-01-08 already (a hurricane).',
    ],
    ['ending no pause', resume('2027-01-12'), {}, "There is no pause 'p'."],
    [
      'ending a pause twice',
      resume('2027-01-12'),
      { pauses: [{ ...PAUSE, untilDate: '2027-01-11' }] },
      'ended on 2027-01-11 already',
    ],
    ['ending before the beginning', resume('2027-01-05'), { pauses: [PAUSE] }, 'The pause began on 2027-01-08'],
    ['moving the report into the past', reportDate('2027-01-12'), {}, '2027-01-12 is not ahead'],
    ['moving the report to where it is', reportDate('2027-04-15'), {}, 'due on 2027-04-15 already'],
    [
      'moving the report of a closed cycle',
      reportDate('2027-05-01'),
      { cycle: { reportDate: '2027-04-15', closedAt: '2027-01-01T00:00:00.000Z' } },
      'is closed',
    ],
  ])('%s is refused with the reason and the remedy', (_name, adjustment, facts, words) => {
    expect(refusalOf(adjustment, { ...FACTS, ...facts })).toContain(words);
  });

  it.each([
    ['all', true],
    ['party/BRA', true],
    ['party/PER', false],
    ['obligation/annual-report', true],
    ['request/annual-report/2027/BRA', true],
    ['request/annual-report/2028/BRA', false],
  ] as const)('of the scope %s concerns the request of Brazil: %s', (scope, isConcerned) => {
    const request = { requestId: 'annual-report/2027/BRA', party: 'BRA', obligation: 'annual-report' };
    expect(isInScope(scope, request)).toBe(isConcerned);
  });

  it('enters the ledger as it was decided', () => {
    const at = '2027-01-12T15:00:00.000Z';
    expect(entryOf(pause('2027-01-04', '2027-01-06'), at)).toMatchObject({ untilDate: '2027-01-06', endedAt: at });
    expect(entryOf(resume('2027-01-12'), at)).toBeNull();
  });
});

describe('an adjustment with a field that cannot be read', () => {
  it.each<[string, Adjustment, Partial<AdjustmentFacts>, string]>([
    ['a pause from 31 June', pause('2027-06-31'), {}, "'2027-06-31' is not a date of the calendar"],
    ['a pause until 31 June', pause('2027-01-04', '2027-06-31'), {}, "'2027-06-31' is not a date of the calendar"],
    ['the end of a pause on 31 June', resume('2027-06-31'), { pauses: [PAUSE] }, "'2027-06-31' is not a date"],
    ['the end of a pause tomorrow', resume('2027-01-13'), { pauses: [PAUSE] }, '2027-01-13 is ahead: end the pause'],
    ['a report on 31 June', reportDate('2027-06-31'), {}, "'2027-06-31' is not a date of the calendar"],
    [
      'the report of no cycle',
      reportDate('2027-05-01'),
      { cycle: undefined },
      "There is no cycle 'annual-report/2027'.",
    ],
    [
      'a reason of ten thousand characters',
      { ...extension('2027-02-22'), reason: 'x'.repeat(10_000) },
      {},
      'The reason is too long: 10000 characters',
    ],
    ['the end of everything', { ...ACT, kind: 'end', scope: 'all' }, {}, 'Everything cannot be ended at once'],
  ])('%s is refused with the reason and the remedy', (_name, adjustment, facts, words) => {
    expect(refusalOf(adjustment, { ...FACTS, ...facts })).toContain(words);
  });

  it('is taken where it needs no date: an end of one party, dates counted anew, a mandate that passes on', () => {
    const plain: Adjustment[] = [
      { ...ACT, kind: 'end', scope: 'party/BRA' },
      { ...ACT, kind: 'replan' },
      { ...ACT, kind: 'succession', obligations: ['strategy'], duties: [] },
    ];
    expect(plain.map((one) => refusalOf(one, FACTS))).toEqual([null, null, null]);
  });

  it('enters the ledger as an extension with its date, and as a pause that has not ended', () => {
    const at = '2027-01-12T15:00:00.000Z';
    expect(entryOf(extension('2027-02-22'), at)).toMatchObject({ kind: 'extension', dueDate: '2027-02-22', at });
    expect(entryOf(pause('2027-01-12'), at)).toMatchObject({ untilDate: null, endedAt: null });
  });
});
