import { sql } from 'kysely';
import { answeredAs } from '../../domain/answered.js';
import { mailStep, stepKey } from '../../domain/keys.js';
import { AWAITED_STAGES, isHandedOver } from '../../domain/posting/handover.js';
import { lastPostOf } from '../../domain/posting/last-post.js';
import type { LeftPost } from '../../domain/posting/last-post.js';
import type { LogEntry } from '../../domain/request-events.js';
import type { Plan } from '../../domain/request-state.js';
import type {
  Claim,
  ClaimContext,
  ClaimRuling,
  Claims,
  Dispatch,
  EarlierNote,
  MailOut,
  NewMail,
  Outbox,
  SentNotes,
  WaitingRung,
} from '../../office/ports/outbox.js';
import type { RequestRecord } from '../../office/ports/requests.js';
import { appendLog, lockRequest } from './case-log.js';
import { changesOf } from './contact-store.js';
import type { Database, Trx } from './database.js';
import { ledgerOf } from './ledger-store.js';
import { toJson } from './text.js';

/** Outgoing mail: dispatch rows claim it, `mail_out` keeps its words and its Message-ID for every repeat. */
export function createOutboxStore(db: Database): Outbox & Claims & SentNotes {
  return {
    claimRung: (...args) => claimRung(db, ...args),
    claimMail: (...args) => claimMail(db, ...args),
    findRequest: (...args) => findRequest(db, ...args),
    findOpen: (...args) => findOpen(db, ...args),
    findEarlierNotes: (...args) => findEarlierNotes(db, ...args),
    findNewestTo: (...args) => findNewestTo(db, ...args),
    findContactNotes: (...args) => findContactNotes(db, ...args),
    isAcknowledged: (...args) => isAcknowledged(db, ...args),
    findMail: (...args) => findMail(db, ...args),
    beginSending: (...args) => beginSending(db, ...args),
    settleMail: (...args) => settleMail(db, ...args),
  };
}

async function claimRung(
  db: Database,
  input: { requestId: string; rung: string; at: string },
  rule: (context: ClaimContext) => ClaimRuling,
): Promise<Claim> {
  const { requestId, rung, at } = input;
  return db.transaction().execute(async (trx) => {
    const party = await lockParty(trx, requestId);
    const others = await findWaitingRequests(trx, { party, requestId, at });
    // In one order for all, so that no two claims wait for each other.
    for (const id of [requestId, ...others].sort()) await lockRequest(trx, id);
    const request = await lockRequest(trx, requestId);
    const dispatches = await findDispatches(trx, requestId, rung);
    const isClaimed = dispatches.some((row) => row.mailOutId !== null);
    const planned = dispatches.filter((row) => row.status === 'planned' && row.mailOutId === null);
    // A step that was claimed before is claimed again for whoever stands in since.
    if (!isClaimed || planned.length > 0) {
      if (await hasWholeAnswer(trx, requestId)) {
        const because = 'an answer is on record';
        await trx
          .updateTable('dispatch')
          .set({ status: 'cancelled', because })
          .where('requestId', '=', requestId)
          .where('rung', '=', rung)
          .where('mailOutId', 'is', null)
          .execute();
        return { claim: 'cancelled' };
      }
      const cycle = await trx
        .selectFrom('cycle')
        .select(['rules', 'reportDate', 'obligation'])
        .where('id', '=', request.cycleId)
        .executeTakeFirstOrThrow();
      const ledger = await ledgerOf(trx, { requestId, party, obligation: cycle.obligation });
      const earlier = await findEarlierNotes(trx, requestId);
      const waiting = await findWaitingRungs(trx, others, at);
      const changes = await changesOf(trx, party);
      const lastPostAt = lastPostOf(await findLeftPosts(trx, party), changes);
      const ruling = rule({
        request,
        cycle,
        dispatches: planned,
        earlier,
        ledger,
        changes,
        waiting,
        lastPostAt,
        isRepeat: isClaimed,
      });
      if (ruling.ruling === 'postpone') return { claim: 'postponed', until: ruling.until, why: ruling.why };
      for (const { dispatches: rows, mail } of ruling.mails) await claimFor(trx, mail, rows);
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
}

async function claimMail(
  db: Database,
  mail: NewMail,
  requests: { requestId: string; rung: string }[],
): Promise<MailOut> {
  return db.transaction().execute(async (trx) => {
    await insertMail(trx, mail, requests);
    return trx.selectFrom('mailOut').selectAll().where('stepKey', '=', mail.stepKey).executeTakeFirstOrThrow();
  });
}

async function findRequest(db: Database, requestId: string): Promise<RequestRecord | undefined> {
  return db.selectFrom('request').selectAll().where('id', '=', requestId).executeTakeFirst();
}

async function findOpen(db: Database, party: string): Promise<{ request: RequestRecord; earlier: EarlierNote[] }[]> {
  const rows = await db
    .selectFrom('request')
    .selectAll()
    .where('party', '=', party)
    .where('stage', 'in', AWAITED_STAGES)
    .orderBy('dueAt')
    .orderBy('id')
    .execute();
  const open: { request: RequestRecord; earlier: EarlierNote[] }[] = [];
  for (const request of rows) {
    if (!isHandedOver({ stage: request.stage, clockStartedAt: request.clockStartedAt })) continue;
    open.push({ request, earlier: await findEarlierNotes(db, request.id) });
  }
  return open;
}

async function findNewestTo(db: Database, requestId: string, contact: string): Promise<MailOut | undefined> {
  return db
    .selectFrom('mailOut')
    .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
    .selectAll('mailOut')
    .where('mailOutRequest.requestId', '=', requestId)
    .where('mailOut.contact', '=', contact)
    .where('mailOut.status', '=', 'sent')
    .orderBy('mailOut.datedAt', 'desc')
    .limit(1)
    .executeTakeFirst();
}

async function findContactNotes(db: Database, cycleId: string): Promise<{ step: string; datedAt: string }[]> {
  return db
    .selectFrom('mailOut')
    .select(['stepKey as step', 'datedAt'])
    .where('stepKey', 'like', mailStep.contactNote(cycleId, '%'))
    .where('status', '=', 'sent')
    .execute();
}

async function isAcknowledged(
  db: Database,
  of: {
    requestId: string;
    address: string;
    since: string;
    exceptId: string;
  },
): Promise<boolean> {
  const { requestId, address, since, exceptId } = of;
  const found = await db
    .selectFrom('mailOut')
    .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
    .select('mailOut.id')
    .where('mailOutRequest.requestId', '=', requestId)
    .where('mailOut.kind', '=', 'acknowledgement')
    .where((eb) => eb(eb.fn('lower', ['mailOut.toAddress']), '=', address.toLowerCase()))
    .where('mailOut.datedAt', '>', since)
    .where('mailOut.id', '<>', exceptId)
    .executeTakeFirst();
  return found !== undefined;
}

async function findMail(db: Database, id: string): Promise<MailOut | undefined> {
  return db.selectFrom('mailOut').selectAll().where('id', '=', id).executeTakeFirst();
}

async function beginSending(db: Database, id: string): Promise<MailOut> {
  return db.transaction().execute(async (trx) => {
    const mail = await trx.selectFrom('mailOut').selectAll().where('id', '=', id).forUpdate().executeTakeFirstOrThrow();
    if (mail.status === 'sent' || mail.status === 'failed') return mail;
    return trx
      .updateTable('mailOut')
      .set({
        status: 'sending',
        attempts: mail.attempts + 1,
        isPerhapsDoubled: mail.isPerhapsDoubled || mail.status === 'sending',
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  });
}

async function settleMail(
  db: Database,
  input: {
    mail: MailOut;
    status: 'sent' | 'failed' | 'deferred';
    reply: string;
    at: string;
  },
): Promise<void> {
  const { mail, status, reply, at } = input;
  await db.transaction().execute(async (trx) => {
    const requests = await trx.selectFrom('mailOutRequest').selectAll().where('mailOutId', '=', mail.id).execute();
    for (const { requestId, rung } of requests.sort(byRequest)) {
      await lockRequest(trx, requestId);
      const others = requests.flatMap((one) => (one.requestId === requestId ? [] : one.requestId));
      await appendLog(trx, requestId, [logOfMail({ mail, rung, others, status, reply, at })]);
    }
    await trx
      .updateTable('mailOut')
      .set({ status, reply, sentAt: status === 'sent' ? at : null })
      .where('id', '=', mail.id)
      .execute();
    if (status !== 'deferred')
      await trx.updateTable('dispatch').set({ status }).where('mailOutId', '=', mail.id).execute();
  });
}

/** The order in which requests are locked, here and by a claim. */
function byRequest(a: { requestId: string }, b: { requestId: string }): number {
  return a.requestId < b.requestId ? -1 : 1;
}

function logOfMail(input: {
  mail: MailOut;
  rung: string;
  /** The other requests that the mail is about. */
  others: string[];
  status: 'sent' | 'failed' | 'deferred';
  reply: string;
  at: string;
}): LogEntry {
  const { mail, rung, others, status, reply, at } = input;
  const data = {
    mail: mail.id,
    rung,
    contact: mail.contact,
    to: mail.toAddress,
    subject: mail.subject,
    reply,
    ...(others.length > 0 ? { with: others.join(', ') } : {}),
  };
  const isAcknowledgement = mail.kind === 'acknowledgement';
  if (status === 'sent')
    return { key: stepKey.posted(mail.id), kind: isAcknowledgement ? 'acknowledged' : 'posted', at, data };
  return {
    key: stepKey.notPosted(status, mail.id, mail.attempts),
    kind: 'postFailed',
    at,
    data: { ...data, isFinal: status === 'failed' },
  };
}

/** One claim at a time for a party, whatever the request: what is due on one day is seen by one of them alone. */
async function lockParty(trx: Trx, requestId: string): Promise<string> {
  const { party } = await trx
    .selectFrom('request')
    .select('party')
    .where('id', '=', requestId)
    .executeTakeFirstOrThrow();
  await sql`select pg_advisory_xact_lock(hashtextextended(${`post/${party}`}, 0))`.execute(trx);
  return party;
}

/** So far ahead a rung may be due on what is today somewhere. */
const DAY_AHEAD_MS = 86_400_000;

async function findWaitingRequests(
  trx: Trx,
  { party, requestId, at }: { party: string; requestId: string; at: string },
): Promise<string[]> {
  const rows = await trx
    .selectFrom('dispatch')
    .innerJoin('request', 'request.id', 'dispatch.requestId')
    .select('request.id')
    .distinct()
    .where('request.party', '=', party)
    .where('request.id', '<>', requestId)
    .where('request.stage', '<>', 'closed')
    .where('dispatch.status', '=', 'planned')
    .where('dispatch.sendAt', '<', dayAfter(at))
    .execute();
  return rows.map((row) => row.id);
}

async function findWaitingRungs(trx: Trx, requestIds: string[], at: string): Promise<WaitingRung[]> {
  const waiting: WaitingRung[] = [];
  for (const requestId of [...requestIds].sort()) {
    if (await hasWholeAnswer(trx, requestId)) continue;
    const request = await lockRequest(trx, requestId);
    const [obligation = ''] = requestId.split('/');
    const earlier = await findEarlierNotes(trx, requestId);
    const ledger = await ledgerOf(trx, { requestId, party: request.party, obligation });
    const rows = await trx
      .selectFrom('dispatch')
      .selectAll()
      .where('requestId', '=', requestId)
      .where('status', '=', 'planned')
      .where('sendAt', '<', dayAfter(at))
      .orderBy('contact')
      .execute();
    for (const rung of new Set(rows.map((row) => row.rung)))
      waiting.push({ request, rung, dispatches: rows.filter((row) => row.rung === rung), earlier, ledger });
  }
  return waiting;
}

function dayAfter(at: string): string {
  return new Date(Date.parse(at) + DAY_AHEAD_MS).toISOString();
}

/** The newest note or letter to each contact of a party that was not refused. */
async function findLeftPosts(trx: Trx, party: string): Promise<LeftPost[]> {
  return trx
    .selectFrom('mailOut')
    .select(({ fn }) => ['contact', fn.max('datedAt').as('at')])
    .where('party', '=', party)
    .where('kind', 'in', ['note', 'letter'])
    .where('status', '<>', 'failed')
    .groupBy('contact')
    .execute();
}

async function findDispatches(trx: Trx, requestId: string, rung: string): Promise<Dispatch[]> {
  return trx
    .selectFrom('dispatch')
    .selectAll()
    .where('requestId', '=', requestId)
    .where('rung', '=', rung)
    .orderBy('contact')
    .execute();
}

async function claimFor(trx: Trx, mail: NewMail, rows: Dispatch[]): Promise<void> {
  const requests = rows.map(({ requestId, rung }) => ({ requestId, rung }));
  await insertMail(trx, mail, requests);
  for (const { requestId, rung, contact } of rows) {
    await trx
      .updateTable('dispatch')
      .set({ status: 'claimed', mailOutId: mail.id })
      .where('requestId', '=', requestId)
      .where('rung', '=', rung)
      .where('contact', '=', contact)
      .execute();
  }
}

/** Whether all that was asked for is on record: of an answer in part the rest is still asked for. */
async function hasWholeAnswer(trx: Trx, requestId: string): Promise<boolean> {
  const rows = await trx
    .selectFrom('submission')
    .select('kind')
    .where('requestId', '=', requestId)
    .where('withdrawnAt', 'is', null)
    .execute();
  return answeredAs(rows.map(({ kind }) => kind)) === 'answered';
}

/** The notes that went to the mission; where none could be delivered, the letters that stood in for them. */
export async function findEarlierNotes(trx: Database | Trx, requestId: string): Promise<EarlierNote[]> {
  const rows = await trx
    .selectFrom('mailOut')
    .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
    .select(['mailOut.datedAt', 'mailOut.messageId', 'mailOut.kind'])
    .where('mailOutRequest.requestId', '=', requestId)
    .where('mailOut.kind', 'in', ['note', 'letter'])
    .where('mailOut.status', '<>', 'failed')
    .orderBy('mailOut.datedAt')
    .execute();
  const notes = rows.filter((row) => row.kind === 'note');
  return (notes.length > 0 ? notes : rows).map((row) => ({ datedAt: row.datedAt, messageId: row.messageId }));
}

async function findMailsOf(trx: Trx, requestId: string, rung: string): Promise<MailOut[]> {
  return trx
    .selectFrom('mailOut')
    .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
    .selectAll('mailOut')
    .where('mailOutRequest.requestId', '=', requestId)
    .where('mailOutRequest.rung', '=', rung)
    .orderBy('mailOut.id')
    .execute();
}

async function fixPlan(trx: Trx, requestId: string, plan: Plan, at: string): Promise<void> {
  const { due, dueAt, lateAfterAt } = plan;
  await trx
    .updateTable('request')
    .set({ plan: toJson(plan), dueDate: due.date, dueAt, lateAfterAt, updatedAt: at })
    .where('id', '=', requestId)
    .execute();
}

/**
 * Claims a mail, once for its step. Two workers may do so at the same moment: whatever key of the first is met first, the second
 * waits for it and writes nothing.
 */
export async function insertMail(
  trx: Trx,
  mail: NewMail,
  requests: { requestId: string; rung: string }[],
): Promise<void> {
  const inserted = await trx
    .insertInto('mailOut')
    .values({ ...mail, status: 'claimed', attempts: 0, isPerhapsDoubled: false, reply: null, sentAt: null })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted) return;
  for (const { requestId, rung } of requests) {
    await trx.insertInto('mailOutRequest').values({ mailOutId: mail.id, requestId, rung }).execute();
  }
}
