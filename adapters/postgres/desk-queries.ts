import { sql } from 'kysely';
import type {
  AnswerFile,
  DeskQueries,
  ListPage,
  MailListRow,
  RequestFile,
  RequestLine,
} from '../../office/ports/desk.js';
import type { Message } from '../../office/ports/messages.js';
import type { EarlierNote, MailOut } from '../../office/ports/outbox.js';
import type { Receipt } from '../../office/ports/receipts.js';
import type { Report } from '../../office/ports/reports.js';
import type { RequestRecord } from '../../office/ports/requests.js';
import type { FiledSubmission } from '../../office/ports/submissions.js';
import type { Task } from '../../office/ports/tasks.js';
import type { Database } from './database.js';
import { findEarlierNotes } from './outbox-store.js';
import { logOf, requestsOf } from './request-store.js';

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
export function createDeskQueries(db: Database): DeskQueries {
  return {
    ping: (...args) => ping(db, ...args),
    findSubmissions: (...args) => findSubmissions(db, ...args),
    findLines: (...args) => findLines(db, ...args),
    findOpenTasks: (...args) => findOpenTasks(db, ...args),
    countTasksElsewhere: (...args) => countTasksElsewhere(db, ...args),
    findMessages: (...args) => findMessages(db, ...args),
    findRequestFile: (...args) => findRequestFile(db, ...args),
    findNotesSent: (...args) => findNotesSent(db, ...args),
    findAwaitingRelease: (...args) => findAwaitingRelease(db, ...args),
    findWaitingReceipts: (...args) => findWaitingReceipts(db, ...args),
    findReceipts: (...args) => findReceipts(db, ...args),
    findReceipt: (...args) => findReceipt(db, ...args),
    findSentMails: (...args) => findSentMails(db, ...args),
    findSentMail: (...args) => findSentMail(db, ...args),
    findReports: (...args) => findReports(db, ...args),
    findReport: (...args) => findReport(db, ...args),
    findAnswerFile: (...args) => findAnswerFile(db, ...args),
    findDocumentName: (...args) => findDocumentName(db, ...args),
  };
}

async function findSubmissions(db: Database, requestIds: string[]): Promise<FiledSubmission[]> {
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

async function ping(db: Database): Promise<void> {
  await sql`select 1`.execute(db);
}

async function findLines(db: Database, cycleId: string): Promise<RequestLine[]> {
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
}

async function findOpenTasks(db: Database, cycleId: string): Promise<Task[]> {
  return db
    .selectFrom('task')
    .leftJoin('request', 'request.id', 'task.requestId')
    .selectAll('task')
    .where('task.doneAt', 'is', null)
    .where((where) => where.or([where('request.cycleId', '=', cycleId), where('task.requestId', 'is', null)]))
    .orderBy('task.raisedAt')
    .orderBy('task.id')
    .execute();
}

async function countTasksElsewhere(db: Database, cycleId: string): Promise<{ cycleId: string; count: number }[]> {
  return db
    .selectFrom('task')
    .innerJoin('request', 'request.id', 'task.requestId')
    .select(['request.cycleId', sql<number>`count(*)::int`.as('count')])
    .where('task.doneAt', 'is', null)
    .where('request.cycleId', '<>', cycleId)
    .groupBy('request.cycleId')
    .orderBy('request.cycleId')
    .execute();
}

async function findMessages(db: Database, ids: string[]): Promise<Message[]> {
  return ids.length === 0 ? [] : db.selectFrom('message').selectAll().where('id', 'in', ids).execute();
}

async function findRequestFile(db: Database, id: string): Promise<RequestFile | null> {
  const request = await db.selectFrom('request').selectAll().where('id', '=', id).executeTakeFirst();
  if (!request) return null;
  const cycle = await db.selectFrom('cycle').selectAll().where('id', '=', request.cycleId).executeTakeFirstOrThrow();
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
  return { request, cycle, log, mailsOut, mailsIn, submissions: await findSubmissions(db, [id]), messages, tasks };
}

async function findNotesSent(db: Database, requestId: string): Promise<EarlierNote[]> {
  return findEarlierNotes(db, requestId);
}

async function findAwaitingRelease(db: Database, cycleId: string): Promise<RequestRecord[]> {
  return db
    .selectFrom('request')
    .selectAll()
    .where('cycleId', '=', cycleId)
    .where('stage', '=', 'awaitingRelease')
    .where('isReleased', '=', false)
    .orderBy('id')
    .execute();
}

async function findWaitingReceipts(db: Database, page: number): Promise<ListPage<Receipt>> {
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
}

async function findReceipts(db: Database, page: number): Promise<ListPage<Receipt>> {
  const rows = await db
    .selectFrom('receipt')
    .selectAll()
    .orderBy('receivedAt', 'desc')
    .orderBy('id')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
}

async function findReceipt(db: Database, id: string): Promise<{ receipt: Receipt; tasks: Task[] } | null> {
  const receipt = await db.selectFrom('receipt').selectAll().where('id', '=', id).executeTakeFirst();
  if (!receipt) return null;
  const tasks = await db.selectFrom('task').selectAll().where('receiptId', '=', id).execute();
  return { receipt, tasks };
}

async function findSentMails(db: Database, page: number): Promise<ListPage<MailListRow>> {
  const rows = await db
    .selectFrom('mailOut')
    .select(MAIL_COLUMNS)
    .orderBy('datedAt', 'desc')
    .orderBy('id')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE };
}

async function findSentMail(db: Database, id: string): Promise<{ mail: MailOut; requestIds: string[] } | null> {
  const mail = await db.selectFrom('mailOut').selectAll().where('id', '=', id).executeTakeFirst();
  if (!mail) return null;
  const requests = await db.selectFrom('mailOutRequest').select('requestId').where('mailOutId', '=', id).execute();
  return { mail, requestIds: requests.map((row) => row.requestId) };
}

async function findReports(db: Database): Promise<Report[]> {
  return db.selectFrom('report').selectAll().orderBy('id', 'desc').execute();
}

async function findReport(db: Database, id: number): Promise<Report | undefined> {
  return db.selectFrom('report').selectAll().where('id', '=', id).executeTakeFirst();
}

async function findAnswerFile(db: Database, mailOutId: string): Promise<AnswerFile | null> {
  const mail = await db.selectFrom('mailOut').selectAll().where('id', '=', mailOutId).executeTakeFirst();
  if (!mail) return null;
  const requests = await db
    .selectFrom('request')
    .innerJoin('mailOutRequest', 'mailOutRequest.requestId', 'request.id')
    .selectAll('request')
    .where('mailOutRequest.mailOutId', '=', mailOutId)
    .orderBy('request.id')
    .execute();
  const submissions = await findSubmissions(
    db,
    requests.map((row) => row.id),
  );
  return { mail, requests, submissions: submissions.filter(({ submission }) => submission.withdrawnAt === null) };
}

async function findDocumentName(db: Database, sha256: string, asked: string): Promise<string | null> {
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
}
