import { idOf, openDesk } from './desk.js';
import type { Desk } from './desk.js';

/** Addresses that do not refuse, and still take nothing: whoever can be reached instead is written to. */
describe('an address that takes mail only now and then', () => {
  let desk: Desk;

  beforeAll(async () => {
    desk = await openDesk();
    await desk.refuse([{ pattern: '*bra@missions*', reply: '452 4.2.2 Mailbox full' }]);
    await desk.open();
  });
  afterAll(async () => desk.stop());

  const got = async (address: string): Promise<number> =>
    (await desk.mails()).filter((mail) => mail.to.includes(address)).length;
  const failures = () =>
    desk.db.selectFrom('contactChange').select(['contact', 'reason']).where('kind', '=', 'failed').execute();

  it('is tried for three working days, weekend not counted, and then given up for the alternate', async () => {
    // The note left on Monday 16 November 2026.
    await desk.cases.pass('2026-11-18T22:00:00.000Z');
    expect(await failures()).toEqual([]);
    expect(await got(desk.contactOf('BRA', 'alternate'))).toBe(0);
    await desk.cases.pass('2026-11-19T22:00:00.000Z');
    expect(await failures()).toEqual([
      { contact: 'BRA/mission', reason: expect.stringContaining('put off for 3 working days') },
    ]);
    expect(await got(desk.contactOf('BRA', 'alternate'))).toBe(1);
    expect(await got(desk.contactOf('BRA', 'mission'))).toBe(0);
    const { stage } = await desk.request('BRA');
    expect(stage).toBe('waiting');
  });

  it('is given up when the third mail within days comes back, and not with the first', async () => {
    const bounce = async (day: string): Promise<void> => {
      desk.clock.at = `${day}T15:00:00.000Z`;
      const note = desk.addressing.identify(`${idOf('PER')}/request/capital`);
      const failed = desk.contactOf('PER', 'capital');
      const raw = [
        'From: Mail Delivery System <mailer-daemon@capital-per.example>',
        `To: ${note.envelopeFrom}`,
        `Date: ${day}`,
        'Subject: Undelivered Mail Returned to Sender',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
        '',
        '--b',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; capital-per.example',
        '',
        `Final-Recipient: rfc822; ${failed}`,
        'Action: failed',
        'Status: 5.2.2',
        'Diagnostic-Code: smtp; 552 5.2.2 Mailbox full',
        '--b--',
        '',
      ].join('\r\n');
      await desk.receive(raw, note.envelopeFrom, 'bounce', note.id);
    };
    const isGivenUp = async (): Promise<boolean> => (await failures()).some(({ contact }) => contact === 'PER/capital');
    await bounce('2026-11-17');
    await bounce('2026-11-19');
    expect(await isGivenUp()).toBe(false);
    await bounce('2026-11-24');
    expect(await isGivenUp()).toBe(true);
    expect((await failures()).at(-1)?.reason).toMatch(/^3 mails have come back from it lately; the last: /);
  });
});
