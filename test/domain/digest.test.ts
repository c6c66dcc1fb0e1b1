import fc from 'fast-check';
import { addWorkingDays, dayOff } from '../../domain/calendar.js';
import { workingDaysBetween } from '../../domain/calendar.js';
import { isEmptyDigest, selectDigest } from '../../domain/digest.js';
import type { DigestArrival, DigestFacts, DigestRequest, DigestTask } from '../../domain/digest.js';
import { addDays } from '../../domain/iso-date.js';
import type { Party } from '../../domain/mandate.js';
import { computePlan } from '../../domain/plan.js';
import { openRequest } from '../../domain/request/opening.js';
import { CYCLE_2027, HEADQUARTERS, PARTIES } from './fixture.js';

/** Wednesday 3 February 2027, 7:30 at headquarters; answers of the cycle are due on Monday 1 February. */
const AT = '2027-02-03T12:30:00.000Z';
const NONE: DigestFacts = {
  at: AT,
  headquarters: HEADQUARTERS,
  parties: PARTIES,
  requests: [],
  tasks: [],
  arrivals: [],
};

function request(party: string, change: Partial<DigestRequest> = {}): DigestRequest {
  const plan = computePlan(CYCLE_2027);
  const state = openRequest({ requestId: `annual-report/2027/${party}`, party, plan, isReleased: true });
  const isDone = (at: string): boolean => at <= AT;
  return {
    id: state.requestId,
    stage: 'waiting',
    isReleased: true,
    dueDate: plan.due.date,
    lateAfterAt: plan.lateAfterAt,
    clockStartedAt: CYCLE_2027.openedAt,
    holdUntil: null,
    parkedBecause: null,
    pausedBecause: null,
    notReachedAt: null,
    plan,
    rungs: Object.fromEntries(
      Object.entries(state.rungs).map(([id, rung]) => [id, isDone(rung.sendAt) ? { ...rung, status: 'sent' } : rung]),
    ),
    ...change,
  };
}

function due(party: string, dueDate: string): DigestRequest {
  return request(party, { dueDate, lateAfterAt: `${addDays(dueDate, 1)}T05:00:00.000Z` });
}

function task(change: Partial<DigestTask>): DigestTask {
  return {
    kind: 'message',
    requestId: 'annual-report/2027/BRA',
    receiptId: null,
    data: {},
    raisedAt: AT,
    mail: null,
    ...change,
  };
}

function arrival(change: Partial<DigestArrival>): DigestArrival {
  return {
    what: 'submission',
    id: 's1',
    requestId: 'annual-report/2027/BRA',
    sender: 'mission@bra.example',
    receivedAt: AT,
    isLate: false,
    part: 1,
    version: 1,
    files: 1,
    isAccepted: false,
    ...change,
  };
}

const select = (facts: Partial<DigestFacts>) => selectDigest({ ...NONE, ...facts });

describe('what a digest shows of due dates', () => {
  it.each([
    ['a date that passed last week', '2027-01-29', null, 5],
    ['a date that ended last night', '2027-02-02', null, 1],
    ['today', '2027-02-03', 0, null],
    ['tomorrow', '2027-02-04', 1, null],
    ['the Sunday of this week', '2027-02-07', 4, null],
    ['the Monday after it', '2027-02-08', null, null],
  ])('tells %s', (_words, dueDate, inDays, days) => {
    const { dueThisWeek, overdue } = select({ requests: [due('BRA', dueDate)] });
    expect(dueThisWeek.map((line) => line.inDays)).toEqual(inDays === null ? [] : [inDays]);
    expect(overdue.map((line) => line.days)).toEqual(days === null ? [] : [days]);
  });

  it.each(['scheduled', 'awaitingRelease', 'answered', 'notReached', 'closed'] as const)(
    'never calls a request overdue or due that is %s',
    (stage) => {
      const { dueThisWeek, overdue } = select({
        requests: [
          { ...due('BRA', '2027-01-29'), stage },
          { ...due('ARG', '2027-02-04'), stage },
        ],
      });
      expect([dueThisWeek, overdue]).toEqual([[], []]);
    },
  );

  it('tells what stands still by a word of ours, once for each reason', () => {
    const because = 'two delegations (note of May 3)';
    const stopped = [
      request('BRA', { pausedBecause: because }),
      request('PER', { pausedBecause: 'the hurricane (CP/RES. 1)' }),
      request('HTI', { pausedBecause: 'the hurricane (CP/RES. 1)' }),
    ];
    const digest = select({ requests: stopped });
    expect(digest.stopped.map(({ name, because: why, parties }) => [name, why, parties])).toEqual([
      [null, 'the hurricane (CP/RES. 1)', 2],
      ['BRA', because, 1],
    ]);
    expect(isEmptyDigest(digest)).toBe(false);
  });

  it('never calls a state overdue whose note has reached nobody', () => {
    expect(select({ requests: [{ ...due('BRA', '2027-01-29'), clockStartedAt: null }] }).overdue).toEqual([]);
  });

  it('is not overdue while the due day still runs in a capital further west', () => {
    const at = '2027-02-02T05:30:00.000Z'; // 0:30 at headquarters, 23:30 of the day before in Belize
    const belize = request('BLZ', { dueDate: '2027-02-01', lateAfterAt: '2027-02-02T06:00:00.000Z' });
    const digest = select({ at, requests: [belize] });
    expect(digest.overdue).toEqual([]);
    expect(digest.dueThisWeek).toMatchObject([{ inDays: 0 }]);
  });

  it('puts the longest overdue first and says until when reminders rest', () => {
    const { overdue } = select({
      requests: [
        due('BRA', '2027-02-02'),
        { ...due('ARG', '2027-01-29'), holdUntil: '2027-02-09T13:00:00.000Z' },
        { ...due('CHL', '2027-02-02'), holdUntil: '2027-02-01T13:00:00.000Z' },
      ],
    });
    expect(overdue.map(({ name, days, holdUntil }) => [name, days, holdUntil])).toEqual([
      ['ARG', 5, '2027-02-09T13:00:00.000Z'],
      ['BRA', 1, null],
      ['CHL', 1, null],
    ]);
  });
});

describe('what a digest shows of decisions', () => {
  it('tells the oldest first, with its age in working days over a weekend and a holiday', () => {
    const { decisions } = select({
      at: '2027-02-16T12:30:00.000Z',
      tasks: [
        task({ kind: 'escalated', raisedAt: '2027-02-16T05:00:00.000Z' }),
        // Friday; the Monday after it is Washington's Birthday.
        task({ kind: 'bounced', requestId: 'annual-report/2027/ARG', raisedAt: '2027-02-12T15:00:00.000Z' }),
        task({ kind: 'message', requestId: 'annual-report/2027/CHL', raisedAt: '2027-02-09T15:00:00.000Z' }),
      ],
    });
    expect(decisions.map(({ name, ageWorkingDays }) => [name, ageWorkingDays])).toEqual([
      ['CHL', 4],
      ['ARG', 1],
      ['BRA', 0],
    ]);
  });

  it('makes one decision of all first notes that wait for release, and leads to the page where they are released', () => {
    const releases = ['ARG', 'BRA', 'CHL'].map((party) =>
      task({ kind: 'release', requestId: `annual-report/2027/${party}` }),
    );
    expect(select({ tasks: releases }).decisions).toMatchObject([
      { count: 3, name: null, page: { page: 'release', id: 'annual-report/2027' } },
    ]);
    expect(select({ tasks: releases.slice(0, 1) }).decisions).toMatchObject([
      { count: 1, name: 'ARG', page: { page: 'request', id: 'annual-report/2027/ARG' } },
    ]);
  });

  it('leads from held mail to the mail itself', () => {
    const held = task({ kind: 'heldMail', requestId: null, receiptId: 'r1' });
    expect(select({ tasks: [held] }).decisions).toMatchObject([{ name: null, page: { page: 'receipt', id: 'r1' } }]);
  });
});

describe('what a digest shows of arrivals', () => {
  it('tells answers and messages in the order in which they came', () => {
    const { arrivals } = select({
      arrivals: [
        arrival({ receivedAt: '2027-02-03T10:00:00.000Z' }),
        arrival({
          what: 'message',
          id: 'm1',
          requestId: 'annual-report/2027/ARG',
          receivedAt: '2027-02-02T10:00:00.000Z',
        }),
      ],
    });
    expect(arrivals.map(({ what, name }) => [what, name])).toEqual([
      ['message', 'ARG'],
      ['submission', 'BRA'],
    ]);
  });

  it('tells once of a message that was taken for an answer: as the answer', () => {
    const { arrivals } = select({
      arrivals: [arrival({ what: 'message', id: 'm1', isAccepted: true }), arrival({ id: 'm1-accepted' })],
    });
    expect(arrivals.map((line) => line.what)).toEqual(['submission']);
  });
});

describe('what a digest shows of the next posts', () => {
  // Reminder 1 is due three days after 1 February: Thursday 4 February.
  it.each([
    ['two working days before', '2027-02-02T12:30:00.000Z', []],
    ['on the working day before', '2027-02-03T12:30:00.000Z', ['reminder-1']],
    ['on its own morning', '2027-02-04T12:30:00.000Z', ['reminder-1']],
  ])('tells a reminder %s', (_words, at, rungs) => {
    expect(select({ at, requests: [request('BRA')] }).next.map((line) => line.rung)).toEqual(rungs);
  });

  it('looks over a weekend to the next working day', () => {
    const monday = {
      ...request('BRA').rungs['reminder-1'],
      sendAt: '2027-02-08T13:00:00.000Z',
      decideAt: '2027-02-08T03:00:00.000Z',
      status: 'pending' as const,
      reason: null,
      attempts: 0,
    };
    const held = request('BRA', { rungs: { ...request('BRA').rungs, 'reminder-1': monday } });
    expect(select({ at: '2027-02-04T12:30:00.000Z', requests: [held] }).next).toEqual([]);
    expect(select({ at: '2027-02-05T12:30:00.000Z', requests: [held] }).next).toMatchObject([
      { rung: 'reminder-1', date: '2027-02-08' },
    ]);
  });

  it('tells after an outage only of the latest rung, since the others are overtaken', () => {
    const fresh = openRequest({
      requestId: 'x/1/BRA',
      party: 'BRA',
      plan: computePlan(CYCLE_2027),
      isReleased: true,
    }).rungs;
    const late = request('BRA', {
      rungs: {
        ...fresh,
        request: {
          ...request('BRA').rungs['request'],
          status: 'sent',
          decideAt: '',
          sendAt: '',
          reason: null,
          attempts: 1,
        },
      },
    });
    const { next } = select({ at: '2027-02-04T12:30:00.000Z', requests: [late] });
    expect(next.map(({ rung, isDueNow }) => [rung, isDueNow])).toEqual([['reminder-1', false]]);
    expect(
      select({ at: '2027-02-03T12:30:00.000Z', requests: [late] }).next.map(({ rung, isDueNow }) => [rung, isDueNow]),
    ).toEqual([
      ['recall-3', true],
      ['reminder-1', false],
    ]);
  });

  it('names only roles with a contact on file, and never the Coordinator', () => {
    const parties: Party[] = PARTIES.map((party) => ({
      ...party,
      contacts: party.contacts.filter((one) => one.role !== 'alternate'),
    }));
    const { next } = select({
      at: '2027-02-11T12:30:00.000Z',
      parties,
      requests: [request('BRA', { rungs: openRungs('escalation-1') })],
    });
    expect(next).toMatchObject([{ rung: 'escalation-1', roles: ['mission'] }]);
  });

  it.each([
    ['waits for release', { stage: 'awaitingRelease' as const }],
    ['was not released', { isReleased: false }],
    ['was stopped by a fault', { parkedBecause: 'x' }],
    ['is closed', { stage: 'closed' as const }],
  ])('promises nothing of a request that %s', (_words, change) => {
    expect(select({ requests: [request('BRA', change)] }).next).toEqual([]);
  });
});

describe('a digest as a whole', () => {
  it('is empty when nothing waits, came, is due or will leave', () => {
    expect(isEmptyDigest(select({}))).toBe(true);
    expect(isEmptyDigest(select({ requests: [request('BRA', { stage: 'answered', rungs: {} })] }))).toBe(true);
    expect(isEmptyDigest(select({ requests: [request('BRA', { stage: 'notReached', rungs: {} })] }))).toBe(false);
  });

  it('counts working days as the calendar adds them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 0, max: 60 }), (offset, count) => {
        const from = addDays('2025-01-01', offset);
        const to = addWorkingDays(HEADQUARTERS, from, count);
        expect(workingDaysBetween(HEADQUARTERS, from, to)).toBe(count);
        expect(count === 0 || dayOff(HEADQUARTERS, to) === null).toBe(true);
      }),
    );
  });
});

/** All rungs done but this one. */
function openRungs(open: string): DigestRequest['rungs'] {
  const { rungs } = openRequest({
    requestId: 'x/1/BRA',
    party: 'BRA',
    plan: computePlan(CYCLE_2027),
    isReleased: true,
  });
  return Object.fromEntries(
    Object.entries(rungs).map(([id, rung]) => [id, id === open ? rung : { ...rung, status: 'skipped' as const }]),
  );
}

describe('what a digest calls a decision', () => {
  const decision = (change: Partial<DigestTask>) => select({ tasks: [task(change)] }).decisions[0];

  it('is the party of its request, or the one that a mail without request names; nobody where nobody knows it', () => {
    expect(decision({})).toMatchObject({ name: 'BRA', page: { page: 'request', id: 'annual-report/2027/BRA' } });
    expect(decision({ requestId: null, receiptId: 'r', data: { party: 'PER' } })).toMatchObject({
      name: 'PER',
      page: { page: 'receipt', id: 'r' },
    });
    expect(decision({ requestId: null })).toMatchObject({ name: null, page: { page: 'request', id: '' } });
  });

  it('leads to the mail where that is held, and to the request where the mail is filed', () => {
    expect(decision({ kind: 'heldMail', receiptId: 'r' })?.page).toEqual({ page: 'receipt', id: 'r' });
    expect(decision({ kind: 'message', receiptId: 'r' })?.page).toEqual({
      page: 'request',
      id: 'annual-report/2027/BRA',
    });
  });

  it('is what a register says of its own entry', () => {
    const about = { name: 'The fund of 2027', page: { page: 'registers', id: 'pledges' } } as never;
    expect(decision({ kind: 'pledge', requestId: null, about })).toMatchObject({ name: 'The fund of 2027' });
  });

  it('is the code of a party that the files no longer know', () => {
    expect(decision({ requestId: 'annual-report/2027/XXX' })?.name).toBe('XXX');
    const contacts = { openingDate: '2027-03-01', asked: 2, silent: ['XXX', 'PER'] } as never;
    expect(select({ contacts }).contacts[0]?.silent).toEqual(['PER', 'XXX']);
    const successors = [{ id: 's', party: 'XXX', contact: 'XXX/mission', by: 'Ana' }] as never;
    expect(select({ successors }).successors[0]?.name).toBe('XXX');
  });
});

describe('what a digest shows of requests that wait for something else', () => {
  it('is since when a party is not reached, where the record says so', () => {
    const notReached = [
      request('BRA', { stage: 'notReached', notReachedAt: '2027-01-20T15:00:00.000Z' }),
      request('PER', { stage: 'notReached' }),
    ];
    expect(select({ requests: notReached }).notReached.map(({ since }) => since)).toEqual(['2027-01-20', null]);
  });

  it('sends no reminder while the party waits for a word, but the word itself and the first note', () => {
    const rungs = openRungs('reminder-1');
    expect(select({ requests: [request('BRA', { rungs })] }).next.length).toBe(1);
    expect(select({ requests: [request('BRA', { rungs, asks: ['assistance'] })] }).next).toEqual([]);
  });

  it('lists what came at one moment by the name of the party', () => {
    const arrivals = ['PER', 'BRA'].map((code) => arrival({ id: code, requestId: `annual-report/2027/${code}` }));
    expect(select({ arrivals }).arrivals.map(({ name }) => name)).toEqual(['BRA', 'PER']);
  });
});
