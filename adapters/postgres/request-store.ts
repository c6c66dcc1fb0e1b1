import type { RecordEffect } from '../../domain/request-events.js';
import { openPauses } from '../../domain/ledger.js';
import { openRequest } from '../../domain/request.js';
import type { RequestState } from '../../domain/request-state.js';
import type { ContactChange } from '../../domain/contact.js';
import type { Role } from '../../domain/mandate.js';
import { appendLog, changeTasks, lockRequest } from './case-log.js';
import { changesOf } from './contact-store.js';
import type { Database, Trx } from './database.js';
import { ledgerOf } from './ledger-store.js';
import { projectionColumns } from './projection.js';

/** A recipient of a rung: the contact that holds one of its roles today. */
export interface Recipient {
  contact: string;
  role: string;
}

export type RequestStore = ReturnType<typeof createRequestStore>;

/** What the request machine decided, written down. */
export function createRequestStore(db: Database) {
  return {
    /** The states of requests at their opening, in the order asked for. */
    async loadRequests(requestIds: string[]): Promise<RequestState[]> {
      const rows = await db
        .selectFrom('request')
        .innerJoin('cycle', 'cycle.id', 'request.cycle_id')
        .select(['request.id as requestId', 'request.party', 'request.plan', 'request.is_released', 'cycle.obligation'])
        .where('request.id', 'in', requestIds)
        .execute();
      const states: RequestState[] = [];
      for (const id of requestIds) {
        const row = rows.find((one) => one.requestId === id);
        if (!row) continue;
        const { requestId, party, plan, is_released: isReleased } = row;
        // A pause that was recorded since the opening found no workflow to tell.
        const pauses = openPauses(await ledgerOf(db, row));
        states.push(openRequest({ requestId, party, plan, isReleased, pauses }));
      }
      return states;
    },

    async findRequest(requestId: string) {
      return db.selectFrom('request').selectAll().where('id', '=', requestId).executeTakeFirst();
    },

    /** Log, projection, dispatch rows and tasks of one decision, in one transaction; a repeat changes nothing. */
    async record(
      effect: RecordEffect,
      recipientsOf: (roles: Role[], changes: ContactChange[]) => Recipient[],
    ): Promise<void> {
      const { requestId, at, log, projection, plan, dispatches, tasks } = effect;
      await db.transaction().execute(async (trx) => {
        const { party } = await lockRequest(trx, requestId);
        await appendLog(trx, requestId, log);
        const columns = {
          ...projectionColumns(projection, at),
          ...(plan === undefined ? {} : { plan: JSON.stringify(plan) }),
        };
        await trx.updateTable('request').set(columns).where('id', '=', requestId).execute();
        const changes = dispatches.length > 0 ? await changesOf(trx, party) : [];
        for (const dispatch of dispatches)
          await writeDispatch(trx, requestId, dispatch, recipientsOf(dispatch.roles, changes));
        await changeTasks(trx, requestId, tasks, at);
      });
    },
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
        request_id: requestId,
        rung,
        contact,
        role,
        tone,
        decide_at: decideAt,
        send_at: sendAt,
        status,
        because: cancelledBecause,
        mail_out_id: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['request_id', 'rung', 'contact'])
          .doUpdateSet({ decide_at: decideAt, send_at: sendAt, status, because: cancelledBecause })
          // What has a mail is out of the machine's hands.
          .where('dispatch.mail_out_id', 'is', null),
      )
      .execute();
  }
}
