import fc from 'fast-check';
import { explainDeadline, setDeadline } from '../../domain/deadline.js';
import { addDays, daysBetween, weekdayOf } from '../../domain/iso-date.js';
import { applyLedger, hasMoved, openPause, withoutLedger } from '../../domain/ledger.js';
import type { Extension, LedgerEntry, Pause } from '../../domain/ledger.js';
import { HEADQUARTERS } from './fixture.js';

const NOTE_DATE = '2026-11-16';
/** A Monday. */
const BASE = setDeadline('2027-02-01', 'the rule');

function extension(id: string, dueDate: string, at = '2027-01-04T15:00:00.000Z'): Extension {
  return { kind: 'extension', id, dueDate, at, authority: 'note of the mission', reason: 'elections' };
}

function pause(id: string, fromDate: string, untilDate: string | null): Pause {
  const at = `${fromDate}T15:00:00.000Z`;
  const endedAt = untilDate === null ? null : `${untilDate}T15:00:00.000Z`;
  return { kind: 'pause', id, fromDate, untilDate, at, endedAt, authority: 'the Coordinator', reason: 'a hurricane' };
}

const apply = (...ledger: LedgerEntry[]): string =>
  applyLedger(BASE, ledger, { noteDate: NOTE_DATE, calendar: HEADQUARTERS }).date;

describe('a due date and its ledger', () => {
  it.each<[string, LedgerEntry[], string]>([
    ['nothing', [], '2027-02-01'],
    ['an extension', [extension('a', '2027-02-22')], '2027-02-22'],
    ['an extension to a Saturday goes to Monday', [extension('a', '2027-02-20')], '2027-02-22'],
    ['an extension to a holiday goes on', [extension('a', '2027-02-15')], '2027-02-16'],
    ['an earlier date shortens nothing', [extension('a', '2027-01-11')], '2027-02-01'],
    ['the later of two', [extension('a', '2027-03-01'), extension('b', '2027-02-22')], '2027-03-01'],
    ['a week of pause', [pause('a', '2027-01-11', '2027-01-18')], '2027-02-08'],
    ['a pause that is open moves nothing yet', [pause('a', '2027-01-11', null)], '2027-02-01'],
    ['days before the note are not lost', [pause('a', '2026-11-09', '2026-11-18')], '2027-02-03'],
    ['a pause before the note', [pause('a', '2026-11-02', '2026-11-10')], '2027-02-01'],
    ['a pause after the due date', [pause('a', '2027-02-03', '2027-02-10')], '2027-02-01'],
    ['a pause from the due date on', [pause('a', '2027-02-01', '2027-02-03')], '2027-02-03'],
    [
      'two pauses that overlap count their days once',
      [pause('a', '2027-01-11', '2027-01-18'), pause('b', '2027-01-13', '2027-01-20')],
      '2027-02-10',
    ],
    [
      'one pause within another',
      [pause('a', '2027-01-11', '2027-01-25'), pause('b', '2027-01-13', '2027-01-15')],
      '2027-02-16', // 15 February is Washington's Birthday
    ],
    [
      'an extension and a later pause',
      [extension('a', '2027-02-22'), pause('b', '2027-02-08', '2027-02-10')],
      '2027-02-24',
    ],
    [
      'across the end of February of a leap year',
      [extension('a', '2028-02-28', '2027-01-04T15:00:00.000Z'), pause('b', '2028-02-21', '2028-02-23')],
      '2028-03-01',
    ],
  ])('%s', (_name, ledger, expected) => {
    expect(apply(...ledger)).toBe(expected);
  });

  it('names who moved the date, why and from what', () => {
    const due = applyLedger(BASE, [extension('a', '2027-02-22'), pause('b', '2027-02-08', '2027-02-09')], {
      noteDate: NOTE_DATE,
      calendar: HEADQUARTERS,
    });
    expect(explainDeadline(due)).toBe(
      '2027-02-01, set by the rule; extended from 2027-02-01 to 2027-02-22 (note of the mission: elections); ' +
        'the clock stood still for 1 day, from 2027-02-08 until 2027-02-09 (the Coordinator: a hurricane): 2027-02-23',
    );
    expect(hasMoved(due, extension('a', ''))).toBe(true);
    expect(hasMoved(due, extension('c', ''))).toBe(false);
    expect(withoutLedger(due)).toEqual(BASE);
  });

  it('finds the pause that stands open', () => {
    expect(openPause([pause('a', '2027-01-11', '2027-01-18')])).toBeNull();
    expect(openPause([extension('a', '2027-03-01'), pause('b', '2027-01-11', null)])?.id).toBe('b');
  });
});

const day = fc.integer({ min: -10, max: 120 }).map((days) => addDays(NOTE_DATE, days));
const anyPause = fc
  .tuple(fc.nat(1e6), day, fc.integer({ min: 1, max: 40 }))
  .map(([id, from, days]) => pause(`p${id}`, from, addDays(from, days)));
const anyExtension = fc
  .tuple(fc.nat(1e6), day, day)
  .map(([id, due, at]) => extension(`e${id}`, due, `${at}T12:00:00.000Z`));
const anyLedger = fc.uniqueArray(fc.oneof(anyPause, anyExtension), { maxLength: 6, selector: ({ id }) => id });

describe('every ledger', () => {
  it('never shortens, ends on a working day, and gives the same date in whatever order it was recorded', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const date = apply(...ledger);
        expect(date >= BASE.date).toBe(true);
        expect(weekdayOf(date)).toBeLessThan(6);
        expect(apply(...ledger.toReversed())).toBe(date);
      }),
    );
  });

  it('restores the days that were left when a pause began', () => {
    fc.assert(
      fc.property(anyPause, (one) => {
        const until = one.untilDate ?? '';
        fc.pre(one.fromDate >= NOTE_DATE && one.fromDate <= BASE.date);
        const left = daysBetween(one.fromDate, BASE.date);
        const restored = daysBetween(until, apply(one));
        // At most a long weekend more: the date is extended to the next working day.
        expect(restored - left).toBeGreaterThanOrEqual(0);
        expect(restored - left).toBeLessThanOrEqual(3);
      }),
    );
  });

  it('is taken out again to the date that stood before', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const due = applyLedger(BASE, ledger, { noteDate: NOTE_DATE, calendar: HEADQUARTERS });
        expect(withoutLedger(due)).toEqual(BASE);
      }),
    );
  });

  it('applied again to its own result, without what it did before, gives the same', () => {
    fc.assert(
      fc.property(anyLedger, (ledger) => {
        const context = { noteDate: NOTE_DATE, calendar: HEADQUARTERS };
        const once = applyLedger(BASE, ledger, context);
        expect(applyLedger(withoutLedger(once), ledger, context)).toEqual(once);
      }),
    );
  });
});
