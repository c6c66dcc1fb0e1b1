import { sql } from 'kysely';
import type { PartFacts } from '../../domain/installation.js';
import type { Database } from './database.js';

/** Columns of a mail that left in which signed addresses and links stand. */
export interface SentMail {
  replyAddress: string;
  envelopeFrom: string;
  text: string;
}

/**
 * A row in one of these is missed when it is gone: a first start opens a cycle, and before it nothing but mail can
 * come.
 */
const CONTENT = ['cycle', 'receipt', 'mail_out'];
/** So many of the newest are looked at: one may be damaged, and all of them are not. */
const NEWEST = 10;

/**
 * To which installation the database belongs. It is read before the tables are brought to this version, so that
 * another's database is left as it was: every table may be missing yet, and no column is read that was not there from
 * the beginning.
 */
export function createInstallationStore(db: Database) {
  const has = async (table: string): Promise<boolean> => {
    const { rows } = await sql<{ there: boolean }>`select to_regclass(${table}) is not null as there`.execute(db);
    return rows[0]?.there === true;
  };
  const hasRows = async (table: string): Promise<boolean> => {
    if (!(await has(table))) return false;
    return (await sql`select from ${sql.table(table)} limit 1`.execute(db)).rows.length > 0;
  };

  return {
    async find(): Promise<PartFacts> {
      const marks = (await has('installation')) ? await db.selectFrom('installation').select('id').execute() : [];
      const installation = marks[0]?.id ?? null;
      // Other programs may keep tables of the same names in a database that is not ours.
      let isThere = installation !== null;
      if (!isThere && (await has('kysely_migration'))) for (const table of CONTENT) isThere ||= await hasRows(table);
      return { isThere, installation };
    },

    /** The newest mails that were written to somebody. */
    async findSent(): Promise<SentMail[]> {
      if (!(await has('mail_out'))) return [];
      const { rows } = await sql<SentMail>`
        select reply_address as "replyAddress", envelope_from as "envelopeFrom", text
        from mail_out order by recorded_at desc limit ${NEWEST}`.execute(db);
      return rows;
    },

    /** The names of the newest documents on record: mails that were received, and files of answers. */
    async findNamedDocuments(): Promise<string[]> {
      const { rows: mails } = await sql<{ sha256: string }>`
        select raw_sha256 as sha256 from receipt order by received_at desc limit ${NEWEST}`.execute(db);
      const { rows: files } = await sql<{ sha256: string }>`
        select sha256 from submission_file join submission on submission.id = submission_id
        order by submission.received_at desc limit ${NEWEST}`.execute(db);
      return [...mails, ...files].map(({ sha256 }) => sha256);
    },

    /** Writes the id, where none is: the first to write it decides. */
    async mark(installation: string): Promise<void> {
      await db
        .insertInto('installation')
        .values({ id: installation })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    /** Runs work that no two processes on this database may do at once. */
    async alone<T>(work: () => Promise<T>): Promise<T> {
      return db.transaction().execute(async (trx) => {
        await sql`select pg_advisory_xact_lock(hashtextextended('coordinator installation', 0))`.execute(trx);
        return work();
      });
    },
  };
}
