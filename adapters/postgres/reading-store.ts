import type { ReadingStore } from '../../office/intake/opened-mail.js';
import type { MailReading } from '../../domain/reading.js';
import { DocumentMissing } from '../../office/ports/documents.js';
import type { DocumentStore } from '../../office/ports/documents.js';
import type { Database } from './database.js';
import { toJson } from './text.js';

/**
 * What was read of received mail: a row that names the reader, and the reading itself as a document, since it may be as long as the mail.
 * The same reading has the same hash, so that reading a mail twice changes nothing.
 */
export function createReadingStore(db: Database, documents: DocumentStore): ReadingStore {
  return {
    async find(receiptId) {
      const row = await db.selectFrom('reading').select('sha256').where('receiptId', '=', receiptId).executeTakeFirst();
      if (row === undefined) return null;
      const bytes = await documents.get(row.sha256).catch(ifMissing);
      return bytes === null ? null : (JSON.parse(bytes.toString('utf8')) as MailReading);
    },

    async save(receiptId, reading) {
      const { sha256 } = await documents.put(Buffer.from(toJson(reading)));
      const { version } = reading;
      await db
        .insertInto('reading')
        .values({ receiptId, version, sha256 })
        .onConflict((conflict) =>
          conflict.column('receiptId').doUpdateSet({ version, sha256 }).where('reading.version', '<=', version),
        )
        .execute();
    },
  };
}

/** The mail itself is kept beside it, and is read again. */
function ifMissing(fault: unknown): null {
  if (fault instanceof DocumentMissing) return null;
  throw fault;
}
