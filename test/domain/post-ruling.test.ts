import fc from 'fast-check';
import { addDays } from '../../domain/iso-date.js';
import type { PartyCalendar } from '../../domain/mandate.js';
import { dateIn } from '../../domain/plan.js';
import { fixesPlan, rulePost } from '../../domain/posting/post-ruling.js';
import type { PostContext } from '../../domain/posting/post-ruling.js';
import { postponementWords } from '../../domain/posting/postponement.js';
import type { Postponement } from '../../domain/posting/postponement.js';
import { CYCLE_2027 } from './fixture.js';

/* A Tuesday noon in Washington, on which nothing stands in the way. */
const NOON = '2027-01-19T17:00:00.000Z';
const free: PostContext = {
  kind: 'reminder',
  at: NOON,
  rules: { ...CYCLE_2027.rules, daysBetweenPosts: 3 },
  headquarters: CYCLE_2027.headquarters,
  zone: 'America/New_York',
  pausedBecause: null,
  holdUntil: null,
  lastPostAt: null,
  isRepeat: false,
};
const later = (hours: number): string => new Date(Date.parse(NOON) + hours * 3_600_000).toISOString();
const saturday = { at: '2027-01-23T17:00:00.000Z' };
const night = { at: '2027-01-19T09:00:00.000Z' };
const paused = { pausedBecause: 'a hurricane' };
const held = { holdUntil: later(48) };
const wroteToday = { lastPostAt: later(-2) };
const holidayOn = (date: string): PartyCalendar => ({
  place: 'the capital',
  reviewed: {},
  daysOf: () => [],
  holidayOn: (one) => (one === date ? 'Day of the Capital' : null),
});
const HOLIDAY = holidayOn('2027-01-19');
const TOMORROW = holidayOn('2027-01-20');

type Case = [words: string, given: Partial<PostContext>, why: Postponement | null, until?: string];

describe('whether a rung may leave now', () => {
  const CASES: Case[] = [
    ['leaves where nothing stands in the way', {}, null],
    [
      'waits a day while the clock stands still',
      paused,
      { code: 'clockStandsStill', because: 'a hurricane' },
      later(24),
    ],
    ['so does a first note', { ...paused, kind: 'request' }, { code: 'clockStandsStill', because: 'a hurricane' }],
    ['and a word of a moved date', { ...paused, kind: 'notice' }, { code: 'clockStandsStill', because: 'a hurricane' }],
    ['waits for the end of a hold', held, { code: 'partyHasWritten' }, later(48)],
    ['an escalation, too', { ...held, kind: 'escalation' }, { code: 'partyHasWritten' }],
    ['a hold that ends now holds nothing', { holdUntil: NOON }, null],
    ['a hold that has ended holds nothing', { holdUntil: later(-1) }, null],
    ['a word of a moved date is held by no message', { ...held, kind: 'notice' }, null],
    ['a first note is held by no message', { ...held, kind: 'request' }, null],
    ['waits for Monday on a Saturday', saturday, { code: 'dayOff', name: 'Saturday' }],
    ['a word of a moved date, too', { ...saturday, kind: 'notice' }, { code: 'dayOff', name: 'Saturday' }],
    ['a first note leaves when it is released', { ...saturday, kind: 'request' }, null],
    [
      'waits for the day after a holiday of the capital',
      { partyCalendar: HOLIDAY },
      { code: 'dayOff', name: 'Day of the Capital, the capital' },
      later(22),
    ],
    [
      'after another post waits for the day after such a holiday',
      { ...wroteToday, partyCalendar: TOMORROW, rules: CYCLE_2027.rules },
      { code: 'writtenTo', date: null },
      later(46),
    ],
    ['waits for the office hours', night, { code: 'outsideHours' }],
    ['waits after another post of today', wroteToday, { code: 'writtenTo', date: null }],
    ['says the day of a post before today', { lastPostAt: later(-24) }, { code: 'writtenTo', date: '2027-01-18' }],
    ['does not wait after a post long ago', { lastPostAt: later(-24 * 10) }, null],
    ['whoever stands in gets what the others had today', { ...wroteToday, isRepeat: true }, null],
    ['a first note waits for no other post', { ...wroteToday, kind: 'request' }, null],
    ['a word of a moved date waits for no other post', { ...wroteToday, kind: 'notice' }, null],
    ['a pause is said before a hold', { ...paused, ...held }, { code: 'clockStandsStill', because: 'a hurricane' }],
    [
      'a hold is said before the hours',
      { ...held, ...saturday, holdUntil: '2027-01-25T17:00:00.000Z' },
      { code: 'partyHasWritten' },
    ],
    ['the hours are said before another post', { ...night, lastPostAt: later(-24) }, { code: 'outsideHours' }],
    ['a repeat waits for the hours, too', { ...night, isRepeat: true }, { code: 'outsideHours' }],
  ];

  it.each(CASES.map(([words, given, why, until]) => ({ words, given, why, until })))(
    '$words',
    ({ given, why, until }) => {
      const ruled = rulePost({ ...free, ...given });
      expect(ruled.ruling === 'postpone' ? ruled.why : null).toEqual(why);
      if (until !== undefined) expect(ruled).toMatchObject({ until });
    },
  );

  /* Each thing that may stand in the way, alone and with all others: the first in this order that concerns the rung is told. */
  const KINDS: PostContext['kind'][] = ['request', 'reminder', 'escalation', 'notice'];
  const WAYS: [
    code: Postponement['code'],
    given: Partial<PostContext>,
    concerns: (kind: string, isRepeat: boolean) => boolean,
  ][] = [
    ['clockStandsStill', paused, () => true],
    ['partyHasWritten', { holdUntil: later(480) }, (kind) => kind === 'reminder' || kind === 'escalation'],
    ['outsideHours', night, (kind) => kind !== 'request'],
    [
      'writtenTo',
      { lastPostAt: later(-24) },
      (kind, isRepeat) => (kind === 'reminder' || kind === 'escalation') && !isRepeat,
    ],
  ];
  const everything = KINDS.flatMap((kind) =>
    [false, true].flatMap((isRepeat) =>
      Array.from({ length: 2 ** WAYS.length }, (_, bits) => {
        const inTheWay = WAYS.filter((_way, index) => (bits & (1 << index)) !== 0);
        const first = inTheWay.find(([, , concerns]) => concerns(kind, isRepeat));
        return { kind, isRepeat, inTheWay, code: first?.[0] ?? null };
      }),
    ),
  );

  it('tells the first reason that concerns the rung, whatever else stands in the way', () => {
    expect(everything).toHaveLength(128);
    for (const { kind, isRepeat, inTheWay, code } of everything) {
      const given = Object.assign({}, free, ...inTheWay.map(([, one]) => one), { kind, isRepeat }) as PostContext;
      const ruled = rulePost(given);
      const named = inTheWay.map(([one]) => one);
      expect({ kind, isRepeat, named, code: ruled.ruling === 'postpone' ? ruled.why.code : null }).toEqual({
        kind,
        isRepeat,
        named,
        code,
      });
    }
  });

  const contexts = fc.record({
    kind: fc.constantFrom<PostContext['kind']>('request', 'reminder', 'escalation', 'notice'),
    at: fc.integer({ min: -400, max: 4000 }).map(later),
    pausedBecause: fc.constantFrom(null, 'a hurricane'),
    holdUntil: fc.option(fc.integer({ min: -400, max: 4000 }).map(later)),
    lastPostAt: fc.option(fc.integer({ min: -400, max: 4000 }).map(later)),
    isRepeat: fc.boolean(),
  });

  it('puts off to a later instant, at which the same reason holds no more unless it is the pause', () => {
    fc.assert(
      fc.property(contexts, (given) => {
        const context = { ...free, ...given };
        const ruled = rulePost(context);
        if (ruled.ruling === 'send') return;
        expect(ruled.until > context.at).toBe(true);
        const again = rulePost({ ...context, at: ruled.until });
        if (again.ruling === 'postpone' && ruled.why.code !== 'clockStandsStill')
          expect(again.why.code).not.toBe(ruled.why.code);
      }),
    );
  });

  it('writes to nobody on a weekend, but for a first note', () => {
    fc.assert(
      fc.property(contexts, (given) => {
        const context = { ...free, ...given };
        if (rulePost(context).ruling === 'postpone' || context.kind === 'request') return;
        const day = new Date(`${dateIn(context.at, context.zone)}T12:00:00.000Z`).getUTCDay();
        expect([0, 6]).not.toContain(day);
      }),
    );
  });

  it('says each reason in words', () => {
    const reasons: Postponement[] = [
      { code: 'clockStandsStill', because: 'a hurricane' },
      { code: 'partyHasWritten' },
      { code: 'dayOff', name: 'Carnival' },
      { code: 'outsideHours' },
      { code: 'writtenTo', date: null },
      { code: 'writtenTo', date: addDays('2027-01-18', 0) },
    ];
    expect(reasons.map(postponementWords)).toEqual([
      'the clock stands still: a hurricane',
      'the party has written',
      'Carnival',
      'outside the hours in which the party is written to',
      'the party was written to today',
      'the party was written to on 2027-01-18',
    ]);
  });
});

describe('a first note', () => {
  it('fixes the date once', () => {
    expect(fixesPlan('request', null)).toBe(true);
    expect(fixesPlan('request', NOON)).toBe(false);
    expect(fixesPlan('reminder', null)).toBe(false);
  });
});
