import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { Delivery } from './delivery.js';

export interface WithdrawalDeps {
  intake: IntakeStore;
  delivery: Delivery;
}

/** Takes answers away from requests that they were filed for by mistake. */
export function createWithdrawal({ intake, delivery }: WithdrawalDeps) {
  /**
   * The record is first: from then on the answer counts nowhere. A repeat tells the request again, which knows it. Returns why
   * nothing was changed, naming field, fault and remedy; null where it was.
   */
  async function withdraw(
    submissionId: string,
    { by, at, because }: { by: string; at: string; because: string },
  ): Promise<{ because: string } | null> {
    if (because.trim() === '')
      return { because: 'The reason is empty: say why the answer does not belong to the request.' };
    const found = await intake.findSubmission(submissionId);
    if (!found) return { because: `The answer: there is none '${submissionId}' on record.` };
    const { submission } = found;
    const { request_id: requestId } = submission;
    await intake.withdraw(submissionId, at, `${by}: ${because}`);
    const id = `withdrawn/${submissionId}`;
    const outcome = await delivery.decide(requestId, {
      type: 'withdrawn',
      id,
      at,
      submission: submissionId,
      by,
      because,
    });
    if (outcome !== 'ended') return null;
    const data = { submission: submissionId, by, because };
    await intake.log(requestId, [{ key: id, kind: 'withdrawn', at, data }]);
    await intake.correctWithdrawn(requestId, at);
    return null;
  }

  return { withdraw };
}
