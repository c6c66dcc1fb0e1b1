import { partyOfContactMail, readForwardedStep, receiptTaskId } from '../../domain/keys.js';
import type { TaskKind } from '../../domain/request-events.js';
import { LONGEST, shorten } from '../../domain/text.js';
import type { Tries } from '../../domain/try-limit.js';
import type {
  Judged,
  MailOrigin,
  NewReceipt,
  Origins,
  Receipt,
  ReceiptOutcome,
  Receipts,
  ReceiptSummary,
  TakenFrom,
} from '../../office/ports/receipts.js';
import type { Database, Trx } from './database.js';
import { markTaken } from './mailbox-store.js';
import { closeTask } from './task-store.js';
import { toJson } from './text.js';

/** Received mail: what came, how it was read, which mail of ours it answers, and what became of it. */
export function createReceiptStore(db: Database): Receipts & Origins & Judged {
  return {
    commitReceipts: (...args) => commitReceipts(db, ...args),
    findReceipts: (...args) => findReceipts(db, ...args),
    findHeld: (...args) => findHeld(db, ...args),
    findUnhandled: (...args) => findUnhandled(db, ...args),
    beginTry: (...args) => beginTry(db, ...args),
    endTry: (...args) => endTry(db, ...args),
    saveReading: (...args) => saveReading(db, ...args),
    isKnownMail: (...args) => isKnownMail(db, ...args),
    findOrigin: (...args) => findOrigin(db, ...args),
    settleReceipt: (...args) => settleReceipt(db, ...args),
    failReceipt: (...args) => failReceipt(db, ...args),
    endHeld: (...args) => endHeld(db, ...args),
    markForwarded: (...args) => markForwarded(db, ...args),
    refile: (...args) => refile(db, ...args),
  };
}

async function commitReceipts(db: Database, receipts: NewReceipt[], taken: TakenFrom | null = null): Promise<string[]> {
  return db.transaction().execute(async (trx) => {
    if (taken !== null) await markTaken(trx, taken.mailbox, taken.place, taken);
    const fresh: string[] = [];
    for (const receipt of receipts) {
      const row = await trx
        .insertInto('receipt')
        .values({
          ...receipt,
          class: null,
          why: '[]',
          outcome: null,
          detail: null,
          requestId: null,
          summary: null,
          handledAt: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row) fresh.push(row.id);
    }
    return fresh;
  });
}

async function findReceipts(db: Database, ids: string[]): Promise<Receipt[]> {
  return ids.length === 0 ? [] : db.selectFrom('receipt').selectAll().where('id', 'in', ids).execute();
}

async function findHeld(db: Database): Promise<Receipt[]> {
  return db
    .selectFrom('receipt')
    .innerJoin('task', 'task.receiptId', 'receipt.id')
    .selectAll('receipt')
    .where('task.kind', '=', 'heldMail')
    .where('task.doneAt', 'is', null)
    .orderBy('receipt.receivedAt')
    .execute();
}

async function findUnhandled(db: Database, before: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('receipt')
    .select('id')
    .where('handledAt', 'is', null)
    .where('receivedAt', '<=', before)
    .orderBy('receivedAt')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

async function beginTry(db: Database, id: string): Promise<Tries> {
  const row = await db
    .updateTable('receipt')
    .set((eb) => ({ begun: eb('begun', '+', 1) }))
    .where('id', '=', id)
    .returning(['failures', 'begun'])
    .executeTakeFirst();
  return { failures: row?.failures ?? 0, brokenOff: Math.max(0, (row?.begun ?? 1) - 1) };
}

async function endTry(db: Database, id: string, trouble: string | null): Promise<number> {
  const row = await db
    .updateTable('receipt')
    .set((eb) => ({ begun: 0, ...(trouble === null ? {} : { failures: eb('failures', '+', 1), trouble }) }))
    .where('id', '=', id)
    .returning('failures')
    .executeTakeFirst();
  return row?.failures ?? 0;
}

async function saveReading(
  db: Database,
  id: string,
  reading: { mailClass: string; why: string[]; summary: ReceiptSummary },
): Promise<void> {
  const { mailClass, why, summary } = reading;
  await db
    .updateTable('receipt')
    .set({ class: mailClass, why: toJson(why), summary: toJson(summary) })
    .where('id', '=', id)
    .execute();
}

async function isKnownMail(db: Database, mailOutId: string): Promise<boolean> {
  return (await db.selectFrom('mailOut').select('id').where('id', '=', mailOutId).executeTakeFirst()) !== undefined;
}

async function findOrigin(
  db: Database,
  key: { mailOutId: string } | { messageIds: string[] },
): Promise<MailOrigin | null> {
  if ('messageIds' in key && key.messageIds.length === 0) return null;
  const query = db.selectFrom('mailOut').select(['id', 'contact', 'party', 'toAddress', 'stepKey']);
  const found =
    'mailOutId' in key ? query.where('id', '=', key.mailOutId) : query.where('messageId', 'in', key.messageIds);
  const mail = await found.orderBy('datedAt', 'desc').limit(1).executeTakeFirst();
  if (!mail) return null;
  const requests = await db
    .selectFrom('mailOutRequest')
    .select('requestId')
    .where('mailOutId', '=', mail.id)
    .orderBy('requestId')
    .execute();
  return {
    mailOutId: mail.id,
    contact: mail.contact,
    toAddress: mail.toAddress,
    party: mail.party,
    requestIds: requests.map((row) => row.requestId),
    isOnContacts: partyOfContactMail(mail.stepKey) !== null,
    forwarded: readForwardedStep(mail.stepKey),
  };
}

async function settleReceipt(
  db: Database,
  receiptId: string,
  settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string },
  task: TaskKind | null,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await closeReceipt(trx, receiptId, settled);
    if (task) await raiseTask(trx, receiptId, task, settled);
  });
}

async function failReceipt(db: Database, receiptId: string, detail: string, at: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const row = await trx
      .updateTable('receipt')
      .set({ outcome: 'failed', detail })
      .where('id', '=', receiptId)
      .where('outcome', '!=', 'failed')
      .returning('requestId')
      .executeTakeFirst();
    if (row) await raiseTask(trx, receiptId, 'heldMail', { requestId: row.requestId, detail, at });
  });
}

async function endHeld(db: Database, receiptId: string, detail: string): Promise<void> {
  await db
    .updateTable('receipt')
    .set({ outcome: 'ignored', detail })
    .where('id', '=', receiptId)
    .where('outcome', '=', 'held')
    .where((where) => {
      const open = where.selectFrom('task').select('task.id').where('task.receiptId', '=', receiptId);
      return where.not(where.exists(open.where('task.doneAt', 'is', null)));
    })
    .execute();
}

async function markForwarded(db: Database, receiptId: string): Promise<void> {
  await db.updateTable('receipt').set({ recipientKind: 'file' }).where('id', '=', receiptId).execute();
}

async function refile(
  db: Database,
  receiptId: string,
  settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string; by: string },
): Promise<void> {
  const { outcome, requestId, detail, at, by } = settled;
  await db.transaction().execute(async (trx) => {
    await trx.updateTable('receipt').set({ outcome, requestId, detail }).where('id', '=', receiptId).execute();
    await closeTask(
      trx,
      receiptTaskId(receiptId),
      at,
      `${by}: ${outcome === 'filed' ? 'filed as an answer' : 'filed as a message'}`,
    );
  });
}

async function raiseTask(
  trx: Trx,
  receiptId: string,
  kind: TaskKind,
  { requestId, detail, at }: { requestId: string | null; detail: string; at: string },
): Promise<void> {
  await trx
    .insertInto('task')
    .values({
      id: receiptTaskId(receiptId),
      requestId,
      receiptId,
      kind,
      data: toJson({ detail: shorten(detail, LONGEST.line), receipt: receiptId }),
      raisedAt: at,
      doneAt: null,
      doneBecause: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

export async function closeReceipt(
  trx: Trx,
  id: string,
  settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string },
): Promise<void> {
  const { outcome, requestId, at } = settled;
  const detail = shorten(settled.detail, LONGEST.line);
  await trx
    .updateTable('receipt')
    .set({ outcome, requestId, detail, handledAt: at })
    .where('id', '=', id)
    .where('handledAt', 'is', null)
    .execute();
}
