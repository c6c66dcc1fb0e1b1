import type { Rules } from '../../domain/mandate.js';
import type { Database } from './database.js';
import type { SubmissionFileRow, SubmissionRow } from './intake-store.js';
import type { RequestRow } from './outbox-store.js';

/** One request with everything that was received in answer. */
export interface ReportedRequest {
  request: RequestRow;
  submissions: { submission: SubmissionRow; files: SubmissionFileRow[] }[];
}

export interface ReportMatter {
  cycle: {
    id: string;
    obligation: string;
    year: number;
    reportDate: string;
    openedAt: string;
    closedAt: string | null;
    rules: Rules;
  };
  requests: ReportedRequest[];
}

export type ReportStore = ReturnType<typeof createReportStore>;

/** What a report is compiled from, and the reports that were. */
export function createReportStore(db: Database) {
  return {
    /** Everything on record of a cycle, received at or before `at`; null if there is no such cycle. */
    async findMatter(cycleId: string, at: string): Promise<ReportMatter | null> {
      const cycle = await db.selectFrom('cycle').selectAll().where('id', '=', cycleId).executeTakeFirst();
      if (!cycle) return null;
      const requests = await db.selectFrom('request').selectAll().where('cycle_id', '=', cycleId).execute();
      const submissions = await db
        .selectFrom('submission')
        .innerJoin('request', 'request.id', 'submission.request_id')
        .selectAll('submission')
        .where('request.cycle_id', '=', cycleId)
        .where('submission.received_at', '<=', at)
        .orderBy('submission.part')
        .orderBy('submission.version')
        .execute();
      const ids = submissions.map((one) => one.id);
      const files =
        ids.length === 0
          ? []
          : await db
              .selectFrom('submission_file')
              .selectAll()
              .where('submission_id', 'in', ids)
              .orderBy('position')
              .execute();
      const { id, obligation, year, report_date: reportDate, opened_at: openedAt, closed_at: closedAt, rules } = cycle;
      return {
        cycle: { id, obligation, year, reportDate, openedAt, closedAt, rules },
        requests: requests.map((request) => ({
          request,
          submissions: submissions
            .filter((one) => one.request_id === request.id)
            .map((submission) => ({ submission, files: files.filter((file) => file.submission_id === submission.id) })),
        })),
      };
    },

    /** The report of a cycle that was compiled at that instant, if there is one. */
    async findReport(cycleId: string, compiledAt: string): Promise<{ reportId: number; sha256: string } | null> {
      const row = await db
        .selectFrom('report')
        .select(['id', 'sha256'])
        .where('cycle_id', '=', cycleId)
        .where('compiled_at', '=', compiledAt)
        .executeTakeFirst();
      return row ? { reportId: row.id, sha256: row.sha256 } : null;
    },

    /** Puts a compiled report on record, once for its instant. */
    async saveReport(report: {
      cycleId: string;
      sha256: string;
      compiledAt: string;
      because: string;
    }): Promise<{ reportId: number; sha256: string }> {
      const { cycleId, sha256, compiledAt, because } = report;
      await db
        .insertInto('report')
        .values({ cycle_id: cycleId, sha256, compiled_at: compiledAt, because })
        .onConflict((conflict) => conflict.columns(['cycle_id', 'compiled_at']).doNothing())
        .execute();
      const row = await db
        .selectFrom('report')
        .select(['id', 'sha256'])
        .where('cycle_id', '=', cycleId)
        .where('compiled_at', '=', compiledAt)
        .executeTakeFirstOrThrow();
      return { reportId: row.id, sha256: row.sha256 };
    },
  };
}
