import { CamelCasePlugin, Kysely, Migrator, PostgresDialect } from 'kysely';
import type { Transaction } from 'kysely';
import pg from 'pg';
import { MIGRATIONS } from './migrations.js';
import type { Schema } from './schema.js';
import { storable } from './text.js';

export type Database = Kysely<Schema>;
export type Trx = Transaction<Schema>;

const TIMESTAMPTZ = 1184;
const DATE = 1082;

/** Dates and instants come back as the strings that the rules compare, never as Date objects. */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
    if (oid === TIMESTAMPTZ) return (value: string) => new Date(value).toISOString();
    if (oid === DATE) return (value: string) => value;
    return pg.types.getTypeParser(oid, format);
  },
};

/** The one door to the record: what a statement is given is well-formed and bounded, whoever gives it. */
class RecordClient extends pg.Client {
  override query(...args: unknown[]): never {
    const given = args.map((one) => (Array.isArray(one) ? one.map(storable) : one));
    return (super.query as (...all: unknown[]) => never).apply(this, given);
  }
}

/** Tables and columns are `snake_case` in the database and `camelCase` in code. What JSON holds keeps its keys. */
const columnNames = new CamelCasePlugin({ maintainNestedObjectKeys: true });

export interface DatabaseOptions {
  /** 10 when left out. */
  maxConnections?: number;
  /** Is told of each idle connection that the server has broken. Standard error gets a line when left out. */
  onBroken?: (fault: Error) => void;
}

/** Opens a pool on the record. `url` is a PostgreSQL connection string. Idle connections that break are replaced. */
export function openDatabase(
  url: string,
  { maxConnections = 10, onBroken = tellBroken }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    types,
    application_name: 'coordinator',
    Client: RecordClient,
  });
  // Without a listener an idle connection that the server closes would end the process.
  pool.on('error', onBroken);
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }), plugins: [columnNames] });
}

function tellBroken({ message }: Error): void {
  process.stderr.write(`An idle connection to the database broke, and is replaced: ${message}\n`);
}

/**
 * Brings the tables to this version of the service, or to that whose last migration is `upTo`. Safe to run from several processes at
 * once.
 */
export async function migrate(db: Database, upTo?: string): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error } = await (upTo === undefined ? migrator.migrateToLatest() : migrator.migrateTo(upTo));
  if (error) throw new Error('the database could not be brought to this version of the service', { cause: error });
}
