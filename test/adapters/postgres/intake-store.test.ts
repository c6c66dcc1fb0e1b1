import { createIntakeStore } from '../../../adapters/postgres/intake-store.js';
import { startRecord } from '../../world/record.js';
import { newReceipt } from '../../world/receipt.js';

describe('a mail that is delivered several times at the same moment', () => {
  let record: Awaited<ReturnType<typeof startRecord>>;

  beforeAll(async () => {
    record = await startRecord();
  });
  afterAll(async () => record.stop());

  // Whichever of its keys the deliveries meet at first: some of so many meet at each.
  it('is committed once, and every delivery is taken', async () => {
    const intake = createIntakeStore(record.db);
    for (let index = 0; index < 300; index += 1) {
      const receipt = newReceipt({ id: `receipt-${index}`, rawSha256: index.toString(16).padStart(64, '0') });
      const fresh = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => intake.commitReceipts([receipt])));
      expect(fresh.flat()).toEqual([receipt.id]);
    }
  });
});
