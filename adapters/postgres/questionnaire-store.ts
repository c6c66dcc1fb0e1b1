import { isSameAnswers } from '../../domain/questionnaire.js';
import type { Answers } from '../../domain/questionnaire.js';
import type { FormKey, Questionnaires, SavedForm, SentAnswers } from '../../office/ports/questionnaires.js';
import { lockRequest } from './case-log.js';
import type { Database, Trx } from './database.js';
import { toJson } from './text.js';

/** The forms that parties fill in: saved step by step, and sent as answers. */
export function createQuestionnaireStore(db: Database): Questionnaires {
  return {
    async findSaved(key: FormKey): Promise<SavedForm> {
      return newest(db, key);
    },

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

    async save(key: FormKey, at: string, change: (current: Answers) => Answers): Promise<SavedForm> {
      return db.transaction().execute(async (trx) => {
        await lockRequest(trx, key.requestId);
        const current = await newest(trx, key);
        const answers = change(current.answers);
        if (isSameAnswers(answers, current.answers)) return current;
        const { seq } = await trx
          .insertInto('questionnaireDraft')
          .values({ requestId: key.requestId, contact: key.contact, answers: toJson(answers), at })
          .returning('seq')
          .executeTakeFirstOrThrow();
        return { seq, answers, at };
      });
    },

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
