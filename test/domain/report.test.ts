import { computePlan } from '../../domain/plan.js';
import { inOrder, partsOf, sortCase, tallyOf } from '../../domain/report.js';
import type { ReportCase, ReportReply } from '../../domain/report.js';
import { CYCLE_2027 } from './fixture.js';

const plan = computePlan(CYCLE_2027);
const CLOSE_AT = '2027-03-16T21:30:00.000Z';
const REPLY: ReportReply = {
  part: 1,
  version: 1,
  receivedAt: '2027-01-20T15:00:00.000Z',
  via: 'mail',
  isLate: false,
  sender: 'mission',
  text: '',
  files: [],
};
const LATE = { ...REPLY, receivedAt: '2027-02-10T15:00:00.000Z', isLate: true };
const ADDENDUM = { ...REPLY, receivedAt: CLOSE_AT, isLate: true, version: 2 };

function one(change: Partial<ReportCase>): ReportCase {
  return {
    code: 'BRA',
    name: 'Brazil',
    language: 'pt',
    stage: 'waiting',
    closedAs: null,
    clockStartedAt: CYCLE_2027.openedAt,
    dueDate: plan.due.date,
    closeAt: CLOSE_AT,
    plan,
    replies: [],
    messagesAt: [],
    ...change,
  };
}

it.each<[string, Partial<ReportCase>, string]>([
  ['a reached state without a reply', {}, 'noReply'],
  ['a state that has only written a message', { messagesAt: ['2027-01-20T15:00:00.000Z'] }, 'noReply'],
  ['a state that closed without a reply', { stage: 'closed', closedAs: 'noAnswer' }, 'noReply'],
  ['a state that replied', { replies: [REPLY] }, 'replied'],
  [
    'a state that replied by another way though its mail came back',
    { stage: 'notReached', replies: [REPLY] },
    'replied',
  ],
  ['a state whose reason was accepted', { stage: 'justified' }, 'justified'],
  ['a state that was not reached', { stage: 'notReached' }, 'notReached'],
  ['a state that was closed as not reached', { stage: 'closed', closedAs: 'notReached' }, 'notReached'],
  ['a state whose note waits for release', { stage: 'awaitingRelease', clockStartedAt: null }, 'notSent'],
  ['a state whose note never left', { stage: 'closed', closedAs: 'notSent', clockStartedAt: null }, 'notSent'],
  [
    'a state that replied only after the text had closed',
    { stage: 'closed', closedAs: 'noAnswer', replies: [ADDENDUM] },
    'noReply',
  ],
])('places %s', (_words, change, standing) => {
  expect(sortCase(one(change)).standing).toBe(standing);
});

it('takes as addendum what came at the close or after it, and keeps what came before in the text', () => {
  const { inText, addenda } = sortCase(one({ replies: [REPLY, ADDENDUM] }));
  expect(inText).toEqual([REPLY]);
  expect(addenda).toEqual([ADDENDUM]);
});

it('counts every state in one place', () => {
  const file = { name: 'a.pdf', size: 1, sha256: 'a' };
  const cases = [
    one({ replies: [REPLY, { ...LATE, version: 2, files: [file, file] }] }),
    one({ replies: [LATE] }),
    one({ replies: [REPLY, { ...REPLY, part: 2 }] }),
    one({}),
    one({ replies: [ADDENDUM] }),
    one({ replies: [{ ...REPLY, kind: 'nil' }] }),
    one({ replies: [{ ...REPLY, kind: 'part' }] }),
    one({ stage: 'closed', closedAs: 'justified' }),
    one({ stage: 'notReached' }),
    one({ stage: 'awaitingRelease', clockStartedAt: null }),
    one({ stage: 'closed', closedAs: 'ended' }),
  ].map(sortCase);
  expect(tallyOf(cases)).toEqual({
    asked: 11,
    reached: 8,
    replied: 5,
    inTime: 4,
    afterDue: 1,
    nilReturns: 1,
    inPart: 1,
    justified: 1,
    noReply: 2,
    notReached: 1,
    notSent: 1,
    ended: 1,
    inParts: 1,
    replies: 7,
    files: 2,
    addenda: 1,
  });
});

it('shows the latest version of each part and lists the earlier ones', () => {
  const replies = [{ ...REPLY, part: 2 }, { ...REPLY, version: 2 }, { ...REPLY, version: 10 }, REPLY];
  expect(
    partsOf(replies).map(({ latest, earlier }) => [latest.part, latest.version, earlier.map((reply) => reply.version)]),
  ).toEqual([
    [1, 10, [2, 1]],
    [2, 1, []],
  ]);
});

it('sorts states as the Organization lists them', () => {
  const names = ['Uruguay', 'The Bahamas', 'Barbados', 'Éire', 'Ecuador', 'Antigua and Barbuda'];
  expect(inOrder(names.map((name) => ({ name }))).map(({ name }) => name)).toEqual([
    'Antigua and Barbuda',
    'The Bahamas',
    'Barbados',
    'Ecuador',
    'Éire',
    'Uruguay',
  ]);
});
