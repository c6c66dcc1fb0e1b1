import { cp, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../adapters/postgres/database.js';
import type { Database } from '../../adapters/postgres/database.js';
import { runFolder } from './once.js';
import { keepDatabase, makeDatabase } from './record-server.js';

export { freePort } from './port.js';

/** A real PostgreSQL database of its own, with our tables. */
export interface TestRecord {
  db: Database;
  url: string;
  folder: string;
  stop(): Promise<void>;
  /** Stops, and leaves database and folder, until the run ends, for others to begin from. */
  keep(name: string): Promise<KeptRecord>;
}

/** The database and the folder of a record that others begin from; nobody writes to either. */
export interface KeptRecord {
  database: string;
  folder: string;
}

/** `from` is what it begins with: our tables without rows, and an empty folder, when left out. */
export async function startRecord(from?: KeptRecord): Promise<TestRecord> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coordinator-test-'));
  if (from) await cp(from.folder, folder, { recursive: true });
  const database = await makeDatabase(from?.database);
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
    async keep(name) {
      await db.destroy();
      const kept = { database: await keepDatabase(database, name), folder: path.join(runFolder(), name) };
      await rename(folder, kept.folder);
      return kept;
    },
  };
}
