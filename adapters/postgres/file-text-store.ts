import type { FileTextStore } from '../../office/intake/file-texts.js';
import type { Database } from './database.js';
import { toJson } from './text.js';

/** The words of received files, by their hash; bounded in `domain/file-text.ts`. */
export function createFileTextStore(db: Database): FileTextStore {
  return {
    async find(sha256) {
      const row = await db.selectFrom('fileText').selectAll().where('sha256', '=', sha256).executeTakeFirst();
      if (row === undefined) return null;
      const { version, kind, ending, pages } = row;
      return { version, kind, ending, pages };
    },

    async save(sha256, { version, kind, ending, pages }) {
      const words = { version, kind, ending, pages: toJson(pages) };
      await db
        .insertInto('fileText')
        .values({ sha256, ...words })
        .onConflict((conflict) => conflict.column('sha256').doUpdateSet(words).where('fileText.version', '<=', version))
        .execute();
    },
  };
}
