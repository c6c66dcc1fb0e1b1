import type { IsoDate } from '../../domain/mandate.js';
import type { OpenMessage, Report, ReportRecord, Reports, SentPost } from '../../office/ports/reports.js';
import type { FiledSubmission } from '../../office/ports/submissions.js';
import type { Database, Trx } from './database.js';
import { findStandings } from './standing-store.js';

/** Reports, and the record of a cycle that they are compiled from. */
export function createReportStore(db: Database): Reports {
  async function findReport(cycleId: string, compiledAt: string): Promise<Report | undefined> {
    return db
      .selectFrom('report')
      .selectAll()
      .where('cycleId', '=', cycleId)
      .where('compiledAt', '=', compiledAt)
      .executeTakeFirst();
  }

  return {
    findReport,

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
              .where('cycleId', '=', cycleId)
              .orderBy('id')
              .execute(),
            submissions,
            standings: await findStandings(trx, ids, { today, at }),
            messages: await findMessages(trx, cycleId, at),
            posts: await findPosts(trx, cycleId, at),
          };
        });
    },

    async fileReport(report: { cycleId: string; sha256: string; at: string; because: string }): Promise<Report> {
      const { cycleId, sha256, at, because } = report;
      await db
        .insertInto('report')
        .values({ cycleId, sha256, compiledAt: at, because })
        .onConflict((conflict) => conflict.columns(['cycleId', 'compiledAt']).doNothing())
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
    .innerJoin('request', 'request.id', 'submission.requestId')
    .selectAll('submission')
    .where('request.cycleId', '=', cycleId)
    .where('submission.receivedAt', '<=', at)
    .where('submission.withdrawnAt', 'is', null)
    .orderBy('submission.requestId')
    .orderBy('submission.part')
    .orderBy('submission.version')
    .execute();
  const files = await trx
    .selectFrom('submissionFile')
    .innerJoin('submission', 'submission.id', 'submissionFile.submissionId')
    .innerJoin('request', 'request.id', 'submission.requestId')
    .selectAll('submissionFile')
    .where('request.cycleId', '=', cycleId)
    .where('submission.receivedAt', '<=', at)
    .orderBy('submissionFile.submissionId')
    .orderBy('submissionFile.position')
    .execute();
  const filesOf = new Map<string, typeof files>();
  for (const file of files) filesOf.set(file.submissionId, [...(filesOf.get(file.submissionId) ?? []), file]);
  return submissions.map((submission) => ({ submission, files: filesOf.get(submission.id) ?? [] }));
}

async function findMessages(trx: Trx, cycleId: string, at: string): Promise<OpenMessage[]> {
  return trx
    .selectFrom('message')
    .innerJoin('request', 'request.id', 'message.requestId')
    .select(['message.requestId', 'message.receivedAt'])
    .where('request.cycleId', '=', cycleId)
    .where('message.receivedAt', '<=', at)
    .where('message.acceptedAs', 'is', null)
    .orderBy('message.receivedAt')
    .execute();
}

async function findPosts(trx: Trx, cycleId: string, at: string): Promise<SentPost[]> {
  const rows = await trx
    .selectFrom('mailOut')
    .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
    .innerJoin('request', 'request.id', 'mailOutRequest.requestId')
    .select(['mailOutRequest.requestId', 'mailOutRequest.rung', 'mailOut.kind', 'mailOut.datedAt'])
    .where('request.cycleId', '=', cycleId)
    .where('mailOut.kind', 'in', ['note', 'letter'])
    .where('mailOut.status', '=', 'sent')
    .where('mailOut.datedAt', '<=', at)
    .orderBy('mailOut.datedAt')
    .orderBy('mailOut.id')
    .execute();
  return rows.map(({ kind, datedAt, ...row }) => ({
    ...row,
    kind: kind === 'note' ? 'note' : 'letter',
    datedAt,
  }));
}
