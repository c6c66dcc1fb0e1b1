import { mailKey } from '../../domain/reply-address.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';

/*
 * A received mail from its bytes to its request, by the doors through which workflows go: each may be asked again at any time, and what one
 * mail does stands in no other's way.
 */

let desk: Desk;
const states = ['BRA', 'PER', 'HTI', 'MEX', 'CAN', 'COL', 'CHL'];
const FOLLOW_UP = 'recommendations/2027-H1';
const DAY_MS = 86_400_000;

beforeAll(async () => {
  desk = await openDesk({
    parties: states,
  });
  await desk.open();
  desk.clock.at = '2026-12-10T15:00:00.000Z';
}, 60_000);
afterAll(async () => desk.stop());

type Kind = 'reply' | 'desk' | 'bounce';

/** Commits a mail as the listener does, and leaves it there. */
async function come(raw: string, to: { address: string; kind: Kind; mailOutId: string | null }): Promise<string> {
  const { sha256, size } = await desk.documents.put(Buffer.from(raw));
  const id = mailKey(`${sha256}/${to.address}/${desk.clock.now()}`);
  const from = { envelopeFrom: 'sender@example.example', remoteAddress: '127.0.0.1' };
  const place = { recipient: to.address, recipientKind: to.kind, mailOutId: to.mailOutId };
  await desk.intake.commitReceipts([{ id, rawSha256: sha256, size, receivedAt: desk.clock.now(), ...from, ...place }]);
  return id;
}
const noteTo = (code: string) => desk.addressing.identify(`${idOf(code)}/request/mission`);
function reply(code: string, text: string, file: string | null = null): Promise<string> {
  const note = noteTo(code);
  const part = (...lines: string[]): string[] => ['--x', ...lines];
  const raw = [
    `From: <${desk.contactOf(code, 'mission')}>`,
    'Subject: Re: the note',
    `Message-ID: <${code}-${text.length}-${desk.clock.now()}@mission.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=x',
    '',
    ...part('Content-Type: text/plain', '', text),
    ...(file === null
      ? []
      : part('Content-Type: text/csv', 'Content-Disposition: attachment; filename=a.csv', '', file)),
    '--x--',
    '',
  ].join('\r\n');
  return come(raw, { address: note.replyAddress, kind: 'reply', mailOutId: note.id });
}
const toDesk = (text: string): Promise<string> =>
  come(['From: <a@nowhere.example>', 'Subject: Hello', '', text, ''].join('\r\n'), {
    address: 'desk@tip-desk.example',
    kind: 'desk',
    mailOutId: null,
  });
async function handle(...receiptIds: string[]) {
  await desk.activities.readReceipts({ receiptIds });
  const { filings } = await desk.activities.fileReceipts({ receiptIds, at: desk.clock.now() });
  await desk.activities.deliverFilings({ receiptIds, at: desk.clock.now() });
  return filings;
}
const receiptOf = (id: string) =>
  desk.db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const acknowledgements = async (code: string): Promise<number> =>
  (await desk.mails()).filter(({ messageId }) => messageId?.includes(`${idOf(code)}/acknowledgement/`)).length;
const messagesOf = (receiptId: string) =>
  desk.db.selectFrom('message').selectAll().where('receiptId', '=', receiptId).orderBy('id').execute();
/** An instant some seconds after the clock. */
const soon = (seconds: number): string => new Date(Date.parse(desk.clock.now()) + seconds * 1_000).toISOString();

describe('a mail with a file', () => {
  it('is filed, told to its request and acknowledged when its delivery has ended, once however often that is repeated', async () => {
    const id = await reply('BRA', 'Segue anexo.', 'a;b');
    const [filing] = await handle(id);
    expect(filing).toMatchObject({ receiptId: id, outcome: 'filed', requestId: idOf('BRA') });
    expect(await desk.submissions('BRA')).toMatchObject([{ id, deliveredAt: desk.clock.now() }]);
    expect((await desk.request('BRA')).stage).toBe('answered');
    expect(await handle(id)).toEqual([filing]);
    expect(await desk.submissions('BRA')).toHaveLength(1);
    expect(await acknowledgements('BRA')).toBe(1);
  });

  it('that comes once more a day later is repeated: it is no new answer, and is acknowledged anew', async () => {
    const { at } = desk.clock;
    desk.clock.at = new Date(Date.parse(at) + DAY_MS).toISOString();
    const [filing] = await handle(await reply('BRA', 'Segue anexo.', 'a;b'));
    desk.clock.at = at;
    expect(filing?.outcome).toBe('repeated');
    expect(await desk.submissions('BRA')).toHaveLength(1);
    expect(await acknowledgements('BRA')).toBe(2);
  });
});

describe('a mail that was handled', () => {
  it('is not handled again: what a person has said of it since stands', async () => {
    const id = await toDesk('A word about nothing.');
    const [filing] = await handle(id);
    expect(filing?.outcome).toBe('held');
    expect((await desk.intake.findHeld()).map((one) => one.id)).toEqual([id]);
    const word = { outcome: 'message', requestId: idOf('COL'), detail: 'filed by a person' } as const;
    await desk.intake.refile(id, { ...word, at: desk.clock.now(), by: 'a person' });
    const again = await desk.activities.fileReceipts({ receiptIds: [id], at: desk.clock.now() });
    expect(again.filings).toEqual([{ receiptId: id, ...word }]);
    expect(await receiptOf(id)).toMatchObject({ outcome: 'message', detail: word.detail });
  });
});

describe('a mail that cannot be handled', () => {
  it('is told at the end, and stands in the way of none that comes after it', async () => {
    const id = await reply('PER', 'Until when?');
    const receiptIds = ['no-such-receipt', id];
    await expect(desk.activities.readReceipts({ receiptIds })).rejects.toThrow('no-such-receipt');
    expect((await receiptOf(id)).class).toBe('message');
    await expect(desk.activities.fileReceipts({ receiptIds, at: desk.clock.now() })).rejects.toThrow('no-such-receipt');
    expect((await receiptOf(id)).outcome).toBe('message');
  });
});

describe('a mail that answers a post on two requests', () => {
  it('is told to both, holds the reminders of both, and is acknowledged once', async () => {
    await desk.recommend();
    await desk.open({ obligation: 'recommendations', period: '2027-H1' });
    const { id: mailOutId } = noteTo('HTI');
    const other = `${FOLLOW_UP}/HTI`;
    await desk.db.insertInto('mailOutRequest').values({ mailOutId, requestId: other, rung: 'request' }).execute();
    const id = await reply('HTI', 'Veuillez trouver la réponse.', 'c;d');
    await handle(id);
    expect((await messagesOf(id)).map(({ requestId: request, deliveredAt: at }) => [request, at])).toEqual([
      [idOf('HTI'), desk.clock.now()],
      [other, desk.clock.now()],
    ]);
    const keys = await desk.db.selectFrom('caseLog').select('requestId').where('key', '=', `message/${id}-2`).execute();
    expect(keys).toEqual([{ requestId: other }]);
    expect(await acknowledgements('HTI')).toBe(1);
    expect((await desk.mails()).filter(({ messageId }) => messageId?.includes(`${other}/acknowledgement/`))).toEqual(
      [],
    );
  });
});

describe('a note that comes back', () => {
  const bounce = (code: string, status: string, words: string): Promise<string> => {
    const note = noteTo(code);
    const raw = [
      'From: Mail Delivery System <mailer-daemon@missions.example>',
      `To: ${note.envelopeFrom}`,
      'Subject: Undelivered Mail Returned to Sender',
      `Date: ${desk.clock.now()}`,
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; missions.example',
      '',
      `Final-Recipient: rfc822; ${desk.contactOf(code, 'mission')}`,
      'Action: failed',
      `Status: ${status}`,
      `Diagnostic-Code: smtp; ${words}`,
      '--b--',
      '',
    ].join('\r\n');
    return come(raw, { address: note.envelopeFrom, kind: 'bounce', mailOutId: note.id });
  };
  const bounces = (code: string) =>
    desk.db
      .selectFrom('caseLog')
      .select('data')
      .where('requestId', '=', idOf(code))
      .where('key', 'like', 'bounce/%')
      .orderBy('seq')
      .execute();
  const gotByAlternate = async (code: string): Promise<number> =>
    (await desk.mails()).filter(({ to }) => to.includes(desk.contactOf(code, 'alternate'))).length;

  it('from an address that is dead leaves again to whoever stands in, once', async () => {
    const id = await bounce('MEX', '5.1.1', '550 5.1.1 No such user here');
    await handle(id);
    await handle(id);
    expect((await bounces('MEX')).map(({ data }) => data.isHard)).toEqual([true]);
    expect(await gotByAlternate('MEX')).toBe(1);
  });

  it('for a while from an address that lives is told to the request, and leaves to nobody else', async () => {
    await handle(await bounce('CAN', '4.2.2', '452 4.2.2 Mailbox full'));
    expect((await bounces('CAN')).map(({ data }) => data.isHard)).toEqual([false]);
    expect(await gotByAlternate('CAN')).toBe(0);
  });

  it('three times within days for a full mailbox is as good as dead', async () => {
    const { at } = desk.clock;
    for (const days of [0, 1, 2]) {
      desk.clock.at = new Date(Date.parse(at) + days * DAY_MS).toISOString();
      await handle(await bounce('CHL', '4.2.2', '452 4.2.2 Mailbox full'));
    }
    desk.clock.at = at;
    expect((await bounces('CHL')).map(({ data }) => data.isHard)).toEqual([false, false, true]);
    expect(await gotByAlternate('CHL')).toBe(1);
  });
});

describe('the sweep', () => {
  it('starts what was left behind for ten seconds, and nothing that came just now', async () => {
    const id = await toDesk('Another word.');
    const { started } = await desk.activities.sweepReceipts({ at: soon(9) });
    expect([started, desk.asked.started]).toEqual([0, []]);
    expect((await desk.activities.sweepReceipts({ at: soon(11) })).started).toBe(1);
    expect(desk.asked.started).toEqual([id]);
    await handle(id);
    expect((await desk.activities.sweepReceipts({ at: soon(11) })).started).toBe(0);
  });

  it('tells requests of what is on record and was never told, answers and messages alike', async () => {
    const given = { receiptId: null, contact: null, sender: 'x@y.example', receivedAt: desk.clock.now() };
    const hold = { decideAt: soon(0), sendAt: soon(0) };
    await desk.intake.fileMessage({ id: 'm-COL', requestId: idOf('COL'), text: 'A word.', ...given }, hold, null);
    await desk.intake.fileSubmission(
      { id: 's-COL', requestId: idOf('COL'), via: 'web', text: 'It.', files: [], ...given },
      null,
    );
    desk.cases.isAway = true;
    await expect(desk.activities.sweepReceipts({ at: soon(11) })).rejects.toThrow('the engine is away');
    desk.cases.isAway = false;
    expect((await desk.request('COL')).stage).toBe('waiting');
    expect((await desk.activities.sweepReceipts({ at: soon(11) })).delivered).toBe(2);
    expect((await desk.request('COL')).stage).toBe('answered');
    const log = await desk.db.selectFrom('caseLog').select('key').where('requestId', '=', idOf('COL')).execute();
    expect(log.map(({ key }) => key)).toEqual(expect.arrayContaining(['message/m-COL', 'submission/s-COL']));
    expect((await desk.activities.sweepReceipts({ at: soon(11) })).delivered).toBe(0);
  });

  it('tells a request of an answer that the record has taken away', async () => {
    const said = { at: desk.clock.now(), by: 'a test', because: 'it belongs elsewhere' };
    await desk.intake.withdraw('s-COL', said);
    await desk.activities.sweepReceipts({ at: soon(11) });
    expect((await desk.request('COL')).stage).not.toBe('answered');
  });
});
