import { failureOf } from '../../domain/contact.js';
import { mailKey } from '../../domain/reply-address.js';
import type { NewMessage } from '../../office/ports/messages.js';
import type { NewSubmission } from '../../office/ports/submissions.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/* What a request is told with an answer, a message or a bounce, who hears of it, and who does not. */

let desk: Desk;
const AT = '2026-12-10T15:00:00.000Z';
const states = ['BRA', 'PER', 'HTI', 'MEX', 'CAN', 'COL', 'CHL', 'ARG', 'URY', 'PRY', 'ECU'];

beforeAll(async () => {
  desk = await openDesk({
    parties: states,
  });
  await desk.open();
  for (const code of ['COL', 'CHL']) {
    await desk.cases.take(idOf(code), { type: 'ended', id: 'end', at: AT, because: 'the duty is over' });
    desk.cases.hasEnded.add(idOf(code));
  }
}, 60_000);
afterAll(async () => desk.stop());

async function message(code: string, id: string, change: Partial<NewMessage> = {}): Promise<void> {
  const given = { requestId: idOf(code), receiptId: null, contact: null, sender: desk.contactOf(code, 'mission') };
  await desk.intake.fileMessage(
    { id, ...given, receivedAt: AT, text: 'A word to you.', ...change },
    { decideAt: AT, sendAt: AT },
    null,
  );
}
async function answer(code: string, id: string, change: Partial<NewSubmission> = {}): Promise<void> {
  const given = { requestId: idOf(code), receiptId: null, contact: null, sender: desk.contactOf(code, 'mission') };
  const filed = { id, ...given, via: 'web' as const, receivedAt: AT, text: 'It is here.', files: [], ...change };
  await desk.intake.fileSubmission(filed, null);
}
/** A mail that has come with a file, as the record has it once it is read. */
async function receipt(id: string): Promise<void> {
  const row = { id, rawSha256: id, size: 1, recipient: 'r', recipientKind: 'reply' as const, mailOutId: null };
  await desk.intake.commitReceipts([
    { ...row, envelopeFrom: 'x@y.example', remoteAddress: '127.0.0.1', receivedAt: AT },
  ]);
  const attachments = [{ name: 'a.pdf', type: 'application/pdf', size: 1, sha256: id, isSent: true }];
  const summary = { subject: 'S', from: [], messageId: null, preview: '', faults: [], attachments };
  await desk.intake.saveReading(id, { mailClass: 'message', why: [], summary });
}
const acknowledgements = async (code: string): Promise<number> =>
  (await desk.mails()).filter(({ messageId }) => messageId?.includes(`${idOf(code)}/acknowledgement/`)).length;
const logged = async (code: string, key: string) =>
  (
    await desk.db
      .selectFrom('caseLog')
      .select('data')
      .where('requestId', '=', idOf(code))
      .where('key', '=', key)
      .executeTakeFirst()
  )?.data;
const openTasks = async (code: string): Promise<string[]> => {
  const rows = await desk.db
    .selectFrom('task')
    .select('kind')
    .where('requestId', '=', idOf(code))
    .where('doneAt', 'is', null)
    .execute();
  return rows.map(({ kind }) => kind);
};

describe('what a message brings', () => {
  it('is told whole: what it asks for, until when, what it lacks', async () => {
    await message('BRA', 'm-ask', { ask: { kind: 'extensionRequested', until: '2027-03-01' } });
    await desk.delivery.message('m-ask', AT);
    expect((await desk.request('BRA')).asks).toEqual(['extensionRequested']);
    expect(await logged('BRA', 'asked/m-ask')).toMatchObject({ until: '2027-03-01' });
    await message('PER', 'm-lacks', { lacks: [{ kind: 'protected', what: 'informe.pdf' }] });
    await desk.delivery.message('m-lacks', AT);
    const { data } = await desk.db
      .selectFrom('task')
      .select('data')
      .where('requestId', '=', idOf('PER'))
      .where('kind', '=', 'message')
      .executeTakeFirstOrThrow();
    expect(data.lacks).toContain('informe.pdf');
  });

  it('is a task where thanks come with a file, and none where they come alone', async () => {
    await receipt('with-file');
    await message('HTI', 'm-thanks', { text: 'Merci beaucoup.' });
    await desk.delivery.message('m-thanks', AT);
    expect(await openTasks('HTI')).toEqual([]);
    await message('HTI', 'm-file', { text: 'Merci beaucoup.', receiptId: 'with-file' });
    await desk.delivery.message('m-file', AT);
    expect(await openTasks('HTI')).toEqual(['message']);
  });

  it('is acknowledged for the first request that its mail was filed for, and for no other', async () => {
    await receipt('of-two');
    await message('MEX', 'of-two-2', { receiptId: 'of-two' });
    await desk.delivery.message('of-two-2', AT);
    expect(await acknowledgements('MEX')).toBe(0);
    expect(await openTasks('MEX')).toEqual(['message']);
  });

  it('and what an answer brings is told once: the engine is not asked again', async () => {
    await message('CAN', 'm-once');
    await answer('CAN', 's-once');
    await desk.delivery.message('m-once', AT);
    await desk.delivery.submission('s-once', AT);
    desk.cases.isAway = true;
    await desk.delivery.message('m-once', AT);
    await desk.delivery.submission('s-once', AT);
    desk.cases.isAway = false;
    expect(await acknowledgements('CAN')).toBe(2);
  });
});

describe('an answer', () => {
  it('is told of its kind, and whether it was late', async () => {
    const { plan } = await desk.request('URY');
    await answer('URY', 's-nil', { kind: 'nil', receivedAt: plan.lateAfterAt });
    expect(await desk.delivery.submission('s-nil', plan.lateAfterAt)).toEqual({ isLate: true });
    expect(await logged('URY', 'submission/s-nil')).toMatchObject({ kind: 'nil', isLate: true });
    await answer('ARG', 's-part', { kind: 'part' });
    await desk.delivery.submission('s-part', AT);
    expect((await desk.request('ARG')).stage).toBe('answeredInPart');
  });

  it('that was a message is acknowledged where its sender has heard nothing yet: it was in doubt', async () => {
    await message('PRY', 'm-doubt', { doubt: 'its sender is not on file' });
    await desk.delivery.message('m-doubt', AT);
    await desk.intake.acceptMessage('m-doubt', 's-doubt', AT, 'a test');
    expect(await acknowledgements('PRY')).toBe(0);
    await desk.delivery.submission('s-doubt', AT);
    expect(await acknowledgements('PRY')).toBe(1);
    await message('ECU', 'm-plain');
    await desk.delivery.message('m-plain', AT);
    await desk.intake.acceptMessage('m-plain', 's-plain', AT, 'a test');
    await desk.delivery.submission('s-plain', AT);
    expect(await acknowledgements('ECU')).toBe(1);
  });
});

describe('a request that has ended', () => {
  it('has no task of thanks, and thanks nobody for a message in doubt', async () => {
    await message('COL', 'm-thanks-late', { text: 'Muchas gracias.' });
    await message('COL', 'm-doubt-late', { doubt: 'its sender is not on file' });
    await desk.delivery.message('m-thanks-late', AT);
    expect(await openTasks('COL')).toEqual([]);
    await desk.delivery.message('m-doubt-late', AT);
    expect(await openTasks('COL')).toEqual(['message']);
    expect(await acknowledgements('COL')).toBe(0);
    expect(await logged('COL', 'message/m-doubt-late')).toMatchObject({ doubt: 'its sender is not on file' });
  });

  it('acknowledges no message a second time that the Coordinator takes for an answer', async () => {
    await desk.db.updateTable('request').set({ closedAs: 'noAnswer' }).where('id', '=', idOf('CHL')).execute();
    await message('CHL', 'm-taken', { receivedAt: '2026-12-09T15:00:00.000Z' });
    await desk.delivery.message('m-taken', AT);
    expect(await acknowledgements('CHL')).toBe(1);
    await desk.intake.acceptMessage('m-taken', 's-taken', AT, 'a test', 'part');
    await desk.delivery.submission('s-taken', AT);
    expect(await acknowledgements('CHL')).toBe(1);
    expect(await logged('CHL', 'submission/s-taken')).toMatchObject({ kind: 'part' });
    expect((await desk.request('CHL')).closedAs).toBe('answeredInPart');
  });
});

describe('a bounce', () => {
  it('from a dead address lets the same step leave again, to whoever stands in', async () => {
    const party = desk.catalogue.parties.find(({ code }) => code === 'PER');
    if (!party) throw new Error('Peru is not in the mandate files');
    const words = { contact: 'PER/mission', id: 'bounce/b-PER', at: AT, words: '550 5.1.1 No such user' };
    const [repeated] = await desk.contacts.fail(party, failureOf(words), mailKey(`${idOf('PER')}/request/mission`));
    expect(repeated).toMatchObject({ requestId: idOf('PER'), rung: 'request' });
    const back = { requestId: idOf('PER'), receiptId: 'b-PER', contact: 'PER/mission', isHard: true, detail: '5.1.1' };
    await desk.delivery.bounce({ ...back, again: repeated?.rung }, AT);
    const arrived = (await desk.mails()).filter(({ to }) => to.includes(desk.contactOf('PER', 'alternate')));
    expect(arrived.map(({ messageId }) => messageId?.split('@')[0])).toEqual([`${idOf('PER')}/request/alternate`]);
  });
});
