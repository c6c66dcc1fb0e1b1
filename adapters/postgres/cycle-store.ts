import { sql } from 'kysely';
import type { Rules } from '../../domain/mandate.js';
import { projectionOf } from '../../domain/request/projection.js';
import type {
  CycleProgress,
  Cycles,
  NewCycle,
  NewRequest,
  RunningRequest,
  StoredSet,
} from '../../office/ports/cycles.js';
import { appendLog, changeTasks, lockRequest } from './case-log.js';
import type { Database } from './database.js';
import { projectionColumns } from './projection.js';
import { toJson } from './text.js';

/** Cycles and the opening and release of their requests. */
export function createCycleStore(db: Database): Cycles {
  return {
    openCycle: (...args) => openCycle(db, ...args),
    findProgress: (...args) => findProgress(db, ...args),
    findRunning: (...args) => findRunning(db, ...args),
    findWithCycle: (...args) => findWithCycle(db, ...args),
    findCycle: (...args) => findCycle(db, ...args),
    findCycles: (...args) => findCycles(db, ...args),
    closeCycle: (...args) => closeCycle(db, ...args),
    releaseRequests: (...args) => releaseRequests(db, ...args),
  };
}

async function openCycle(
  db: Database,
  cycle: NewCycle,
  requests: NewRequest[],
): Promise<{ sets: StoredSet[]; rules: Rules; isNew: boolean }> {
  return db.transaction().execute(async (trx) => {
    const { openedAt, openedBecause, reportDate } = cycle;
    const inserted = await trx
      .insertInto('cycle')
      .values({
        id: cycle.id,
        obligation: cycle.obligation,
        year: cycle.year,
        period: cycle.period,
        reportDate,
        openedAt,
        openedBecause,
        rules: toJson(cycle.rules),
        isReleased: cycle.isReleased,
        setSize: cycle.setSize,
        closedAt: null,
      })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (inserted) {
      for (const { state, workflowId, language } of requests) {
        await trx
          .insertInto('request')
          .values({
            id: state.requestId,
            cycleId: cycle.id,
            party: state.party,
            language,
            workflowId,
            isReleased: state.isReleased,
            plan: toJson(state.plan),
            ...projectionColumns(projectionOf(state), openedAt),
          })
          .execute();
        const data = { because: openedBecause, dueDate: state.plan.due.date, reportDate };
        await appendLog(trx, state.requestId, [{ key: 'opened', kind: 'opened', at: openedAt, data }]);
      }
    }
    const rows = await trx
      .selectFrom('request')
      .select(['id', 'workflowId'])
      .where('cycleId', '=', cycle.id)
      .orderBy('id')
      .execute();
    const { rules } = await trx
      .selectFrom('cycle')
      .select('rules')
      .where('id', '=', cycle.id)
      .executeTakeFirstOrThrow();
    return { sets: groupByWorkflow(rows), rules, isNew: inserted !== undefined };
  });
}

async function findProgress(db: Database, cycleId: string): Promise<CycleProgress | null> {
  const isPart = sql`coalesce(closed_as, stage) = 'answeredInPart'`;
  const row = await db
    .selectFrom('request')
    .select([
      sql<number>`count(*)::int`.as('asked'),
      sql<number>`count(*) filter (where answered_at is not null and not ${isPart})::int`.as('answered'),
      sql<number>`count(*) filter (where ${isPart})::int`.as('inPart'),
      sql<number>`count(*) filter (where stage <> 'closed')::int`.as('open'),
      sql<string | null>`max(close_at)`.as('closeAt'),
    ])
    .where('cycleId', '=', cycleId)
    .executeTakeFirstOrThrow();
  const { closeAt } = row;
  return closeAt === null ? null : { ...row, closeAt };
}

async function findRunning(db: Database): Promise<RunningRequest[]> {
  return selectRunning(db).where('request.stage', '<>', 'closed').orderBy('request.id').execute();
}

async function findWithCycle(db: Database, requestId: string): Promise<RunningRequest | undefined> {
  return selectRunning(db).where('request.id', '=', requestId).executeTakeFirst();
}

async function findCycle(db: Database, cycleId: string) {
  return db.selectFrom('cycle').selectAll().where('id', '=', cycleId).executeTakeFirst();
}

async function findCycles(db: Database) {
  return db.selectFrom('cycle').selectAll().orderBy('reportDate', 'desc').execute();
}

async function closeCycle(db: Database, cycleId: string, at: string): Promise<void> {
  await db.updateTable('cycle').set({ closedAt: at }).where('id', '=', cycleId).where('closedAt', 'is', null).execute();
}

async function releaseRequests(
  db: Database,
  cycleId: string,
  requests: string[] | null,
  by: string,
  at: string,
): Promise<StoredSet[]> {
  return db.transaction().execute(async (trx) => {
    let query = trx
      .selectFrom('request')
      .select(['id', 'workflowId'])
      .where('cycleId', '=', cycleId)
      .where('clockStartedAt', 'is', null)
      .where('stage', '<>', 'closed');
    if (requests) query = query.where('id', 'in', requests);
    const rows = await query.orderBy('id').execute();
    for (const { id } of rows) {
      await lockRequest(trx, id);
      await trx.updateTable('request').set({ isReleased: true, updatedAt: at }).where('id', '=', id).execute();
      await appendLog(trx, id, [{ key: 'released', kind: 'released', at, data: { by } }]);
      await changeTasks(trx, id, [{ change: 'close', key: 'release', because: `released by ${by}` }], at);
    }
    return groupByWorkflow(rows);
  });
}

function selectRunning(db: Database) {
  return db
    .selectFrom('request')
    .innerJoin('cycle', 'cycle.id', 'request.cycleId')
    .select([
      'request.id as requestId',
      'request.party',
      'request.cycleId',
      'request.workflowId',
      'request.stage',
      'request.plan',
      'request.clockStartedAt',
      'request.answeredAt',
      'cycle.obligation',
      'cycle.rules',
      'cycle.reportDate',
    ]);
}

function groupByWorkflow(rows: { id: string; workflowId: string }[]): StoredSet[] {
  const sets = new Map<string, string[]>();
  for (const { id, workflowId } of rows) sets.set(workflowId, [...(sets.get(workflowId) ?? []), id]);
  return [...sets].map(([workflowId, requestIds]) => ({ workflowId, requestIds }));
}
