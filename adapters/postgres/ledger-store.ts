import type { Selectable } from 'kysely';
import { entryOf, isInScope } from '../../domain/adjustment.js';
import type { Adjustment, RecordedPause } from '../../domain/adjustment.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import type { Ledger, LedgerSubject, RecordedEntry } from '../../office/ports/ledger.js';
import type { Database, Trx } from './database.js';
import type { LedgerTable } from './schema.js';

type LedgerRow = Selectable<LedgerTable>;

/** Extensions, pauses and moved report dates. Everything may be repeated: the adjustment's id decides. */
export function createLedgerStore(db: Database): Ledger {
  return {
    async record(adjustment: Adjustment, at: string): Promise<void> {
      await db.transaction().execute(async (trx) => {
        if (adjustment.kind === 'resume') await endPause(trx, adjustment, at);
        else if (adjustment.kind === 'reportDate') await moveReport(trx, adjustment, at);
        else await addEntry(trx, adjustment, at);
      });
    },

    async findEntries(subject: LedgerSubject): Promise<RecordedEntry[]> {
      return (await rowsFor(db, subject)).map((row) => ({
        entry: toEntry(row),
        scope: row.scope,
        by: row.recordedBy,
        endedBecause: row.endedBecause,
      }));
    },

    async findLedger(subject: LedgerSubject): Promise<LedgerEntry[]> {
      return ledgerOf(db, subject);
    },

    async findPauses(): Promise<RecordedPause[]> {
      const rows = await db.selectFrom('ledger').selectAll().where('kind', '=', 'pause').orderBy('seq').execute();
      return rows.map(({ id, scope, fromDate, untilDate, reason }) => ({
        id,
        scope,
        fromDate: fromDate ?? '',
        untilDate,
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
  if (row.kind === 'extension') return { kind: 'extension', id, authority, reason, at, dueDate: row.dueDate ?? '' };
  const { fromDate, untilDate, endedAt } = row;
  return { kind: 'pause', id, authority, reason, at, fromDate: fromDate ?? '', untilDate, endedAt };
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
      dueDate: isPause ? null : entry.dueDate,
      fromDate: isPause ? entry.fromDate : null,
      untilDate: isPause ? entry.untilDate : null,
      holdsMail: adjustment.kind === 'pause' && adjustment.holdsMail === true,
      authority: entry.authority,
      reason: entry.reason,
      recordedBy: adjustment.by,
      at,
      endedAt: isPause ? entry.endedAt : null,
      endedBy: null,
      endedBecause: null,
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
      untilDate: resume.onDate,
      endedAt: at,
      endedBy: resume.by,
      endedBecause: `${resume.reason} (${resume.authority})`,
    })
    .where('id', '=', resume.pauseId)
    .where('untilDate', 'is', null)
    .execute();
}

async function moveReport(trx: Trx, move: Extract<Adjustment, { kind: 'reportDate' }>, at: string): Promise<void> {
  const { id, cycleId, date, authority, reason, by } = move;
  const cycle = await trx
    .selectFrom('cycle')
    .select('reportDate')
    .where('id', '=', cycleId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const isNew = await trx
    .insertInto('reportDate')
    .values({ id, cycleId, date, formerDate: cycle.reportDate, authority, reason, recordedBy: by, at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (isNew) await trx.updateTable('cycle').set({ reportDate: date }).where('id', '=', cycleId).execute();
}
