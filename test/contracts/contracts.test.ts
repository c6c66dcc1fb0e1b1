import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { createOutboxStore } from '../../adapters/postgres/outbox-store.js';
import { createReceiptStore } from '../../adapters/postgres/receipt-store.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';
import { createMemoryAnswers } from '../world/memory-answers.js';
import { createMemoryOutbox } from '../world/memory-outbox.js';
import { createMemoryReceipts } from '../world/memory-receipts.js';
import { newReceipt } from '../world/receipt.js';
import { keepsAnswers } from './answers.js';
import { keepsOutbox } from './outbox.js';
import { keepsReceipts } from './receipts.js';

/* PostgreSQL and its twin in memory keep the same: a test may use either where it asks no more than this. */

describe('PostgreSQL', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({
      parties: ['BRA'],
    });
    await desk.open();
  }, 60_000);
  afterAll(async () => desk.stop());

  const tasks = async (): Promise<string[]> =>
    (await desk.db.selectFrom('task').select('id').execute()).map(({ id }) => id);

  keepsOutbox(() => Promise.resolve({ outbox: createOutboxStore(desk.db), requestId: idOf('BRA') }));
  keepsReceipts(() => Promise.resolve({ receipts: createReceiptStore(desk.db), tasks }));
  keepsAnswers(async () => {
    const store = createIntakeStore(desk.db);
    const { lateAfterAt } = await desk.request('BRA');
    const commit = (id: string) => store.commitReceipts([newReceipt({ id, recipient: `${id}@x.example` })]);
    return { store, requestId: idOf('BRA'), lateAt: lateAfterAt, commit };
  });
});

describe('its twin in memory', () => {
  keepsOutbox(() => Promise.resolve({ outbox: createMemoryOutbox(), requestId: idOf('BRA') }));
  keepsReceipts(() => {
    const receipts = createMemoryReceipts();
    return Promise.resolve({ receipts, tasks: () => receipts.tasks() });
  });
  keepsAnswers(() => {
    const lateAt = '2027-02-02T05:00:00.000Z';
    const commit = () => Promise.resolve();
    return Promise.resolve({ store: createMemoryAnswers(lateAt), requestId: idOf('BRA'), lateAt, commit });
  });
});
