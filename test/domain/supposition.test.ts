import { computePlan } from '../../domain/plan.js';
import type { Difference } from '../../domain/preview.js';
import { openRequest } from '../../domain/request/opening.js';
import { concerns, differencesIf, refusalOfSupposed } from '../../domain/supposition.js';
import type { SupposedRequest, Supposition } from '../../domain/supposition.js';
import { CYCLE_2027, HEADQUARTERS, RULES } from './fixture.js';

/** A request on 20 January: its note is out, and its first two recalls. */
const AT = '2027-01-20T15:00:00.000Z';

function requestOf(change: { follows?: boolean; party?: string; obligation?: string } = {}): SupposedRequest {
  const { follows = false, party = 'BRA', obligation = 'annual-report' } = change;
  const rules = follows ? { ...RULES, dueFollowsEvent: true } : RULES;
  const plan = computePlan({ ...CYCLE_2027, rules });
  const opened = openRequest({ requestId: `${obligation}/2027/${party}`, party, plan, isReleased: true });
  const sent = ['request', 'recall-1', 'recall-2'];
  return {
    id: opened.requestId,
    party,
    stage: 'waiting',
    isReleased: true,
    plan,
    rungs: Object.fromEntries(
      Object.entries(opened.rungs).map(([id, rung]) => [
        id,
        sent.includes(id) ? { ...rung, status: 'sent' as const } : rung,
      ]),
    ),
    clockStartedAt: CYCLE_2027.openedAt,
    answeredAt: null,
    holdUntil: null,
    parkedBecause: null,
    pausedBecause: null,
    cycleId: `${obligation}/2027`,
    obligation: {
      id: obligation,
      reportDate: { event: follows ? 'authorities-meeting' : null, daysAfter: 0, default: null, years: {} },
    },
    rules,
    reportDate: CYCLE_2027.reportDate,
    ledger: [],
    headquarters: HEADQUARTERS,
    partyCalendar: undefined,
  };
}

function words({ change, rung, was, is }: Difference): string {
  return `${change} ${rung} ${was?.slice(0, 10) ?? '-'} ${is?.slice(0, 10) ?? '-'}`;
}

const ifOnly = (request: SupposedRequest, ...supposed: Supposition[]): string[] =>
  differencesIf(request, supposed, AT).map(words);

describe('what would be otherwise if', () => {
  it('a meeting moves: the due date that follows it, the notice of the move, and every post that hangs on them', () => {
    const request = requestOf({ follows: true });
    expect(ifOnly(request, { kind: 'event', event: 'authorities-meeting', date: '2027-04-29' })).toEqual([
      'due due 2027-02-01 2027-02-16',
      'closing close 2027-03-16 2027-03-30',
      'added moved-1 - 2027-01-20',
      'moved recall-3 2027-01-29 2027-02-12',
      'moved reminder-1 2027-02-04 2027-02-19',
      'moved escalation-1 2027-02-11 2027-02-26',
      'moved escalation-2 2027-02-25 2027-03-12',
    ]);
  });

  it('a meeting moves twice: what moves if it moves once, to the last day', () => {
    const request = requestOf({ follows: true });
    const event = (date: string): Supposition => ({ kind: 'event', event: 'authorities-meeting', date });
    expect(ifOnly(request, event('2027-03-10'), event('2027-04-29'))).toEqual(ifOnly(request, event('2027-04-29')));
  });

  it('a meeting moves near: that the due date would be over already', () => {
    const request = requestOf({ follows: true });
    const [late] = differencesIf(
      request,
      [{ kind: 'event', event: 'authorities-meeting', date: '2027-02-10' }],
      AT,
    ).filter(({ change, rung }) => change === 'late' && rung === 'due');
    expect(late?.because).toBe('the due date would be over already: 2026-12-16 is before today, 2027-01-20');
  });

  it('a state leaves: what would leave from that day on is gone, what leaves before it stays, and nothing is added', () => {
    const differences = differencesIf(
      requestOf(),
      [{ kind: 'departure', party: 'BRA', obligation: null, date: '2027-02-04' }],
      AT,
    );
    expect(differences.map(words)).toEqual([
      'closing close 2027-03-16 2027-02-04',
      'gone reminder-1 2027-02-04 -',
      'gone escalation-1 2027-02-11 -',
      'gone escalation-2 2027-02-25 -',
    ]);
    expect(new Set(differences.map(({ because }) => because))).toEqual(new Set(['BRA leaves on 2027-02-04']));
  });

  it('a state leaves that was granted a later date: the notice leaves, and what would have moved past the day is gone', () => {
    const request = requestOf();
    expect(
      ifOnly(
        request,
        { kind: 'extension', requestId: request.id, dueDate: '2027-02-22' },
        { kind: 'departure', party: 'BRA', obligation: null, date: '2027-02-04' },
      ),
    ).toEqual([
      'due due 2027-02-01 2027-02-22',
      'closing close 2027-03-16 2027-02-04',
      'added extension-1 - 2027-01-20',
      'gone recall-3 2027-01-29 -',
      'gone reminder-1 2027-02-04 -',
      'gone escalation-1 2027-02-11 -',
      'gone escalation-2 2027-02-25 -',
    ]);
  });

  it('a party leaves one duty: that duty alone', () => {
    const departure: Supposition = { kind: 'departure', party: 'BRA', obligation: 'annual-report', date: '2027-02-04' };
    expect(concerns(departure, requestOf())).toBe(true);
    expect(concerns(departure, requestOf({ obligation: 'recommendations' }))).toBe(false);
    expect(concerns(departure, requestOf({ party: 'PER' }))).toBe(false);
  });

  it('the service would refuse it: in its words', () => {
    const request = requestOf();
    expect(refusalOfSupposed({ kind: 'extension', requestId: request.id, dueDate: '2027-01-29' }, request, AT)).toBe(
      'annual-report/2027/BRA is due on 2027-02-01: an extension never shortens. Name a later date than that.',
    );
    expect(refusalOfSupposed({ kind: 'reportDate', cycleId: request.cycleId, date: '2027-04-15' }, request, AT)).toBe(
      'The report of annual-report/2027 is due on 2027-04-15 already.',
    );
    expect(refusalOfSupposed({ kind: 'holiday', date: '2027-02-04' }, request, AT)).toBeNull();
  });
});

describe('what is supposed of another request', () => {
  it('concerns nobody: another request, cycle or event', () => {
    const request = requestOf({ follows: true });
    const others: Supposition[] = [
      { kind: 'extension', requestId: 'annual-report/2027/PER', dueDate: '2027-03-01' },
      { kind: 'reportDate', cycleId: 'annual-report/2028', date: '2027-05-01' },
      { kind: 'event', event: 'general-assembly', date: '2027-05-01' },
      { kind: 'departure', party: 'PER', obligation: null, date: '2027-03-01' },
    ];
    expect(others.map((one) => concerns(one, request))).toEqual([false, false, false, false]);
    expect(differencesIf(request, others, AT)).toEqual([]);
    expect(concerns({ kind: 'holiday', date: '2027-02-04' }, request)).toBe(true);
    expect(concerns({ kind: 'reportDate', cycleId: request.cycleId, date: '2027-05-01' }, request)).toBe(true);
  });

  it('leaves out of the list a departure that lies behind: it counts from today', () => {
    const left = differencesIf(
      requestOf(),
      [{ kind: 'departure', party: 'BRA', obligation: null, date: '2020-01-01' }],
      AT,
    );
    expect(left.filter(({ change }) => change === 'gone').length).toBeGreaterThan(0);
  });
});
