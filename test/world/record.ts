import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../adapters/postgres/database.js';
import type { Database } from '../../adapters/postgres/database.js';
import { makeDatabase } from './record-server.js';

export { freePort } from './port.js';

/** A real PostgreSQL database of its own, with our tables. */
export interface TestRecord {
  db: Database;
  url: string;
  folder: string;
  stop(): Promise<void>;
}

export async function startRecord(): Promise<TestRecord> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coordinator-test-'));
  const database = await makeDatabase();
  const { url } = database;
  // A connection that the server ends while the database goes is no trouble here.
  const db = openDatabase(url, { onBroken: () => undefined });
  return {
    db,
    url,
    folder,
    async stop() {
      await db.destroy();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
