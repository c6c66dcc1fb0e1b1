import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '../../adapters/embedded/postgres-server.js';
import { migrate, openDatabase } from '../../adapters/postgres/database.js';
import type { Database } from '../../adapters/postgres/database.js';

/** A real PostgreSQL of its own, with our tables. */
export interface TestRecord {
  db: Database;
  url: string;
  folder: string;
  stop(): Promise<void>;
}

export async function startRecord(): Promise<TestRecord> {
  const folder = await mkdtemp(path.join(tmpdir(), 'coordinator-test-'));
  const server = await startPostgres({
    dataDir: folder,
    host: '127.0.0.1',
    port: await freePort(),
    env: process.env,
    log: () => undefined,
  });
  // A connection that the server ends while it stops is no trouble here.
  const db = openDatabase(server.url, { onBroken: () => undefined });
  await migrate(db);
  return {
    db,
    url: server.url,
    folder,
    async stop() {
      await db.destroy();
      await server.stop();
      // As root the cluster lies elsewhere (`adapters/embedded/postgres-place.ts` notes where).
      const place = await readFile(path.join(folder, 'postgres/place'), 'utf8').catch(() => '');
      if (place !== '') await rm(place.trim(), { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
