import type { Selectable } from 'kysely';
import { entryOf, isInScope } from '../../domain/adjustment.js';
import type { Adjustment, RecordedPause } from '../../domain/adjustment.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import type { Database, Trx } from './database.js';
import type { LedgerTable } from './schema.js';

type LedgerRow = Selectable<LedgerTable>;

/** An entry as pages show it: with whom it concerns and who entered it. */
export interface RecordedEntry {
  entry: LedgerEntry;
  scope: LedgerRow['scope'];
  by: string;
  endedBecause: string | null;
}

/** What a request is known by to the ledger. */
export interface LedgerSubject {
  requestId: string;
  party: string;
  obligation: string;
}

export type LedgerStore = ReturnType<typeof createLedgerStore>;

/** Extensions, pauses and moved report dates. Everything may be repeated: the adjustment's id decides. */
export function createLedgerStore(db: Database) {
  return {
    /** Writes an adjustment, once. Throws where it names a cycle that is not on record. */
    async record(adjustment: Adjustment, at: string): Promise<void> {
      await db.transaction().execute(async (trx) => {
        if (adjustment.kind === 'resume') await endPause(trx, adjustment, at);
        else if (adjustment.kind === 'reportDate') await moveReport(trx, adjustment, at);
        else await addEntry(trx, adjustment, at);
      });
    },

    /** The entries that concern a request, in the order in which they were recorded. */
    async findEntries(subject: LedgerSubject): Promise<RecordedEntry[]> {
      return (await rowsFor(db, subject)).map((row) => ({
        entry: toEntry(row),
        scope: row.scope,
        by: row.recorded_by,
        endedBecause: row.ended_because,
      }));
    },

    /** The entries alone, for a plan. */
    async findLedger(subject: LedgerSubject): Promise<LedgerEntry[]> {
      return ledgerOf(db, subject);
    },

    async findPauses(): Promise<RecordedPause[]> {
      const rows = await db.selectFrom('ledger').selectAll().where('kind', '=', 'pause').orderBy('seq').execute();
      return rows.map(({ id, scope, from_date, until_date, reason }) => ({
        id,
        scope,
        fromDate: from_date ?? '',
        untilDate: until_date,
        reason,
      }));
    },
  };
}

/** The ledger of a request, read within a transaction. */
export async function ledgerOf(db: Database | Trx, subject: LedgerSubject): Promise<LedgerEntry[]> {
  return (await rowsFor(db, subject)).map(toEntry);
}

async function rowsFor(db: Database | Trx, subject: LedgerSubject): Promise<LedgerRow[]> {
  const { requestId, party, obligation } = subject;
  const rows = await db
    .selectFrom('ledger')
    .selectAll()
    .where('scope', 'in', ['all', `request/${requestId}`, `party/${party}`, `obligation/${obligation}`])
    .orderBy('seq')
    .execute();
  return rows.filter((row) => isInScope(row.scope, subject));
}

function toEntry(row: LedgerRow): LedgerEntry {
  const { id, authority, reason, at } = row;
  if (row.kind === 'extension') return { kind: 'extension', id, authority, reason, at, dueDate: row.due_date ?? '' };
  const { from_date, until_date: untilDate, ended_at: endedAt } = row;
  return { kind: 'pause', id, authority, reason, at, fromDate: from_date ?? '', untilDate, endedAt };
}

async function addEntry(trx: Trx, adjustment: Adjustment, at: string): Promise<void> {
  const entry = entryOf(adjustment, at);
  if (entry === null) return;
  const isPause = entry.kind === 'pause';
  await trx
    .insertInto('ledger')
    .values({
      id: entry.id,
      scope: adjustment.kind === 'pause' ? adjustment.scope : `request/${requestOf(adjustment)}`,
      kind: entry.kind,
      due_date: isPause ? null : entry.dueDate,
      from_date: isPause ? entry.fromDate : null,
      until_date: isPause ? entry.untilDate : null,
      holds_mail: adjustment.kind === 'pause' && adjustment.holdsMail === true,
      authority: entry.authority,
      reason: entry.reason,
      recorded_by: adjustment.by,
      at,
      ended_at: isPause ? entry.endedAt : null,
      ended_by: null,
      ended_because: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

function requestOf(adjustment: Adjustment): string {
  return adjustment.kind === 'extension' ? adjustment.requestId : '';
}

async function endPause(trx: Trx, resume: Extract<Adjustment, { kind: 'resume' }>, at: string): Promise<void> {
  await trx
    .updateTable('ledger')
    .set({
      until_date: resume.onDate,
      ended_at: at,
      ended_by: resume.by,
      ended_because: `${resume.reason} (${resume.authority})`,
    })
    .where('id', '=', resume.pauseId)
    .where('until_date', 'is', null)
    .execute();
}

async function moveReport(trx: Trx, move: Extract<Adjustment, { kind: 'reportDate' }>, at: string): Promise<void> {
  const { id, cycleId, date, authority, reason, by } = move;
  const cycle = await trx
    .selectFrom('cycle')
    .select('report_date')
    .where('id', '=', cycleId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const isNew = await trx
    .insertInto('report_date')
    .values({ id, cycle_id: cycleId, date, former_date: cycle.report_date, authority, reason, recorded_by: by, at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (isNew) await trx.updateTable('cycle').set({ report_date: date }).where('id', '=', cycleId).execute();
}
