import { createOutboxStore } from '../../adapters/postgres/outbox-store.js';
import { createReceiptStore } from '../../adapters/postgres/receipt-store.js';
import { idOf, openDesk } from '../web/desk.js';
import type { Desk } from '../web/desk.js';
import { createMemoryOutbox } from '../world/memory-outbox.js';
import { createMemoryReceipts } from '../world/memory-receipts.js';
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
});

describe('its twin in memory', () => {
  keepsOutbox(() => Promise.resolve({ outbox: createMemoryOutbox(), requestId: idOf('BRA') }));
  keepsReceipts(() => {
    const receipts = createMemoryReceipts();
    return Promise.resolve({ receipts, tasks: () => receipts.tasks() });
  });
});
