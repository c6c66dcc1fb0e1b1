import { dateIn, hourIn } from '../../domain/plan.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/* A server puts a reminder off all day, and refuses it at night: there is nobody at that address. Whoever stands in sleeps as well. */

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk({
    parties: ['BRA'],
  });
  await desk.open();
}, 60_000);
afterAll(async () => desk.stop());

describe('whoever stands in for an address that is refused at night', () => {
  it('is written to at the next hour of the party, once', async () => {
    const { plan } = await desk.request('BRA');
    const sendAt = plan.rungs.find(({ id }) => id === 'recall-1')?.sendAt ?? '';
    const after = (hours: number): string => new Date(Date.parse(sendAt) + hours * 3_600_000).toISOString();
    await desk.refuse([{ pattern: '*bra@missions*', reply: '451 4.3.0 Try again later' }]);
    await desk.cases.pass(after(10));
    await desk.refuse([{ pattern: '*bra@missions*', reply: '550 5.1.1 No such user' }]);
    await desk.cases.pass(after(24 * 5));
    const rows = await desk.db
      .selectFrom('dispatch')
      .innerJoin('mailOut', 'mailOut.id', 'dispatch.mailOutId')
      .select(['dispatch.contact', 'mailOut.status', 'mailOut.datedAt'])
      .where('dispatch.requestId', '=', idOf('BRA'))
      .where('dispatch.rung', '=', 'recall-1')
      .orderBy('dispatch.contact')
      .execute();
    expect(rows.map(({ contact, status }) => `${contact} ${status}`)).toEqual([
      'BRA/alternate sent',
      'BRA/capital sent',
      'BRA/mission failed',
    ]);
    const [standIn] = rows;
    const writtenAt = standIn?.datedAt ?? '';
    // The reminder was due on a Friday; the Monday after it is a holiday in Washington.
    expect([dateIn(sendAt, plan.zone), dateIn(writtenAt, plan.zone)]).toEqual(['2027-01-15', '2027-01-19']);
    expect(hourIn(writtenAt, plan.zone) >= '08:00').toBe(true);
    const arrived = (await desk.mails()).filter(({ to }) => to.includes(desk.contactOf('BRA', 'alternate')));
    expect(arrived).toHaveLength(1);
    expect((await desk.request('BRA')).rungs['recall-1']?.status).toBe('sent');
  });
});
