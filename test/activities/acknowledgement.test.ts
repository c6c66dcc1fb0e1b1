import type { AcknowledgeEffect } from '../../domain/request-events.js';
import type { NewMessage } from '../../office/ports/messages.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/* Whoever has written is told so, in the thread of what was written, and no robot is: docs/decisions/0010, RFC 3834. */

let desk: Desk;
const states = ['BRA', 'PER', 'HTI', 'MEX', 'CAN', 'COL'];
const FOLLOW_UP = 'recommendations/2027-H1';
const AT = '2026-12-10T15:00:00.000Z';
const HOUR_LATER = '2026-12-10T16:00:00.000Z';
const DAY_LATER = '2026-12-11T16:00:00.000Z';

beforeAll(async () => {
  desk = await openDesk({
    parties: states,
  });
  await desk.open();
  await desk.recommend();
  await desk.open({ obligation: 'recommendations', period: '2027-H1' });
}, 60_000);
afterAll(async () => desk.stop());

async function message(code: string, id: string, change: Partial<NewMessage> = {}): Promise<void> {
  const given = { requestId: idOf(code), receiptId: null, contact: null, sender: desk.contactOf(code, 'mission') };
  await desk.intake.fileMessage(
    { id, ...given, receivedAt: AT, text: 'A word.', ...change },
    { decideAt: AT, sendAt: AT },
    null,
  );
}

async function answer(code: string, id: string, role: 'mission' | 'capital', via: 'web' | 'desk' = 'web') {
  const given = { requestId: idOf(code), receiptId: null, contact: null, sender: desk.contactOf(code, role) };
  await desk.intake.fileSubmission({ id, ...given, via, receivedAt: AT, text: 'It is here.', files: [] }, null);
}

/** A mail that has come, as the record has it once it is read. */
async function receipt(
  id: string,
  { from = 'x@y.example', mailClass = 'message', files = [] as string[] },
): Promise<void> {
  const row = { id, size: 1, recipient: 'r', recipientKind: 'reply' as const, mailOutId: null };
  await desk.intake.commitReceipts([
    { ...row, rawSha256: id, envelopeFrom: from, remoteAddress: '127.0.0.1', receivedAt: AT },
  ]);
  const attachments = files.map((name) => ({ name, type: 'application/pdf', size: 1, sha256: id, isSent: true }));
  const summary = { subject: 'Re: the note', from: [from], messageId: `${id}@writer.example`, preview: '', faults: [] };
  await desk.intake.saveReading(id, { mailClass, why: [], summary: { ...summary, attachments } });
}

const effect = (code: string, subject: string, what: 'message' | 'submission', at = AT): AcknowledgeEffect => ({
  kind: 'acknowledge',
  requestId: idOf(code),
  at,
  what,
  subject,
  isLate: false,
});
const acknowledge = async (given: AcknowledgeEffect) => {
  const [result] = (await desk.posts.sendAcknowledgements({ acknowledgements: [given] })).results;
  return `${result?.status}: ${result?.detail}`;
};
const arrived = async (kind: 'acknowledgement' | 'copied', code: string): Promise<number> =>
  (await desk.mails()).filter(({ messageId }) => messageId?.includes(`${idOf(code)}/${kind}/`)).length;
const acknowledgementOf = (subject: string) =>
  desk.db.selectFrom('mailOut').selectAll().where('stepKey', 'like', `%/acknowledgement/${subject}`).execute();

describe('an acknowledgement', () => {
  it('goes to no robot, to no null sender and to nobody who has no address, and says why not', async () => {
    await receipt('null-sender', { from: '' });
    await receipt('robot', { mailClass: 'auto-reply' });
    await message('BRA', 'to-robot', { sender: 'no-reply@ministry.example' });
    await message('BRA', 'to-null', { receiptId: 'null-sender' });
    await message('BRA', 'to-automatic', { receiptId: 'robot' });
    await message('BRA', 'by-hand', { sender: 'a letter on paper' });
    const said = [];
    for (const id of ['to-robot', 'to-null', 'to-automatic', 'by-hand'])
      said.push(await acknowledge(effect('BRA', id, 'message')));
    expect(said).toEqual([
      'cancelled: a robot sent it',
      'cancelled: its envelope names no sender',
      'cancelled: it is of class auto-reply',
      'cancelled: the sender takes no acknowledgement',
    ]);
    expect(await arrived('acknowledgement', 'BRA')).toBe(0);
  });

  it('of a message leaves once a day and sender, and that of an answer leaves whatever was said before', async () => {
    await message('MEX', 'first');
    await message('MEX', 'second');
    await message('MEX', 'of-another', { sender: desk.contactOf('MEX', 'capital') });
    await answer('MEX', 'an-answer', 'mission');
    expect(await acknowledge(effect('MEX', 'first', 'message'))).toMatch(/^sent/);
    expect(await acknowledge(effect('MEX', 'second', 'message', HOUR_LATER))).toBe(
      'cancelled: its sender was acknowledged today',
    );
    expect(await acknowledge(effect('MEX', 'of-another', 'message', HOUR_LATER))).toMatch(/^sent/);
    expect(await acknowledge(effect('MEX', 'an-answer', 'submission', HOUR_LATER))).toMatch(/^sent/);
    expect(await arrived('acknowledgement', 'MEX')).toBe(3);
  });

  it('that is asked for again is the same one: it is told as sent, and leaves no second time', async () => {
    await message('CAN', 'asked-twice');
    expect(await acknowledge(effect('CAN', 'asked-twice', 'message'))).toMatch(/^sent/);
    expect(await acknowledge(effect('CAN', 'asked-twice', 'message'))).toMatch(/^sent/);
    expect(await arrived('acknowledgement', 'CAN')).toBe(1);
    await message('CAN', 'a-day-later');
    expect(await acknowledge(effect('CAN', 'a-day-later', 'message', DAY_LATER))).toMatch(/^sent/);
  });

  it('answers the mail in its thread, and knows its writer in whatever case the address is typed', async () => {
    await receipt('threaded', { from: desk.contactOf('COL', 'mission') });
    const sender = desk.contactOf('COL', 'mission').toUpperCase();
    await message('COL', 'in-thread', { receiptId: 'threaded', sender });
    await message('COL', 'of-stranger', { sender: 'somebody@ministry.example' });
    await acknowledge(effect('COL', 'in-thread', 'message'));
    await acknowledge(effect('COL', 'of-stranger', 'message'));
    const [known] = await acknowledgementOf('in-thread');
    expect(known).toMatchObject({ contact: 'COL/mission', inReplyTo: 'threaded@writer.example' });
    const [stranger] = await acknowledgementOf('of-stranger');
    expect(stranger).toMatchObject({ contact: 'COL/sender', toAddress: 'somebody@ministry.example' });
  });

  it('of a mail that was filed for two requests is one, belongs to both, and names the files', async () => {
    await receipt('joint', { files: ['respuesta.pdf'] });
    await message('PER', 'joint', { receiptId: 'joint' });
    await message('PER', 'joint-2', { receiptId: 'joint', requestId: `${FOLLOW_UP}/PER` });
    await acknowledge(effect('PER', 'joint', 'message'));
    const [mail] = await acknowledgementOf('joint');
    expect(mail?.text).toContain('respuesta.pdf');
    const rows = await desk.db
      .selectFrom('mailOutRequest')
      .selectAll()
      .where('mailOutId', '=', mail?.id ?? '')
      .orderBy('requestId')
      .execute();
    expect(rows.map((row) => row.requestId)).toEqual([idOf('PER'), `${FOLLOW_UP}/PER`]);
  });
});

describe('an answer of a capital', () => {
  it('is acknowledged once its mission has its copy, and each of the two leaves once', async () => {
    await answer('HTI', 's-HTI', 'capital');
    await desk.refuse([{ pattern: '*hti@missions*', reply: '451 4.3.0 Try again later' }]);
    expect(await acknowledge(effect('HTI', 's-HTI', 'submission'))).toBe(
      'deferred: the copy to the mission was put off',
    );
    expect(await arrived('acknowledgement', 'HTI')).toBe(0);
    // Sent once more by its sender it is acknowledged, though its copy still waits.
    const again = { ...effect('HTI', 's-HTI', 'submission'), again: 'sent-once-more' };
    expect(await acknowledge(again)).toMatch(/^sent/);
    await desk.refuse([]);
    for (let time = 0; time < 2; time += 1)
      expect(await acknowledge(effect('HTI', 's-HTI', 'submission', HOUR_LATER))).toMatch(/^sent/);
    expect([await arrived('copied', 'HTI'), await arrived('acknowledgement', 'HTI')]).toEqual([1, 2]);
  });

  it('that the desk has entered for it is copied to nobody', async () => {
    await answer('CAN', 'by-desk', 'capital', 'desk');
    expect(await acknowledge(effect('CAN', 'by-desk', 'submission'))).toMatch(/^sent/);
    expect(await arrived('copied', 'CAN')).toBe(0);
  });
});
