import type { Selectable } from 'kysely';
import { partyOfContactMail } from '../../domain/contact-round.js';
import { readForwardedStep } from '../../domain/forwarded.js';
import { partyCodeOf } from '../../domain/ids.js';
import { isLate } from '../../domain/request.js';
import type { Lack } from '../../domain/lack.js';
import type { Rules } from '../../domain/mandate.js';
import type { UseSaid } from '../../domain/publication.js';
import type { Answers } from '../../domain/questionnaire.js';
import type { AskKind, Hold, Plan, SubmissionKind } from '../../domain/request-state.js';
import { placeSubmission } from '../../domain/submission.js';
import type { LogEntry, TaskChange, TaskKind } from '../../domain/request-events.js';
import { appendLog, changeTasks, lockRequest } from './case-log.js';
import type { MailPlace } from '../imap/watch.js';
import type { Database, Trx } from './database.js';
import { markTaken } from './mailbox-store.js';
import type { MailboxKey } from './mailbox-store.js';
import type {
  MessageTable,
  ReceiptOutcome,
  ReceiptSummary,
  ReceiptTable,
  SubmissionFileTable,
  SubmissionTable,
  TaskTable,
} from './schema.js';

export type ReceiptRow = Selectable<ReceiptTable>;
export type SubmissionRow = Selectable<SubmissionTable>;
export type SubmissionFileRow = Selectable<SubmissionFileTable>;
export type MessageRow = Selectable<MessageTable>;
export type TaskRow = Selectable<TaskTable>;

export type NewReceipt = Pick<
  ReceiptRow,
  | 'id'
  | 'raw_sha256'
  | 'size'
  | 'envelope_from'
  | 'recipient'
  | 'recipient_kind'
  | 'mail_out_id'
  | 'remote_address'
  | 'received_at'
> & { helo?: string };

/** An answer to be filed; its place among the versions and parts is found under the request's lock. */
export interface NewSubmission {
  id: string;
  requestId: string;
  via: SubmissionRow['via'];
  receiptId: string | null;
  contact: string | null;
  sender: string;
  receivedAt: string;
  text: string;
  /** An answer like any other when left out. */
  kind?: SubmissionKind;
  /** The member of the office who forwarded it. */
  forwardedBy?: string | null;
  /** Field by field, where it was given on the form. */
  answers?: Answers | null;
  files: { name: string; type: string; size: number; sha256: string }[];
}

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

/** What a mail of ours, found by the id in its signed address or by its Message-ID, was about. */
export interface MailOrigin {
  mailOutId: string;
  contact: string | null;
  toAddress: string;
  party: string | null;
  requestIds: string[];
  /** That it asks for the contacts of the party. */
  isOnContacts: boolean;
  /** The forwarded mail that it asks a member of the office about, and what it proposes. */
  forwarded: { receiptId: string; requestId: string | null } | null;
}

/** The place of a mail in a provider's mailbox. */
export interface TakenFrom {
  mailbox: MailboxKey;
  place: MailPlace;
  rawSha256: string;
  at: string;
}

export type IntakeStore = ReturnType<typeof createIntakeStore>;

/** Received mail and what was made of it. Unique keys decide: a redelivery changes nothing. */
export function createIntakeStore(db: Database) {
  return {
    /**
     * Commits receipts, one per recipient of the mail, and with them the place in a mailbox that it was taken from. Returns the
     * ids of those that were not there before.
     */
    async commitReceipts(receipts: NewReceipt[], taken: TakenFrom | null = null): Promise<string[]> {
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
              request_id: null,
              summary: null,
              handled_at: null,
            })
            .onConflict((conflict) => conflict.doNothing())
            .returning('id')
            .executeTakeFirst();
          if (row) fresh.push(row.id);
        }
        return fresh;
      });
    },

    async findReceipts(ids: string[]): Promise<ReceiptRow[]> {
      return ids.length === 0 ? [] : db.selectFrom('receipt').selectAll().where('id', 'in', ids).execute();
    },

    /** Receipts that were committed before `before` and not handled, oldest first. */
    async findUnhandled(before: string, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('receipt')
        .select('id')
        .where('handled_at', 'is', null)
        .where('received_at', '<=', before)
        .orderBy('received_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },

    async saveReading(
      id: string,
      reading: { mailClass: string; why: string[]; summary: ReceiptSummary },
    ): Promise<void> {
      const { mailClass, why, summary } = reading;
      await db
        .updateTable('receipt')
        .set({ class: mailClass, why: JSON.stringify(why), summary: JSON.stringify(summary) })
        .where('id', '=', id)
        .execute();
    },

    /** Whether an id stands for a mail of ours. */
    async isKnownMail(mailOutId: string): Promise<boolean> {
      return (
        (await db.selectFrom('mail_out').select('id').where('id', '=', mailOutId).executeTakeFirst()) !== undefined
      );
    },

    async findOrigin(key: { mailOutId: string } | { messageIds: string[] }): Promise<MailOrigin | null> {
      if ('messageIds' in key && key.messageIds.length === 0) return null;
      const query = db.selectFrom('mail_out').select(['id', 'contact', 'party', 'to_address', 'step_key']);
      const found =
        'mailOutId' in key ? query.where('id', '=', key.mailOutId) : query.where('message_id', 'in', key.messageIds);
      const mail = await found.orderBy('dated_at', 'desc').limit(1).executeTakeFirst();
      if (!mail) return null;
      const requests = await db
        .selectFrom('mail_out_request')
        .select('request_id')
        .where('mail_out_id', '=', mail.id)
        .orderBy('request_id')
        .execute();
      return {
        mailOutId: mail.id,
        contact: mail.contact,
        toAddress: mail.to_address,
        party: mail.party,
        requestIds: requests.map((row) => row.request_id),
        isOnContacts: partyOfContactMail(mail.step_key) !== null,
        forwarded: readForwardedStep(mail.step_key),
      };
    },

    /**
     * Files an answer with the next version or part of its sender. An id that is on record is returned as it stands; so is the
     * sender's newest answer where a mail brings the same text and files once more: nobody is recorded twice for pressing Send twice.
     */
    async fileSubmission(
      submission: NewSubmission,
      handled: { receiptId: string; at: string; detail: string } | null,
    ): Promise<SubmissionRow> {
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
    },

    /** Why what comes for a request waits for a person, by a pause that holds mail; null where nothing does. */
    async findMailHold(requestId: string): Promise<string | null> {
      const [obligation = ''] = requestId.split('/');
      const row = await db
        .selectFrom('ledger')
        .select(['reason', 'from_date'])
        .where('kind', '=', 'pause')
        .where('holds_mail', '=', true)
        .where('until_date', 'is', null)
        .where('scope', 'in', [
          'all',
          `request/${requestId}`,
          `party/${partyCodeOf(requestId)}`,
          `obligation/${obligation}`,
        ])
        .orderBy('seq')
        .executeTakeFirst();
      return row === undefined ? null : `all mail is held since ${row.from_date ?? ''}: ${row.reason}`;
    },

    /** The newest answer of a sender to a request. */
    async findNewest(requestId: string, sender: string): Promise<SubmissionRow | undefined> {
      return newestOf(db, requestId, sender);
    },

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
        if (request.hold_until === null || request.hold_until < hold.sendAt) {
          await trx
            .updateTable('request')
            .set({ hold_until: hold.sendAt })
            .where('id', '=', message.requestId)
            .execute();
        }
        if (handled)
          await closeReceipt(trx, handled.receiptId, { ...handled, outcome: 'message', requestId: message.requestId });
        return row;
      });
    },

    /** Closes a receipt that is neither answer nor message; held and failed mail becomes a task. */
    async settleReceipt(
      receiptId: string,
      settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string },
      task: TaskKind | null,
    ): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await closeReceipt(trx, receiptId, settled);
        if (!task) return;
        const data = JSON.stringify({ detail: settled.detail, receipt: receiptId });
        await trx
          .insertInto('task')
          .values({
            id: `receipt/${receiptId}`,
            request_id: settled.requestId,
            receipt_id: receiptId,
            kind: task,
            data,
            raised_at: settled.at,
            done_at: null,
            done_because: null,
          })
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute();
      });
    },

    /** A decision, waiting or taken. */
    async findTask(id: string): Promise<TaskRow | undefined> {
      return db.selectFrom('task').selectAll().where('id', '=', id).executeTakeFirst();
    },

    /** A mail that was held for a decision alone is held no more; one that waits for another decision stays. */
    async endHeld(receiptId: string, detail: string): Promise<void> {
      await db
        .updateTable('receipt')
        .set({ outcome: 'ignored', detail })
        .where('id', '=', receiptId)
        .where('outcome', '=', 'held')
        .where((where) => {
          const open = where.selectFrom('task').select('task.id').where('task.receipt_id', '=', receiptId);
          return where.not(where.exists(open.where('task.done_at', 'is', null)));
        })
        .execute();
    },

    /** A decision that waits for a person; raised once by its id. */
    async raiseTask(task: {
      id: string;
      kind: TaskKind;
      requestId: string | null;
      receiptId: string | null;
      data: LogEntry['data'];
      at: string;
    }): Promise<void> {
      const { id, kind, requestId, receiptId, data, at } = task;
      await db
        .insertInto('task')
        .values({
          id,
          kind,
          request_id: requestId,
          receipt_id: receiptId,
          data: JSON.stringify(data),
          raised_at: at,
          done_at: null,
          done_because: null,
        })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
    },

    /** A mail of the office to a shared mailbox: what it holds is filed, not its own words. */
    async markForwarded(receiptId: string): Promise<void> {
      await db.updateTable('receipt').set({ recipient_kind: 'file' }).where('id', '=', receiptId).execute();
    },

    /** A person's word on a mail that was handled: where it belongs now. Its task is closed. */
    async refile(
      receiptId: string,
      settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string; by: string },
    ): Promise<void> {
      const { outcome, requestId, detail, at, by } = settled;
      await db.transaction().execute(async (trx) => {
        await trx
          .updateTable('receipt')
          .set({ outcome, request_id: requestId, detail })
          .where('id', '=', receiptId)
          .execute();
        await closeTask(
          trx,
          `receipt/${receiptId}`,
          at,
          `${by}: ${outcome === 'filed' ? 'filed as an answer' : 'filed as a message'}`,
        );
      });
    },

    /** Every request that a mail may be filed for: the newest first, two thousand at most. */
    async findFileable(): Promise<{ id: string; dueDate: string; isOpen: boolean }[]> {
      const rows = await db
        .selectFrom('request')
        .innerJoin('cycle', 'cycle.id', 'request.cycle_id')
        .select(['request.id', 'request.due_date as dueDate', 'request.stage'])
        .orderBy('cycle.opened_at', 'desc')
        .orderBy('request.id')
        .limit(FILEABLE)
        .execute();
      return rows.map(({ id, dueDate, stage }) => ({ id, dueDate, isOpen: stage !== 'closed' }));
    },

    /** The open request of a later cycle that asks the same party the same as a closed one; null where there is none. */
    async findSuccessor(requestId: string): Promise<string | null> {
      const own = await db
        .selectFrom('request')
        .innerJoin('cycle', 'cycle.id', 'request.cycle_id')
        .select(['request.party', 'request.stage', 'cycle.obligation', 'cycle.opened_at as openedAt'])
        .where('request.id', '=', requestId)
        .executeTakeFirst();
      if (own?.stage !== 'closed') return null;
      const later = await db
        .selectFrom('request')
        .innerJoin('cycle', 'cycle.id', 'request.cycle_id')
        .select('request.id')
        .where('request.party', '=', own.party)
        .where('request.stage', '!=', 'closed')
        .where('cycle.obligation', '=', own.obligation)
        .where('cycle.opened_at', '>', own.openedAt)
        .orderBy('cycle.opened_at')
        .executeTakeFirst();
      return later?.id ?? null;
    },

    /** Whether a submission was made of a message that could not count without a person: its sender has not been acknowledged. */
    async isOfDoubt(submissionId: string): Promise<boolean> {
      const found = await db
        .selectFrom('message')
        .select('id')
        .where('accepted_as', '=', submissionId)
        .where('doubt', 'is not', null)
        .executeTakeFirst();
      return found !== undefined;
    },

    /** The answers that a mail was filed as and that still count. */
    async findSubmissionsOf(receiptId: string): Promise<SubmissionRow[]> {
      return db
        .selectFrom('submission')
        .selectAll()
        .where('receipt_id', '=', receiptId)
        .where('withdrawn_at', 'is', null)
        .orderBy('id')
        .execute();
    },

    /** How often a mail was taken away from a request. */
    async countWithdrawn(receiptId: string, requestId: string): Promise<number> {
      const rows = await db
        .selectFrom('submission')
        .select('id')
        .where('receipt_id', '=', receiptId)
        .where('request_id', '=', requestId)
        .where('withdrawn_at', 'is not', null)
        .execute();
      return rows.length;
    },

    /** A person's word that an answer was filed by mistake: it stays on record and counts nowhere. Returns whether it counted. */
    async withdraw(submissionId: string, at: string, because: string): Promise<boolean> {
      return db.transaction().execute(async (trx) => {
        const row = await trx.selectFrom('submission').selectAll().where('id', '=', submissionId).executeTakeFirst();
        if (!row || row.withdrawn_at !== null) return false;
        await lockRequest(trx, row.request_id);
        await trx
          .updateTable('submission')
          // Its request has not heard of it yet.
          .set({ withdrawn_at: at, withdrawn_because: withoutNul(because), delivered_at: null })
          .where('id', '=', submissionId)
          .where('withdrawn_at', 'is', null)
          .execute();
        return true;
      });
    },

    /** A person's word on whether the content of an answer may be printed, above the form and every mark; the log keeps each word. */
    async sayUse(submissionId: string, said: UseSaid & { by: string; at: string }): Promise<void> {
      const { isWithheld, because, by, at } = said;
      await db.transaction().execute(async (trx) => {
        const { request_id: requestId } = await trx
          .selectFrom('submission')
          .select('request_id')
          .where('id', '=', submissionId)
          .executeTakeFirstOrThrow();
        await lockRequest(trx, requestId);
        await trx
          .updateTable('submission')
          .set({ withheld: isWithheld, withheld_because: withoutNul(because) })
          .where('id', '=', submissionId)
          .execute();
        const data = { submission: submissionId, isWithheld, by, because };
        await appendLog(trx, requestId, [{ key: `use/${submissionId}/${at}`, kind: 'useSaid', at, data }]);
      });
    },

    /** A closed request whose answers were taken away was closed without one. */
    async correctWithdrawn(requestId: string, at: string): Promise<void> {
      const left = await db
        .selectFrom('submission')
        .select(['received_at', 'kind'])
        .where('request_id', '=', requestId)
        .where('withdrawn_at', 'is', null)
        .orderBy('received_at')
        .execute();
      const closedAs =
        left.length === 0 ? 'noAnswer' : left.every(({ kind }) => kind === 'part') ? 'answeredInPart' : 'answered';
      await db
        .updateTable('request')
        .set({ closed_as: closedAs, answered_at: left[0]?.received_at ?? null, updated_at: at })
        .where('id', '=', requestId)
        .where('stage', '=', 'closed')
        .execute();
    },

    /** The workflow that carries a request, and the rules of its cycle. */
    async findCase(requestId: string): Promise<{ workflowId: string; rules: Rules; dueDate: string } | undefined> {
      return db
        .selectFrom('request')
        .innerJoin('cycle', 'cycle.id', 'request.cycle_id')
        .select(['request.workflow_id as workflowId', 'request.due_date as dueDate', 'cycle.rules'])
        .where('request.id', '=', requestId)
        .executeTakeFirst();
    },

    async findSubmission(id: string): Promise<{ submission: SubmissionRow; files: SubmissionFileRow[] } | null> {
      const submission = await db.selectFrom('submission').selectAll().where('id', '=', id).executeTakeFirst();
      if (!submission) return null;
      const files = await db
        .selectFrom('submission_file')
        .selectAll()
        .where('submission_id', '=', id)
        .orderBy('position')
        .execute();
      return { submission, files };
    },

    async findMessage(id: string): Promise<MessageRow | undefined> {
      return db.selectFrom('message').selectAll().where('id', '=', id).executeTakeFirst();
    },

    /** The messages that one mail was filed as, the one that is acknowledged first. */
    async findMessagesOf(receiptId: string): Promise<MessageRow[]> {
      return db.selectFrom('message').selectAll().where('receipt_id', '=', receiptId).orderBy('id').execute();
    },

    /** Answers that were taken away before `before` and whose workflow has not heard of it. */
    async findUntold(before: string, limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('submission')
        .select('id')
        .where('delivered_at', 'is', null)
        .where('withdrawn_at', '<=', before)
        .orderBy('withdrawn_at')
        .limit(limit)
        .execute();
      return rows.map((row) => row.id);
    },

    /** Submissions and messages committed before `before` whose workflow has not taken them. */
    async findUndelivered(before: string, limit: number): Promise<{ submissions: string[]; messages: string[] }> {
      const submissions = await db
        .selectFrom('submission')
        .select('id')
        .where('delivered_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .where('received_at', '<=', before)
        .orderBy('received_at')
        .limit(limit)
        .execute();
      const messages = await db
        .selectFrom('message')
        .select('id')
        .where('delivered_at', 'is', null)
        .where('received_at', '<=', before)
        .orderBy('received_at')
        .limit(limit)
        .execute();
      return { submissions: submissions.map((row) => row.id), messages: messages.map((row) => row.id) };
    },

    async markDelivered(what: 'submission' | 'message', id: string, at: string): Promise<void> {
      await db
        .updateTable(what)
        .set({ delivered_at: at })
        .where('id', '=', id)
        .where('delivered_at', 'is', null)
        .execute();
    },

    /** Appends to a request's log, and to its tasks, outside the machine: for what arrives after its workflow has ended. */
    async log(requestId: string, entries: LogEntry[], tasks: TaskChange[] = []): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await lockRequest(trx, requestId);
        await appendLog(trx, requestId, entries);
        await changeTasks(trx, requestId, tasks, entries[0]?.at ?? '');
      });
    },

    /**
     * An answer that was at our door before the closing, and that only we were slow to deliver, makes a closed request an
     * answered one. Changes nothing otherwise.
     */
    async correctClosing(requestId: string, receivedAt: string, at: string, kind: SubmissionKind): Promise<void> {
      await db
        .updateTable('request')
        .set({ closed_as: kind === 'part' ? 'answeredInPart' : 'answered', answered_at: receivedAt, updated_at: at })
        .where('id', '=', requestId)
        .where('stage', '=', 'closed')
        .where('close_at', '>', receivedAt)
        .where('answered_at', 'is', null)
        .execute();
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
        const request = await lockRequest(trx, message.request_id);
        const known = await trx.selectFrom('submission').selectAll().where('id', '=', submissionId).executeTakeFirst();
        if (known) return known;
        const {
          request_id: requestId,
          receipt_id: receiptId,
          contact,
          sender,
          received_at: receivedAt,
          text,
        } = message;
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
        await trx.updateTable('message').set({ accepted_as: submissionId }).where('id', '=', messageId).execute();
        await closeTask(trx, `${requestId}#message/${messageId}`, at, `${by}: ${ACCEPTED[kind]}`);
        return row;
      });
    },

    /** Messages that count as answers by themselves once their files are scanned, oldest first. */
    async findAwaitingScan(limit: number): Promise<MessageRow[]> {
      return db
        .selectFrom('message')
        .selectAll()
        .where('awaits_scan', '=', true)
        .orderBy('received_at')
        .limit(limit)
        .execute();
    },

    /** The scanner has seen the files of a message; `doubt` is what it thinks of them, where it is nothing good. */
    async endAwaitingScan(messageId: string, doubt: string | null): Promise<void> {
      await db
        .updateTable('message')
        .set(doubt === null ? { awaits_scan: false } : { awaits_scan: false, doubt })
        .where('id', '=', messageId)
        .execute();
    },

    /** What a message asks for, as the Coordinator reads it. Changes nothing where it was said before. */
    async markAsk(messageId: string, kind: AskKind, until: string | null): Promise<void> {
      await db
        .updateTable('message')
        .set({ ask: kind, until_date: until })
        .where('id', '=', messageId)
        .where('ask', 'is', null)
        .execute();
    },

    /** The Coordinator's word whether all that a request has received is a part: no reminder is claimed after a full answer. */
    async markPart(requestId: string, isPart: boolean): Promise<void> {
      await db.transaction().execute(async (trx) => {
        await lockRequest(trx, requestId);
        const change = trx.updateTable('submission').where('request_id', '=', requestId);
        if (isPart) await change.set({ kind: 'part' }).execute();
        else await change.set({ kind: 'answer' }).where('kind', '=', 'part').execute();
      });
    },

    /** The Coordinator's word on a task, for instance that a message does not answer. */
    async closeTask(id: string, at: string, because: string): Promise<void> {
      await db.transaction().execute((trx) => closeTask(trx, id, at, because));
    },
  };
}

/** More than two years of every duty of every party. */
const FILEABLE = 2000;

const ACCEPTED: Record<SubmissionKind, string> = {
  answer: 'it answers',
  nil: 'it is a nil return',
  part: 'it answers in part',
};

async function insertSubmission(trx: Trx, submission: NewSubmission, plan: Plan): Promise<SubmissionRow> {
  const { id, requestId, via, receiptId, contact, sender, receivedAt, text, files, kind = 'answer' } = submission;
  const { forwardedBy = null, answers = null } = submission;
  const existing = await trx
    .selectFrom('submission')
    .select(['sender', 'part', 'version'])
    .where('request_id', '=', requestId)
    .execute();
  const placement = placeSubmission(existing, sender);
  const row = await trx
    .insertInto('submission')
    .values({
      id,
      request_id: requestId,
      via,
      receipt_id: receiptId,
      contact,
      sender,
      received_at: receivedAt,
      ...placement,
      text: withoutNul(text),
      is_late: isLate(plan, receivedAt),
      kind,
      forwarded_by: forwardedBy,
      answers: answers === null ? null : JSON.stringify(answers),
      delivered_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  for (const [position, file] of files.entries()) {
    await trx
      .insertInto('submission_file')
      .values({ submission_id: id, position, ...file, name: withoutNul(file.name) })
      .execute();
  }
  return row;
}

async function newestOf(db: Database | Trx, requestId: string, sender: string): Promise<SubmissionRow | undefined> {
  return db
    .selectFrom('submission')
    .selectAll()
    .where('request_id', '=', requestId)
    .where((eb) => eb(eb.fn('lower', ['sender']), '=', sender.toLowerCase()))
    .where('withdrawn_at', 'is', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** The sender's newest answer, where it holds the same words and files. An older version that comes again is a new one. */
async function findSame(
  trx: Trx,
  { requestId, sender, text, files }: NewSubmission,
): Promise<SubmissionRow | undefined> {
  const newest = await newestOf(trx, requestId, sender);
  if (!newest || wordsIn(newest.text) !== wordsIn(withoutNul(text))) return undefined;
  const own = await trx.selectFrom('submission_file').select('sha256').where('submission_id', '=', newest.id).execute();
  const sorted = (some: { sha256: string }[]): string =>
    some
      .map(({ sha256 }) => sha256)
      .sort()
      .join(' ');
  return sorted(own) === sorted(files) ? newest : undefined;
}

/** Mail programs break lines where they like. */
function wordsIn(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** Whether an attachment was sent as a file: not a picture of the text itself. */
export function wasSent({ isSent }: ReceiptSummary['attachments'][number]): boolean {
  return isSent !== false;
}

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
      request_id: requestId,
      receipt_id: receiptId,
      contact,
      sender,
      received_at: receivedAt,
      text: withoutNul(text),
      delivered_at: null,
      accepted_as: null,
      ask: ask?.kind ?? null,
      until_date: ask?.until ?? null,
      doubt: doubt ?? null,
      lacks: JSON.stringify(lacks),
      awaits_scan: awaitsScan,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function closeReceipt(
  trx: Trx,
  id: string,
  settled: { outcome: ReceiptOutcome; requestId: string | null; detail: string; at: string },
): Promise<void> {
  const { outcome, requestId, detail, at } = settled;
  await trx
    .updateTable('receipt')
    .set({ outcome, request_id: requestId, detail, handled_at: at })
    .where('id', '=', id)
    .where('handled_at', 'is', null)
    .execute();
}

async function closeTask(trx: Trx, id: string, at: string, because: string): Promise<void> {
  await trx
    .updateTable('task')
    .set({ done_at: at, done_because: because })
    .where('id', '=', id)
    .where('done_at', 'is', null)
    .execute();
}

/** PostgreSQL takes no U+0000 in text. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '');
}
