import { createOutboxStore } from '../../../adapters/postgres/outbox-store.js';
import { startRecord } from '../../world/record.js';
import { newMail } from '../../world/new-mail.js';

describe('a mail that two workers claim at the same moment', () => {
  let record: Awaited<ReturnType<typeof startRecord>>;

  beforeAll(async () => {
    record = await startRecord();
  });
  afterAll(async () => record.stop());

  // Whichever of its keys the two meet at first: some of so many pairs meet at each.
  it('is on record once, and both are told the same', async () => {
    const outbox = createOutboxStore(record.db);
    for (let step = 0; step < 300; step += 1) {
      const mail = newMail(`mail-${step}`);
      const [one, ...others] = await Promise.all([1, 2, 3, 4].map(() => outbox.claimMail(mail, [])));
      for (const other of others) expect(other).toEqual(one);
    }
    expect(await record.db.selectFrom('mailOut').select('id').execute()).toHaveLength(300);
  });
});
