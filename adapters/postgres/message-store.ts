import { wasSent } from '../../domain/file-check.js';
import { requestTaskId, stepKey } from '../../domain/keys.js';
import type { AskKind, Hold, SubmissionKind } from '../../domain/request-state.js';
import type { Message, Messages, NewMessage } from '../../office/ports/messages.js';
import type { NewSubmission, Submission } from '../../office/ports/submissions.js';
import { lockRequest } from './case-log.js';
import type { Database, Trx } from './database.js';
import { closeReceipt } from './receipt-store.js';
import { insertSubmission } from './submission-store.js';
import { closeTask } from './task-store.js';
import { toJson } from './text.js';

/** Messages: what a party writes that is no answer, or none before a person has said so. */
export function createMessageStore(db: Database): Messages {
  return {
    fileMessage: (...args) => fileMessage(db, ...args),
    findMessage: (...args) => findMessage(db, ...args),
    findMessagesOf: (...args) => findMessagesOf(db, ...args),
    acceptMessage: (...args) => acceptMessage(db, ...args),
    markAsk: (...args) => markAsk(db, ...args),
    findAwaitingScan: (...args) => findAwaitingScan(db, ...args),
    endAwaitingScan: (...args) => endAwaitingScan(db, ...args),
  };
}

async function fileMessage(
  db: Database,
  message: NewMessage,
  hold: Hold,
  handled: { receiptId: string; at: string; detail: string } | null,
): Promise<Message> {
  return db.transaction().execute(async (trx) => {
    const request = await lockRequest(trx, message.requestId);
    const known = await trx.selectFrom('message').selectAll().where('id', '=', message.id).executeTakeFirst();
    const row = known ?? (await insertMessage(trx, message));
    if (request.holdUntil === null || request.holdUntil < hold.sendAt) {
      await trx.updateTable('request').set({ holdUntil: hold.sendAt }).where('id', '=', message.requestId).execute();
    }
    if (handled)
      await closeReceipt(trx, handled.receiptId, { ...handled, outcome: 'message', requestId: message.requestId });
    return row;
  });
}

async function findMessage(db: Database, id: string): Promise<Message | undefined> {
  return db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst();
}

async function findMessagesOf(db: Database, receiptId: string): Promise<Message[]> {
  return db.selectFrom('message').selectAll().where('receiptId', '=', receiptId).orderBy('id').execute();
}

async function acceptMessage(
  db: Database,
  messageId: string,
  submissionId: string,
  at: string,
  by: string,
  kind: SubmissionKind = 'answer',
): Promise<Submission> {
  return db.transaction().execute(async (trx) => {
    const message = await trx.selectFrom('message').selectAll().where('id', '=', messageId).executeTakeFirstOrThrow();
    const request = await lockRequest(trx, message.requestId);
    const known = await trx.selectFrom('submission').selectAll().where('id', '=', submissionId).executeTakeFirst();
    if (known) return known;
    const { requestId, receiptId, contact, sender, receivedAt, text } = message;
    const submission = {
      id: submissionId,
      requestId,
      via: 'message' as const,
      receiptId,
      contact,
      sender,
      receivedAt,
      text,
      kind,
      files: receiptId === null ? [] : await filesOf(trx, receiptId),
    };
    const row = await insertSubmission(trx, submission, request.plan);
    await trx.updateTable('message').set({ acceptedAs: submissionId }).where('id', '=', messageId).execute();
    await closeTask(trx, requestTaskId(requestId, stepKey.message(messageId)), at, `${by}: ${ACCEPTED[kind]}`);
    return row;
  });
}

async function markAsk(db: Database, messageId: string, kind: AskKind, until: string | null): Promise<void> {
  await db
    .updateTable('message')
    .set({ ask: kind, untilDate: until })
    .where('id', '=', messageId)
    .where('ask', 'is', null)
    .execute();
}

async function findAwaitingScan(db: Database, limit: number): Promise<Message[]> {
  return db
    .selectFrom('message')
    .selectAll()
    .where('awaitsScan', '=', true)
    .orderBy('receivedAt')
    .limit(limit)
    .execute();
}

async function endAwaitingScan(db: Database, messageId: string, doubt: string | null): Promise<void> {
  await db
    .updateTable('message')
    .set(doubt === null ? { awaitsScan: false } : { awaitsScan: false, doubt })
    .where('id', '=', messageId)
    .execute();
}

const ACCEPTED: Record<SubmissionKind, string> = {
  answer: 'it answers',
  nil: 'it is a nil return',
  part: 'it answers in part',
};

/** The files that came with a mail, as it was read. */
async function filesOf(trx: Trx, receiptId: string): Promise<NewSubmission['files']> {
  const receipt = await trx.selectFrom('receipt').select('summary').where('id', '=', receiptId).executeTakeFirst();
  return (receipt?.summary?.attachments ?? [])
    .filter(wasSent)
    .map(({ name, type = 'application/octet-stream', size, sha256 }) => ({ name, type, size, sha256 }));
}

async function insertMessage(trx: Trx, message: NewMessage): Promise<Message> {
  const {
    id,
    requestId,
    receiptId,
    contact,
    sender,
    receivedAt,
    text,
    ask,
    doubt,
    lacks = [],
    awaitsScan = false,
  } = message;
  return trx
    .insertInto('message')
    .values({
      id,
      requestId,
      receiptId,
      contact,
      sender,
      receivedAt,
      text,
      deliveredAt: null,
      acceptedAs: null,
      ask: ask?.kind ?? null,
      untilDate: ask?.until ?? null,
      doubt: doubt ?? null,
      lacks: toJson(lacks),
      awaitsScan,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}
