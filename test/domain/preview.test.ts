import { computePlan, replan } from '../../domain/plan.js';
import type { PlanInput } from '../../domain/plan.js';
import { previewPlan } from '../../domain/preview.js';
import type { Difference, PreviewRequest } from '../../domain/preview.js';
import { openRequest } from '../../domain/request/opening.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import { CYCLE_2027, RULES } from './fixture.js';

/** Brazil on 20 January: the note is out, and the first two recalls. */
const AT = '2027-01-20T15:00:00.000Z';
const TODAY = '2027-01-20';
const CLOCK_STARTED_AT = '2026-11-16T13:00:00.000Z';
const PLAN = computePlan(CYCLE_2027);
const OPENED = openRequest({ requestId: 'annual-report/2027/BRA', party: 'BRA', plan: PLAN, isReleased: true });
const SENT = ['request', 'recall-1', 'recall-2'];
const REQUEST: PreviewRequest = {
  id: OPENED.requestId,
  party: 'BRA',
  stage: 'waiting',
  isReleased: true,
  plan: PLAN,
  rungs: Object.fromEntries(
    Object.entries(OPENED.rungs).map(([id, rung]) => [
      id,
      SENT.includes(id) ? { ...rung, status: 'sent' as const } : rung,
    ]),
  ),
  clockStartedAt: CLOCK_STARTED_AT,
  answeredAt: null,
  holdUntil: null,
  parkedBecause: null,
  pausedBecause: null,
};
const EXTENSION: LedgerEntry = {
  kind: 'extension',
  id: 'x',
  dueDate: '2027-02-22',
  at: AT,
  authority: 'a note',
  reason: 'elections',
};

function preview(change: Partial<PlanInput>, request: Partial<PreviewRequest> = {}): string[] {
  const input = { ...CYCLE_2027, ...change };
  const plan = replan({ ...input, plan: PLAN, clockStartedAt: CLOCK_STARTED_AT, at: CLOCK_STARTED_AT });
  const context = { at: AT, today: TODAY, rules: input.rules, reportDate: input.reportDate };
  return previewPlan({ ...REQUEST, ...request }, plan, context).map(words);
}

function words({ change, rung, was, is }: Difference): string {
  return `${change} ${rung} ${was?.slice(0, 10) ?? '-'} ${is?.slice(0, 10) ?? '-'}`;
}

describe('what would be otherwise', () => {
  it('if nothing changes: nothing', () => {
    expect(preview({})).toEqual([]);
  });

  it('with an extension: the due date, the notice of it, and every post that hangs on it; what has left stays', () => {
    expect(preview({ ledger: [EXTENSION] })).toEqual([
      'due due 2027-02-01 2027-02-22',
      'added extension-1 - 2027-01-20',
      'moved recall-3 2027-01-29 2027-02-19',
      // The text would close before its new day.
      'gone escalation-2 2027-02-25 -',
      'moved reminder-1 2027-02-04 2027-02-25',
      'moved escalation-1 2027-02-11 2027-03-04',
    ]);
  });

  it('with a later report: the closing alone, since the note has printed the due date', () => {
    expect(preview({ reportDate: '2027-05-03' })).toEqual(['closing close 2027-03-16 2027-04-05']);
  });

  it('with an earlier report: the closing, and that it would come too late for the report', () => {
    expect(preview({ reportDate: '2027-02-10' })).toEqual([
      'closing close 2027-03-16 2027-02-16',
      'gone escalation-2 2027-02-25 -',
      'late close - 2027-02-16',
    ]);
  });

  it('with an earlier report of a duty that closes on its day by the rule: the closing is not late', () => {
    const ladder = RULES.ladder.map((rung) =>
      rung.kind === 'close' ? { ...rung, when: { from: 'report' as const, days: 0 } } : rung,
    );
    const changes = preview({ reportDate: '2027-05-03', rules: { ...RULES, ladder } });
    expect(changes).toContain('closing close 2027-03-16 2027-05-03');
    expect(changes.filter((line) => line.startsWith('late'))).toEqual([]);
  });

  it('with a holiday on the day of a post: that post', () => {
    const { headquarters } = CYCLE_2027;
    const added = [{ date: '2027-02-04', name: 'a new holiday' }];
    expect(preview({ headquarters: { ...headquarters, added } })).toEqual(['moved reminder-1 2027-02-04 2027-02-05']);
  });

  it('in a post that waits past its hour for a day off: nothing, since it still waits', () => {
    const [rung] = PLAN.rungs.filter(({ id }) => id === 'recall-2');
    const waitingAs = (status: 'decided' | 'pending') =>
      ({
        ...REQUEST.rungs,
        'recall-2': { ...OPENED.rungs['recall-2'], status, sendAt: '2027-01-21T14:00:00.000Z' },
      }) as PreviewRequest['rungs'];
    const waiting = waitingAs('decided');
    expect(rung?.sendAt && rung.sendAt < AT).toBe(true);
    expect(preview({}, { rungs: waiting })).toEqual([]);
    // As a pause leaves it.
    expect(preview({}, { rungs: waitingAs('pending'), pausedBecause: 'two delegations' })).toEqual([]);
    expect(preview({ ledger: [EXTENSION] }, { rungs: waiting })).not.toContain('moved recall-2 2027-01-21 2027-01-20');
  });

  it('in a request that is answered or closed: no post', () => {
    const rungs = Object.fromEntries(
      Object.entries(REQUEST.rungs).map(([id, rung]) => [
        id,
        id === 'close' ? rung : { ...rung, status: 'skipped' as const, reason: 'answered' },
      ]),
    );
    const answered = { stage: 'answered' as const, answeredAt: AT, rungs };
    expect(preview({ ledger: [EXTENSION] }, answered)).toEqual(['due due 2027-02-01 2027-02-22']);
    expect(preview({ ledger: [EXTENSION] }, { stage: 'closed' })).toEqual([]);
  });

  it('while the clock stands still: the dates as they would be, and that nothing leaves before it goes on', () => {
    const [first] = previewPlan(
      { ...REQUEST, pausedBecause: 'a hurricane' },
      replan({
        ...CYCLE_2027,
        plan: PLAN,
        clockStartedAt: CLOCK_STARTED_AT,
        at: CLOCK_STARTED_AT,
        ledger: [EXTENSION],
      }),
      { at: AT, today: TODAY, rules: RULES, reportDate: CYCLE_2027.reportDate },
    ).filter(({ change }) => change === 'moved');
    expect(first?.because).toContain('not before the clock goes on: a hurricane');
  });
});
