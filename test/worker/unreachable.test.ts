import { migrate, openDatabase } from '../../adapters/postgres/database.js';
import { connectEngine } from '../../worker/composition.js';
import { loadConfig } from '../../worker/config.js';
import { reachDatabase, ServerUnreachable } from '../../worker/unreachable.js';

/** Port 1 is nobody's: a real connection is refused there. */
describe('a server that does not answer', () => {
  it('is told by its address and setting where it is PostgreSQL, without its password', async () => {
    const databaseUrl = 'postgres://user:secret@127.0.0.1:1/record';
    const db = openDatabase(databaseUrl);
    const fault = await reachDatabase({ databaseUrl }, () => migrate(db)).catch((one: unknown) => one);
    await db.destroy();
    expect(fault).toBeInstanceOf(ServerUnreachable);
    const { message } = fault as Error;
    expect(message).toBe(
      'PostgreSQL at 127.0.0.1:1/record cannot be used: nothing listens there. Start it or correct DATABASE_URL, and start again.',
    );
  });

  it('is told by its address and setting where it is Temporal', async () => {
    const config = loadConfig({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
    const impatient = { ...config.temporal?.connectionOptions, connectTimeout: '1 second' as const };
    const temporal = { namespace: 'default', connectionOptions: impatient };
    await expect(connectEngine({ ...config, temporal })).rejects.toThrow(
      /^Temporal at 127\.0\.0\.1:1 does not answer \(.+\)\. Start it or correct TEMPORAL_ADDRESS, and start again\.$/,
    );
  });

  it('leaves every other fault as it is', async () => {
    const fault = new Error('a migration is at fault');
    await expect(reachDatabase({ databaseUrl: 'postgres://a@b/c' }, () => Promise.reject(fault))).rejects.toBe(fault);
  });
});
