import { isSentAgain, placeSubmission } from '../../domain/submission.js';
import type { Message, Messages } from '../../office/ports/messages.js';
import type { NewSubmission, Submission, SubmissionFile, Submissions } from '../../office/ports/submissions.js';

/** What is kept of answers and messages, as far as `test/contracts/answers.ts` says it. */
export type AnswerStore = Pick<
  Submissions,
  | 'fileSubmission'
  | 'findNewest'
  | 'findSubmission'
  | 'findSubmissionsOf'
  | 'withdraw'
  | 'countWithdrawn'
  | 'findUntold'
> &
  Pick<Submissions, 'isOfDoubt'> &
  Pick<
    Messages,
    | 'fileMessage'
    | 'findMessage'
    | 'findMessagesOf'
    | 'acceptMessage'
    | 'markAsk'
    | 'findAwaitingScan'
    | 'endAwaitingScan'
  >;

/** Answers and messages without a database. `lateAfterAt` is that of every request, ISO UTC. */
export function createMemoryAnswers(lateAfterAt: string): AnswerStore {
  const answers = new Map<string, { submission: Submission; files: SubmissionFile[] }>();
  const messages = new Map<string, Message>();
  const counting = (): Submission[] =>
    [...answers.values()].map(({ submission }) => submission).filter(({ withdrawnAt }) => withdrawnAt === null);
  const newestOf = (requestId: string, sender: string): Submission | undefined =>
    counting()
      .filter((one) => one.requestId === requestId && one.sender.toLowerCase() === sender.toLowerCase())
      .sort((a, b) => b.version - a.version)[0];

  function insert(given: NewSubmission): Submission {
    const { files, kind = 'answer', forwardedBy = null, answers: form = null, ...sent } = given;
    const own = [...answers.values()].map(({ submission }) => submission);
    const submission: Submission = {
      ...sent,
      ...placeSubmission(
        own.filter(({ requestId }) => requestId === sent.requestId),
        sent.sender,
      ),
      isLate: sent.receivedAt >= lateAfterAt,
      kind,
      forwardedBy,
      answers: form,
      withdrawnAt: null,
      withdrawnBecause: null,
      withdrawnBy: null,
      withheld: null,
      withheldBecause: null,
      deliveredAt: null,
      recordedAt: sent.receivedAt,
    };
    const rows = files.map((file, position) => ({ submissionId: sent.id, position, ...file }));
    answers.set(sent.id, { submission, files: rows });
    return submission;
  }

  return {
    async fileSubmission(given) {
      const known = answers.get(given.id)?.submission;
      if (known) return known;
      const newest = given.via === 'mail' ? newestOf(given.requestId, given.sender) : undefined;
      const files = newest === undefined ? [] : (answers.get(newest.id)?.files ?? []);
      return newest && isSentAgain({ text: newest.text, files }, given) ? newest : insert(given);
    },
    findNewest: (requestId, sender) => Promise.resolve(newestOf(requestId, sender)),
    findSubmission: (id) => Promise.resolve(answers.get(id) ?? null),
    findSubmissionsOf: (receiptId) => Promise.resolve(counting().filter((one) => one.receiptId === receiptId)),
    async withdraw(id, { at, by, because }) {
      const found = answers.get(id);
      if (!found || found.submission.withdrawnAt !== null) return false;
      const withdrawn = { withdrawnAt: at, withdrawnBy: by, withdrawnBecause: because, deliveredAt: null };
      answers.set(id, { ...found, submission: { ...found.submission, ...withdrawn } });
      return true;
    },
    async countWithdrawn(receiptId, requestId) {
      return [...answers.values()].filter(
        ({ submission: one }) => one.receiptId === receiptId && one.requestId === requestId && one.withdrawnAt !== null,
      ).length;
    },
    async findUntold(before, limit) {
      return [...answers.values()]
        .map(({ submission }) => submission)
        .filter((one) => one.deliveredAt === null && one.withdrawnAt !== null && one.withdrawnAt <= before)
        .slice(0, limit)
        .map(({ id }) => id);
    },
    async isOfDoubt(submissionId) {
      return [...messages.values()].some((one) => one.acceptedAs === submissionId && one.doubt !== null);
    },
    async fileMessage({ ask, doubt = null, lacks = [], awaitsScan = false, ...message }) {
      const known = messages.get(message.id);
      const asked = { ask: ask?.kind ?? null, untilDate: ask?.until ?? null };
      const row = { ...message, ...asked, doubt, lacks: [...lacks], awaitsScan, deliveredAt: null, acceptedAs: null };
      if (!known) messages.set(message.id, row);
      return known ?? row;
    },
    findMessage: (id) => Promise.resolve(messages.get(id)),
    findMessagesOf: (receiptId) =>
      Promise.resolve([...messages.values()].filter((one) => one.receiptId === receiptId).sort(byId)),
    async acceptMessage(messageId, submissionId, _at, _by, kind = 'answer') {
      const message = messages.get(messageId);
      if (!message) throw new Error(`no message ${messageId}`);
      const known = answers.get(submissionId)?.submission;
      if (known) return known;
      messages.set(messageId, { ...message, acceptedAs: submissionId });
      const { requestId, receiptId, contact, sender, receivedAt, text } = message;
      const sent = { requestId, receiptId, contact, sender, receivedAt, text };
      return insert({ ...sent, id: submissionId, via: 'message', kind, files: [] });
    },
    async markAsk(id, ask, untilDate) {
      const message = messages.get(id);
      if (message?.ask === null) messages.set(id, { ...message, ask, untilDate });
    },
    async findAwaitingScan(limit) {
      const waiting = [...messages.values()].filter(({ awaitsScan }) => awaitsScan);
      return waiting.sort((a, b) => (a.receivedAt < b.receivedAt ? -1 : 1)).slice(0, limit);
    },
    async endAwaitingScan(id, doubt) {
      const message = messages.get(id);
      if (message) messages.set(id, { ...message, awaitsScan: false, ...(doubt === null ? {} : { doubt }) });
    },
  };
}

function byId(a: Message, b: Message): number {
  return a.id < b.id ? -1 : 1;
}
