import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Delivery } from '../../office/intake/delivery.js';
import { createMailDelivery } from '../../office/intake/mail-delivery.js';
import { createMailOpening } from '../../office/intake/opened-mail.js';
import { createTries } from '../../office/intake/tries.js';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { createReadingStore } from '../../adapters/postgres/reading-store.js';
import { createReader } from '../../adapters/reader/reader.js';
import { startRecord } from '../world/record.js';
import { newReceipt } from '../world/receipt.js';

const AT = '2026-11-25T12:31:00.000Z';

let record: Awaited<ReturnType<typeof startRecord>>;
let folder: string;

beforeAll(async () => {
  record = await startRecord();
  folder = await mkdtemp(path.join(tmpdir(), 'delivery-'));
}, 60_000);
afterAll(async () => {
  await record.stop();
  await rm(folder, { recursive: true });
});

it('gives a returned mail to a person, named, that nobody can be told of since it cannot be read any more', async () => {
  const intake = createIntakeStore(record.db);
  const documents = await openFileStore(folder);
  const reader = createReader({ thread: path.resolve('test/adapters/reader/stubborn-thread.js') });
  const readings = createReadingStore(record.db, documents);
  const opening = createMailOpening({
    intake,
    documents,
    reader,
    readings,
    addressing: { domain: 'tip-desk.example' },
  });
  const unasked = (): never => {
    throw new Error('there is nothing to tell');
  };
  const delivery = new Proxy({} as Delivery, { get: unasked });
  const outcomes = createMailDelivery({
    intake,
    delivery,
    opening,
    origins: { find: unasked, isGiven: unasked },
    failures: { fail: unasked },
    tries: createTries({ intake, delivery }),
  });
  const { sha256, size } = await documents.put(Buffer.from('fault'));
  const recipient = { recipient: 'bounces@tip-desk.example', recipientKind: 'bounce' } as const;
  await intake.commitReceipts([newReceipt({ id: 'bounce', rawSha256: sha256, size, envelopeFrom: '', ...recipient })]);
  const settled = { outcome: 'bounce', requestId: null, detail: 'ana@mre.example 5.1.1', at: AT } as const;
  await intake.settleReceipt('bounce', settled, null);
  for (let failures = 1; failures < 5; failures += 1)
    await expect(outcomes.deliver('bounce', AT)).rejects.toThrow('it says so itself');
  await outcomes.deliver('bounce', AT);
  await outcomes.deliver('bounce', AT);
  const [receipt] = await intake.findReceipts(['bounce']);
  const detail = 'ana@mre.example 5.1.1; nobody was told of it, since it cannot be read any more: it says so itself';
  expect(receipt).toMatchObject({ outcome: 'failed', detail });
  const tasks = await record.db.selectFrom('task').selectAll().execute();
  expect(tasks).toMatchObject([{ id: 'receipt/bounce', kind: 'heldMail', doneAt: null, data: { detail } }]);
  await reader.close();
}, 60_000);
