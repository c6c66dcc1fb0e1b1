import type { Selectable } from 'kysely';
import { requestTaskId, stepKey } from '../../domain/keys.js';
import type { Lack } from '../../domain/lack.js';
import type { AskKind, Hold, SubmissionKind } from '../../domain/request-state.js';
import { lockRequest } from './case-log.js';
import type { Database, Trx } from './database.js';
import { closeReceipt, wasSent } from './receipt-store.js';
import type { MessageTable } from './schema.js';
import { insertSubmission } from './submission-store.js';
import type { NewSubmission, SubmissionRow } from './submission-store.js';
import { closeTask } from './task-store.js';
import { toJson } from './text.js';

export type MessageRow = Selectable<MessageTable>;

export interface NewMessage {
  id: string;
  requestId: string;
  receiptId: string | null;
  contact: string | null;
  sender: string;
  receivedAt: string;
  text: string;
  /** What it asks for, where the party says so itself; the date with an extension. */
  ask?: { kind: AskKind; until: string | null };
  /** Why it cannot count as the party's word without a person. */
  doubt?: string;
  /** What it should have brought and has not. */
  lacks?: readonly Lack[];
  /** That it counts as an answer by itself once its files are scanned and clean. */
  awaitsScan?: boolean;
}

/** Messages: what a party writes that is no answer, or none before a person has said so. */
export function createMessageStore(db: Database) {
  return {
    /** Files a message and holds the ladder in the same transaction, so that no reminder slips out between. */
    async fileMessage(
      message: NewMessage,
      hold: Hold,
      handled: { receiptId: string; at: string; detail: string } | null,
    ): Promise<MessageRow> {
      return db.transaction().execute(async (trx) => {
        const request = await lockRequest(trx, message.requestId);
        const known = await trx.selectFrom('message').selectAll().where('id', '=', message.id).executeTakeFirst();
        const row = known ?? (await insertMessage(trx, message));
        if (request.holdUntil === null || request.holdUntil < hold.sendAt) {
          await trx
            .updateTable('request')
            .set({ holdUntil: hold.sendAt })
            .where('id', '=', message.requestId)
            .execute();
        }
        if (handled)
          await closeReceipt(trx, handled.receiptId, { ...handled, outcome: 'message', requestId: message.requestId });
        return row;
      });
    },

    async findMessage(id: string): Promise<MessageRow | undefined> {
      return db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst();
    },

    /** The messages that one mail was filed as, the one that is acknowledged first. */
    async findMessagesOf(receiptId: string): Promise<MessageRow[]> {
      return db.selectFrom('message').selectAll().where('receiptId', '=', receiptId).orderBy('id').execute();
    },

    /** The Coordinator's word that a message answers: it becomes a submission of its sender. */
    async acceptMessage(
      messageId: string,
      submissionId: string,
      at: string,
      by: string,
      kind: SubmissionKind = 'answer',
    ): Promise<SubmissionRow> {
      return db.transaction().execute(async (trx) => {
        const message = await trx
          .selectFrom('message')
          .selectAll()
          .where('id', '=', messageId)
          .executeTakeFirstOrThrow();
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
    },

    /** What a message asks for, as the Coordinator reads it. Changes nothing where it was said before. */
    async markAsk(messageId: string, kind: AskKind, until: string | null): Promise<void> {
      await db
        .updateTable('message')
        .set({ ask: kind, untilDate: until })
        .where('id', '=', messageId)
        .where('ask', 'is', null)
        .execute();
    },

    /** Messages that count as answers by themselves once their files are scanned, oldest first. */
    async findAwaitingScan(limit: number): Promise<MessageRow[]> {
      return db
        .selectFrom('message')
        .selectAll()
        .where('awaitsScan', '=', true)
        .orderBy('receivedAt')
        .limit(limit)
        .execute();
    },

    /** The scanner has seen the files of a message; `doubt` is what it thinks of them, where it is nothing good. */
    async endAwaitingScan(messageId: string, doubt: string | null): Promise<void> {
      await db
        .updateTable('message')
        .set(doubt === null ? { awaitsScan: false } : { awaitsScan: false, doubt })
        .where('id', '=', messageId)
        .execute();
    },
  };
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

async function insertMessage(trx: Trx, message: NewMessage): Promise<MessageRow> {
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
