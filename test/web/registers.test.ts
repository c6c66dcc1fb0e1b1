import { createContactStore } from '../../adapters/postgres/contact-store.js';
import { createThanksActivities, findPledgeReminders } from '../../activities/thanks.js';
import { CYCLE, openDesk } from './desk.js';
import type { Desk } from './desk.js';

const ACT = { by: 'a test', at: '2027-01-02T12:00:00.000Z' };

describe('the registers on the desk', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
    desk.clock.at = '2027-06-01T15:00:00.000Z';
    const pledge = {
      party: 'ESP',
      amount: '25000',
      currency: 'EUR',
      date: '2027-01-02',
      document: 'note 7',
      closed: null,
    };
    await desk.registers.record(
      'pledges',
      () => [{ entry: 'pledge-1', party: null, fields: pledge, reason: 'a test' }],
      ACT,
    );
    const observation = { text: 'More on <prevention>', date: '2027-04-02', document: 'CP/doc.4023/05', closed: null };
    await desk.registers.record(
      'observations',
      () => [{ entry: 'observation-1', party: null, fields: observation, reason: 'a test' }],
      ACT,
    );
  });
  afterAll(async () => desk.stop());

  it('show what is on record and what waits, as text whatever it holds', async () => {
    const { body, statusCode } = await desk.page('/desk/registers');
    expect(statusCode).toBe(200);
    for (const words of [
      'A pledge is unpaid',
      'Spain',
      'EUR 25000',
      'The Permanent Council has observed something',
      'More on &lt;prevention&gt;',
      'Nothing is on record.',
    ])
      expect(body).toContain(words);
    expect((await desk.read('/desk/registers')).body).not.toContain('EUR 25000');
  });

  it('thank for a pledge once, in the language of who has made it, however often it is asked', async () => {
    const { registers, outbox, sender, addressing, catalogue } = desk;
    const contacts = createContactStore(desk.db);
    const thanks = createThanksActivities({ registers, outbox, contacts, sender, addressing, catalogue });
    const first = await thanks.sendThanks({ pledgeId: 'pledge-1', at: '2027-06-01T15:00:00.000Z' });
    expect(await thanks.sendThanks({ pledgeId: 'pledge-1', at: '2027-06-02T15:00:00.000Z' })).toEqual(first);
    const mails = (await desk.mails()).filter((mail) => mail.to.includes(first.to));
    expect(mails.map(({ subject }) => subject)).toEqual([expect.stringContaining('contribución al fondo específico')]);
    await expect(thanks.sendThanks({ pledgeId: 'pledge-9', at: '2027-06-01T15:00:00.000Z' })).rejects.toThrow(
      'pledge-9',
    );
  });

  it('ask for an unpaid pledge once a day, in the language of who has made it, and never once it is paid', async () => {
    const { registers, outbox, sender, addressing, catalogue } = desk;
    await desk.open();
    const fields = {
      party: 'PRT',
      amount: '1250.50',
      currency: 'EUR',
      date: '2027-01-02',
      document: 'note 8',
      request: `${CYCLE}/BRA`,
      closed: null,
    };
    const say = (entry: string, said: Record<string, unknown>) =>
      registers.record('pledges', () => [{ entry, party: null, fields: said, reason: 'a test' }], ACT);
    await say('pledge-2', fields);
    const contacts = createContactStore(desk.db);
    const pledges = createThanksActivities({ registers, outbox, contacts, sender, addressing, catalogue });
    const ask = (at: string) => pledges.sendPledgeReminder({ pledgeId: 'pledge-2', at });
    const first = await ask('2027-06-01T15:00:00.000Z');
    expect(await ask('2027-06-01T19:00:00.000Z')).toEqual(first);
    const asked = async () => (await desk.mails()).filter((mail) => mail.to.includes(first.to));
    expect((await asked()).map(({ subject }) => subject)).toEqual([
      expect.stringContaining('contribuição para o fundo específico'),
    ]);
    await ask('2027-07-05T15:00:00.000Z');
    expect(await asked()).toHaveLength(2);
    expect(await findPledgeReminders(outbox, 'pledge-2')).toHaveLength(2);
    await say('pledge-2', { closed: { date: '2027-07-10', evidence: 'receipt 4' } });
    await expect(ask('2027-08-02T15:00:00.000Z')).rejects.toThrow('pledge-2 is paid since 2027-07-10');
    expect(await asked()).toHaveLength(2);
  });
});
