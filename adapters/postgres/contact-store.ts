import type { Selectable } from 'kysely';
import { recipientsOf, successorBy } from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import type { Contact, Party } from '../../domain/mandate.js';
import type { Contacts, RepeatedRung } from '../../office/ports/contacts.js';
import type { Database, Trx } from './database.js';
import type { ContactChangeTable } from './schema.js';

/** What became of contacts: recorded once, never removed. What was planned for one goes to whoever takes its place. */
export function createContactStore(db: Database): Contacts {
  return {
    async findChanges(party: string): Promise<ContactChange[]> {
      return changesOf(db, party);
    },

    async findAllChanges(): Promise<{ party: string; change: ContactChange }[]> {
      const rows = await db.selectFrom('contactChange').selectAll().orderBy('seq').execute();
      return rows.map((row) => ({ party: row.party, change: toChange(row) }));
    },

    async record(party: Party, change: ContactChange): Promise<void> {
      await db.transaction().execute((trx) => recordChange(trx, party, change));
    },

    async noteSoftBounce(bounce: { id: string; contact: string; at: string; words: string }): Promise<string[]> {
      const { contact } = bounce;
      await db
        .insertInto('softBounce')
        .values(bounce)
        .onConflict((conflict) => conflict.column('id').doNothing())
        .execute();
      const since = await db
        .selectFrom('contactChange')
        .select('at')
        .where('contact', '=', contact)
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      const query = db.selectFrom('softBounce').select('at').where('contact', '=', contact);
      const rows = await (since ? query.where('at', '>', since.at) : query).orderBy('at').execute();
      return rows.map(({ at }) => at);
    },

    async fail(party: Party, change: ContactChange & { kind: 'failed' }, mailOutId: string): Promise<RepeatedRung[]> {
      return db.transaction().execute(async (trx) => {
        await recordChange(trx, party, change);
        const standIn = standInOf(party, await changesOf(trx, party.code));
        if (!standIn || standIn.id === change.contact) return [];
        const rows = await trx
          .selectFrom('dispatch')
          .selectAll()
          .where('mailOutId', '=', mailOutId)
          .where('contact', '=', change.contact)
          .execute();
        const repeated: RepeatedRung[] = [];
        for (const row of rows) {
          await planFor(trx, standIn, row);
          repeated.push({ requestId: row.requestId, rung: row.rung });
        }
        return repeated;
      });
    },
  };
}

/** The changes of a party, read within a transaction, in the order in which they were recorded. */
export async function changesOf(db: Database | Trx, party: string): Promise<ContactChange[]> {
  const rows = await db.selectFrom('contactChange').selectAll().where('party', '=', party).orderBy('seq').execute();
  return rows.map(toChange);
}

function toChange(row: Selectable<ContactChangeTable>): ContactChange {
  const { id, kind, at, authority, reason, recordedBy: by } = row;
  const common = { id, at, authority, reason, by };
  const contact = row.contact ?? '';
  if (kind === 'confirmed') return { ...common, kind };
  if (kind === 'replaced' || kind === 'declined')
    return { ...common, kind, contact, name: row.name ?? '', address: row.address ?? '' };
  return { ...common, kind, contact };
}

async function recordChange(trx: Trx, party: Party, change: ContactChange): Promise<void> {
  const inserted = await trx
    .insertInto('contactChange')
    .values({
      id: change.id,
      party: party.code,
      kind: change.kind,
      contact: 'contact' in change ? change.contact : null,
      name: 'name' in change ? change.name : null,
      address: 'address' in change ? change.address : null,
      authority: change.authority,
      reason: change.reason,
      recordedBy: change.by,
      at: change.at,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (!inserted || (change.kind !== 'replaced' && change.kind !== 'failed')) return;
  const changes = await changesOf(trx, party.code);
  const successor = change.kind === 'replaced' ? successorBy(party, changes, change.id) : standInOf(party, changes);
  const rows = await trx
    .selectFrom('dispatch')
    .selectAll()
    .where('contact', '=', change.contact)
    .where('status', '=', 'planned')
    .where('mailOutId', 'is', null)
    .execute();
  for (const row of rows) {
    if (successor) await planFor(trx, successor, row);
    await trx
      .updateTable('dispatch')
      .set({
        status: 'cancelled',
        because: change.kind === 'replaced' ? 'the contact was replaced' : 'its address takes no mail',
      })
      .where('requestId', '=', row.requestId)
      .where('rung', '=', row.rung)
      .where('contact', '=', row.contact)
      .execute();
  }
}

function standInOf(party: Party, changes: readonly ContactChange[]): Contact | undefined {
  return recipientsOf(party, changes, ['alternate'])[0];
}

/** The same step for another contact; one that has its mail already keeps it. */
async function planFor(
  trx: Trx,
  contact: Pick<Contact, 'id' | 'role'>,
  row: { requestId: string; rung: string; tone: string; decideAt: string; sendAt: string },
): Promise<void> {
  const { requestId, rung, tone, decideAt, sendAt } = row;
  await trx
    .insertInto('dispatch')
    .values({
      requestId,
      rung,
      contact: contact.id,
      role: contact.role,
      tone,
      decideAt,
      sendAt,
      status: 'planned',
      because: null,
      mailOutId: null,
    })
    .onConflict((conflict) => conflict.columns(['requestId', 'rung', 'contact']).doNothing())
    .execute();
}
