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
  | 'to_name'
  | 'to_address'
  | 'subject'
  | 'dated_at'
  | 'status'
  | 'attempts'
  | 'is_perhaps_doubled'
  | 'reply'
  | 'sent_at'
>;

/** A page of a long list; `hasMore` says that another follows. */
export interface ListPage<Row> {
  rows: Row[];
  hasMore: boolean;
}

const PAGE_SIZE = 100;
const MAIL_COLUMNS = [
  'mail_out.id',
  'mail_out.kind',
  'mail_out.party',
  'mail_out.contact',
  'mail_out.to_name',
  'mail_out.to_address',
  'mail_out.subject',
  'mail_out.dated_at',
  'mail_out.status',
  'mail_out.attempts',
  'mail_out.is_perhaps_doubled',
  'mail_out.reply',
  'mail_out.sent_at',
] as const;

/** What the desk and the parties' pages read. Nothing here writes. */
export function createDeskQueries(db: Database) {
  async function findSubmissions(requestIds: string[]): Promise<FiledSubmission[]> {
    if (requestIds.length === 0) return [];
    const submissions = await db
      .selectFrom('submission')
      .selectAll()
      .where('request_id', 'in', requestIds)
      .orderBy('request_id')
      .orderBy('part')
      .orderBy('version')
      .execute();
    if (submissions.length === 0) return [];
    const ids = submissions.map((row) => row.id);
    const files = await db
      .selectFrom('submission_file')
      .selectAll()
      .where('submission_id', 'in', ids)
      .orderBy('position')
      .execute();
    return submissions.map((submission) => ({
      submission,
      files: files.filter((file) => file.submission_id === submission.id),
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
        .innerJoin('request', 'request.id', 'submission.request_id')
        .select([
          'submission.request_id as id',
          sql<number>`count(distinct submission.part)::int`.as('parts'),
          sql<number>`count(*)::int`.as('versions'),
        ])
        .where('request.cycle_id', '=', cycleId)
        .where('submission.withdrawn_at', 'is', null)
        .groupBy('submission.request_id')
        .execute();
      const last = await db
        .selectFrom('case_log')
        .innerJoin('request', 'request.id', 'case_log.request_id')
        .selectAll('case_log')
        .distinctOn('case_log.request_id')
        .where('request.cycle_id', '=', cycleId)
        .orderBy('case_log.request_id')
        .orderBy('case_log.seq', 'desc')
        .execute();
      return requests.map((request) => {
        const count = counts.find((row) => row.id === request.id);
        return {
          request,
          parts: count?.parts ?? 0,
          versions: count?.versions ?? 0,
          last: last.find((row) => row.request_id === request.id) ?? null,
        };
      });
    },

    /** Decisions that wait in a cycle, and those on mail that belongs to no request; oldest first. */
    async findOpenTasks(cycleId: string): Promise<TaskRow[]> {
      return db
        .selectFrom('task')
        .leftJoin('request', 'request.id', 'task.request_id')
        .selectAll('task')
        .where('task.done_at', 'is', null)
        .where((where) => where.or([where('request.cycle_id', '=', cycleId), where('task.request_id', 'is', null)]))
        .orderBy('task.raised_at')
        .orderBy('task.id')
        .execute();
    },

    /** How many decisions wait in every other cycle that has any. */
    async countTasksElsewhere(cycleId: string): Promise<{ cycleId: string; count: number }[]> {
      return db
        .selectFrom('task')
        .innerJoin('request', 'request.id', 'task.request_id')
        .select(['request.cycle_id as cycleId', sql<number>`count(*)::int`.as('count')])
        .where('task.done_at', 'is', null)
        .where('request.cycle_id', '<>', cycleId)
        .groupBy('request.cycle_id')
        .orderBy('request.cycle_id')
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
        .where('id', '=', request.cycle_id)
        .executeTakeFirstOrThrow();
      const log = await logOf(db, id);
      const mailsOut = await db
        .selectFrom('mail_out')
        .innerJoin('mail_out_request', 'mail_out_request.mail_out_id', 'mail_out.id')
        .select([...MAIL_COLUMNS, 'mail_out_request.rung'])
        .where('mail_out_request.request_id', '=', id)
        .orderBy('mail_out.dated_at')
        .orderBy('mail_out.id')
        .execute();
      const mailsIn = await db
        .selectFrom('receipt')
        .selectAll()
        .where('request_id', '=', id)
        .orderBy('received_at')
        .execute();
      const messages = await db
        .selectFrom('message')
        .selectAll()
        .where('request_id', '=', id)
        .orderBy('received_at')
        .execute();
      const tasks = await db.selectFrom('task').selectAll().where('request_id', '=', id).orderBy('raised_at').execute();
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
        .where('cycle_id', '=', cycleId)
        .where('stage', '=', 'awaitingRelease')
        .where('is_released', '=', false)
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
            where('receipt.handled_at', 'is', null),
            where.and([
              where('receipt.outcome', 'in', ['held', 'failed']),
              where.exists(
                where
                  .selectFrom('task')
                  .select('task.id')
                  .whereRef('task.receipt_id', '=', 'receipt.id')
                  .where('task.done_at', 'is', null),
              ),
            ]),
          ]),
        )
        .orderBy('received_at', 'desc')
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
        .orderBy('received_at', 'desc')
        .orderBy('id')
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
        .execute();
      return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
    },

    async findReceipt(id: string): Promise<{ receipt: ReceiptRow; tasks: TaskRow[] } | null> {
      const receipt = await db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirst();
      if (!receipt) return null;
      const tasks = await db.selectFrom('task').selectAll().where('receipt_id', '=', id).execute();
      return { receipt, tasks };
    },

    /** All sent mail, newest first; pages count from 1. */
    async findSentMails(page: number): Promise<ListPage<MailListRow>> {
      const rows = await db
        .selectFrom('mail_out')
        .select(MAIL_COLUMNS)
        .orderBy('dated_at', 'desc')
        .orderBy('id')
        .limit(PAGE_SIZE + 1)
        .offset((page - 1) * PAGE_SIZE)
        .execute();
      return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
    },

    async findSentMail(id: string): Promise<{ mail: MailOut; requestIds: string[] } | null> {
      const mail = await db.selectFrom('mail_out').selectAll().where('id', '=', id).executeTakeFirst();
      if (!mail) return null;
      const requests = await db
        .selectFrom('mail_out_request')
        .select('request_id')
        .where('mail_out_id', '=', id)
        .execute();
      return { mail, requestIds: requests.map((row) => row.request_id) };
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
      const mail = await db.selectFrom('mail_out').selectAll().where('id', '=', mailOutId).executeTakeFirst();
      if (!mail) return null;
      const requests = await db
        .selectFrom('request')
        .innerJoin('mail_out_request', 'mail_out_request.request_id', 'request.id')
        .selectAll('request')
        .where('mail_out_request.mail_out_id', '=', mailOutId)
        .orderBy('request.id')
        .execute();
      const submissions = await findSubmissions(requests.map((row) => row.id));
      return { mail, requests, submissions: submissions.filter(({ submission }) => submission.withdrawn_at === null) };
    },

    /**
     * The name under which a document came in, for its download; null where it is not known by one. Equal bytes may have come under
     * several: the one that is asked for counts, if it is on record, so that no link can give a file a name of its own.
     */
    async findDocumentName(sha256: string, asked: string): Promise<string | null> {
      const filed = await db
        .selectFrom('submission_file')
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
