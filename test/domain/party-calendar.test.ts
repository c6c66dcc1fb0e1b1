import fc from 'fast-check';
import { addWorkingDays, dayOff, nearestWorkingDay } from '../../domain/calendar.js';
import { explainDeadline } from '../../domain/deadline.js';
import { addDays } from '../../domain/iso-date.js';
import type { IsoDate, PartyCalendar } from '../../domain/mandate.js';
import { listHeadquartersDays, partyCalendar } from '../../domain/party-calendar.js';
import {
  computePlan,
  courteousInstant,
  dateIn,
  holdAfterMessage,
  instantAt,
  planForNote,
  replan,
} from '../../domain/plan.js';
import type { Plan, PlannedRung } from '../../domain/request-state.js';
import { simulate } from '../../domain/simulation.js';
import { BRASILIA, CYCLE_2027, HEADQUARTERS, PARTIES, RULES } from './fixture.js';

/** A state whose days off are those given, in every year that they name. */
function brazil(days: Record<IsoDate, string>): PartyCalendar {
  return partyCalendar(
    'Brazil',
    (year) => new Map(Object.entries(days).filter(([date]) => date.startsWith(`${year}-`))),
  );
}

function rungOf(plan: Plan, id: string): PlannedRung {
  const rung = plan.rungs.find((one) => one.id === id);
  if (!rung) throw new Error(`the plan has no rung '${id}'`);
  return rung;
}

describe('the calendar of a state', () => {
  const calendar = partyCalendar(
    'Guyana',
    (year) =>
      new Map([
        [`${year}-02-23`, 'Republic Day'],
        [`${year}-05-05`, 'Arrival Day'],
      ]),
    {
      added: [{ date: '2027-03-03', name: 'A day proclaimed', source: 'the gazette' }],
      removed: [{ date: '2027-05-05', name: 'Arrival Day', reason: 'kept on another day' }],
      reviewed: { '2027': { on: '2026-12-01', by: 'the Coordinator' } },
    },
  );

  it('is the seed with what was added and without what was removed, in that year alone', () => {
    const dates = ['2027-02-23', '2027-03-03', '2027-05-05', '2028-03-03', '2028-05-05'];
    expect(dates.map(calendar.holidayOn)).toEqual(['Republic Day', 'A day proclaimed', null, null, 'Arrival Day']);
  });

  it('lists every day with its origin and the reason, in the order of time', () => {
    expect(calendar.daysOf(2027)).toEqual([
      { date: '2027-02-23', name: 'Republic Day', origin: 'library', because: '' },
      { date: '2027-03-03', name: 'A day proclaimed', origin: 'added', because: 'the gazette' },
      { date: '2027-05-05', name: 'Arrival Day', origin: 'removed', because: 'kept on another day' },
    ]);
    expect(calendar.reviewed['2027']).toEqual({ on: '2026-12-01', by: 'the Coordinator' });
    expect(calendar.reviewed['2028']).toBeUndefined();
  });

  it('asks its seed once for a year, and only for years that are asked for', () => {
    const asked: number[] = [];
    const lazy = partyCalendar('Brazil', (year) => {
      asked.push(year);
      return new Map();
    });
    expect(asked).toEqual([]);
    for (const date of ['2027-01-01', '2027-12-31', '2028-01-01', '2027-06-01']) lazy.holidayOn(date);
    expect(asked).toEqual([2027, 2028]);
  });

  it('lists the days of headquarters by their own rules', () => {
    const added = [{ date: '2027-03-01', name: 'Snow' }];
    const removed = [{ date: '2027-05-31', name: 'Open' }];
    const days = listHeadquartersDays({ ...HEADQUARTERS, added, removed }, 2027);
    expect(days).toHaveLength(13);
    expect(days.filter(({ origin }) => origin !== 'rule').map(({ date, origin }) => `${date} ${origin}`)).toEqual([
      '2027-03-01 added',
      '2027-05-31 removed',
    ]);
  });
});

describe('a day off at either place', () => {
  const party = brazil({ '2027-02-09': 'Carnival', '2027-01-18': 'Our own day', '2027-12-24': 'Christmas Day' });

  it.each([
    ['2027-02-09', 'Carnival, Brazil'],
    ['2027-02-15', "Washington's Birthday, headquarters"],
    ['2027-12-24', 'Christmas Day, headquarters and Brazil'],
    ['2027-01-18', 'Martin Luther King Day, headquarters; Our own day, Brazil'],
    ['2027-02-13', 'Saturday'],
    ['2027-02-10', null],
  ])('%s is said to be: %s', (date, why) => {
    expect(dayOff(HEADQUARTERS, date, party)).toBe(why);
  });

  it('is none of the state where only headquarters is asked', () => {
    expect(dayOff(HEADQUARTERS, '2027-02-09')).toBeNull();
    expect(dayOff(HEADQUARTERS, '2027-12-24')).toBe('Christmas Day');
  });

  it('is passed over in both directions, and in a count', () => {
    expect(nearestWorkingDay(HEADQUARTERS, '2027-02-09', 1, party).date).toBe('2027-02-10');
    expect(nearestWorkingDay(HEADQUARTERS, '2027-02-09', -1, party).date).toBe('2027-02-08');
    expect(addWorkingDays(HEADQUARTERS, '2027-02-05', 2, party)).toBe('2027-02-10');
    expect(addWorkingDays(HEADQUARTERS, '2027-02-05', 2)).toBe('2027-02-09');
  });
});

/** Due on Monday 1 February 2027. */
describe('a post that would leave on a day off of the party', () => {
  it.each([
    ['before the due date: the working day before', 'recall-3', { '2027-01-29': 'Founding Day' }, '2027-01-28'],
    ['before it, the day off behind one of headquarters', 'recall-2', { '2027-01-15': 'Founding Day' }, '2027-01-14'],
    ['after it: the working day after', 'reminder-1', { '2027-02-04': 'Founding Day' }, '2027-02-05'],
    ['after it, two days on end', 'escalation-1', { '2027-02-11': 'One', '2027-02-12': 'Two' }, '2027-02-16'],
    ['with nothing in its way: its day', 'escalation-1', { '2027-02-10': 'Founding Day' }, '2027-02-11'],
  ])('%s', (_, rung, days, date) => {
    const plan = computePlan({ ...CYCLE_2027, partyCalendar: brazil(days) });
    expect(rungOf(plan, rung).date.date).toBe(date);
    expect(rungOf(plan, rung).sendAt).toBe(instantAt(date, '10:00', BRASILIA));
  });

  it('proves its date with the days of both, each with whose it is', () => {
    const plan = computePlan({
      ...CYCLE_2027,
      partyCalendar: brazil({ '2027-02-11': 'Carnival', '2027-02-12': 'Rest' }),
    });
    expect(explainDeadline(rungOf(plan, 'escalation-1').date)).toBe(
      '10 days after the due date (2027-02-01) is 2027-02-11; moved to the next working day, 2027-02-16 ' +
        "(2027-02-11 Carnival, Brazil, 2027-02-12 Rest, Brazil, 2027-02-13 Saturday, 2027-02-14 Sunday, 2027-02-15 Washington's Birthday, headquarters)",
    );
  });

  it('leaves what is due, and the closing, to headquarters alone', () => {
    const days = { '2027-02-01': 'Founding Day', '2027-03-16': 'Founding Day' };
    const plan = computePlan(CYCLE_2027);
    const moved = computePlan({ ...CYCLE_2027, partyCalendar: brazil(days) });
    expect([moved.due, moved.dueAt, moved.lateAfterAt, moved.close]).toEqual([
      plan.due,
      plan.dueAt,
      plan.lateAfterAt,
      plan.close,
    ]);
    expect(rungOf(moved, 'close')).toEqual(rungOf(plan, 'close'));
  });

  it('moves in the plan of the note and in a plan after an act, too', () => {
    const input = { ...CYCLE_2027, partyCalendar: brazil({ '2027-02-22': 'Founding Day' }) };
    const plan = planForNote({ ...input, plan: computePlan(input), noteAt: '2027-01-20T15:00:00.000Z' });
    expect(rungOf(plan, 'reminder-1').date.date).toBe('2027-02-23');
    expect(
      rungOf(
        replan({ ...input, plan, clockStartedAt: '2027-01-20T15:00:00.000Z', at: '2027-01-20T15:00:00.000Z' }),
        'reminder-1',
      ),
    ).toEqual(rungOf(plan, 'reminder-1'));
  });
});

describe('a working day of both', () => {
  const partyCalendarOf2027 = brazil({ '2027-01-06': 'Epiphany', '2027-01-19': 'Founding Day' });
  const input = { rules: RULES, headquarters: HEADQUARTERS, partyCalendar: partyCalendarOf2027, zone: BRASILIA };

  it.each([
    ['on the day off, at the hour of the day after', '2027-01-06T15:00:00.000Z', '2027-01-07T13:00:00.000Z'],
    ['early on it, the day after', '2027-01-06T08:00:00.000Z', '2027-01-07T13:00:00.000Z'],
    ['on the evening before it, the day after it', '2027-01-05T21:00:00.000Z', '2027-01-07T13:00:00.000Z'],
    ['before a long weekend of both', '2027-01-15T22:00:00.000Z', '2027-01-20T13:00:00.000Z'],
    ['on another day, at once', '2027-01-07T15:00:00.000Z', '2027-01-07T15:00:00.000Z'],
  ])('is what a held post waits for: %s', (_, at, expected) => {
    expect(courteousInstant({ ...input, at })).toBe(expected);
  });

  it('is what the hold after a message counts', () => {
    expect(holdAfterMessage({ ...input, receivedAt: '2027-01-04T15:00:00.000Z' }).sendAt).toBe(
      '2027-01-12T13:00:00.000Z',
    );
  });
});

describe('every plan of a party with holidays', () => {
  const anyDays = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 60 });

  it('lets no reminder, recall or escalation leave on a day off of either calendar', () => {
    fc.assert(
      fc.property(
        anyDays,
        fc.integer({ min: 0, max: 200 }),
        fc.constantFrom(...new Set(PARTIES.map(({ zone }) => zone))),
        (offsets, opening, zone) => {
          const days = Object.fromEntries(offsets.map((offset) => [addDays('2026-10-01', offset), 'Day off']));
          const party = brazil(days);
          const openedAt = new Date(Date.parse('2026-10-01T13:00:00.000Z') + opening * 86_400_000).toISOString();
          const plan = computePlan({ ...CYCLE_2027, openedAt, zone, partyCalendar: party });
          expect(plan.due).toEqual(computePlan({ ...CYCLE_2027, openedAt, zone }).due);
          for (const rung of plan.rungs) {
            if (rung.kind !== 'reminder' && rung.kind !== 'escalation') continue;
            expect(dayOff(HEADQUARTERS, rung.date.date, party)).toBeNull();
            expect(days[dateIn(rung.sendAt, zone)]).toBeUndefined();
            expect(rung.date.steps.at(-1)?.date).toBe(rung.date.date);
          }
        },
      ),
    );
  });

  it('holds a post courteously: never in the past, never on a day off, and asked again it is itself', () => {
    fc.assert(
      fc.property(anyDays, fc.integer({ min: 0, max: 350 * 1440 }), (offsets, minutes) => {
        const party = brazil(Object.fromEntries(offsets.map((offset) => [addDays('2026-10-01', offset), 'Day off'])));
        const at = new Date(Date.parse('2026-10-01T03:00:00.000Z') + minutes * 60_000).toISOString();
        const input = { rules: RULES, headquarters: HEADQUARTERS, partyCalendar: party, zone: BRASILIA };
        const courteous = courteousInstant({ ...input, at });
        expect(courteous >= at).toBe(true);
        expect(dayOff(HEADQUARTERS, dateIn(courteous, BRASILIA), party)).toBeNull();
        expect(courteousInstant({ ...input, at: courteous })).toBe(courteous);
      }),
    );
  });

  it('is lived through by the simulator', () => {
    const [first] = PARTIES.filter(({ code }) => code === 'BRA');
    if (!first) throw new Error('the fixture has no BRA');
    const { rules, reportDate, openedAt, headquarters } = CYCLE_2027;
    const calendar = brazil({ '2027-02-04': 'Founding Day' });
    const parties = [{ ...first, calendar }];
    const script = [{ kind: 'message' as const, party: 'BRA', at: '2027-01-29' }];
    const common = { cycle: 'annual-report/2027', rules, reportDate, openedAt, headquarters, unreachable: [] };
    const sentOn = (lines: ReturnType<typeof simulate>) =>
      lines.filter((line) => line.rung === 'reminder-1' && line.kind === 'mail').map((line) => line.at.slice(0, 10));
    expect(sentOn(simulate({ ...common, parties, script: [] }))).toEqual(['2027-02-05', '2027-02-05']);
    // Of the five days after the message that both work, 4 February is none.
    expect(sentOn(simulate({ ...common, parties, script }))).toEqual(['2027-02-08', '2027-02-08']);
    expect(sentOn(simulate({ ...common, parties: [first], script: [] }))).toEqual(['2027-02-04', '2027-02-04']);
  });
});
