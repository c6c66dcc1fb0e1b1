import { createReceiptStore } from '../../../adapters/postgres/receipt-store.js';
import { startRecord } from '../../world/record.js';

/* What PostgreSQL refuses never reaches it, by whichever statement it comes. */
describe('the door to the record', () => {
  let record: Awaited<ReturnType<typeof startRecord>>;

  beforeAll(async () => {
    record = await startRecord();
  });
  afterAll(async () => record.stop());

  const BAD = 'a\u0000b\ud83d c\ude00';
  const GOOD = 'ab\ufffd c\ufffd';
  const receipt = {
    id: 'r1',
    rawSha256: '0'.repeat(64),
    size: 1,
    envelopeFrom: BAD,
    recipient: 'desk@tip-desk.example',
    recipientKind: 'desk' as const,
    mailOutId: null,
    remoteAddress: '127.0.0.1',
    receivedAt: '2026-11-25T12:30:00.000Z',
  };

  it('makes texts, JSON and its keys, and lists of values well-formed', async () => {
    const store = createReceiptStore(record.db);
    await store.commitReceipts([receipt]);
    const attachment = { name: BAD, size: 1, sha256: '0' };
    const summary = { subject: BAD, from: [BAD], messageId: BAD, preview: BAD, attachments: [attachment], faults: [] };
    await store.saveReading('r1', { mailClass: BAD, why: [BAD], summary });
    const [read] = await store.findReceipts(['r1', BAD]);
    expect(read).toMatchObject({ envelopeFrom: GOOD, class: GOOD, why: [GOOD] });
    expect(read?.summary).toMatchObject({ subject: GOOD, from: [GOOD], attachments: [{ name: GOOD }] });
  });

  it('finds nothing, and fails for nothing, by an id that no text can be', async () => {
    await expect(createReceiptStore(record.db).findReceipts(['\u0000', '\udfff'])).resolves.toEqual([]);
  });

  it('cuts no JSON, which would be none any more, but refuses it with the reason', async () => {
    const why = Array.from({ length: 60_000 }, () => 'x'.repeat(80));
    const summary = { subject: '', from: [], messageId: null, preview: '', attachments: [], faults: [] };
    const saved = createReceiptStore(record.db).saveReading('r1', { mailClass: 'answer', why, summary });
    await expect(saved).rejects.toThrow('a list of more than 4000000 characters cannot be kept in the record');
  });

  it('keeps no text without end', async () => {
    await record.db
      .updateTable('receipt')
      .set({ detail: 'x'.repeat(5_000_000) })
      .where('id', '=', 'r1')
      .execute();
    const { detail } = await record.db.selectFrom('receipt').select('detail').executeTakeFirstOrThrow();
    expect(detail).toHaveLength(4_000_000);
  });
});
