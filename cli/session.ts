import type { Engine, OpenRecord } from '../worker/composition.js';
import { loadConfig } from '../worker/config.js';
import type { Config } from '../worker/config.js';
import { withRunning } from '../worker/running.js';

/** Database, engine and all that hangs on them: read only by commands that need them, since it takes half a second. */
const composition = () => import('../worker/composition.js');

/** Runs a command against the record of the running service and closes it. */
export async function withRecord<T>(work: (record: OpenRecord, config: Config) => Promise<T>): Promise<T> {
  const config = await withRunning(loadConfig());
  const { openRecord } = await composition();
  const record = await openRecord(config);
  try {
    return await work(record, config);
  } finally {
    await record.db.destroy();
  }
}

/** The same, with the engine. */
export async function withEngine<T>(
  work: (engine: Engine, record: OpenRecord, config: Config) => Promise<T>,
): Promise<T> {
  return withRecord(async (record, config) => {
    const { connectEngine } = await composition();
    const engine = await connectEngine(config);
    try {
      return await work(engine, record, config);
    } finally {
      await engine.connection.close();
    }
  });
}
