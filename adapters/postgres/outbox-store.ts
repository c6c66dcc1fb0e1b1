import type { Selectable } from 'kysely';
import type { LedgerEntry } from '../../domain/ledger.js';
import type { Rules } from '../../domain/mandate.js';
import type { Plan } from '../../domain/request-state.js';
import type { LogEntry } from '../../domain/request-events.js';
import { appendLog, lockRequest } from './case-log.js';
import type { Database, Trx } from './database.js';
import { ledgerOf } from './ledger-store.js';
import type { DispatchTable, MailOutTable, RequestTable } from './schema.js';

export type MailOut = Selectable<MailOutTable>;
export type RequestRow = Selectable<RequestTable>;
export type DispatchRow = Selectable<DispatchTable>;

/** A mail as composed, before it is offered to any server. */
export type NewMail = Pick<
  MailOut,
  | 'id'
  | 'step_key'
  | 'message_id'
  | 'kind'
  | 'party'
  | 'contact'
  | 'language'
  | 'to_name'
  | 'to_address'
  | 'reply_address'
  | 'envelope_from'
  | 'subject'
  | 'text'
  | 'html'
  | 'in_reply_to'
  | 'is_automatic_reply'
  | 'dated_at'
>;

/** An earlier note of the same request that a reminder refers to. */
export interface EarlierNote {
  /** Business time of the note. */
  datedAt: string;
  messageId: string;
}

export interface ClaimContext {
  request: RequestRow;
  /** The rules and the report date that the cycle was opened with. */
  cycle: { rules: Rules; reportDate: string };
  dispatches: DispatchRow[];
  earlier: EarlierNote[];
  /** Extensions and pauses that concern the request. */
  ledger: LedgerEntry[];
}

/** What the composer decides under the lock: send these mails (with a plan that the note fixes), or wait. */
export type ClaimRuling =
  | { ruling: 'send'; mails: { dispatch: DispatchRow; mail: NewMail }[]; plan: Plan | null }
  | { ruling: 'postpone'; until: string; because: string };

export type Claim =
  | { claim: 'cancelled' }
  | { claim: 'postponed'; until: string; because: string }
  | { claim: 'mails'; mails: MailOut[]; plan: Plan };

export type OutboxStore = ReturnType<typeof createOutboxStore>;

/** Outgoing mail: dispatch rows claim it, `mail_out` keeps its words and its Message-ID for every repeat. */
export function createOutboxStore(db: Database) {
  return {
    /**
     * Turns the dispatch rows of a rung into mails, once: recipients, words, reply address and Message-ID are fixed here.
     * Nothing is claimed where an answer is on record.
     */
    async claimRung(
      input: { requestId: string; rung: string; at: string },
      rule: (context: ClaimContext) => ClaimRuling,
    ): Promise<Claim> {
      const { requestId, rung, at } = input;
      return db.transaction().execute(async (trx) => {
        const request = await lockRequest(trx, requestId);
        const dispatches = await trx
          .selectFrom('dispatch')
          .selectAll()
          .where('request_id', '=', requestId)
          .where('rung', '=', rung)
          .orderBy('contact')
          .execute();
        const claimed = dispatches.flatMap((row) => row.mail_out_id ?? []);
        if (claimed.length === 0) {
          if (await hasSubmission(trx, requestId)) {
            const because = 'an answer is on record';
            await trx
              .updateTable('dispatch')
              .set({ status: 'cancelled', because })
              .where('request_id', '=', requestId)
              .where('rung', '=', rung)
              .execute();
            return { claim: 'cancelled' };
          }
          const planned = dispatches.filter((row) => row.status === 'planned');
          const cycle = await trx
            .selectFrom('cycle')
            .select(['rules', 'report_date as reportDate', 'obligation'])
            .where('id', '=', request.cycle_id)
            .executeTakeFirstOrThrow();
          const ledger = await ledgerOf(trx, { requestId, party: request.party, obligation: cycle.obligation });
          const earlier = await findEarlierNotes(trx, requestId);
          const ruling = rule({ request, cycle, dispatches: planned, earlier, ledger });
          if (ruling.ruling === 'postpone') return { claim: 'postponed', until: ruling.until, because: ruling.because };
          for (const { dispatch, mail } of ruling.mails) {
            await insertMail(trx, mail, [{ requestId, rung }]);
            await trx
              .updateTable('dispatch')
              .set({ status: 'claimed', mail_out_id: mail.id })
              .where('request_id', '=', requestId)
              .where('rung', '=', rung)
              .where('contact', '=', dispatch.contact)
              .execute();
          }
          if (ruling.plan) await fixPlan(trx, requestId, ruling.plan, at);
        }
        const mails = await findMailsOf(trx, requestId, rung);
        const { plan } = await trx
          .selectFrom('request')
          .select('plan')
          .where('id', '=', requestId)
          .executeTakeFirstOrThrow();
        return { claim: 'mails', mails, plan };
      });
    },

    /** Writes a mail once by its step key, with the requests that it belongs to; a repeat returns the first. */
    async claimMail(mail: NewMail, requests: { requestId: string; rung: string }[]): Promise<MailOut> {
      return db.transaction().execute(async (trx) => {
        await insertMail(trx, mail, requests);
        return trx.selectFrom('mail_out').selectAll().where('step_key', '=', mail.step_key).executeTakeFirstOrThrow();
      });
    },

    async findRequest(requestId: string): Promise<RequestRow | undefined> {
      return db.selectFrom('request').selectAll().where('id', '=', requestId).executeTakeFirst();
    },

    /** The notes to which a further post of the request refers, oldest first. */
    async findEarlierNotes(requestId: string): Promise<EarlierNote[]> {
      return findEarlierNotes(db, requestId);
    },

    async findMail(id: string): Promise<MailOut | undefined> {
      return db.selectFrom('mail_out').selectAll().where('id', '=', id).executeTakeFirst();
    },

    /**
     * Marks a mail as offered to a server. A mail that was offered before without a recorded outcome may have been
     * received: it is marked as perhaps doubled and leaves again under the same Message-ID.
     */
    async beginSending(id: string): Promise<MailOut> {
      return db.transaction().execute(async (trx) => {
        const mail = await trx
          .selectFrom('mail_out')
          .selectAll()
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirstOrThrow();
        if (mail.status === 'sent' || mail.status === 'failed') return mail;
        return trx
          .updateTable('mail_out')
          .set({
            status: 'sending',
            attempts: mail.attempts + 1,
            is_perhaps_doubled: mail.is_perhaps_doubled || mail.status === 'sending',
          })
          .where('id', '=', id)
          .returningAll()
          .executeTakeFirstOrThrow();
      });
    },

    /** Records what the server said, with its entry in the log of every request of the mail. */
    async settleMail(input: {
      mail: MailOut;
      status: 'sent' | 'failed' | 'deferred';
      reply: string;
      at: string;
    }): Promise<void> {
      const { mail, status, reply, at } = input;
      await db.transaction().execute(async (trx) => {
        const requests = await trx
          .selectFrom('mail_out_request')
          .selectAll()
          .where('mail_out_id', '=', mail.id)
          .orderBy('request_id')
          .execute();
        for (const { request_id: requestId, rung } of requests) {
          await lockRequest(trx, requestId);
          await appendLog(trx, requestId, [logOfMail({ mail, rung, status, reply, at })]);
        }
        await trx
          .updateTable('mail_out')
          .set({ status, reply, sent_at: status === 'sent' ? at : null })
          .where('id', '=', mail.id)
          .execute();
        if (status !== 'deferred')
          await trx.updateTable('dispatch').set({ status }).where('mail_out_id', '=', mail.id).execute();
      });
    },
  };
}

function logOfMail(input: {
  mail: MailOut;
  rung: string;
  status: 'sent' | 'failed' | 'deferred';
  reply: string;
  at: string;
}): LogEntry {
  const { mail, rung, status, reply, at } = input;
  const data = { mail: mail.id, rung, contact: mail.contact, to: mail.to_address, subject: mail.subject, reply };
  const isAcknowledgement = mail.kind === 'acknowledgement';
  if (status === 'sent')
    return { key: `posted/${mail.id}`, kind: isAcknowledgement ? 'acknowledged' : 'posted', at, data };
  return {
    key: `${status}/${mail.id}/${mail.attempts}`,
    kind: 'postFailed',
    at,
    data: { ...data, isFinal: status === 'failed' },
  };
}

async function hasSubmission(trx: Trx, requestId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('submission')
    .select('id')
    .where('request_id', '=', requestId)
    // Of an answer in part the rest is still asked for.
    .where('kind', '<>', 'part')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The notes that went to the mission; where none could be delivered, the letters that stood in for them. */
async function findEarlierNotes(trx: Database | Trx, requestId: string): Promise<EarlierNote[]> {
  const rows = await trx
    .selectFrom('mail_out')
    .innerJoin('mail_out_request', 'mail_out_request.mail_out_id', 'mail_out.id')
    .select(['mail_out.dated_at', 'mail_out.message_id', 'mail_out.kind'])
    .where('mail_out_request.request_id', '=', requestId)
    .where('mail_out.kind', 'in', ['note', 'letter'])
    .where('mail_out.status', '<>', 'failed')
    .orderBy('mail_out.dated_at')
    .execute();
  const notes = rows.filter((row) => row.kind === 'note');
  return (notes.length > 0 ? notes : rows).map((row) => ({ datedAt: row.dated_at, messageId: row.message_id }));
}

async function findMailsOf(trx: Trx, requestId: string, rung: string): Promise<MailOut[]> {
  return trx
    .selectFrom('mail_out')
    .innerJoin('mail_out_request', 'mail_out_request.mail_out_id', 'mail_out.id')
    .selectAll('mail_out')
    .where('mail_out_request.request_id', '=', requestId)
    .where('mail_out_request.rung', '=', rung)
    .orderBy('mail_out.id')
    .execute();
}

async function fixPlan(trx: Trx, requestId: string, plan: Plan, at: string): Promise<void> {
  const { due, dueAt, lateAfterAt } = plan;
  await trx
    .updateTable('request')
    .set({ plan: JSON.stringify(plan), due_date: due.date, due_at: dueAt, late_after_at: lateAfterAt, updated_at: at })
    .where('id', '=', requestId)
    .execute();
}

async function insertMail(trx: Trx, mail: NewMail, requests: { requestId: string; rung: string }[]): Promise<void> {
  const inserted = await trx
    .insertInto('mail_out')
    .values({ ...mail, status: 'claimed', attempts: 0, is_perhaps_doubled: false, reply: null, sent_at: null })
    .onConflict((conflict) => conflict.column('step_key').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return;
  for (const { requestId, rung } of requests) {
    await trx.insertInto('mail_out_request').values({ mail_out_id: mail.id, request_id: requestId, rung }).execute();
  }
}
