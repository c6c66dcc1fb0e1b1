import type { Selectable } from 'kysely';
import type { ContactChange } from '../../domain/contact.js';
import { askOf, mailStep } from '../../domain/keys.js';
import { openPauses } from '../../domain/ledger.js';
import type { Role } from '../../domain/mandate.js';
import type { RecordEffect } from '../../domain/request-events.js';
import { ASK_KINDS } from '../../domain/request-state.js';
import type { DeliveryStatus, RequestState } from '../../domain/request-state.js';
import { restoreRequest } from '../../domain/restoration.js';
import type { RecordedRequest } from '../../domain/restoration.js';
import type { Recipient, Requests } from '../../office/ports/requests.js';
import { appendLog, changeTasks, lockRequest } from './case-log.js';
import { changesOf } from './contact-store.js';
import type { Database, Trx } from './database.js';
import { ledgerOf } from './ledger-store.js';
import { projectionColumns } from './projection.js';
import type { CaseLogTable, RequestTable } from './schema.js';
import { toJson } from './text.js';

/** The requests of a cycle, by id. */
export async function requestsOf(db: Database, cycleId: string): Promise<Selectable<RequestTable>[]> {
  return db.selectFrom('request').selectAll().where('cycleId', '=', cycleId).orderBy('id').execute();
}

/** The case log of a request, in its order. */
export async function logOf(db: Database, requestId: string): Promise<Selectable<CaseLogTable>[]> {
  return db.selectFrom('caseLog').selectAll().where('requestId', '=', requestId).orderBy('seq').execute();
}

/** What the request machine decided, written down. */
export function createRequestStore(db: Database): Requests {
  return {
    loadRequests: (...args) => loadRequests(db, ...args),
    findRequest: (...args) => findRequest(db, ...args),
    findRequestsOf: (...args) => findRequestsOf(db, ...args),
    findNextStep: (...args) => findNextStep(db, ...args),
    isAnyScheduled: (...args) => isAnyScheduled(db, ...args),
    findLog: (...args) => findLog(db, ...args),
    record: (...args) => record(db, ...args),
  };
}

async function loadRequests(db: Database, requestIds: string[]): Promise<RequestState[]> {
  const rows = await db
    .selectFrom('request')
    .innerJoin('cycle', 'cycle.id', 'request.cycleId')
    .selectAll('request')
    .select(['request.id as requestId', 'cycle.obligation'])
    .where('request.id', 'in', requestIds)
    .execute();
  const states: RequestState[] = [];
  for (const id of requestIds) {
    const row = rows.find((one) => one.requestId === id);
    if (!row) continue;
    const { party, plan, stage, rungs, isReleased } = row;
    states.push(
      restoreRequest({
        requestId: id,
        party,
        plan,
        isReleased,
        stage,
        rungs,
        closedAs: row.closedAs,
        clockStartedAt: row.clockStartedAt,
        answeredAt: row.answeredAt,
        holdUntil: row.holdUntil,
        parkedBecause: row.parkedBecause,
        // A pause that was recorded since the opening found no workflow to tell.
        pauses: openPauses(await ledgerOf(db, row)),
        ...(await heardOf(db, row)),
      }),
    );
  }
  return states;
}

async function findRequest(db: Database, requestId: string) {
  return db.selectFrom('request').selectAll().where('id', '=', requestId).executeTakeFirst();
}

async function findRequestsOf(db: Database, cycleId: string) {
  return requestsOf(db, cycleId);
}

async function findNextStep(
  db: Database,
  after: string,
): Promise<{ party: string; rung: string | null; at: string | null } | undefined> {
  return db
    .selectFrom('request')
    .select(['party', 'nextRung as rung', 'nextAt as at'])
    .where('nextAt', '>', after)
    .orderBy('nextAt')
    .limit(1)
    .executeTakeFirst();
}

async function isAnyScheduled(db: Database): Promise<boolean> {
  const found = await db.selectFrom('request').select('id').where('stage', '=', 'scheduled').executeTakeFirst();
  return found !== undefined;
}

async function findLog(db: Database, requestId: string): Promise<Selectable<CaseLogTable>[]> {
  return logOf(db, requestId);
}

async function record(
  db: Database,
  effect: RecordEffect,
  recipientsOf: (roles: Role[], changes: ContactChange[]) => Recipient[],
): Promise<void> {
  const { requestId, at, log, projection, plan, dispatches, tasks } = effect;
  await db.transaction().execute(async (trx) => {
    const { party } = await lockRequest(trx, requestId);
    await appendLog(trx, requestId, log);
    const columns = {
      ...projectionColumns(projection, at),
      ...(plan === undefined ? {} : { plan: toJson(plan) }),
    };
    await trx.updateTable('request').set(columns).where('id', '=', requestId).execute();
    const changes = dispatches.length > 0 ? await changesOf(trx, party) : [];
    for (const dispatch of dispatches)
      await writeDispatch(trx, requestId, dispatch, recipientsOf(dispatch.roles, changes));
    await changeTasks(trx, requestId, tasks, at);
  });
}

/** What the workflow of a request has heard and done, as the record tells it. */
async function heardOf(
  db: Database,
  { id: requestId, party, asks, stage, closedAs }: Selectable<RequestTable>,
): Promise<Pick<RecordedRequest, 'submissions' | 'messageIds' | 'deliveries' | 'asks' | 'justifiedBy' | 'parkedAt'>> {
  const submissions = await db
    .selectFrom('submission')
    .selectAll()
    .where('requestId', '=', requestId)
    .where('deliveredAt', 'is not', null)
    .where('withdrawnAt', 'is', null)
    .orderBy('receivedAt')
    .execute();
  const messages = await db
    .selectFrom('message')
    .select('id')
    .where('requestId', '=', requestId)
    .where('deliveredAt', 'is not', null)
    .orderBy('receivedAt')
    .execute();
  const mails = await db
    .selectFrom('mailOut')
    .innerJoin('mailOutRequest', 'mailOutRequest.mailOutId', 'mailOut.id')
    .select(['mailOut.contact', 'mailOut.status', 'mailOut.kind', 'mailOut.stepKey'])
    .where('mailOutRequest.requestId', '=', requestId)
    .orderBy('mailOut.recordedAt')
    .execute();
  const failed = await db
    .selectFrom('contactChange')
    .select(['contact', 'kind'])
    .where('party', '=', party)
    .where('contact', 'is not', null)
    .orderBy('seq')
    .execute();
  const deliveries: Record<string, DeliveryStatus> = {};
  for (const { contact, status, kind } of mails)
    if (contact !== null && (kind === 'note' || kind === 'letter') && (status === 'sent' || status === 'failed'))
      deliveries[contact] = status;
  // What came back has made the address a failed one.
  for (const [contact] of Object.entries(deliveries))
    if (failed.findLast((one) => one.contact === contact)?.kind === 'failed') deliveries[contact] = 'bounced';
  const waiting = await db
    .selectFrom('task')
    .select(['id', 'kind', 'data'])
    .where('requestId', '=', requestId)
    .where('kind', 'in', [...ASK_KINDS])
    .where('doneAt', 'is', null)
    .orderBy('raisedAt')
    .execute();
  const log = await db
    .selectFrom('caseLog')
    .select(['kind', 'at', 'data'])
    .where('requestId', '=', requestId)
    .where('kind', 'in', ['settled', 'parked'])
    .orderBy('seq')
    .execute();
  const justified = log.findLast(({ kind, data }) => kind === 'settled' && data['ask'] === 'justification');
  const settled = new Set(
    mails.filter(({ status }) => status === 'sent' || status === 'failed').map((one) => one.stepKey),
  );
  return {
    submissions: submissions.map(({ id, sender, kind, via, ...row }) => ({
      id,
      sender,
      receivedAt: row.receivedAt,
      isLate: row.isLate,
      ...(kind === 'answer' ? {} : { kind }),
      isAcknowledged: via === 'message' || via === 'desk' || settled.has(mailStep.acknowledgement(requestId, id)),
    })),
    messageIds: messages.map(({ id }) => id),
    deliveries,
    asks: waiting.flatMap(({ id, kind, data }) => {
      const ask = ASK_KINDS.find((one) => one === kind);
      const event = askOf(id, requestId, kind);
      return ask === undefined || !asks.includes(ask)
        ? []
        : [{ id: event, kind: ask, message: String(data['message'] ?? event) }];
    }),
    justifiedBy: stage === 'justified' || closedAs === 'justified' ? String(justified?.data['by'] ?? '') : null,
    parkedAt: log.findLast(({ kind }) => kind === 'parked')?.at ?? null,
  };
}

async function writeDispatch(
  trx: Trx,
  requestId: string,
  dispatch: RecordEffect['dispatches'][number],
  recipients: Recipient[],
): Promise<void> {
  const { rung, tone, decideAt, sendAt, cancelledBecause } = dispatch;
  const status = cancelledBecause === null ? 'planned' : 'cancelled';
  for (const { contact, role } of recipients) {
    await trx
      .insertInto('dispatch')
      .values({
        requestId,
        rung,
        contact,
        role,
        tone,
        decideAt,
        sendAt,
        status,
        because: cancelledBecause,
        mailOutId: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['requestId', 'rung', 'contact'])
          .doUpdateSet({ decideAt, sendAt, status, because: cancelledBecause })
          // What has a mail is out of the machine's hands.
          .where('dispatch.mailOutId', 'is', null),
      )
      .execute();
  }
}
