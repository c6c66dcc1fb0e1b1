import { failureOf } from '../../domain/contact.js';
import { mailKey } from '../../domain/reply-address.js';
import type { PostEffect } from '../../domain/request-events.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/*
 * What the record and the calendar say at the moment in which a rung is claimed, whatever the machine knew when it decided: the first
 * recall of each state is decided and has not left.
 */

let desk: Desk;
let sendAt: Record<string, string> = {};
const states = ['BRA', 'PER', 'HTI', 'MEX', 'CAN', 'COL', 'CHL', 'ARG', 'URY', 'SLV'];

beforeAll(async () => {
  desk = await openDesk({
    parties: states,
  });
  await desk.open();
  for (const code of states) {
    const { plan } = await desk.request(code);
    const recall = plan.rungs.find(({ id }) => id === 'recall-1');
    if (!recall) throw new Error('the ladder has no recall-1');
    await desk.cases.take(idOf(code), { type: 'tick', at: recall.decideAt });
    sendAt = { ...sendAt, [code]: recall.sendAt };
  }
}, 60_000);
afterAll(async () => desk.stop());

const recallOf = (code: string, at = sendAt[code] ?? ''): PostEffect => ({
  kind: 'post',
  requestId: idOf(code),
  at,
  rung: 'recall-1',
  tone: 'recall',
  attempt: 1,
});
const post = async (effect: PostEffect) => (await desk.posts.sendPosts({ posts: [effect] })).results[0];
const hours = (at: string, count: number): string => new Date(Date.parse(at) + count * 3_600_000).toISOString();
const recallsTo = async (code: string): Promise<string[]> => {
  const rows = await desk.db
    .selectFrom('mailOut')
    .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
    .select('mailOut.contact')
    .where('mailOutRequest.requestId', '=', idOf(code))
    .where('mailOutRequest.rung', '=', 'recall-1')
    .orderBy('mailOut.contact')
    .execute();
  return rows.map(({ contact }) => contact ?? '');
};
const stand = { authority: 'the Coordinator', reason: 'a hurricane', by: 'a test' };

describe('a rung that is claimed', () => {
  it('leaves to everybody it is for, once, however often it is asked for', async () => {
    const first = await post(recallOf('BRA'));
    expect(first).toMatchObject({ requestId: idOf('BRA'), rung: 'recall-1', plan: null });
    expect(first?.posts.map(({ contact, status }) => `${contact} ${status}`).sort()).toEqual([
      'BRA/capital sent',
      'BRA/mission sent',
    ]);
    const before = (await desk.mails()).length;
    expect((await post(recallOf('BRA')))?.posts.map(({ status }) => status)).toEqual(['sent', 'sent']);
    expect((await desk.mails()).length).toBe(before);
    expect(await recallsTo('BRA')).toEqual(['BRA/capital', 'BRA/mission']);
  });

  it('waits a day while the clock stands still, and leaves once it runs', async () => {
    const at = sendAt['PER'] ?? '';
    const pause = {
      kind: 'pause',
      id: 'pause-PER',
      scope: 'party/PER',
      fromDate: at.slice(0, 10),
      untilDate: null,
    } as const;
    await desk.ledger.record({ ...pause, ...stand }, at);
    expect((await post(recallOf('PER')))?.posts).toEqual([
      {
        contact: '',
        status: 'postponed',
        until: hours(at, 24),
        why: { code: 'clockStandsStill', because: 'a hurricane' },
        detail: 'the clock stands still: a hurricane',
      },
    ]);
    expect(await recallsTo('PER')).toEqual([]);
    const onDate = at.slice(0, 10);
    await desk.ledger.record({ kind: 'resume', id: 'resume-PER', pauseId: 'pause-PER', onDate, ...stand }, at);
    expect((await post(recallOf('PER')))?.posts.map(({ status }) => status)).toEqual(['sent', 'sent']);
  });

  it('waits until the hold of a message that the machine has not heard of ends', async () => {
    const at = sendAt['HTI'] ?? '';
    const message = { id: 'm-HTI', requestId: idOf('HTI'), receiptId: null, contact: null, sender: 'x@y.example' };
    const until = hours(at, 3);
    await desk.intake.fileMessage(
      { ...message, receivedAt: hours(at, -1), text: 'A word.' },
      { decideAt: hours(at, 1), sendAt: until },
      null,
    );
    expect((await post(recallOf('HTI')))?.posts).toEqual([
      { contact: '', status: 'postponed', until, why: { code: 'partyHasWritten' }, detail: 'the party has written' },
    ]);
    expect(await recallsTo('HTI')).toEqual([]);
    expect((await post(recallOf('HTI', until)))?.posts.map(({ status }) => status)).toEqual(['sent', 'sent']);
  });

  it('waits for the hours of its party, and says why: a day off by its name', async () => {
    const night = hours(sendAt['MEX'] ?? '', -6);
    expect((await post(recallOf('MEX', night)))?.posts).toEqual([
      {
        contact: '',
        status: 'postponed',
        until: expect.stringMatching(/Z$/),
        why: { code: 'outsideHours' },
        detail: 'outside the hours in which the party is written to',
      },
    ]);
    let saturday = sendAt['MEX'] ?? '';
    while (new Date(saturday).getUTCDay() !== 6) saturday = hours(saturday, 24);
    const [waits] = (await post(recallOf('MEX', saturday)))?.posts ?? [];
    expect(waits).toMatchObject({ status: 'postponed', detail: 'Saturday' });
    expect([0, 6]).not.toContain(new Date(waits?.until ?? '').getUTCDay());
    expect(await recallsTo('MEX')).toEqual([]);
  });

  it('waits three days after another post to the same party', async () => {
    const noteAt = '2026-11-16T15:00:00.000Z';
    const [waits] = (await post(recallOf('CAN', hours(noteAt, 2))))?.posts ?? [];
    expect(waits).toMatchObject({ status: 'postponed', detail: 'the party was written to today' });
    expect(waits?.until?.slice(0, 10)).toBe('2026-11-19');
    expect((await post(recallOf('CAN')))?.posts.map(({ status }) => status)).toEqual(['sent', 'sent']);
  });

  it('is cancelled where an answer is on record, and asks nobody', async () => {
    const at = sendAt['COL'] ?? '';
    const filed = { id: 's-COL', requestId: idOf('COL'), via: 'desk' as const, receiptId: null, contact: null };
    await desk.intake.fileSubmission(
      { ...filed, sender: 'x', receivedAt: hours(at, -1), text: 'It.', files: [] },
      null,
    );
    expect((await post(recallOf('COL')))?.posts).toEqual([
      { contact: '', status: 'cancelled', detail: 'an answer is on record' },
    ]);
    expect(await recallsTo('COL')).toEqual([]);
  });

  it('leaves where the answer on record is a part, and not once the rest is there', async () => {
    const at = sendAt['SLV'] ?? '';
    const part = { via: 'desk' as const, receiptId: null, contact: null, sender: 'x', receivedAt: hours(at, -1) };
    const file = (id: string, kind: 'part' | 'answer') =>
      desk.intake.fileSubmission({ ...part, id, kind, requestId: idOf('SLV'), text: id, files: [] }, null);
    await file('s-SLV-part', 'part');
    expect((await post(recallOf('SLV')))?.posts.map(({ status }) => status)).toEqual(['sent', 'sent']);
    await file('s-SLV-rest', 'answer');
    const next = { ...recallOf('SLV'), rung: 'recall-2' };
    expect((await post(next))?.posts).toMatchObject([{ status: 'cancelled' }]);
  });

  it('goes at once to whoever stands in for an address that is refused for good, though the others had it today', async () => {
    await desk.refuse([{ pattern: '*chl@missions*', reply: '550 5.1.1 No such user' }]);
    const sent = (await post(recallOf('CHL')))?.posts ?? [];
    expect(sent.map(({ contact, status }) => `${contact} ${status}`)).toEqual([
      'CHL/capital sent',
      'CHL/mission failed',
      'CHL/alternate sent',
    ]);
    expect(await recallsTo('CHL')).toEqual(['CHL/alternate', 'CHL/capital', 'CHL/mission']);
    const failed = await desk.db.selectFrom('contactChange').select(['contact', 'kind']).execute();
    expect(failed).toEqual([{ contact: 'CHL/mission', kind: 'failed' }]);
  });

  it('is put off for three working days by a server that wants it, and then given up', async () => {
    await desk.refuse([{ pattern: '*arg@missions*', reply: '451 4.3.0 Try again later' }]);
    const at = sendAt['ARG'] ?? '';
    const statusOf = async (when: string): Promise<string | undefined> =>
      (await post(recallOf('ARG', when)))?.posts.find(({ contact }) => contact === 'ARG/mission')?.status;
    expect(await statusOf(at)).toBe('deferred');
    expect(await statusOf(hours(at, 24))).toBe('deferred');
    expect(await statusOf(hours(at, 24 * 6))).toBe('failed');
  });
});

describe('a first note', () => {
  it('that leaves again, to whoever stands in, prints the date that was printed', async () => {
    const { plan, dueDate, ...request } = await desk.request('URY');
    const at = '2027-01-15T15:00:00.000Z';
    const mission = desk.catalogue.parties.find(({ code }) => code === 'URY');
    if (!mission) throw new Error('Uruguay is not in the mandate files');
    const words = { contact: 'URY/mission', id: 'refused/late', at, words: '550 5.1.1 No such user' };
    await desk.contacts.fail(mission, failureOf(words), mailKey(`${idOf('URY')}/request/mission`));
    const again = await post({ ...recallOf('URY', at), rung: 'request', tone: 'request' });
    expect(again?.posts.map(({ contact }) => contact)).toContain('URY/alternate');
    expect(again?.plan?.due).toEqual(plan.due);
    expect(await desk.request('URY')).toMatchObject({ dueDate, dueAt: request.dueAt });
  });
});
