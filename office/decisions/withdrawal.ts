import { actorWords } from '../../domain/actor.js';
import type { Act } from '../../domain/actor.js';
import { stepKey } from '../../domain/keys.js';
import { lengthFault, LONGEST } from '../../domain/text.js';
import type { Delivery } from '../intake/delivery.js';
import type { Intake } from '../ports/intake.js';
import type { Submission } from '../ports/submissions.js';

export interface WithdrawalDeps {
  intake: Intake;
  delivery: Delivery;
}

/** Takes answers away from requests that they were filed for by mistake. */
export function createWithdrawal({ intake, delivery }: WithdrawalDeps) {
  /**
   * The record is first: from then on the answer counts nowhere. Where the request cannot be told now, the sweep tells it. Returns why
   * nothing was changed, naming field, fault and remedy; null where it was.
   */
  async function withdraw(
    submissionId: string,
    { by, at, because }: Act & { because: string },
  ): Promise<{ because: string } | null> {
    if (because.trim() === '')
      return { because: 'The reason is empty: say why the answer does not belong to the request.' };
    const tooLong = lengthFault([['reason', because, LONGEST.line]]);
    if (tooLong !== null) return { because: tooLong };
    if ((await intake.findSubmission(submissionId)) === null)
      return { because: `The answer: there is none '${submissionId}' on record.` };
    if (await intake.withdraw(submissionId, { at, by: actorWords(by), because })) await tell(submissionId, at);
    return null;
  }

  /** Tells the request of an answer that the record has taken away; one that it knows of changes nothing. */
  async function tell(submissionId: string, at: string): Promise<void> {
    const found = await intake.findSubmission(submissionId);
    if (!found) return;
    const { requestId } = found.submission;
    const { by, because } = withdrawalOf(found.submission);
    const id = stepKey.withdrawn(submissionId);
    const event = { type: 'withdrawn', id, at, submission: submissionId, by, because } as const;
    const outcome = await delivery.decide(requestId, event);
    if (outcome === 'ended') {
      const data = { submission: submissionId, by, because };
      await intake.log(requestId, [{ key: id, kind: 'withdrawn', at, data }]);
      await intake.correctWithdrawn(requestId, at);
    }
    if (outcome === 'ended' || outcome.filedAs !== 'parked') await intake.markDelivered('submission', submissionId, at);
  }

  return { withdraw, tell };
}

/** Who has taken an answer away, and why. A row from before holds both in its reason, `the desk: a mistake`. */
export function withdrawalOf(row: Pick<Submission, 'withdrawnBy' | 'withdrawnBecause'>): {
  by: string;
  because: string;
} {
  const { withdrawnBy: by, withdrawnBecause: because } = row;
  if (by !== null) return { by, because: because ?? '' };
  const [former = '', ...rest] = (because ?? '').split(': ');
  return { by: former, because: rest.join(': ') };
}
