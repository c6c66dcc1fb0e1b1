import { partyCodeOf } from '../../domain/ids.js';
import type { Rules } from '../../domain/mandate.js';
import type { LogEntry, TaskChange } from '../../domain/request-events.js';
import type { Intake } from '../../office/ports/intake.js';
import { appendLog, changeTasks, lockRequest } from './case-log.js';
import type { Database } from './database.js';
import { createMessageStore } from './message-store.js';
import { createReceiptStore } from './receipt-store.js';
import { createSubmissionStore } from './submission-store.js';
import { createTaskStore } from './task-store.js';

/** Received mail and what was made of it. Unique keys decide: a redelivery changes nothing. */
export function createIntakeStore(db: Database): Intake {
  return {
    ...createReceiptStore(db),
    ...createSubmissionStore(db),
    ...createMessageStore(db),
    ...createTaskStore(db),
    findMailHold: (...args) => findMailHold(db, ...args),
    findFileable: (...args) => findFileable(db, ...args),
    findSuccessor: (...args) => findSuccessor(db, ...args),
    findCase: (...args) => findCase(db, ...args),
    findUndelivered: (...args) => findUndelivered(db, ...args),
    markDelivered: (...args) => markDelivered(db, ...args),
    log: (...args) => log(db, ...args),
  };
}

async function findMailHold(db: Database, requestId: string): Promise<string | null> {
  const [obligation = ''] = requestId.split('/');
  const row = await db
    .selectFrom('ledger')
    .select(['reason', 'fromDate'])
    .where('kind', '=', 'pause')
    .where('holdsMail', '=', true)
    .where('untilDate', 'is', null)
    .where('scope', 'in', [
      'all',
      `request/${requestId}`,
      `party/${partyCodeOf(requestId)}`,
      `obligation/${obligation}`,
    ])
    .orderBy('seq')
    .executeTakeFirst();
  return row === undefined ? null : `all mail is held since ${row.fromDate ?? ''}: ${row.reason}`;
}

async function findFileable(db: Database): Promise<{ id: string; dueDate: string; isOpen: boolean }[]> {
  const rows = await db
    .selectFrom('request')
    .innerJoin('cycle', 'cycle.id', 'request.cycleId')
    .select(['request.id', 'request.dueDate', 'request.stage'])
    .orderBy('cycle.openedAt', 'desc')
    .orderBy('request.id')
    .limit(FILEABLE)
    .execute();
  return rows.map(({ id, dueDate, stage }) => ({ id, dueDate, isOpen: stage !== 'closed' }));
}

async function findSuccessor(db: Database, requestId: string): Promise<string | null> {
  const own = await db
    .selectFrom('request')
    .innerJoin('cycle', 'cycle.id', 'request.cycleId')
    .select(['request.party', 'request.stage', 'cycle.obligation', 'cycle.openedAt'])
    .where('request.id', '=', requestId)
    .executeTakeFirst();
  if (own?.stage !== 'closed') return null;
  const later = await db
    .selectFrom('request')
    .innerJoin('cycle', 'cycle.id', 'request.cycleId')
    .select('request.id')
    .where('request.party', '=', own.party)
    .where('request.stage', '!=', 'closed')
    .where('cycle.obligation', '=', own.obligation)
    .where('cycle.openedAt', '>', own.openedAt)
    .orderBy('cycle.openedAt')
    .executeTakeFirst();
  return later?.id ?? null;
}

async function findCase(
  db: Database,
  requestId: string,
): Promise<{ workflowId: string; rules: Rules; dueDate: string } | undefined> {
  return db
    .selectFrom('request')
    .innerJoin('cycle', 'cycle.id', 'request.cycleId')
    .select(['request.workflowId', 'request.dueDate', 'cycle.rules'])
    .where('request.id', '=', requestId)
    .executeTakeFirst();
}

async function findUndelivered(
  db: Database,
  before: string,
  limit: number,
): Promise<{ submissions: string[]; messages: string[] }> {
  const submissions = await db
    .selectFrom('submission')
    .select('id')
    .where('deliveredAt', 'is', null)
    .where('withdrawnAt', 'is', null)
    .where('receivedAt', '<=', before)
    .orderBy('receivedAt')
    .limit(limit)
    .execute();
  const messages = await db
    .selectFrom('message')
    .select('id')
    .where('deliveredAt', 'is', null)
    .where('receivedAt', '<=', before)
    .orderBy('receivedAt')
    .limit(limit)
    .execute();
  return { submissions: submissions.map((row) => row.id), messages: messages.map((row) => row.id) };
}

async function markDelivered(db: Database, what: 'submission' | 'message', id: string, at: string): Promise<void> {
  await db.updateTable(what).set({ deliveredAt: at }).where('id', '=', id).where('deliveredAt', 'is', null).execute();
}

async function log(db: Database, requestId: string, entries: LogEntry[], tasks: TaskChange[] = []): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockRequest(trx, requestId);
    await appendLog(trx, requestId, entries);
    await changeTasks(trx, requestId, tasks, entries[0]?.at ?? '');
  });
}

/** More than two years of every duty of every party. */
const FILEABLE = 2000;
