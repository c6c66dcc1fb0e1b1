import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Database } from './database.js';
import type { MessageRow } from './message-store.js';
import type { ReceiptRow } from './receipt-store.js';
import type { SubmissionFileRow, SubmissionRow } from './submission-store.js';
import type { TaskRow } from './task-store.js';
import { findEarlierNotes } from './outbox-store.js';
import type { EarlierNote, MailOut, RequestRow } from './outbox-store.js';
import { logOf, requestsOf } from './request-store.js';
import type { CaseLogTable, CycleTable, ReportTable } from './schema.js';

export type CycleRow = Selectable<CycleTable>;
export type LogRow = Selectable<CaseLogTable>;
export type ReportRow = Selectable<ReportTable>;

/** An answer with its files, in the order of the sender. */
export interface FiledSubmission {
  submission: SubmissionRow;
  files: SubmissionFileRow[];
}

/** A request as a line of the overview. */
export interface RequestLine {
  request: RequestRow;
  parts: number;
  versions: number;
  last: LogRow | null;
}

/** Everything on record of one request. */
export interface RequestFile {
  request: RequestRow;
  cycle: CycleRow;
  log: LogRow[];
  mailsOut: (MailListRow & { rung: string })[];
  mailsIn: ReceiptRow[];
  submissions: FiledSubmission[];
  messages: MessageRow[];
  tasks: TaskRow[];
}

/** What a party's own page may show: the mail that carried the link, and its requests. */
export interface AnswerFile {
  mail: MailOut;
  requests: RequestRow[];
  submissions: FiledSubmission[];
}

/** A sent mail without its words. */
export type MailListRow = Pick<
  MailOut,
  | 'id'
  | 'kind'
  | 'party'
  | 'contact'
  | 'toName'
  | 'toAddress'
  | 'subject'
  | 'datedAt'
  | 'status'
  | 'attempts'
  | 'isPerhapsDoubled'
  | 'reply'
  | 'sentAt'
>;

/** A page of a long list; `hasMore` says that another follows. */
export interface ListPage<Row> {
  rows: Row[];
  hasMore: boolean;
}

const PAGE_SIZE = 100;
const MAIL_COLUMNS = [
  'mailOut.id',
  'mailOut.kind',
  'mailOut.party',
  'mailOut.contact',
  'mailOut.toName',
  'mailOut.toAddress',
  'mailOut.subject',
  'mailOut.datedAt',
  'mailOut.status',
  'mailOut.attempts',
  'mailOut.isPerhapsDoubled',
  'mailOut.reply',
  'mailOut.sentAt',
] as const;

/** What the desk and the parties' pages read. Nothing here writes. */
export function createDeskQueries(db: Database) {
  async function findSubmissions(requestIds: string[]): Promise<FiledSubmission[]> {
    if (requestIds.length === 0) return [];
    const submissions = await db
      .selectFrom('submission')
      .selectAll()
      .where('requestId', 'in', requestIds)
      .orderBy('requestId')
      .orderBy('part')
      .orderBy('version')
      .execute();
    if (submissions.length === 0) return [];
    const ids = submissions.map((row) => row.id);
    const files = await db
      .selectFrom('submissionFile')
      .selectAll()
      .where('submissionId', 'in', ids)
      .orderBy('position')
      .execute();
    return submissions.map((submission) => ({
      submission,
      files: files.filter((file) => file.submissionId === submission.id),
    }));
  }

  return {
    /** Throws when the database does not answer. */
    async ping(): Promise<void> {
      await sql`select 1`.execute(db);
    },

    findSubmissions,

    async findLines(cycleId: string): Promise<RequestLine[]> {
      const requests = await requestsOf(db, cycleId);
      const counts = await db
        .selectFrom('submission')
        .innerJoin('request', 'request.id', 'submission.requestId')
        .select([
          'submission.requestId as id',
          sql<number>`count(distinct submission.part)::int`.as('parts'),
          sql<number>`count(*)::int`.as('versions'),
        ])
        .where('request.cycleId', '=', cycleId)
        .where('submission.withdrawnAt', 'is', null)
        .groupBy('submission.requestId')
        .execute();
      const last = await db
        .selectFrom('caseLog')
        .innerJoin('request', 'request.id', 'caseLog.requestId')
        .selectAll('caseLog')
        .distinctOn('caseLog.requestId')
        .where('request.cycleId', '=', cycleId)
        .orderBy('caseLog.requestId')
        .orderBy('caseLog.seq', 'desc')
        .execute();
      return requests.map((request) => {
        const count = counts.find((row) => row.id === request.id);
        return {
          request,
          parts: count?.parts ?? 0,
          versions: count?.versions ?? 0,
          last: last.find((row) => row.requestId === request.id) ?? null,
        };
      });
    },

    /** Decisions that wait in a cycle, and those on mail that belongs to no request; oldest first. */
    async findOpenTasks(cycleId: string): Promise<TaskRow[]> {
      return db
        .selectFrom('task')
        .leftJoin('request', 'request.id', 'task.requestId')
        .selectAll('task')
        .where('task.doneAt', 'is', null)
        .where((where) => where.or([where('request.cycleId', '=', cycleId), where('task.requestId', 'is', null)]))
        .orderBy('task.raisedAt')
        .orderBy('task.id')
        .execute();
    },

    /** How many decisions wait in every other cycle that has any. */
    async countTasksElsewhere(cycleId: string): Promise<{ cycleId: string; count: number }[]> {
      return db
        .selectFrom('task')
        .innerJoin('request', 'request.id', 'task.requestId')
        .select(['request.cycleId', sql<number>`count(*)::int`.as('count')])
        .where('task.doneAt', 'is', null)
        .where('request.cycleId', '<>', cycleId)
        .groupBy('request.cycleId')
        .orderBy('request.cycleId')
        .execute();
    },

    /** Messages by id, for the tasks that name them. */
    async findMessages(ids: string[]): Promise<MessageRow[]> {
      return ids.length === 0 ? [] : db.selectFrom('message').selectAll().where('id', 'in', ids).execute();
    },

    async findRequestFile(id: string): Promise<RequestFile | null> {
      const request = await db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst();
      if (!request) return null;
      const cycle = await db
        .selectFrom('cycle')
        .selectAll()
        .where('id', '=', request.cycleId)
        .executeTakeFirstOrThrow();
      const log = await logOf(db, id);
      const mailsOut = await db
        .selectFrom('mailOut')
        .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
        .select([...MAIL_COLUMNS, 'mailOutRequest.rung'])
        .where('mailOutRequest.requestId', '=', id)
        .orderBy('mailOut.datedAt')
        .orderBy('mailOut.id')
        .execute();
      const mailsIn = await db
        .selectFrom('receipt')
        .selectAll()
        .where('requestId', '=', id)
        .orderBy('receivedAt')
        .execute();
      const messages = await db
        .selectFrom('message')
        .selectAll()
        .where('requestId', '=', id)
        .orderBy('receivedAt')
        .execute();
      const tasks = await db.selectFrom('task').selectAll().where('requestId', '=', id).orderBy('raisedAt').execute();
      return { request, cycle, log, mailsOut, mailsIn, submissions: await findSubmissions([id]), messages, tasks };
    },

    /** The notes on a request that have left, oldest first. */
    async findNotesSent(requestId: string): Promise<EarlierNote[]> {
      return findEarlierNotes(db, requestId);
    },

    /** Requests of a cycle whose notes wait for release. */
    async findAwaitingRelease(cycleId: string): Promise<RequestRow[]> {
      return db
        .selectFrom('request')
        .selectAll()
        .where('cycleId', '=', cycleId)
        .where('stage', '=', 'awaitingRelease')
        .where('isReleased', '=', false)
        .orderBy('id')
        .execute();
    },

    /** Received mail that waits for a person, held, failed or not yet handled: newest first; pages count from 1. */
    async findWaitingReceipts(page: number): Promise<ListPage<ReceiptRow>> {
      const rows = await db
        .selectFrom('receipt')
        .selectAll()
        .where((where) =>
          where.or([
            where('receipt.handledAt', 'is', null),
            where.and([
              where('receipt.outcome', 'in', ['held', 'failed']),
              where.exists(
                where
                  .selectFrom('task')
                  .select('task.id')
                  .whereRef('task.receiptId', '=', 'receipt.id')
                  .where('task.doneAt', 'is', null),
              ),
            ]),
          ]),
        )
        .orderBy('receivedAt', 'desc')
        .orderBy('id')
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
        .execute();
      return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
    },

    /** All received mail, newest first; pages count from 1. */
    async findReceipts(page: number): Promise<ListPage<ReceiptRow>> {
      const rows = await db
        .selectFrom('receipt')
        .selectAll()
        .orderBy('receivedAt', 'desc')
        .orderBy('id')
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
        .execute();
      return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
    },

    async findReceipt(id: string): Promise<{ receipt: ReceiptRow; tasks: TaskRow[] } | null> {
      const receipt = await db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirst();
      if (!receipt) return null;
      const tasks = await db.selectFrom('task').selectAll().where('receiptId', '=', id).execute();
      return { receipt, tasks };
    },

    /** All sent mail, newest first; pages count from 1. */
    async findSentMails(page: number): Promise<ListPage<MailListRow>> {
      const rows = await db
        .selectFrom('mailOut')
        .select(MAIL_COLUMNS)
        .orderBy('datedAt', 'desc')
        .orderBy('id')
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
        .execute();
      return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
    },

    async findSentMail(id: string): Promise<{ mail: MailOut; requestIds: string[] } | null> {
      const mail = await db.selectFrom('mailOut').selectAll().where('id', '=', id).executeTakeFirst();
      if (!mail) return null;
      const requests = await db.selectFrom('mailOutRequest').select('requestId').where('mailOutId', '=', id).execute();
      return { mail, requestIds: requests.map((row) => row.requestId) };
    },

    /** Reports of all cycles, newest first. */
    async findReports(): Promise<ReportRow[]> {
      return db.selectFrom('report').selectAll().orderBy('id', 'desc').execute();
    },

    async findReport(id: number): Promise<ReportRow | undefined> {
      return db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirst();
    },

    /** What the link of a mail opens; null where no such mail is on record. */
    async findAnswerFile(mailOutId: string): Promise<AnswerFile | null> {
      const mail = await db.selectFrom('mailOut').selectAll().where('id', '=', mailOutId).executeTakeFirst();
      if (!mail) return null;
      const requests = await db
        .selectFrom('request')
        .innerJoin('mailOutRequest', 'mailOutRequest.requestId', 'request.id')
        .selectAll('request')
        .where('mailOutRequest.mailOutId', '=', mailOutId)
        .orderBy('request.id')
        .execute();
      const submissions = await findSubmissions(requests.map((row) => row.id));
      return { mail, requests, submissions: submissions.filter(({ submission }) => submission.withdrawnAt === null) };
    },

    /**
     * The name under which a document came in, for its download; null where it is not known by one. Equal bytes may have come under
     * several: the one that is asked for counts, if it is on record, so that no link can give a file a name of its own.
     */
    async findDocumentName(sha256: string, asked: string): Promise<string | null> {
      const filed = await db
        .selectFrom('submissionFile')
        .select('name')
        .where('sha256', '=', sha256)
        .orderBy(sql`name = ${asked}`, 'desc')
        .limit(1)
        .executeTakeFirst();
      if (filed?.name === asked) return asked;
      const attached = await sql<{ name: string }>`
        select file ->> 'name' as name from receipt, jsonb_array_elements(coalesce(summary -> 'attachments', '[]')) file
        where file ->> 'sha256' = ${sha256} order by (file ->> 'name' = ${asked}) desc limit 1`.execute(db);
      const [first] = attached.rows;
      return first?.name === asked ? asked : (filed?.name ?? first?.name ?? null);
    },
  };
}
