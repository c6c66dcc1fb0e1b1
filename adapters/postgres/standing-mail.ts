import { sql } from 'kysely';
import type { StandingMail } from '../../domain/digest.js';
import type { Database } from './database.js';

/** Mail is handled within seconds; what stands for so long has a reason that a person should know. */
const PATIENCE_MS = 10 * 60_000;
const NAMED = 10;

interface StandingRow {
  id: string;
  receivedAt: string;
  sender: string;
  subject: string;
  trouble: string;
  total: number;
}

/**
 * Received mail that has stood for ten minutes at `at` (ISO UTC) without an outcome, or that is filed and whose request has not taken it;
 * the oldest are named. A request that is parked has a decision of its own.
 */
export async function findStandingMail(db: Database, at: string): Promise<StandingMail> {
  const before = new Date(Date.parse(at) - PATIENCE_MS).toISOString();
  const { rows } = await sql<StandingRow>`
    select id, received_at, coalesce(summary -> 'from' ->> 0, envelope_from) as sender,
           coalesce(summary ->> 'subject', '') as subject, coalesce(trouble, '') as trouble,
           (count(*) over ())::int as total
    from receipt
    where received_at <= ${before} and id in (
      select id from receipt where handled_at is null
      union
      select receipt_id from submission join request on request.id = submission.request_id
      where delivered_at is null and withdrawn_at is null and parked_because is null
      union
      select receipt_id from message join request on request.id = message.request_id
      where delivered_at is null and parked_because is null)
    order by received_at, id limit ${NAMED}`.execute(db);
  return {
    count: rows[0]?.total ?? 0,
    mails: rows.map(({ id, receivedAt, sender, subject, trouble }) => ({
      id,
      receivedAt,
      sender,
      subject,
      because: trouble === '' ? 'the reason is not known' : trouble,
    })),
  };
}
