import { COORDINATOR, CYCLE, startDesk } from './desk.js';
import type { Desk } from './desk.js';

/** Wednesday 25 November 2026, 7:30 at headquarters. */
const WEDNESDAY = '2026-11-25T12:30:00.000Z';
/** The day after it is Thanksgiving. */
const THURSDAY = '2026-11-26T12:30:00.000Z';
const FRIDAY = '2026-11-27T12:30:00.000Z';

let desk: Desk;

beforeAll(async () => {
  desk = await startDesk();
}, 60_000);

afterAll(() => desk.stop());

beforeEach(async () => {
  await desk.clear();
  await desk.open();
  // The notes are out and nothing of the ladder comes near: a quiet morning.
  await desk.place(null, { stage: 'waiting' });
  await desk.db.updateTable('request').set({ rungs: '{}' }).execute();
});

const compose = (firedAt: string, at = firedAt) => desk.composeDigest({ firedAt, at });

async function mailOf(id: string | null) {
  return desk.db
    .selectFrom('mailOut')
    .selectAll()
    .where('id', '=', id ?? '')
    .executeTakeFirst();
}

describe('a digest', () => {
  it('sends one mail to the Coordinator, however often it is asked for', async () => {
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-24T15:00:00.000Z' });
    await desk.raise('message', 'ARG', '2026-11-24T15:00:00.000Z', { sender: 'mission@arg.example' });
    const first = await compose(WEDNESDAY);
    expect(first).toMatchObject({
      date: '2026-11-25',
      because: 'Digest of November 25, 2026: 1 decision, 1 new answer',
    });
    expect(await compose(WEDNESDAY, '2026-11-25T12:31:00.000Z')).toEqual(first);
    await desk.sendDigest({ mailOutId: first.mailOutId ?? '' });
    await desk.sendDigest({ mailOutId: first.mailOutId ?? '' });
    const mails = await desk.mails();
    expect(mails.filter((mail) => mail.to.includes(COORDINATOR.address))).toHaveLength(1);
    expect(mails[0]).toMatchObject({ subject: 'Digest of November 25, 2026: 1 decision, 1 new answer' });
    expect(await mailOf(first.mailOutId)).toMatchObject({
      kind: 'digest',
      stepKey: 'digest/2026-11-25',
      status: 'sent',
      datedAt: WEDNESDAY,
    });
  });

  it('names received mail that has stood for ten minutes, and none that is younger', async () => {
    const receipt = (id: string, receivedAt: string) => ({
      id,
      rawSha256: id.padEnd(64, '0'),
      size: 1,
      envelopeFrom: `${id}@nowhere.example`,
      recipient: 'desk@tip-desk.example',
      recipientKind: 'desk' as const,
      mailOutId: null,
      remoteAddress: '127.0.0.1',
      receivedAt,
      why: '[]',
      ...(id === 'old' ? { trouble: 'it takes longer than 15 s to read' } : {}),
    });
    await desk.db
      .insertInto('receipt')
      .values([receipt('old', '2026-11-25T12:19:00.000Z'), receipt('young', '2026-11-25T12:21:00.000Z')])
      .execute();
    const { mailOutId } = await compose(WEDNESDAY);
    const text = (await mailOf(mailOutId))?.text.replaceAll(/\s+/g, ' ') ?? '';
    expect(text).toContain('RECEIVED MAIL THAT IS NOT HANDLED YET (1)');
    expect(text).toContain(
      'old@nowhere.example: received November 25, 2026, 7:19 a.m.: it takes longer than 15 s to read.',
    );
    expect(text).not.toContain('young@');
    await desk.db.deleteFrom('receipt').execute();
  });

  it('is composed once when two workers compose it at the same moment', async () => {
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-24T15:00:00.000Z' });
    const both = await Promise.all([compose(WEDNESDAY), compose(WEDNESDAY, '2026-11-25T12:30:01.000Z')]);
    expect(both[0]).toEqual(both[1]);
    expect(await desk.db.selectFrom('mailOut').select('id').execute()).toHaveLength(1);
  });

  it('gives the deputy of an absent Coordinator the decisions that have waited three working days, and nothing else', async () => {
    const deputy = { name: 'Ana Pérez', address: 'deputy@oas-demo.example' };
    const absence = { id: 'a', deputy, authority: 'a memorandum', reason: 'leave', by: 'a test' };
    await desk.absences.record({ ...absence, fromDate: '2026-11-25', untilDate: '2026-11-30' }, WEDNESDAY);
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-24T15:00:00.000Z' });
    await desk.raise('escalated', 'CHL', '2026-11-23T15:00:00.000Z', { rung: 'escalation-1', dueDate: '2026-11-10' });
    const before = await compose(WEDNESDAY);
    await desk.sendDigest({ mailOutId: before.mailOutId ?? '' });
    expect((await desk.mails()).filter((mail) => mail.to.includes(deputy.address))).toEqual([]);
    // Thursday is a holiday: from Monday on, Friday is the third working day.
    const friday = await compose(FRIDAY);
    await desk.sendDigest({ mailOutId: friday.mailOutId ?? '' });
    await desk.sendDigest({ mailOutId: friday.mailOutId ?? '' });
    const copies = (await desk.mails()).filter((mail) => mail.to.includes(deputy.address));
    expect(copies.map(({ subject }) => subject)).toEqual(['Digest of November 27, 2026: 1 decision']);
    const monday = await compose('2026-11-30T12:30:00.000Z');
    await desk.sendDigest({ mailOutId: monday.mailOutId ?? '' });
    expect((await desk.mails()).filter((mail) => mail.to.includes(deputy.address))).toHaveLength(1);
  });

  it('is not made on a holiday nor at a weekend, and says which', async () => {
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-24T15:00:00.000Z' });
    expect(await compose(THURSDAY)).toEqual({
      date: '2026-11-26',
      mailOutId: null,
      because: 'no working day at headquarters: Thanksgiving Day',
    });
    expect((await compose('2026-11-28T12:30:00.000Z')).because).toBe('no working day at headquarters: Saturday');
    expect(await desk.db.selectFrom('digest').selectAll().execute()).toEqual([]);
  });

  it('is a row without a mail when there is nothing to say, until somebody asks again on its date and there is', async () => {
    const nothing = { date: '2026-11-25', mailOutId: null, because: 'nothing to say' };
    expect(await compose(WEDNESDAY)).toEqual(nothing);
    expect(await compose(WEDNESDAY)).toEqual(nothing);
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-25T14:00:00.000Z' });
    const asked = await compose(WEDNESDAY);
    expect(asked.because).toBe('Digest of November 25, 2026: 1 new answer');
    await desk.answer('CHL', { id: 's2', receivedAt: '2026-11-25T15:00:00.000Z' });
    expect(await compose(WEDNESDAY)).toEqual(asked);
    expect((await compose(FRIDAY)).because).toBe('Digest of November 27, 2026: 1 new answer');
  });

  it('tells once who took the place of a contact by a mission’s own word, and not what the Coordinator has entered', async () => {
    const peru = desk.catalogue.parties.find(({ code }) => code === 'PER');
    if (!peru) throw new Error('no PER');
    const change = { kind: 'replaced', authority: 'the mission', reason: 'r', at: '2026-11-24T15:00:00.000Z' } as const;
    const address = 'lg@capital-per.example';
    await desk.contacts.record(peru, {
      ...change,
      id: 'c1',
      contact: 'PER/capital',
      name: 'Ms A',
      address,
      by: 'the desk',
    });
    expect((await compose('2026-11-20T12:30:00.000Z')).because).toBe('nothing to say');
    const named = { ...change, id: 'c2', contact: 'PER/capital/2', name: 'Sra. Gómez', address };
    await desk.contacts.record(peru, { ...named, by: 'the service' });
    const told = await compose(WEDNESDAY);
    expect(told.because).toBe('Digest of November 25, 2026: 1 new contact');
    expect((await mailOf(told.mailOutId))?.text.replace(/\s+/g, ' ')).toContain(
      'Peru: Sra. Gómez, lg@capital-per.example,',
    );
    expect((await compose(FRIDAY)).because).toBe('nothing to say');
  });

  it('tells after an outage of everything since the last one, once', async () => {
    await compose('2026-11-19T12:30:00.000Z');
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-19T15:00:00.000Z' });
    await desk.answer('CHL', { id: 's2', receivedAt: '2026-11-23T15:00:00.000Z' });
    await desk.message('ARG', 'm1', '2026-11-24T15:00:00.000Z');
    const after = await compose(WEDNESDAY);
    expect(after.because).toBe('Digest of November 25, 2026: 2 new answers, 1 new message');
    expect((await mailOf(after.mailOutId))?.text.replace(/\s+/g, ' ')).toContain(
      'in Washington, D.C. The digest before was that of November 19, 2026.',
    );
    expect((await compose(FRIDAY)).because).toBe('nothing to say');
  });

  it('tells of an answer that was received before the last digest and filed after it', async () => {
    await compose('2026-11-24T12:30:00.000Z');
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-24T12:29:59.000Z' });
    expect((await compose(WEDNESDAY)).because).toBe('Digest of November 25, 2026: 1 new answer');
  });

  it('tells of a message, and again of it once it has been taken for an answer', async () => {
    await desk.message('ARG', 'm1', '2026-11-24T15:00:00.000Z');
    expect((await compose(WEDNESDAY)).because).toBe('Digest of November 25, 2026: 1 new message');
    await desk.acceptMessage('m1', '2026-11-25T16:00:00.000Z');
    expect((await compose(FRIDAY)).because).toBe('Digest of November 27, 2026: 1 new answer');
  });

  it('names every state and leads to its page, in text and HTML alike', async () => {
    await desk.place(['HTI'], { stage: 'notReached' });
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-24T15:00:00.000Z' });
    const mail = await mailOf((await compose(WEDNESDAY)).mailOutId);
    for (const [name, code] of [
      ['Haiti', 'HTI'],
      ['Brazil', 'BRA'],
    ] as const) {
      expect(mail?.text).toMatch(
        new RegExp(`- ${name}: .*\\n(?:  .*\\n)*  http://desk.example/desk/requests/${CYCLE}/${code}\\n`),
      );
      expect(mail?.html).toMatch(
        new RegExp(`<a href="http://desk.example/desk/requests/${CYCLE}/${code}"[^>]*>${name}</a>`),
      );
    }
    expect(mail?.text).not.toContain('OVERDUE');
  });

  it('shows a stranger’s words on one line and never as markup', async () => {
    const sender = '<script>alert(1)</script>\r\nBcc: all@x.example\u202e';
    await desk.raise('message', 'ARG', '2026-11-24T15:00:00.000Z', { sender });
    await desk.answer('BRA', { id: 's1', receivedAt: '2026-11-24T15:00:00.000Z', sender });
    const mail = await mailOf((await compose(WEDNESDAY)).mailOutId);
    expect(mail?.html).not.toContain('<script');
    expect(mail?.html).toContain('&lt;script&gt;');
    expect(`${mail?.text}${mail?.html}${mail?.subject}`).not.toMatch(/\u202e|^Bcc:/m);
  });

  it('fails for good when a mail is not on record', async () => {
    await expect(desk.sendDigest({ mailOutId: 'none' })).rejects.toMatchObject({
      nonRetryable: true,
      type: 'MailUnknown',
    });
  });
});
