import { answeredAs, closedWithout } from '../../domain/answered.js';
import { stepKey } from '../../domain/keys.js';
import type { UseSaid } from '../../domain/publication.js';
import type { Plan, SubmissionKind } from '../../domain/request-state.js';
import { isLate } from '../../domain/request/lateness.js';
import { isSentAgain, placeSubmission } from '../../domain/submission.js';
import type {
  GivenAnswer,
  NewSubmission,
  Submission,
  SubmissionFile,
  Submissions,
} from '../../office/ports/submissions.js';
import { appendLog, lockRequest } from './case-log.js';
import type { Database, Trx } from './database.js';
import { closeReceipt } from './receipt-store.js';
import { toJson } from './text.js';

/** Answers, each with its version, its part and its files. What was filed by mistake stays and counts nowhere. */
export function createSubmissionStore(db: Database): Submissions {
  return {
    fileSubmission: (...args) => fileSubmission(db, ...args),
    findNewest: (...args) => findNewest(db, ...args),
    findSubmission: (...args) => findSubmission(db, ...args),
    findNewestOf: (...args) => findNewestOf(db, ...args),
    findAnswersTo: (...args) => findAnswersTo(db, ...args),
    findWordsAndFiles: (...args) => findWordsAndFiles(db, ...args),
    findSubmissionsOf: (...args) => findSubmissionsOf(db, ...args),
    isOfDoubt: (...args) => isOfDoubt(db, ...args),
    countWithdrawn: (...args) => countWithdrawn(db, ...args),
    withdraw: (...args) => withdraw(db, ...args),
    findUntold: (...args) => findUntold(db, ...args),
    correctWithdrawn: (...args) => correctWithdrawn(db, ...args),
    correctClosing: (...args) => correctClosing(db, ...args),
    markPart: (...args) => markPart(db, ...args),
    sayUse: (...args) => sayUse(db, ...args),
  };
}

async function fileSubmission(
  db: Database,
  submission: NewSubmission,
  handled: { receiptId: string; at: string; detail: string } | null,
): Promise<Submission> {
  return db.transaction().execute(async (trx) => {
    const request = await lockRequest(trx, submission.requestId);
    const known = await trx.selectFrom('submission').selectAll().where('id', '=', submission.id).executeTakeFirst();
    const repeated = known || submission.via !== 'mail' ? undefined : await findSame(trx, submission);
    const row = known ?? repeated ?? (await insertSubmission(trx, submission, request.plan));
    if (handled) {
      const { requestId } = submission;
      const settled = repeated
        ? { ...handled, outcome: 'repeated' as const, detail: `${handled.detail}, the same as before` }
        : { ...handled, outcome: 'filed' as const };
      await closeReceipt(trx, handled.receiptId, { ...settled, requestId });
    }
    return row;
  });
}

async function findNewest(db: Database, requestId: string, sender: string): Promise<Submission | undefined> {
  return newestOf(db, requestId, sender);
}

async function findSubmission(
  db: Database,
  id: string,
): Promise<{ submission: Submission; files: SubmissionFile[] } | null> {
  const submission = await db.selectFrom('submission').selectAll().where('id', '=', id).executeTakeFirst();
  if (!submission) return null;
  const files = await db
    .selectFrom('submissionFile')
    .selectAll()
    .where('submissionId', '=', id)
    .orderBy('position')
    .execute();
  return { submission, files };
}

async function findNewestOf(
  db: Database,
  cycleId: string,
): Promise<{ id: string; party: string; receivedAt: string } | undefined> {
  return db
    .selectFrom('submission')
    .innerJoin('request', 'request.id', 'submission.requestId')
    .select(['submission.id', 'request.party', 'submission.receivedAt'])
    .where('request.cycleId', '=', cycleId)
    .where('submission.withdrawnAt', 'is', null)
    .orderBy('submission.receivedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function findAnswersTo(db: Database, obligations: readonly string[]): Promise<GivenAnswer[]> {
  if (obligations.length === 0) return [];
  return db
    .selectFrom('submission')
    .innerJoin('request', 'request.id', 'submission.requestId')
    .innerJoin('cycle', 'cycle.id', 'request.cycleId')
    .select(['request.party', 'request.id as request', 'submission.id as submission', 'cycle.obligation'])
    .select(['submission.receivedAt', 'submission.answers', 'submission.text'])
    .select(['submission.withheld', 'submission.withheldBecause'])
    .where('cycle.obligation', 'in', obligations)
    .where('submission.kind', '<>', 'nil')
    .where('submission.withdrawnAt', 'is', null)
    .orderBy('submission.receivedAt')
    .execute();
}

async function findWordsAndFiles(
  db: Database,
  ids: readonly string[],
): Promise<Map<string, { text: string; files: string[] }>> {
  if (ids.length === 0) return new Map();
  const submissions = await db.selectFrom('submission').select(['id', 'text']).where('id', 'in', ids).execute();
  const files = await db
    .selectFrom('submissionFile')
    .select(['submissionId', 'name'])
    .where('submissionId', 'in', ids)
    .orderBy('position')
    .execute();
  const namesOf = (id: string): string[] => files.filter((one) => one.submissionId === id).map(({ name }) => name);
  return new Map(submissions.map(({ id, text }) => [id, { text, files: namesOf(id) }]));
}

async function findSubmissionsOf(db: Database, receiptId: string): Promise<Submission[]> {
  return db
    .selectFrom('submission')
    .selectAll()
    .where('receiptId', '=', receiptId)
    .where('withdrawnAt', 'is', null)
    .orderBy('id')
    .execute();
}

async function isOfDoubt(db: Database, submissionId: string): Promise<boolean> {
  const found = await db
    .selectFrom('message')
    .select('id')
    .where('acceptedAs', '=', submissionId)
    .where('doubt', 'is not', null)
    .executeTakeFirst();
  return found !== undefined;
}

async function countWithdrawn(db: Database, receiptId: string, requestId: string): Promise<number> {
  const rows = await db
    .selectFrom('submission')
    .select('id')
    .where('receiptId', '=', receiptId)
    .where('requestId', '=', requestId)
    .where('withdrawnAt', 'is not', null)
    .execute();
  return rows.length;
}

async function withdraw(
  db: Database,
  submissionId: string,
  said: { at: string; by: string; because: string },
): Promise<boolean> {
  const { at, by, because } = said;
  return db.transaction().execute(async (trx) => {
    const row = await trx.selectFrom('submission').selectAll().where('id', '=', submissionId).executeTakeFirst();
    if (!row || row.withdrawnAt !== null) return false;
    await lockRequest(trx, row.requestId);
    await trx
      .updateTable('submission')
      // Its request has not heard of it yet.
      .set({ withdrawnAt: at, withdrawnBecause: because, withdrawnBy: by, deliveredAt: null })
      .where('id', '=', submissionId)
      .where('withdrawnAt', 'is', null)
      .execute();
    return true;
  });
}

async function findUntold(db: Database, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('submission')
    .select('id')
    .where('deliveredAt', 'is', null)
    .where('withdrawnAt', '<=', before)
    .orderBy('withdrawnAt')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

async function correctWithdrawn(db: Database, requestId: string, at: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const request = await lockRequest(trx, requestId);
    if (request.stage !== 'closed') return;
    const left = await trx
      .selectFrom('submission')
      .select(['receivedAt', 'kind'])
      .where('requestId', '=', requestId)
      .where('withdrawnAt', 'is', null)
      .execute();
    const change = { ...closedWithout(request, left), updatedAt: at };
    await trx.updateTable('request').set(change).where('id', '=', requestId).execute();
  });
}

async function correctClosing(
  db: Database,
  requestId: string,
  receivedAt: string,
  at: string,
  kind: SubmissionKind,
): Promise<void> {
  await db
    .updateTable('request')
    .set({ closedAs: answeredAs([kind]), answeredAt: receivedAt, updatedAt: at })
    .where('id', '=', requestId)
    .where('stage', '=', 'closed')
    .where('closeAt', '>', receivedAt)
    .where('answeredAt', 'is', null)
    .execute();
}

async function markPart(db: Database, requestId: string, isPart: boolean): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockRequest(trx, requestId);
    const change = trx.updateTable('submission').where('requestId', '=', requestId);
    if (isPart) await change.set({ kind: 'part' }).execute();
    else await change.set({ kind: 'answer' }).where('kind', '=', 'part').execute();
  });
}

async function sayUse(db: Database, submissionId: string, said: UseSaid & { by: string; at: string }): Promise<void> {
  const { isWithheld, because, by, at } = said;
  await db.transaction().execute(async (trx) => {
    const { requestId } = await trx
      .selectFrom('submission')
      .select('requestId')
      .where('id', '=', submissionId)
      .executeTakeFirstOrThrow();
    await lockRequest(trx, requestId);
    await trx
      .updateTable('submission')
      .set({ withheld: isWithheld, withheldBecause: because })
      .where('id', '=', submissionId)
      .execute();
    const data = { submission: submissionId, isWithheld, by, because };
    await appendLog(trx, requestId, [{ key: stepKey.useSaid(submissionId, at), kind: 'useSaid', at, data }]);
  });
}

export async function insertSubmission(trx: Trx, submission: NewSubmission, plan: Plan): Promise<Submission> {
  const { id, requestId, via, receiptId, contact, sender, receivedAt, text, files, kind = 'answer' } = submission;
  const { forwardedBy = null, answers = null } = submission;
  const existing = await trx
    .selectFrom('submission')
    .select(['sender', 'part', 'version'])
    .where('requestId', '=', requestId)
    .execute();
  const placement = placeSubmission(existing, sender);
  const row = await trx
    .insertInto('submission')
    .values({
      id,
      requestId,
      via,
      receiptId,
      contact,
      sender,
      receivedAt,
      ...placement,
      text,
      isLate: isLate(plan, receivedAt),
      kind,
      forwardedBy,
      answers: answers === null ? null : toJson(answers),
      deliveredAt: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  for (const [position, file] of files.entries()) {
    await trx
      .insertInto('submissionFile')
      .values({ submissionId: id, position, ...file })
      .execute();
  }
  return row;
}

async function newestOf(db: Database | Trx, requestId: string, sender: string): Promise<Submission | undefined> {
  return db
    .selectFrom('submission')
    .selectAll()
    .where('requestId', '=', requestId)
    .where((eb) => eb(eb.fn('lower', ['sender']), '=', sender.toLowerCase()))
    .where('withdrawnAt', 'is', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The sender's newest answer, where it holds the same words and files. An older version that comes again is a new one. */
async function findSame(trx: Trx, submission: NewSubmission): Promise<Submission | undefined> {
  const newest = await newestOf(trx, submission.requestId, submission.sender);
  if (!newest) return undefined;
  const files = await trx.selectFrom('submissionFile').select('sha256').where('submissionId', '=', newest.id).execute();
  return isSentAgain({ text: newest.text, files }, submission) ? newest : undefined;
}
