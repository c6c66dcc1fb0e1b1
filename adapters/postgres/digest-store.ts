import { sql } from 'kysely';
import { BY_ITSELF, actorWords } from '../../domain/actor.js';
import type { DigestArrival, DigestRequest, DigestTask, NewSuccessor } from '../../domain/digest.js';
import type { DigestRecord, Digests, FiledDigest, Told } from '../../office/ports/digests.js';
import type { NewMail } from '../../office/ports/outbox.js';
import type { Database, Trx } from './database.js';
import { insertMail } from './outbox-store.js';

/** Digests, one a date at most, and what they have told of. */
export function createDigestStore(db: Database): Digests {
  return {
    findDigest: (date: string): Promise<FiledDigest | null> => findDigest(db, date),

    async findRecord(date: string): Promise<DigestRecord> {
      return db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          const last = await trx
            .selectFrom('digest')
            .select('date')
            .where('date', '<', date)
            .orderBy('date', 'desc')
            .limit(1)
            .executeTakeFirst();
          return {
            requests: await findRequests(trx),
            tasks: await findTasks(trx),
            arrivals: [...(await findSubmissions(trx)), ...(await findMessages(trx))],
            successors: await findSuccessors(trx),
            lastDate: last?.date ?? null,
          };
        });
    },

    async fileDigest(digest: { date: string; at: string; mail: NewMail | null; told: Told[] }): Promise<FiledDigest> {
      const { date, at, mail, told } = digest;
      return db.transaction().execute(async (trx) => {
        if (!(await findDigest(trx, date))?.mail && mail) await insertMail(trx, mail, []);
        const inserted = await trx
          .insertInto('digest')
          .values({ date, composedAt: at, mailOutId: mail?.id ?? null })
          .onConflict((conflict) =>
            conflict
              .column('date')
              .doUpdateSet({ composedAt: at, mailOutId: mail?.id ?? null })
              .where('digest.mailOutId', 'is', null),
          )
          .returning('date')
          .executeTakeFirst();
        if (inserted) await markTold(trx, date, told);
        const filed = await findDigest(trx, date);
        if (!filed) throw new Error(`the digest of ${date} was written and is not there`);
        return filed;
      });
    },
  };
}

async function findDigest(db: Database | Trx, date: string): Promise<FiledDigest | null> {
  const row = await db
    .selectFrom('digest')
    .leftJoin('mailOut', 'mailOut.id', 'digest.mailOutId')
    .select(['digest.date', 'mailOut.id', 'mailOut.subject'])
    .where('digest.date', '=', date)
    .executeTakeFirst();
  if (!row) return null;
  const { id, subject } = row;
  return { date: row.date, mail: id === null || subject === null ? null : { id, subject } };
}

async function markTold(trx: Trx, date: string, told: Told[]): Promise<void> {
  for (const { what, id } of told) {
    await trx
      .insertInto('digestArrival')
      .values({ what, id, digestDate: date })
      .onConflict((conflict) => conflict.columns(['what', 'id']).doNothing())
      .execute();
  }
}

async function findSuccessors(trx: Trx): Promise<NewSuccessor[]> {
  const rows = await trx
    .selectFrom('contactChange')
    .leftJoin('digestArrival', (join) =>
      join.onRef('digestArrival.id', '=', 'contactChange.id').on('digestArrival.what', '=', 'successor'),
    )
    .select(['contactChange.id', 'party', 'contact', 'name', 'address'])
    .where('kind', '=', 'replaced')
    .where('recordedBy', 'in', Object.values(BY_ITSELF).map(actorWords))
    .where('digestArrival.id', 'is', null)
    .orderBy('seq')
    .execute();
  return rows.map(({ id, party, contact, name, address }) => ({
    id,
    party,
    contact: contact ?? '',
    successor: name ?? '',
    address: address ?? '',
  }));
}

async function findRequests(trx: Trx): Promise<DigestRequest[]> {
  return trx
    .selectFrom('request')
    .select((select) => [
      'id',
      'stage',
      'isReleased',
      'dueDate',
      'lateAfterAt',
      'clockStartedAt',
      'holdUntil',
      'parkedBecause',
      'pausedBecause',
      'asks',
      'plan',
      'rungs',
      select
        .selectFrom('caseLog')
        .select('caseLog.at')
        .whereRef('caseLog.requestId', '=', 'request.id')
        .where('caseLog.kind', '=', 'notReached')
        .orderBy('caseLog.seq', 'desc')
        .limit(1)
        .as('notReachedAt'),
    ])
    .where('stage', '<>', 'closed')
    .orderBy('id')
    .execute();
}

async function findTasks(trx: Trx): Promise<DigestTask[]> {
  const rows = await trx
    .selectFrom('task')
    .leftJoin('receipt', 'receipt.id', 'task.receiptId')
    .select(['task.kind', 'task.requestId', 'task.receiptId', 'task.data', 'task.raisedAt', 'receipt.summary'])
    .where('task.doneAt', 'is', null)
    .orderBy('task.raisedAt')
    .orderBy('task.id')
    .execute();
  return rows.map(({ summary, ...task }) => ({
    ...task,
    mail: summary === null ? null : { from: summary.from.join(', '), subject: summary.subject },
  }));
}

async function findSubmissions(trx: Trx): Promise<DigestArrival[]> {
  const rows = await trx
    .selectFrom('submission')
    .leftJoin('digestArrival', (join) =>
      join.onRef('digestArrival.id', '=', 'submission.id').on('digestArrival.what', '=', 'submission'),
    )
    .select((select) => [
      'submission.id',
      'submission.requestId',
      'submission.sender',
      'submission.receivedAt',
      'submission.isLate',
      'submission.part',
      'submission.version',
      select
        .selectFrom('submissionFile')
        .select(sql<number>`count(*)::int`.as('count'))
        .whereRef('submissionFile.submissionId', '=', 'submission.id')
        .as('files'),
    ])
    .where('digestArrival.id', 'is', null)
    .orderBy('submission.receivedAt')
    .orderBy('submission.id')
    .execute();
  return rows.map((row) => ({ what: 'submission', ...row, files: row.files ?? 0, isAccepted: false }));
}

async function findMessages(trx: Trx): Promise<DigestArrival[]> {
  const rows = await trx
    .selectFrom('message')
    .leftJoin('digestArrival', (join) =>
      join.onRef('digestArrival.id', '=', 'message.id').on('digestArrival.what', '=', 'message'),
    )
    .select(['message.id', 'message.requestId', 'message.sender', 'message.receivedAt', 'message.acceptedAs'])
    .where('digestArrival.id', 'is', null)
    .orderBy('message.receivedAt')
    .orderBy('message.id')
    .execute();
  return rows.map(({ acceptedAs, ...row }) => ({
    what: 'message',
    ...row,
    isLate: false,
    part: 1,
    version: 1,
    files: 0,
    isAccepted: acceptedAs !== null,
  }));
}
