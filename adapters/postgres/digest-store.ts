import { sql } from 'kysely';
import type { LogEntry, TaskKind } from '../../domain/request-events.js';
import type { Database } from './database.js';
import type { NewMail } from './outbox-store.js';
import type { RequestTable } from './schema.js';

export interface DigestRecord {
  date: string;
  composedAt: string;
  /** Null where there was nothing to say. */
  mailOutId: string | null;
}

export interface ArrivalRow {
  requestId: string;
  party: string;
  sender: string;
  part: number;
  version: number;
  files: number;
}

export interface OpenTask {
  kind: TaskKind;
  requestId: string | null;
  raisedAt: string;
  data: LogEntry['data'];
}

export type DigestStore = ReturnType<typeof createDigestStore>;

/** Digests: one row a date decides, and what they are made from. */
export function createDigestStore(db: Database) {
  return {
    async findDigest(date: string): Promise<DigestRecord | null> {
      const row = await db.selectFrom('digest').selectAll().where('date', '=', date).executeTakeFirst();
      return row ? { date: row.date, composedAt: row.composed_at, mailOutId: row.mail_out_id } : null;
    },

    /** When the last digest was composed; what came since is new. Null before the first. */
    async findLastComposedAt(): Promise<string | null> {
      const row = await db
        .selectFrom('digest')
        .select('composed_at')
        .orderBy('composed_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row?.composed_at ?? null;
    },

    /** Row and mail of a date in one transaction; where the date has one already, that one stands. */
    async saveDigest(date: string, composedAt: string, mail: NewMail | null): Promise<DigestRecord> {
      return db.transaction().execute(async (trx) => {
        if (mail) {
          await trx
            .insertInto('mail_out')
            .values({ ...mail, status: 'claimed', attempts: 0, is_perhaps_doubled: false, reply: null, sent_at: null })
            .onConflict((conflict) => conflict.column('step_key').doNothing())
            .execute();
        }
        await trx
          .insertInto('digest')
          .values({ date, composed_at: composedAt, mail_out_id: mail?.id ?? null })
          .onConflict((conflict) => conflict.column('date').doNothing())
          .execute();
        const row = await trx.selectFrom('digest').selectAll().where('date', '=', date).executeTakeFirstOrThrow();
        return { date: row.date, composedAt: row.composed_at, mailOutId: row.mail_out_id };
      });
    },

    async findOpenRequests(): Promise<
      Pick<RequestTable, 'id' | 'party' | 'stage' | 'due_date' | 'next_rung' | 'next_at'>[]
    > {
      return db
        .selectFrom('request')
        .select(['id', 'party', 'stage', 'due_date', 'next_rung', 'next_at'])
        .where('stage', '<>', 'closed')
        .orderBy('id')
        .execute();
    },

    async findOpenTasks(): Promise<OpenTask[]> {
      const rows = await db
        .selectFrom('task')
        .select(['kind', 'request_id', 'raised_at', 'data'])
        .where('done_at', 'is', null)
        .orderBy('raised_at')
        .execute();
      return rows.map((row) => ({
        kind: row.kind,
        requestId: row.request_id,
        raisedAt: row.raised_at,
        data: row.data,
      }));
    },

    /** Answers by the moment at which they were committed, after `since`. */
    async findAnswers(since: string): Promise<ArrivalRow[]> {
      return db
        .selectFrom('submission')
        .innerJoin('request', 'request.id', 'submission.request_id')
        .leftJoin('submission_file', 'submission_file.submission_id', 'submission.id')
        .select([
          'submission.request_id as requestId',
          'request.party',
          'submission.sender',
          'submission.part',
          'submission.version',
        ])
        .select(sql<number>`count(submission_file.position)::int`.as('files'))
        .where('submission.received_at', '>', since)
        .groupBy(['submission.id', 'request.party'])
        .orderBy('submission.received_at')
        .execute();
    },

    async findMessages(since: string): Promise<ArrivalRow[]> {
      const rows = await db
        .selectFrom('message')
        .innerJoin('request', 'request.id', 'message.request_id')
        .select(['message.request_id as requestId', 'request.party', 'message.sender'])
        .where('message.received_at', '>', since)
        .orderBy('message.received_at')
        .execute();
      return rows.map((row) => ({ ...row, part: 1, version: 1, files: 0 }));
    },
  };
}
