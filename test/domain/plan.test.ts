import fc from 'fast-check';
import { Settings } from 'luxon';
import { explainDeadline } from '../../domain/deadline.js';
import { addDays } from '../../domain/iso-date.js';
import {
  computePlan,
  courteousInstant,
  dateIn,
  holdAfterMessage,
  hourIn,
  instantAt,
  planForNote,
  readPlan,
} from '../../domain/plan.js';
import type { Plan, PlannedRung } from '../../domain/request-state.js';
import { rungReasonWords } from '../../domain/request/rung-reason.js';
import { BRASILIA, CYCLE_2027, HEADQUARTERS, PARTIES, RULES } from './fixture.js';

const ZONES = [...new Set(PARTIES.map((party) => party.zone))];

function rungOf(plan: Plan, id: string): PlannedRung {
  const rung = plan.rungs.find((one) => one.id === id);
  if (!rung) throw new Error(`the plan has no rung '${id}'`);
  return rung;
}

function datesOf(plan: Plan): string[] {
  return plan.rungs.map(
    (rung) => `${rung.id} ${rung.date.date}${rung.dropped === null ? '' : `: ${rungReasonWords(rung.dropped)}`}`,
  );
}

describe('a local time', () => {
  it.each([
    ['Brasília in summer', '2027-01-15', '10:00', BRASILIA, '2027-01-15T13:00:00.000Z'],
    ['Brasília in the summer time of 2005', '2005-01-26', '10:00', BRASILIA, '2005-01-26T12:00:00.000Z'],
    ['Brasília after the summer time of 2005', '2005-02-22', '10:00', BRASILIA, '2005-02-22T13:00:00.000Z'],
    ['the midnight that Brasília skipped in 2018', '2018-11-04', '00:00', BRASILIA, '2018-11-04T03:00:00.000Z'],
    [
      'the midnight after the hour that Brasília had twice',
      '2019-02-17',
      '00:00',
      BRASILIA,
      '2019-02-17T03:00:00.000Z',
    ],
    ['Santiago in winter', '2027-07-15', '10:00', 'America/Santiago', '2027-07-15T14:00:00.000Z'],
    ['Santiago in summer', '2027-01-15', '10:00', 'America/Santiago', '2027-01-15T13:00:00.000Z'],
    ['the midnight that Santiago skips', '2026-09-06', '00:00', 'America/Santiago', '2026-09-06T04:00:00.000Z'],
    ['the day after it', '2026-09-07', '00:00', 'America/Santiago', '2026-09-07T03:00:00.000Z'],
    [
      'the midnight after the hour that Santiago has twice',
      '2026-04-05',
      '00:00',
      'America/Santiago',
      '2026-04-05T04:00:00.000Z',
    ],
    ['Washington on the eve of summer time', '2027-03-13', '17:30', 'America/New_York', '2027-03-13T22:30:00.000Z'],
    ['Washington on its first day', '2027-03-14', '17:30', 'America/New_York', '2027-03-14T21:30:00.000Z'],
    ['an hour that Washington skips', '2027-03-14', '02:30', 'America/New_York', '2027-03-14T07:30:00.000Z'],
    ['an hour that Washington has twice', '2027-11-07', '01:30', 'America/New_York', '2027-11-07T05:30:00.000Z'],
    [
      'the midnight that Asunción skipped in 2023',
      '2023-10-01',
      '00:00',
      'America/Asuncion',
      '2023-10-01T04:00:00.000Z',
    ],
    ['Asunción in the winter of 2024', '2024-07-15', '10:00', 'America/Asuncion', '2024-07-15T14:00:00.000Z'],
    ['Asunción in summer', '2024-01-15', '10:00', 'America/Asuncion', '2024-01-15T13:00:00.000Z'],
  ])('is turned into its instant: %s', (_, date, time, zone, instant) => {
    expect(instantAt(date, time, zone)).toBe(instant);
  });

  it('does not depend on the season in which it is computed', () => {
    const { now } = Settings;
    try {
      const inSeason = ['2027-01-15T12:00:00Z', '2027-07-15T12:00:00Z'].map((today) => {
        Settings.now = () => Date.parse(today);
        return ['2027-11-07T01:30', '2027-03-14T02:30'].map((text) =>
          instantAt(text.slice(0, 10), text.slice(11), 'America/New_York'),
        );
      });
      expect(inSeason[1]).toEqual(inSeason[0]);
    } finally {
      Settings.now = now;
    }
  });

  it('comes back as the same date and hour in every capital, at the hours that are used', () => {
    const day = fc.integer({ min: 0, max: 12_000 }).map((days) => addDays('2004-01-01', days));
    fc.assert(
      fc.property(day, fc.constantFrom('10:00', '17:30', '08:00'), fc.constantFrom(...ZONES), (date, time, zone) => {
        const at = instantAt(date, time, zone);
        expect([dateIn(at, zone), hourIn(at, zone)]).toEqual([date, time]);
        expect(dateIn(instantAt(date, '00:00', zone), zone)).toBe(date);
        expect(instantAt(date, '00:00', zone) < at).toBe(true);
      }),
    );
  });

  it('is refused where it is none', () => {
    expect(() => instantAt('2027-02-30', '10:00', BRASILIA)).toThrow(RangeError);
    expect(() => instantAt('2027-02-28', '25:00', BRASILIA)).toThrow(RangeError);
    expect(() => dateIn('yesterday', BRASILIA)).toThrow(/'yesterday' is not an instant/);
  });
});

describe('a misspelt zone', () => {
  const zone = 'America/Sao_Paolo';
  const message = "'America/Sao_Paolo' is not a time zone of the IANA tables";

  it.each<[string, () => unknown]>([
    ['a plan of that capital', () => computePlan({ ...CYCLE_2027, zone })],
    ['a plan of that headquarters', () => computePlan({ ...CYCLE_2027, headquarters: { ...HEADQUARTERS, zone } })],
    ['a note', () => planForNote({ ...CYCLE_2027, zone, plan: computePlan(CYCLE_2027), noteAt: CYCLE_2027.openedAt })],
    ['a date', () => dateIn('2027-01-01T00:00:00.000Z', zone)],
    ['an hour', () => hourIn('2027-01-01T00:00:00.000Z', zone)],
    ['an instant', () => instantAt('2027-01-01', '10:00', zone)],
    ['a courteous instant', () => courteousInstant({ ...CYCLE_2027, at: '2027-01-01T00:00:00.000Z', zone })],
    ['a hold', () => holdAfterMessage({ ...CYCLE_2027, receivedAt: '2027-01-01T00:00:00.000Z', zone })],
  ])('throws for %s, so that nothing becomes never overdue', (_, compute) => {
    expect(compute).toThrow(new RangeError(message));
  });
});

describe('the plan of the cycle of 2027', () => {
  const plan = computePlan(CYCLE_2027);

  it('has every rung on its day', () => {
    expect(datesOf(plan)).toEqual([
      'request 2026-11-16',
      'recall-1 2026-12-31',
      'recall-2 2027-01-15',
      'recall-3 2027-01-29',
      'reminder-1 2027-02-04',
      'escalation-1 2027-02-11',
      'escalation-2 2027-02-25',
      'close 2027-03-16',
    ]);
  });

  it('is due on Monday 1 February, as 30 January is a Saturday', () => {
    expect(explainDeadline(plan.due)).toBe(
      '75 days before the report date (2027-04-15) is 2027-01-30; moved to the next working day, 2027-02-01 (2027-01-30 Saturday, 2027-01-31 Sunday)',
    );
    expect(plan.dueAt).toBe('2027-02-01T22:30:00.000Z');
  });

  it("decides at the start of the party's day and sends at its hour", () => {
    expect(rungOf(plan, 'recall-2')).toMatchObject({
      decideAt: '2027-01-15T03:00:00.000Z',
      sendAt: '2027-01-15T13:00:00.000Z',
    });
    expect(rungOf(plan, 'request')).toMatchObject({ decideAt: CYCLE_2027.openedAt, sendAt: CYCLE_2027.openedAt });
  });

  it('closes at the end of the hours of headquarters, in their summer time', () => {
    expect(rungOf(plan, 'close')).toMatchObject({
      decideAt: '2027-03-16T21:30:00.000Z',
      sendAt: '2027-03-16T21:30:00.000Z',
    });
  });

  it.each([
    ['east of headquarters', 'America/Sao_Paulo', '2027-02-02T05:00:00.000Z'],
    ['with headquarters', 'America/New_York', '2027-02-02T05:00:00.000Z'],
    ['west of headquarters', 'America/Mexico_City', '2027-02-02T06:00:00.000Z'],
  ])('calls no answer late before the due day has ended in both places: %s', (_, zone, lateAfterAt) => {
    expect(computePlan({ ...CYCLE_2027, zone }).lateAfterAt).toBe(lateAfterAt);
  });

  it('opened a week late keeps its due date, and its request proves its own day', () => {
    const late = computePlan({ ...CYCLE_2027, openedAt: '2026-11-24T15:00:00.000Z' });
    expect(late.due).toEqual(plan.due);
    expect(datesOf(late).slice(1)).toEqual(datesOf(plan).slice(1));
    expect(explainDeadline(rungOf(late, 'request').date)).toBe('the opening day (2026-11-24) is 2026-11-24');
  });

  it('opened on 10 April gives thirty days all the same, closes after the due date and says what it leaves out', () => {
    const late = computePlan({ ...CYCLE_2027, openedAt: '2027-04-10T15:00:00.000Z' });
    expect(datesOf(late)).toEqual([
      'request 2027-04-10',
      'recall-1 2027-04-09: it would leave within 10 days of the note',
      'recall-2 2027-04-26',
      'recall-3 2027-05-07',
      'reminder-1 2027-05-13',
      'escalation-1 2027-05-20',
      'escalation-2 2027-06-03: the text closes first',
      'close 2027-05-24',
    ]);
    expect(late.due.date).toBe('2027-05-10');
    expect(explainDeadline(late.due)).toBe(
      '75 days before the report date (2027-04-15) is 2027-01-30; moved to the next working day, 2027-02-01 (2027-01-30 Saturday, 2027-01-31 Sunday); but not before 30 days after the day of the note (2027-04-10): 2027-05-10',
    );
    expect(explainDeadline(late.close)).toBe(
      '30 days before the report date (2027-04-15) is 2027-03-16; but not before 14 days after the due date (2027-05-10): 2027-05-24',
    );
  });

  it('takes a due date that was set, with its authority, and moves the rungs that hang on it', () => {
    const set = computePlan({ ...CYCLE_2027, dueDate: { date: '2027-03-10', authority: 'the Permanent Council' } });
    expect(explainDeadline(set.due)).toBe('2027-03-10, set by the Permanent Council');
    expect(datesOf(set)).toEqual([
      'request 2026-11-16',
      'recall-1 2027-02-08',
      'recall-2 2027-02-24',
      'recall-3 2027-03-05',
      'reminder-1 2027-03-15',
      'escalation-1 2027-03-22',
      'escalation-2 2027-04-05: the text closes first',
      'close 2027-03-24',
    ]);
  });

  it('leaves out a reminder after a due date that was set too near, within ten days of the note', () => {
    const set = computePlan({
      ...CYCLE_2027,
      openedAt: '2027-02-05T15:00:00.000Z',
      dueDate: { date: '2027-02-01', authority: 'the Permanent Council' },
    });
    expect(datesOf(set).slice(4, 7)).toEqual([
      'reminder-1 2027-02-04: it would leave within 10 days of the note',
      'escalation-1 2027-02-11: it would leave within 10 days of the note',
      'escalation-2 2027-02-25',
    ]);
  });

  it.each([
    ['2026-11-24T15:00:00.000Z', null],
    ['2026-11-25T15:00:00.000Z', { code: 'tooSoonAfterNote', days: 10 }],
  ])('keeps a reminder on the tenth day after the note and none before it: opened %s', (openedAt, dropped) => {
    const set = computePlan({ ...CYCLE_2027, openedAt, dueDate: { date: '2026-12-07', authority: 'the Coordinator' } });
    expect(rungOf(set, 'recall-3')).toMatchObject({ date: { date: '2026-12-04' }, dropped });
  });

  it('leaves out a rung that would fall on the very day on which the text closes', () => {
    const set = computePlan({ ...CYCLE_2027, dueDate: { date: '2027-02-20', authority: 'the Coordinator' } });
    expect(rungOf(set, 'escalation-2')).toMatchObject({
      date: { date: set.close.date },
      dropped: { code: 'afterClosing' },
    });
  });
});

describe('the plan of the cycle of 2005', () => {
  it('follows the report of 11 May and the clocks of that year', () => {
    const plan = computePlan({ ...CYCLE_2027, reportDate: '2005-05-11', openedAt: '2004-12-13T14:00:00.000Z' });
    expect(datesOf(plan)).toEqual([
      'request 2004-12-13',
      'recall-1 2005-01-26',
      'recall-2 2005-02-11',
      'recall-3 2005-02-22',
      'reminder-1 2005-02-28',
      'escalation-1 2005-03-07',
      'escalation-2 2005-03-21',
      'close 2005-04-11',
    ]);
    expect(plan.due.date).toBe('2005-02-25');
    expect(rungOf(plan, 'recall-1').sendAt).toBe('2005-01-26T12:00:00.000Z');
    expect(rungOf(plan, 'recall-3').sendAt).toBe('2005-02-22T13:00:00.000Z');
    expect(rungOf(plan, 'close').sendAt).toBe('2005-04-11T21:30:00.000Z');
  });
});

describe('the plan for a note', () => {
  const plan = computePlan(CYCLE_2027);

  it('is the same plan where the note leaves on the opening day', () => {
    expect(planForNote({ ...CYCLE_2027, plan, noteAt: '2026-11-16T22:00:00.000Z' })).toBe(plan);
  });

  it('dates the note by the day on which it leaves, and proves it from the opening', () => {
    const late = planForNote({ ...CYCLE_2027, plan, noteAt: '2026-11-20T15:00:00.000Z' });
    expect(late.due).toEqual(plan.due);
    expect(rungOf(late, 'request').date.date).toBe('2026-11-20');
    expect(explainDeadline(rungOf(late, 'request').date)).toBe(
      '4 days after the opening day (2026-11-16) is 2026-11-20',
    );
  });

  it('moves the due date and its reminders behind a note that was released late', () => {
    const late = planForNote({ ...CYCLE_2027, plan, noteAt: '2027-01-20T15:00:00.000Z' });
    expect(late.due.date).toBe('2027-02-19');
    expect(datesOf(late)).toEqual([
      'request 2027-01-20',
      'recall-1 2027-01-20: it would leave within 10 days of the note',
      'recall-2 2027-02-05',
      'recall-3 2027-02-16',
      'reminder-1 2027-02-22',
      'escalation-1 2027-03-01',
      'escalation-2 2027-03-15',
      'close 2027-03-16',
    ]);
  });

  it('keeps a due date that was set, whenever the note leaves', () => {
    const dueDate = { date: '2027-02-10', authority: 'the Coordinator' };
    const set = computePlan({ ...CYCLE_2027, dueDate });
    const late = planForNote({ ...CYCLE_2027, plan: set, noteAt: '2027-01-20T15:00:00.000Z' });
    expect(late.due).toEqual(set.due);
    expect(explainDeadline(late.due)).toBe('2027-02-10, set by the Coordinator');
  });

  it('is settled: asked again for the same note it is the same plan', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200 * 24 }), fc.constantFrom(...ZONES), (hours, zone) => {
        const input = { ...CYCLE_2027, zone };
        const noteAt = new Date(Date.parse(input.openedAt) + hours * 3_600_000).toISOString();
        const first = planForNote({ ...input, plan: computePlan(input), noteAt });
        expect(planForNote({ ...input, plan: first, noteAt })).toBe(first);
      }),
    );
  });
});

describe('every plan', () => {
  it('proves each of its dates and keeps the days that parties are promised', () => {
    const day = fc.integer({ min: 0, max: 9000 }).map((days) => addDays('2004-06-08', days));
    const hours = fc.integer({ min: 0, max: 300 * 24 });
    fc.assert(
      fc.property(
        day,
        hours,
        fc.option(hours),
        fc.constantFrom(...ZONES),
        (reportDate, openingHours, noteHours, zone) => {
          const openedAt = new Date(Date.parse(addDays(reportDate, -200)) + openingHours * 3_600_000).toISOString();
          const noteAt = new Date(Date.parse(openedAt) + (noteHours ?? 0) * 3_600_000).toISOString();
          const plan = computePlan({ ...CYCLE_2027, reportDate, openedAt, noteAt, zone });
          const noteDate = dateIn(noteAt, HEADQUARTERS.zone);
          expect(plan.due.date >= addDays(noteDate, RULES.minimumDays)).toBe(true);
          expect(plan.close.date >= addDays(plan.due.date, RULES.graceDays)).toBe(true);
          expect(plan.lateAfterAt > plan.dueAt).toBe(true);
          expect(rungOf(plan, 'close').decideAt > plan.lateAfterAt).toBe(true);
          for (const rung of plan.rungs) {
            expect(rung.date.steps.at(-1)?.date).toBe(rung.date.date);
            expect(rung.decideAt <= rung.sendAt).toBe(true);
            if (rung.kind === 'request' || rung.kind === 'close' || rung.dropped !== null) continue;
            expect(rung.date.date >= addDays(noteDate, RULES.quietDaysAfterNote)).toBe(true);
            expect(rung.sendAt < rungOf(plan, 'close').decideAt).toBe(true);
            expect([dateIn(rung.decideAt, zone), dateIn(rung.sendAt, zone)]).toEqual([rung.date.date, rung.date.date]);
          }
          const instants = plan.rungs.filter((rung) => rung.dropped === null).map((rung) => rung.sendAt);
          expect(instants).toEqual([...instants].sort());
        },
      ),
    );
  });
});

describe('the hold after a message', () => {
  it.each([
    ['a Monday', '2027-01-04T15:00:00.000Z', '2027-01-11T13:00:00.000Z'],
    ['the evening before a long weekend', '2027-01-15T23:00:00.000Z', '2027-01-25T13:00:00.000Z'],
    ['the last hour of a day in the capital', '2027-01-05T02:59:00.000Z', '2027-01-11T13:00:00.000Z'],
    ['the first hour of the next day there', '2027-01-05T03:00:00.000Z', '2027-01-12T13:00:00.000Z'],
    ['a Sunday', '2027-01-10T15:00:00.000Z', '2027-01-15T13:00:00.000Z'],
  ])('ends five working days after it, at the hour of the party: %s', (_, receivedAt, sendAt) => {
    const hold = holdAfterMessage({ receivedAt, rules: RULES, headquarters: HEADQUARTERS, zone: BRASILIA });
    expect(hold).toEqual({ sendAt, decideAt: instantAt(sendAt.slice(0, 10), '00:00', BRASILIA) });
  });
});

describe('a courteous instant', () => {
  it.each([
    ['within office hours, at once', '2027-01-05T18:12:34.567Z', '2027-01-05T18:12:34.567Z'],
    ['at eight, at once', '2027-01-05T11:00:00.000Z', '2027-01-05T11:00:00.000Z'],
    ['a moment before eight, the same morning', '2027-01-05T10:59:59.999Z', '2027-01-05T13:00:00.000Z'],
    ['a moment before six in the evening, at once', '2027-01-05T20:59:59.999Z', '2027-01-05T20:59:59.999Z'],
    ['at six in the evening, the next morning', '2027-01-05T21:00:00.000Z', '2027-01-06T13:00:00.000Z'],
    ['just after midnight, the same morning', '2027-01-06T03:00:00.000Z', '2027-01-06T13:00:00.000Z'],
    ['on Friday evening before a long weekend, on Tuesday', '2027-01-15T22:00:00.000Z', '2027-01-19T13:00:00.000Z'],
    ['at three on a Sunday, on Monday', '2027-01-10T18:00:00.000Z', '2027-01-11T13:00:00.000Z'],
    ['early on a holiday, the day after', '2027-01-18T08:00:00.000Z', '2027-01-19T13:00:00.000Z'],
  ])('%s', (_, at, expected) => {
    expect(courteousInstant({ at, rules: RULES, headquarters: HEADQUARTERS, zone: BRASILIA })).toBe(expected);
  });

  it('is never in the past, and asked again is itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 * 1440 }), fc.constantFrom(...ZONES), (minutes, zone) => {
        const at = new Date(Date.parse('2026-11-16T00:00:00.000Z') + minutes * 60_000).toISOString();
        const input = { rules: RULES, headquarters: HEADQUARTERS, zone };
        const courteous = courteousInstant({ ...input, at });
        expect(courteous >= at).toBe(true);
        expect(courteousInstant({ ...input, at: courteous })).toBe(courteous);
      }),
    );
  });
});

describe('a plan that an earlier version has stored', () => {
  it('is the same as one of today where its dates and reasons are', () => {
    const today = computePlan({ ...CYCLE_2027, dueDate: { date: '2027-02-20', authority: 'the Coordinator' } });
    const words = today.rungs.map(({ dropped, ...rung }) => ({
      ...rung,
      dropped: dropped === null ? null : rungReasonWords(dropped),
    }));
    expect(words.some(({ dropped }) => dropped === 'the text closes first')).toBe(true);
    expect(readPlan({ ...today, rungs: words })).toEqual(readPlan(today));
    expect(readPlan(today)).toEqual(today);
  });
});
