import { createSendingGate } from '../../../adapters/postgres/sending-gate.js';
import { startRecord } from '../../world/record.js';

describe('the pace of several processes', () => {
  let record: Awaited<ReturnType<typeof startRecord>>;

  beforeAll(async () => {
    record = await startRecord();
  });
  beforeEach(async () => {
    await record.db.deleteFrom('sendingPlace').execute();
  });
  afterAll(async () => record.stop());

  const HOUR_MS = 3_600_000;
  const nextMinute = (waits: (number | null)[]): number => waits.filter((wait) => wait !== null && wait > 0).length;

  it('is one pace, though they ask at the same moment', async () => {
    const rate = { perMinute: 5, perDomain: null };
    const gates = [1, 2, 3].map(() => createSendingGate(record.db, rate));
    const waits = await Promise.all(gates.flatMap((gate) => [1, 2, 3].map(() => gate.reserve('a.gov', HOUR_MS))));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(5);
    expect(nextMinute(waits)).toBe(4);
  });

  it('takes no place for what is put off too far', async () => {
    const gate = createSendingGate(record.db, { perMinute: null, perDomain: 1 });
    expect([await gate.reserve('a.gov', 0), await gate.reserve('a.gov', 0), await gate.reserve('b.gov', 0)]).toEqual([
      0,
      null,
      0,
    ]);
    expect(await record.db.selectFrom('sendingPlace').select('domain').execute()).toHaveLength(2);
  });

  it('asks nothing of the record where nothing is limited', async () => {
    const gate = createSendingGate(record.db, { perMinute: null, perDomain: null });
    expect(await gate.reserve('a.gov', 0)).toBe(0);
    expect(await record.db.selectFrom('sendingPlace').select('domain').execute()).toEqual([]);
  });
});
