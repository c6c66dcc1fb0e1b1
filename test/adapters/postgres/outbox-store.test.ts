import { createOutboxStore } from '../../../adapters/postgres/outbox-store.js';
import { startRecord } from '../../world/record.js';

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
      const mail = {
        id: `mail-${step}`,
        step_key: `step/${step}`,
        message_id: `step/${step}@tip-desk.example`,
        kind: 'digest' as const,
        party: null,
        contact: null,
        language: 'en' as const,
        to_name: 'Coordinator',
        to_address: 'coordinator@oas-demo.example',
        reply_address: 'reply@tip-desk.example',
        envelope_from: 'bounce@tip-desk.example',
        subject: 'Digest',
        text: 'Digest',
        html: '<p>Digest</p>',
        in_reply_to: null,
        is_automatic_reply: false,
        dated_at: '2026-11-25T12:30:00.000Z',
      };
      const [one, ...others] = await Promise.all([1, 2, 3, 4].map(() => outbox.claimMail(mail, [])));
      for (const other of others) expect(other).toEqual(one);
    }
    expect(await record.db.selectFrom('mail_out').select('id').execute()).toHaveLength(300);
  });
});
