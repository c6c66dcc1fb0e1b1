import type { MailboxTrouble } from '../../domain/digest.js';
import type { MailboxLedger, MailPlace } from '../imap/watch.js';
import type { Database, Trx } from './database.js';

/** The folder of an account at a provider. */
export interface MailboxKey {
  account: string;
  folder: string;
}

/** What has been taken of a mailbox. `today` is its first day when it is looked at for the first time; `now` gives instants, ISO UTC. */
export async function openMailboxLedger(
  db: Database,
  key: MailboxKey,
  today: string,
  now: () => string,
): Promise<MailboxLedger> {
  await db
    .insertInto('mailbox')
    .values({ ...key, since: today })
    .onConflict((conflict) => conflict.columns(['account', 'folder']).doNothing())
    .execute();
  const { since } = await db
    .selectFrom('mailbox')
    .select('since')
    .where('account', '=', key.account)
    .where('folder', '=', key.folder)
    .executeTakeFirstOrThrow();
  return {
    since,

    async findTaken(uidValidity) {
      const rows = await db
        .selectFrom('mailboxMail')
        .select('uid')
        .where('account', '=', key.account)
        .where('folder', '=', key.folder)
        .where('uidvalidity', '=', String(uidValidity))
        .where('rawSha256', 'is not', null)
        .execute();
      return rows.map(({ uid }) => Number(uid));
    },

    async noteTrouble(words) {
      await db
        .updateTable('mailbox')
        .set((eb) => ({
          trouble: words,
          failingSince: words === null ? null : eb.fn.coalesce('failingSince', eb.val(now())),
        }))
        .where('account', '=', key.account)
        .where('folder', '=', key.folder)
        .execute();
    },

    async noteFault({ uidValidity, uid }, words) {
      const row = await db
        .insertInto('mailboxMail')
        .values({ ...placeOf(key, { uidValidity, uid }), rawSha256: null, fault: words, at: now() })
        .onConflict((conflict) =>
          conflict
            .columns(['account', 'folder', 'uidvalidity', 'uid'])
            .doUpdateSet((eb) => ({ fault: words, tries: eb('mailboxMail.tries', '+', 1) })),
        )
        .returning('tries')
        .executeTakeFirstOrThrow();
      return row.tries;
    },
  };
}

/** That a mail is on record, in the transaction that puts it there. */
export async function markTaken(
  trx: Trx,
  key: MailboxKey,
  place: MailPlace,
  { rawSha256, at }: { rawSha256: string; at: string },
): Promise<void> {
  await trx
    .insertInto('mailboxMail')
    .values({ ...placeOf(key, place), rawSha256, fault: null, at })
    .onConflict((conflict) =>
      conflict.columns(['account', 'folder', 'uidvalidity', 'uid']).doUpdateSet({ rawSha256, at }),
    )
    .execute();
}

function placeOf({ account, folder }: MailboxKey, { uidValidity, uid }: MailPlace) {
  return { account, folder, uidvalidity: String(uidValidity), uid: String(uid) };
}

/** A folder that cannot be read. */
interface FolderTrouble extends MailboxTrouble {
  folder: string;
}

/** The mailboxes that could not be read for some minutes by now; a connection that breaks now and then is nothing to tell of. */
export async function findMailboxTroubles(db: Database, at: string): Promise<FolderTrouble[]> {
  const rows = await db
    .selectFrom('mailbox')
    .select(['account', 'folder', 'failingSince as since', 'trouble as words'])
    .where('failingSince', '<=', new Date(Date.parse(at) - PATIENCE_MS).toISOString())
    .orderBy('account')
    .execute();
  return rows.map(({ since, words, ...one }) => ({ ...one, since: since ?? at, words: words ?? '' }));
}

const PATIENCE_MS = 10 * 60_000;
