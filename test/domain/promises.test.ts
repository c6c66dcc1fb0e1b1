import fc from 'fast-check';
import { nearestWorkingDay } from '../../domain/calendar.js';
import { addDays, daysBetween } from '../../domain/iso-date.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import { computePlan, replan } from '../../domain/plan.js';
import type { PlanInput } from '../../domain/plan.js';
import type { Plan } from '../../domain/request-state.js';
import type { ScriptedEvent } from '../../domain/script.js';
import { simulate } from '../../domain/simulation.js';
import type { SimulatedLine } from '../../domain/simulation/line.js';
import { CYCLE_2027, HEADQUARTERS, PARTIES, RULES } from './fixture.js';

/*
 * What is promised of dates and posts, over random years: what a party writes, what persons grant, stop and move, in any order. The
 * promises of a single request, step by step, are in `random-world.ts`.
 */

const CODES = ['BRA', 'CHL', 'HTI'];
const ACT = { authority: 'a note', reason: 'a reason' };
const day = (from: string, until: string): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: daysBetween(from, until) }).map((days) => addDays(from, days));
const anyDay = day('2026-11-17', '2027-03-31');
const party = fc.constantFrom(...CODES);

const arrival: fc.Arbitrary<ScriptedEvent> = fc.oneof(
  fc.record({ kind: fc.constant('answer' as const), party, at: anyDay }),
  fc.record({
    kind: fc.constant('answer' as const),
    party,
    at: anyDay,
    as: fc.constantFrom('nil' as const, 'part' as const),
  }),
  fc.record({ kind: fc.constant('message' as const), party, at: anyDay }),
);
const extension: fc.Arbitrary<ScriptedEvent> = fc.record({
  kind: fc.constant('extension' as const),
  party,
  at: anyDay,
  dueDate: day('2027-01-01', '2027-04-30'),
  authority: fc.constant('a note'),
  reason: fc.constant('a reason'),
});
const pause: fc.Arbitrary<ScriptedEvent> = fc.record({
  kind: fc.constantFrom('pause' as const, 'resume' as const),
  party: fc.option(party),
  at: anyDay,
  authority: fc.constant('a note'),
  reason: fc.constant('a reason'),
});
const move: fc.Arbitrary<ScriptedEvent> = fc.record({
  kind: fc.constant('reportDate' as const),
  party: fc.constant(null),
  at: anyDay,
  date: day('2027-03-01', '2027-07-31'),
  authority: fc.constant('a document'),
  reason: fc.constant('a reason'),
});
const leave: fc.Arbitrary<ScriptedEvent> = fc.record({
  kind: fc.constant('end' as const),
  party,
  at: anyDay,
  because: fc.constant('it has left'),
});

function live(script: ScriptedEvent[], follows = false): SimulatedLine[] {
  return simulate({
    cycle: 'annual-report/2027',
    rules: { ...RULES, version: 3, ...(follows ? { dueFollowsEvent: true } : {}) },
    reportDate: '2027-04-15',
    openedAt: '2026-11-16T15:00:00.000Z',
    headquarters: HEADQUARTERS,
    parties: PARTIES.filter(({ code }) => CODES.includes(code)),
    script,
    unreachable: [],
  });
}

const isPost = ({ kind, rung }: SimulatedLine): boolean => kind === 'mail' && rung !== 'acknowledgement';
const isNotice = ({ rung }: SimulatedLine): boolean => /^(extension|moved)-/.test(rung);

function ofEach(lines: SimulatedLine[]): SimulatedLine[][] {
  return CODES.map((code) => lines.filter((line) => line.party === code));
}

describe('in every year', () => {
  const script = fc.array(fc.oneof(arrival, arrival, extension, pause, move, leave), { maxLength: 12 });
  const every = (check: (lines: SimulatedLine[]) => void): void => {
    fc.assert(
      fc.property(script, fc.boolean(), (events, follows) => ofEach(live(events, follows)).forEach(check)),
      { numRuns: 150 },
    );
  };

  it('nobody is reminded of what it has answered', () => {
    every((lines) => {
      const answered = lines.find(({ kind, rung }) => kind === 'received' && (rung === 'answer' || rung === 'nil'));
      if (answered) expect(lines.filter((line) => isPost(line) && line.at > answered.at)).toEqual([]);
    });
  });

  it('never two rungs leave at once, nor on one day', () => {
    every((lines) => {
      const rungs = lines.filter((line) => isPost(line) && !isNotice(line));
      const days = new Map(rungs.map(({ at, rung }) => [at.slice(0, 10), rung]));
      for (const { at, rung } of rungs)
        expect(`${at.slice(0, 10)} ${rung}`).toBe(`${at.slice(0, 10)} ${days.get(at.slice(0, 10))}`);
    });
  });

  it('no rung leaves twice, and nothing at all after the end', () => {
    every((lines) => {
      const rungs = lines.filter(isPost).map(({ rung, to }) => `${rung} ${to}`);
      expect(new Set(rungs).size).toBe(rungs.length);
      const closed = lines.find(({ kind }) => kind === 'closed');
      if (closed) expect(lines.filter((line) => isPost(line) && line.at > closed.at)).toEqual([]);
    });
  });

  it('nothing leaves while the clock stands still', () => {
    fc.assert(
      fc.property(day('2026-11-20', '2027-03-01'), fc.integer({ min: 1, max: 60 }), (from, days) => {
        const until = addDays(from, days);
        const [lines = []] = ofEach(
          live([
            { kind: 'pause', party: 'BRA', at: from, ...ACT },
            { kind: 'resume', party: 'BRA', at: until, ...ACT },
          ]),
        );
        const between = lines.filter(({ at }) => at.slice(0, 10) > from && at.slice(0, 10) < until);
        expect(between.filter(isPost)).toEqual([]);
      }),
    );
  });
});

/** The due dates of one request, as they were told. */
function dueDates(lines: SimulatedLine[]): string[] {
  return lines.flatMap(({ kind, because }) => (kind === 'changed' ? (/; due (\S+)/.exec(because)?.[1] ?? []) : []));
}

describe('a date that is moved so near that reminders would be due at once', () => {
  /** The first that the mission hears afterwards; its capital had a post of that day already. */
  const near = (version: 1 | 2): string | undefined =>
    simulate({
      cycle: 'meeting-participation/2027',
      rules: { ...RULES, version, dueFollowsEvent: true },
      reportDate: '2027-04-15',
      openedAt: '2026-11-16T15:00:00.000Z',
      headquarters: HEADQUARTERS,
      parties: PARTIES.filter(({ code }) => code === 'BRA'),
      script: [{ kind: 'reportDate', party: null, at: '2026-12-31', date: '2027-03-01', ...ACT }],
      unreachable: [],
    })
      .filter((line) => isPost(line) && line.at > '2026-12-31' && line.to === 'BRA/mission')
      .map(({ rung }) => rung)[0];

  it('is told to whoever has the note, and no reminder is made up for', () => {
    expect(near(2)).toBe('moved-1');
  });

  it('is left to rules of version 1 as it was: the latest reminder in the place of the notice', () => {
    expect(near(1)).toBe('escalation-1');
  });
});

describe('a due date', () => {
  it('is never brought forward by extensions, pauses and their ends, whatever their order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(extension, pause), { maxLength: 10 }), (events) => {
        for (const lines of ofEach(live(events))) {
          const dates = dueDates(lines);
          expect(dates).toEqual([...dates].sort());
        }
      }),
      { numRuns: 150 },
    );
  });

  it('has, when the clock goes on, the days that were left when it stopped', () => {
    fc.assert(
      fc.property(day('2026-11-20', '2027-01-31'), fc.integer({ min: 1, max: 70 }), (from, days) => {
        const until = addDays(from, days);
        const [lines = []] = ofEach(
          live([
            { kind: 'pause', party: 'BRA', at: from, ...ACT },
            { kind: 'resume', party: 'BRA', at: until, ...ACT },
          ]),
        );
        const left = daysBetween(from, '2027-02-01');
        expect(dueDates(lines).at(-1)).toBe(nearestWorkingDay(HEADQUARTERS, addDays(until, left), 1).date);
      }),
    );
  });

  const ledger: fc.Arbitrary<LedgerEntry[]> = fc.array(
    fc.record({
      kind: fc.constant('extension' as const),
      id: fc.uuid(),
      authority: fc.constant('a note'),
      reason: fc.constant('a reason'),
      at: anyDay.map((date) => `${date}T15:00:00.000Z`),
      dueDate: day('2027-01-01', '2027-05-31'),
    }),
    { maxLength: 2 },
  );

  it.each([true, false])('moved twice is the date moved once to the last day (follows its meeting: %s)', (follows) => {
    const rules = follows ? { ...RULES, dueFollowsEvent: true } : RULES;
    const withoutNotices = (plan: Plan): Plan => ({
      ...plan,
      rungs: plan.rungs.filter(({ tone }) => tone !== 'moved'),
    });
    const reportDay = day('2026-12-01', '2027-12-31');
    fc.assert(
      fc.property(reportDay, reportDay, ledger, fc.boolean(), (first, last, entries, isOut) => {
        const input: PlanInput = { ...CYCLE_2027, rules, ledger: entries };
        const clockStartedAt = isOut ? CYCLE_2027.openedAt : null;
        const moved = (plan: Plan, reportDate: string, at: string): Plan =>
          replan({ ...input, reportDate, plan, clockStartedAt, at });
        const plan = computePlan(input);
        const twice = moved(moved(plan, first, '2026-12-10T15:00:00.000Z'), last, '2026-12-11T15:00:00.000Z');
        const once = moved(plan, last, '2026-12-11T15:00:00.000Z');
        expect(withoutNotices(twice)).toEqual(withoutNotices(once));
      }),
    );
  });
});
