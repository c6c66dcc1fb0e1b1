import type { Database } from './database.js';
import type { FileCheckTable } from './schema.js';

export type FileCheckStore = ReturnType<typeof createFileCheckStore>;

/** Which stored files are not to be handed out, by their hash. */
export function createFileCheckStore(db: Database) {
  return {
    async find(sha256: string): Promise<FileCheckTable | undefined> {
      return db.selectFrom('file_check').selectAll().where('sha256', '=', sha256).executeTakeFirst();
    },

    async save(check: FileCheckTable): Promise<void> {
      const { verdict, because, at } = check;
      await db
        .insertInto('file_check')
        .values(check)
        .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ verdict, because, at }))
        .execute();
    },

    /** The scanner has found nothing in it. */
    async clear(sha256: string): Promise<void> {
      await db.deleteFrom('file_check').where('sha256', '=', sha256).where('verdict', '=', 'unscanned').execute();
    },

    /** Files that the scanner has not seen yet, the longest waiting first. */
    async findUnscanned(limit: number): Promise<string[]> {
      const rows = await db
        .selectFrom('file_check')
        .select('sha256')
        .where('verdict', '=', 'unscanned')
        .orderBy('at')
        .limit(limit)
        .execute();
      return rows.map(({ sha256 }) => sha256);
    },
  };
}
