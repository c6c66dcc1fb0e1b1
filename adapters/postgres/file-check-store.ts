import { sql } from 'kysely';
import type { FileFinding } from '../../domain/file-check.js';
import type { FileVerdicts, InfectedAnswer, ReceivedFile } from '../../office/ports/file-verdicts.js';
import type { Database } from './database.js';
import type { FileCheckTable } from './schema.js';
import { toJson } from './text.js';

/** Every file that came with a mail or on a page, once by each name. */
const RECEIVED = sql<ReceivedFile>`
  select sha256, name from submission_file
  union
  select file ->> 'sha256' as sha256, file ->> 'name' as name
  from receipt, jsonb_array_elements(coalesce(summary -> 'attachments', '[]')) file`;

/** What the scanner has said of stored files, by their hash. */
export function createFileCheckStore(db: Database): FileVerdicts {
  return {
    find: (...args) => find(db, ...args),
    save: (...args) => save(db, ...args),
    clear: (...args) => clear(db, ...args),
    findUnscanned: (...args) => findUnscanned(db, ...args),
    findUnseen: (...args) => findUnseen(db, ...args),
    isReceived: (...args) => isReceived(db, ...args),
    note: (...args) => note(db, ...args),
    findInfectedAnswers: (...args) => findInfectedAnswers(db, ...args),
  };
}

async function find(db: Database, sha256: string): Promise<FileCheckTable | undefined> {
  return db.selectFrom('fileCheck').selectAll().where('sha256', '=', sha256).executeTakeFirst();
}

async function save(db: Database, check: FileCheckTable): Promise<void> {
  const { verdict, because, at } = check;
  await db
    .insertInto('fileCheck')
    .values(check)
    .onConflict((conflict) =>
      conflict
        .column('sha256')
        .doUpdateSet({ verdict, because, at })
        .where((row) => row.or([row('fileCheck.verdict', '!=', 'infected'), row.val(verdict === 'infected')])),
    )
    .execute();
}

async function clear(db: Database, sha256: string): Promise<void> {
  await db.deleteFrom('fileCheck').where('sha256', '=', sha256).where('verdict', '=', 'unscanned').execute();
}

async function findUnscanned(db: Database, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('fileCheck')
    .select('sha256')
    .where('verdict', '=', 'unscanned')
    .orderBy('at')
    .limit(limit)
    .execute();
  return rows.map(({ sha256 }) => sha256);
}

async function findUnseen(db: Database, limit: number): Promise<ReceivedFile[]> {
  const { rows } = await sql<ReceivedFile>`
        select received.sha256, min(received.name) as name from (${RECEIVED}) received
        left join file_check seen on seen.sha256 = received.sha256
        where seen.sha256 is null or seen.verdict = 'unscanned'
        group by received.sha256, seen.at order by seen.at nulls first, received.sha256 limit ${limit}`.execute(db);
  return rows;
}

async function isReceived(db: Database, sha256: string): Promise<boolean> {
  const { rows } = await sql`
        select from (${RECEIVED}) received where received.sha256 = ${sha256} limit 1`.execute(db);
  return rows.length > 0;
}

async function note(db: Database, sha256: string, finding: FileFinding): Promise<void> {
  await sql`
        update receipt set summary = jsonb_set(summary, '{attachments}', (
          select jsonb_agg(case when file ->> 'sha256' = ${sha256}
            then file || jsonb_build_object('finding', ${toJson(finding)}::jsonb) else file end order by place)
          from jsonb_array_elements(summary -> 'attachments') with ordinality listed (file, place)))
        where summary -> 'attachments' @> ${toJson([{ sha256 }])}::jsonb`.execute(db);
}

async function findInfectedAnswers(db: Database, limit: number): Promise<InfectedAnswer[]> {
  const { rows } = await sql<InfectedAnswer>`
        select answer.id as "submissionId", min(found.because) as because from submission answer
        join submission_file file on file.submission_id = answer.id
        join file_check found on found.sha256 = file.sha256 and found.verdict = 'infected'
        where answer.withdrawn_at is null and not exists (
          select from message told where told.id = 'infected-' || answer.id
            or (told.accepted_as = answer.id and told.doubt is not null))
        group by answer.id order by answer.id limit ${limit}`.execute(db);
  return rows;
}
