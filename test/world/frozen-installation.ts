import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { startPostgres } from '../../adapters/embedded/postgres-server.js';
import { migrate, openDatabase } from '../../adapters/postgres/database.js';
import type { Database } from '../../adapters/postgres/database.js';
import { freePort } from './record.js';

/** What released versions have left on disk: added at a release, never changed. A folder each. */
export const INSTALLATIONS = path.resolve('test/installations');

/** What of a data folder is kept; the rest is made at every start. The database is kept as rows. */
const KEPT = ['secrets.json', 'installation.json', 'documents', 'mailbox', 'temporal'];

interface FrozenRows {
  /** The name of the last migration that had run. */
  migration: string;
  /** Every column, index and constraint of that time, as PostgreSQL words them. */
  shape: string[];
  /** By table. */
  rows: Record<string, object[]>;
}

/** Keeps what a stopped installation has left in its data folder. */
export async function freeze(data: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const record = await openRecordOf(data);
  const { db } = record;
  const { rows: names } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  const frozen: FrozenRows = { migration: names.at(-1)?.name ?? '', shape: await shapeOf(db), rows: {} };
  for (const table of await tablesOf(db)) {
    const { rows } = await sql<{ row: object }>`select to_jsonb(t) as row from ${sql.table(table)} t`.execute(db);
    frozen.rows[table] = rows.map(({ row }) => row);
  }
  writeFileSync(path.join(folder, 'rows.json.gz'), gzipSync(JSON.stringify(frozen), { level: 9 }));
  await record.stop();
  const files = KEPT.flatMap((name) => filesBelow(data, name));
  const bytes = files.map((name) => [name, readFileSync(path.join(data, name)).toString('latin1')]);
  writeFileSync(path.join(folder, 'files.json.gz'), gzipSync(JSON.stringify(Object.fromEntries(bytes)), { level: 9 }));
}

/**
 * Makes a data folder of what was kept, with an embedded database that is as it was then. Its tables come from the migrations of that
 * time: the list only ever grows, and `shape` tells a migration that was changed since.
 */
export async function thaw(folder: string, data: string): Promise<FrozenRows> {
  const files = unpack<Record<string, string>>(path.join(folder, 'files.json.gz'));
  mkdirSync(data, { recursive: true, mode: 0o700 });
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(data, name)), { recursive: true, mode: 0o700 });
    writeFileSync(path.join(data, name), Buffer.from(bytes, 'latin1'), { mode: 0o600 });
  }
  const frozen = unpack<FrozenRows>(path.join(folder, 'rows.json.gz'));
  const record = await openRecordOf(data);
  const { db } = record;
  await migrate(db, frozen.migration);
  const shape = await shapeOf(db);
  if (shape.join('\n') !== frozen.shape.join('\n'))
    throw new Error(`a migration up to ${frozen.migration} was changed: ${differenceOf(frozen.shape, shape)}`);
  await db.connection().execute(async (one) => {
    // Rows come table by table, whatever refers to what.
    await sql`set session_replication_role = replica`.execute(one);
    for (const [table, rows] of Object.entries(frozen.rows)) {
      const name = sql.table(table);
      await sql`insert into ${name} overriding system value
        select * from jsonb_populate_recordset(null::${name}, ${JSON.stringify(rows)}::jsonb)`.execute(one);
    }
    await sql`set session_replication_role = default`.execute(one);
    await setSequences(one);
  });
  await record.stop();
  return frozen;
}

async function openRecordOf(data: string) {
  const port = await freePort();
  const env = process.env;
  const server = await startPostgres({ dataDir: data, host: '127.0.0.1', port, env, log: () => undefined });
  const db = openDatabase(server.url, { maxConnections: 1 });
  return {
    db,
    async stop(): Promise<void> {
      await db.destroy();
      await server.stop();
    },
  };
}

async function tablesOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%' order by table_name`.execute(db);
  return rows.map(({ name }) => name);
}

async function shapeOf(db: Database): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
      as line from information_schema.columns where table_schema = 'public'
    union all select indexdef from pg_indexes where schemaname = 'public'
    union all select conrelid::regclass || ': ' || pg_get_constraintdef(oid) from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 'n'
    order by line`.execute(db);
  return rows.map(({ line }) => line);
}

/** What is numbered goes on after the highest number that was given. */
async function setSequences(db: Database): Promise<void> {
  const { rows } = await sql<{ table: string; column: string }>`
    select table_name as "table", column_name as "column" from information_schema.columns
    where table_schema = 'public' and pg_get_serial_sequence(table_name, column_name) is not null`.execute(db);
  for (const { table, column } of rows)
    await sql`select setval(pg_get_serial_sequence(${table}, ${column}),
      (select coalesce(max(${sql.ref(column)}), 0) + 1 from ${sql.table(table)}), false)`.execute(db);
}

function filesBelow(data: string, name: string): string[] {
  const whole = path.join(data, name);
  try {
    return readdirSync(whole, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
      .map((entry) => path.relative(data, path.join(entry.parentPath, entry.name)))
      .sort();
  } catch {
    return [name];
  }
}

function unpack<T>(file: string): T {
  return JSON.parse(gunzipSync(readFileSync(file)).toString()) as T;
}

function differenceOf(former: string[], now: string[]): string {
  const lost = former.filter((line) => !now.includes(line)).map((line) => `- ${line}`);
  return [...lost, ...now.filter((line) => !former.includes(line)).map((line) => `+ ${line}`)].join('; ');
}
