import type { IsoDate } from '../../domain/mandate.js';
import type { StandingFinding } from '../../domain/standing.js';
import type { Database, Trx } from './database.js';
import { findStandings } from './standing-store.js';
import type { CycleRow, FiledSubmission, ReportRow } from './desk-queries.js';
import type { RequestRow } from './outbox-store.js';

/** A message that the Coordinator has not taken for a reply. */
export interface OpenMessage {
  requestId: string;
  receivedAt: string;
}

/** A note or letter that a mail server took. */
export interface SentPost {
  requestId: string;
  rung: string;
  kind: 'note' | 'letter';
  datedAt: string;
}

/** Everything on record that a report tells. */
export interface ReportRecord {
  cycle: CycleRow;
  requests: RequestRow[];
  submissions: FiledSubmission[];
  messages: OpenMessage[];
  posts: SentPost[];
  /** Of answers that were copied to a mission, on the day of the instant. */
  standings: Map<string, StandingFinding>;
}

export type ReportStore = ReturnType<typeof createReportStore>;

/** Reports, and the record of a cycle that they are compiled from. */
export function createReportStore(db: Database) {
  async function findReport(cycleId: string, compiledAt: string): Promise<ReportRow | undefined> {
    return db
      .selectFrom('report')
      .selectAll()
      .where('cycle_id', '=', cycleId)
      .where('compiled_at', '=', compiledAt)
      .executeTakeFirst();
  }

  return {
    /** The report of a cycle that was compiled for an instant of business time. */
    findReport,

    /** The record of a cycle as of an instant, which falls on `today` at headquarters, all seen at one moment; null where there is no such cycle. */
    async findRecord(cycleId: string, at: string, today: IsoDate): Promise<ReportRecord | null> {
      return db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const cycle = await trx.selectFrom('cycle').selectAll().where('id', '=', cycleId).executeTakeFirst();
          if (!cycle) return null;
          const submissions = await findSubmissions(trx, cycleId, at);
          const ids = submissions.map(({ submission }) => submission.id);
          return {
            cycle,
            requests: await trx
              .selectFrom('request')
              .selectAll()
              .where('cycle_id', '=', cycleId)
              .orderBy('id')
              .execute(),
            submissions,
            standings: await findStandings(trx, ids, { today, at }),
            messages: await findMessages(trx, cycleId, at),
            posts: await findPosts(trx, cycleId, at),
          };
        });
    },

    /** Writes a report, once for a cycle and an instant; a repeat returns the first. */
    async fileReport(report: { cycleId: string; sha256: string; at: string; because: string }): Promise<ReportRow> {
      const { cycleId, sha256, at, because } = report;
      await db
        .insertInto('report')
        .values({ cycle_id: cycleId, sha256, compiled_at: at, because })
        .onConflict((conflict) => conflict.columns(['cycle_id', 'compiled_at']).doNothing())
        .execute();
      const filed = await findReport(cycleId, at);
      if (!filed) throw new Error(`the report of ${cycleId} for ${at} was written and is not there`);
      return filed;
    },
  };
}

async function findSubmissions(trx: Trx, cycleId: string, at: string): Promise<FiledSubmission[]> {
  const submissions = await trx
    .selectFrom('submission')
    .innerJoin('request', 'request.id', 'submission.request_id')
    .selectAll('submission')
    .where('request.cycle_id', '=', cycleId)
    .where('submission.received_at', '<=', at)
    .where('submission.withdrawn_at', 'is', null)
    .orderBy('submission.request_id')
    .orderBy('submission.part')
    .orderBy('submission.version')
    .execute();
  const files = await trx
    .selectFrom('submission_file')
    .innerJoin('submission', 'submission.id', 'submission_file.submission_id')
    .innerJoin('request', 'request.id', 'submission.request_id')
    .selectAll('submission_file')
    .where('request.cycle_id', '=', cycleId)
    .where('submission.received_at', '<=', at)
    .orderBy('submission_file.submission_id')
    .orderBy('submission_file.position')
    .execute();
  const filesOf = new Map<string, typeof files>();
  for (const file of files) filesOf.set(file.submission_id, [...(filesOf.get(file.submission_id) ?? []), file]);
  return submissions.map((submission) => ({ submission, files: filesOf.get(submission.id) ?? [] }));
}

async function findMessages(trx: Trx, cycleId: string, at: string): Promise<OpenMessage[]> {
  return trx
    .selectFrom('message')
    .innerJoin('request', 'request.id', 'message.request_id')
    .select(['message.request_id as requestId', 'message.received_at as receivedAt'])
    .where('request.cycle_id', '=', cycleId)
    .where('message.received_at', '<=', at)
    .where('message.accepted_as', 'is', null)
    .orderBy('message.received_at')
    .execute();
}

async function findPosts(trx: Trx, cycleId: string, at: string): Promise<SentPost[]> {
  const rows = await trx
    .selectFrom('mail_out')
    .innerJoin('mail_out_request', 'mail_out_request.mail_out_id', 'mail_out.id')
    .innerJoin('request', 'request.id', 'mail_out_request.request_id')
    .select(['mail_out_request.request_id as requestId', 'mail_out_request.rung', 'mail_out.kind', 'mail_out.dated_at'])
    .where('request.cycle_id', '=', cycleId)
    .where('mail_out.kind', 'in', ['note', 'letter'])
    .where('mail_out.status', '=', 'sent')
    .where('mail_out.dated_at', '<=', at)
    .orderBy('mail_out.dated_at')
    .orderBy('mail_out.id')
    .execute();
  return rows.map(({ kind, dated_at: datedAt, ...row }) => ({
    ...row,
    kind: kind === 'note' ? 'note' : 'letter',
    datedAt,
  }));
}
