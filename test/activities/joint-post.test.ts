import type { PostEffect } from '../../domain/request-events.js';
import { CYCLE, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/* Two requests of one party whose reminders are due leave as one post. Whichever request claims it sends it; the other waits for its outcome. */

let desk: Desk;
const states = ['BRA', 'PER', 'HTI', 'MEX', 'CAN'];
const FOLLOW_UP = 'recommendations/2027-H1';
let at = '';

beforeAll(async () => {
  desk = await openDesk({
    parties: states,
  });
  await desk.open();
  const fields = { document: null, meeting: 'M', heading: { en: 'Prevention' }, text: {}, source: 'S', closed: null };
  await desk.registers.record(
    'recommendations',
    () => [{ entry: 'prevention', party: null, fields, reason: 'a test' }],
    { by: 'a test', at: desk.clock.now() },
  );
  await desk.open({ obligation: 'recommendations', period: '2027-H1' });
  for (const code of states) for (const id of [annual(code), followUp(code)]) at = later(at, await decide(id));
}, 60_000);
afterAll(async () => desk.stop());

const annual = (code: string): string => `${CYCLE}/${code}`;
const followUp = (code: string): string => `${FOLLOW_UP}/${code}`;
const later = (one: string, other: string): string => (one > other ? one : other);
const hours = (count: number): string => new Date(Date.parse(at) + count * 3_600_000).toISOString();

/** The first reminder of a request is decided and has not left; returns when it is to. */
async function decide(requestId: string): Promise<string> {
  const rung = await firstReminder(requestId);
  await desk.cases.take(requestId, { type: 'tick', at: rung.decideAt });
  return rung.sendAt;
}
async function firstReminder(requestId: string) {
  const request = await desk.outbox.findRequest(requestId);
  const rung = request?.plan.rungs.find(({ kind }) => kind === 'reminder');
  if (!rung) throw new Error(`${requestId} has no reminder`);
  return rung;
}
async function post(requestId: string, when = at) {
  const posts = await outcomes(requestId, when);
  return Object.fromEntries(posts.map(({ contact, status }) => [contact.split('/')[1] ?? '', status]));
}
async function outcomes(requestId: string, when: string) {
  const { id: rung, tone } = await firstReminder(requestId);
  if (tone === null) throw new Error(`${rung} has no tone`);
  const effect: PostEffect = { kind: 'post', requestId, at: when, rung, tone, attempt: 1 };
  const [result] = (await desk.posts.sendPosts({ posts: [effect] })).results;
  return result?.posts ?? [];
}
async function carriedFor(code: string): Promise<string[]> {
  const rows = await desk.db
    .selectFrom('mailOutRequest')
    .innerJoin('mailOut', 'mailOut.id', 'mailOutRequest.mailOutId')
    .select('mailOutRequest.requestId')
    .where('mailOut.contact', '=', `${code}/mission`)
    .where('mailOut.datedAt', '=', at)
    .orderBy('mailOutRequest.requestId')
    .execute();
  return rows.map((row) => row.requestId);
}

describe('the post of two requests', () => {
  it('leaves once for both, and the other is told that it has left', async () => {
    expect(await post(annual('BRA'))).toEqual({ mission: 'sent', capital: 'sent' });
    expect(await carriedFor('BRA')).toEqual([annual('BRA'), followUp('BRA')]);
    const before = (await desk.mails()).length;
    expect(await post(followUp('BRA'))).toEqual({ mission: 'sent', capital: 'sent' });
    expect((await desk.mails()).length).toBe(before);
  });

  it('leaves for one alone where the clock of the other stands still', async () => {
    const pause = { kind: 'pause', id: 'pause-PER', scope: `request/${followUp('PER')}` } as const;
    const said = { fromDate: at.slice(0, 10), untilDate: null, authority: 'A', reason: 'a hurricane', by: 'a test' };
    await desk.ledger.record({ ...pause, ...said }, at);
    await post(annual('PER'));
    expect(await carriedFor('PER')).toEqual([annual('PER')]);
  });

  it('that its server puts off is offered by the request that claimed it, and by the other after an hour alone', async () => {
    await desk.refuse([{ pattern: '*hti@missions*', reply: '451 4.3.0 Try again later' }]);
    expect(await post(annual('HTI'))).toMatchObject({ mission: 'deferred', capital: 'sent' });
    await desk.refuse([]);
    const told = (await outcomes(followUp('HTI'), at)).find(({ contact }) => contact === 'HTI/mission');
    expect(told).toMatchObject({ status: 'deferred', detail: expect.stringContaining('451 4.3.0 Try again later') });
    expect(await post(followUp('HTI'), hours(2))).toMatchObject({ mission: 'sent', capital: 'sent' });
  });

  it('is given up by the request that claimed it alone', async () => {
    await desk.refuse([{ pattern: '*mex@missions*', reply: '451 4.3.0 Try again later' }]);
    await post(annual('MEX'));
    const days = 24 * 6;
    expect(await post(followUp('MEX'), hours(days))).toMatchObject({ mission: 'deferred' });
    expect(await post(annual('MEX'), hours(days))).toMatchObject({ mission: 'failed' });
    const mail = await desk.db
      .selectFrom('mailOut')
      .select(['status', 'reply'])
      .where('contact', '=', 'MEX/mission')
      .where('datedAt', '=', at)
      .executeTakeFirstOrThrow();
    expect(mail.status).toBe('failed');
    expect(mail.reply).toMatch(/^put off for 3 working days, and given up: 451 /);
  });

  it('that is refused for its words leaves the address in use, and goes to nobody else', async () => {
    await desk.refuse([{ pattern: '*can@missions*', reply: '554 5.7.1 Message rejected as spam' }]);
    expect(await post(annual('CAN'))).toEqual({ mission: 'failed', capital: 'sent' });
    const changes = await desk.db
      .selectFrom('contactChange')
      .select('id')
      .where('contact', '=', 'CAN/mission')
      .execute();
    expect(changes).toEqual([]);
  });
});
