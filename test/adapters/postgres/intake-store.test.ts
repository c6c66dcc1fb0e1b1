import { createIntakeStore } from '../../../adapters/postgres/intake-store.js';
import { startRecord } from '../../world/record.js';

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
      const receipt = {
        id: `receipt-${index}`,
        raw_sha256: index.toString(16).padStart(64, '0'),
        size: 100,
        envelope_from: 'sender@example.example',
        recipient: 'desk@tip-desk.example',
        recipient_kind: 'desk' as const,
        mail_out_id: null,
        remote_address: '127.0.0.1',
        received_at: '2026-11-25T12:30:00.000Z',
      };
      const fresh = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => intake.commitReceipts([receipt])));
      expect(fresh.flat()).toEqual([receipt.id]);
    }
  });
});
