import type { MailOut, Outbox } from '../../office/ports/outbox.js';
import { newMail } from '../world/new-mail.js';

/** What every outbox keeps. `requestId` is a request that it knows. */
export function keepsOutbox(open: () => Promise<{ outbox: Outbox; requestId: string }>): void {
  let outbox: Outbox;
  let requestId: string;
  beforeAll(async () => {
    ({ outbox, requestId } = await open());
  }, 60_000);

  const AT = '2026-11-25T12:30:00.000Z';
  const settle = (mail: MailOut, status: 'sent' | 'failed' | 'deferred', reply: string): Promise<void> =>
    outbox.settleMail({ mail, status, reply, at: AT });

  it('writes a mail once for its step, however often and with whatever words it is claimed', async () => {
    const [one, ...others] = await Promise.all([1, 2, 3].map(() => outbox.claimMail(newMail('once'), [])));
    expect(one).toMatchObject({ id: 'once', status: 'claimed', attempts: 0, isPerhapsDoubled: false, reply: null });
    for (const other of others) expect(other).toEqual(one);
    const again = await outbox.claimMail({ ...newMail('once'), subject: 'Another' }, []);
    expect(again.subject).toBe('Digest');
    expect(await outbox.findMail('once')).toEqual(one);
  });

  it('knows no mail that nobody has claimed', async () => {
    expect(await outbox.findMail('nothing')).toBeUndefined();
  });

  it('counts offers, and marks what was offered without an outcome as perhaps doubled', async () => {
    await outbox.claimMail(newMail('twice'), []);
    expect(await outbox.beginSending('twice')).toMatchObject({
      status: 'sending',
      attempts: 1,
      isPerhapsDoubled: false,
    });
    expect(await outbox.beginSending('twice')).toMatchObject({
      status: 'sending',
      attempts: 2,
      isPerhapsDoubled: true,
    });
  });

  it('offers what was put off again, and doubles nothing by that', async () => {
    await outbox.claimMail(newMail('later'), []);
    await settle(await outbox.beginSending('later'), 'deferred', '451 later');
    expect(await outbox.findMail('later')).toMatchObject({ status: 'deferred', reply: '451 later', sentAt: null });
    expect(await outbox.beginSending('later')).toMatchObject({ attempts: 2, isPerhapsDoubled: false });
  });

  it.each(['sent', 'failed'] as const)('offers nothing again that was %s', async (status) => {
    await outbox.claimMail(newMail(status), []);
    await settle(await outbox.beginSending(status), status, 'the last word');
    const settled = await outbox.findMail(status);
    expect(settled).toMatchObject({ status, reply: 'the last word', sentAt: status === 'sent' ? AT : null });
    expect(await outbox.beginSending(status)).toEqual(settled);
  });

  it('knows of another acknowledgement on a request to the same address since an instant', async () => {
    const mail = { ...newMail('ack'), kind: 'acknowledgement' as const, toAddress: 'Ana@Capital.example' };
    await outbox.claimMail(mail, [{ requestId, rung: 'acknowledgement' }]);
    const asked = { requestId, address: 'ana@capital.example', since: '2026-11-25T00:00:00.000Z', exceptId: 'other' };
    expect(await outbox.isAcknowledged(asked)).toBe(true);
    expect(await outbox.isAcknowledged({ ...asked, exceptId: 'ack' })).toBe(false);
    expect(await outbox.isAcknowledged({ ...asked, since: AT })).toBe(false);
    expect(await outbox.isAcknowledged({ ...asked, address: 'else@capital.example' })).toBe(false);
    expect(await outbox.isAcknowledged({ ...asked, requestId: 'annual-report/2027/XXX' })).toBe(false);
  });
}
