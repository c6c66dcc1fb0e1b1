import type { Answers } from '../../domain/questionnaire.js';
import { lockRequest } from './case-log.js';
import type { Database, Trx } from './database.js';
import { toJson } from './text.js';

/** Whose form it is: that of a request, as those fill it in who hold the link of a contact. */
export interface FormKey {
  requestId: string;
  contact: string;
}

/** What is saved and not sent. */
export interface SavedForm {
  /** Names this save; `'0'` before the first. */
  seq: string;
  answers: Answers;
  /** ISO UTC; null before the first save. */
  at: string | null;
}

/** Answers that were sent on a form. */
export interface SentAnswers {
  party: string;
  request: string;
  submission: string;
  receivedAt: string;
  answers: Answers;
}

/** The forms that parties fill in: saved step by step, and sent as answers. */
export function createQuestionnaireStore(db: Database) {
  return {
    /** The newest save. */
    async findSaved(key: FormKey): Promise<SavedForm> {
      return newest(db, key);
    },

    /** The answers of one save, as a page that is open still shows them; none where it names no save of this form. */
    async findSave({ requestId, contact }: FormKey, seq: string): Promise<Answers> {
      if (!/^\d{1,18}$/.test(seq)) return {};
      const row = await db
        .selectFrom('questionnaireDraft')
        .select('answers')
        .where('requestId', '=', requestId)
        .where('contact', '=', contact)
        .where('seq', '=', seq)
        .executeTakeFirst();
      return row?.answers ?? {};
    },

    /** Saves what `change` makes of the newest answers, one save after the other. What is the same is not saved again. */
    async save(key: FormKey, at: string, change: (current: Answers) => Answers): Promise<SavedForm> {
      return db.transaction().execute(async (trx) => {
        await lockRequest(trx, key.requestId);
        const current = await newest(trx, key);
        const answers = change(current.answers);
        if (isSame(answers, current.answers)) return current;
        const { seq } = await trx
          .insertInto('questionnaireDraft')
          .values({ requestId: key.requestId, contact: key.contact, answers: toJson(answers), at })
          .returning('seq')
          .executeTakeFirstOrThrow();
        return { seq, answers, at };
      });
    },

    /** All that was sent on forms of these duties, oldest first; what was withdrawn is left out. */
    async findSent(obligations: readonly string[], party?: string): Promise<SentAnswers[]> {
      if (obligations.length === 0) return [];
      const rows = await db
        .selectFrom('submission')
        .innerJoin('request', 'request.id', 'submission.requestId')
        .innerJoin('cycle', 'cycle.id', 'request.cycleId')
        .select([
          'request.party',
          'request.id as request',
          'submission.id as submission',
          'submission.receivedAt',
          'submission.answers',
        ])
        .where('cycle.obligation', 'in', obligations)
        .where('submission.answers', 'is not', null)
        .where('submission.withdrawnAt', 'is', null)
        .$if(party !== undefined, (query) => query.where('request.party', '=', party ?? ''))
        .orderBy('submission.receivedAt')
        .execute();
      return rows.map(({ answers, ...row }) => ({ ...row, answers: answers ?? {} }));
    },
  };
}

async function newest(db: Database | Trx, { requestId, contact }: FormKey): Promise<SavedForm> {
  const row = await db
    .selectFrom('questionnaireDraft')
    .select(['seq', 'answers', 'at'])
    .where('requestId', '=', requestId)
    .where('contact', '=', contact)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? { seq: '0', answers: {}, at: null };
}

/** Whether two say the same of every question. */
export function isSame(one: Answers, other: Answers): boolean {
  const ids = Object.keys(one);
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id]);
}
