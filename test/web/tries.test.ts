import path from 'node:path';
import { mailKey } from '../../domain/reply-address.js';
import { idOf } from './desk.js';
import type { Desk } from './desk.js';
import { openedDesk } from './opened-desk.js';

/* A mail that cannot be read, however often it is tried: a person has it, with its raw file, and nobody is reminded meanwhile. */

let desk: Desk;

beforeAll(async () => {
  desk = await openedDesk({
    reader: {
      thread: path.resolve('test/adapters/reader/hanging-thread.js'),
      longestMs: 5_000,
      longestSuspectMs: 1_500,
    },
  });
});
afterAll(async () => desk.stop());

const RAW = [
  'From: <mission.per@oas-demo.example>',
  'Subject: never read',
  'X-Never-Ends: yes',
  'Content-Type: application/pdf; name=report.pdf',
  '',
  '%PDF-1.4 the report',
].join('\r\n');

async function receiptOf(id: string) {
  return desk.db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

describe('to the address that a note has given', () => {
  let id: string;

  beforeAll(async () => {
    const note = desk.addressing.identify(`${idOf('PER')}/request/mission`);
    id = await desk.receive(RAW, note.replyAddress, 'reply', note.id);
  });

  it('is a message of its request, in doubt, so that its reminders rest and nobody is thanked', async () => {
    const receipt = await receiptOf(id);
    expect(receipt).toMatchObject({ outcome: 'message', class: 'unparsable', failures: 5, requestId: idOf('PER') });
    expect(receipt.trouble).toBe('it takes longer than 1.5 s to read');
    expect((await desk.request('PER')).holdUntil).not.toBeNull();
    expect(await desk.submissions('PER')).toEqual([]);
    const { body } = await desk.page('/desk');
    expect(body).toContain(
      'it could not be handled, and its raw file is to be looked at: it takes longer than 1.5 s to read',
    );
  });

  it('is tried no more by whoever looks at it, and gives its bytes', async () => {
    const begun = performance.now();
    const page = await desk.page(`/desk/mail/received/${id}`);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('This mail could not be read. Its bytes are kept');
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect((await desk.page(`/desk/mail/received/${id}/raw`)).body).toBe(RAW);
  });

  it('can be filed as an answer by a person who has read it: the mail itself is the file', async () => {
    await desk.press(`/desk/mail/received/${id}/file`, [
      ['request', idOf('PER')],
      ['as', 'answer'],
    ]);
    const [submission] = await desk.submissions('PER');
    const files = await desk.db
      .selectFrom('submissionFile')
      .selectAll()
      .where('submissionId', '=', submission?.id ?? '')
      .execute();
    expect(files).toMatchObject([{ name: `${id}.eml`, type: 'message/rfc822', size: RAW.length }]);
  });
});

it('to the general address waits for a decision, while others are handled at once', async () => {
  const hostile = desk.receive(RAW.replace('never read', 'to the desk'), 'desk@tip-desk.example', 'desk', null);
  const order: string[] = [];
  const honest = Array.from({ length: 20 }, (_one, index) =>
    desk.receive(`From: <a@nowhere.example>\r\nSubject: ${index}\r\n\r\nwords`, 'desk@tip-desk.example', 'desk', null),
  );
  await Promise.all([hostile.then(() => order.push('hostile')), Promise.all(honest).then(() => order.push('honest'))]);
  expect(order).toEqual(['honest', 'hostile']);
  expect(await receiptOf(await hostile)).toMatchObject({ outcome: 'failed', class: 'unparsable', requestId: null });
  const { body } = await desk.page('/desk/mail');
  expect(body).toContain('Could not be read');
  expect(body).toContain('it could not be handled');
});

it('is named on the desk where it has stood for ten minutes, and not before', async () => {
  const { sha256, size } = await desk.documents.put(Buffer.from('Subject: waits\r\n\r\nwords'));
  await desk.intake.commitReceipts([
    {
      id: 'waitingreceipt22',
      rawSha256: sha256,
      size,
      envelopeFrom: 'late@nowhere.example',
      recipient: 'desk@tip-desk.example',
      recipientKind: 'desk',
      mailOutId: null,
      remoteAddress: '127.0.0.1',
      receivedAt: desk.clock.now(),
    },
  ]);
  const words = 'One received mail has not been handled for more than ten minutes';
  expect((await desk.page('/desk')).body).not.toContain(words);
  desk.clock.at = new Date(Date.parse(desk.clock.at) + 11 * 60_000).toISOString();
  expect((await desk.page('/desk')).body).toContain(words);
  expect((await desk.page('/desk/mail')).body).toContain(words);
});

it('that has ended the process ten times in a row is not begun once more, and one that has nine times is', async () => {
  for (const [begun, outcome] of [
    [9, 'held'],
    [10, 'failed'],
  ] as const) {
    const raw = `From: <a@nowhere.example>\r\nSubject: begun ${begun} times\r\n\r\nwords`;
    const recipient = 'desk@tip-desk.example';
    const { sha256, size } = await desk.documents.put(Buffer.from(raw));
    const id = mailKey(`${sha256}/${recipient}`);
    await desk.intake.commitReceipts([
      {
        id,
        rawSha256: sha256,
        size,
        envelopeFrom: 'a@nowhere.example',
        recipient,
        recipientKind: 'desk',
        mailOutId: null,
        remoteAddress: '127.0.0.1',
        receivedAt: desk.clock.now(),
      },
    ]);
    await desk.db.updateTable('receipt').set({ begun }).where('id', '=', id).execute();
    expect(await desk.receive(raw, recipient, 'desk', null)).toBe(id);
    expect([begun, (await receiptOf(id)).outcome]).toEqual([begun, outcome]);
  }
  expect((await desk.page('/desk/mail')).body).toContain('the service ended each time while it was handling it');
});
