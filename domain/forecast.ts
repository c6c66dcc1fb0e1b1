import { explainDeadline } from './deadline.js';
import type { PostTone, Role } from './mandate.js';
import type { AskKind, Plan, RungProgress, Stage } from './request-state.js';
import { plannedTone } from './request/tone.js';

/** A post that will leave if nothing is received before it. */
export interface ForecastPost {
  rung: string;
  to: Role[];
  tone: PostTone | null;
  at: string;
  because: string;
}

/** The posts that a request will still send, in order of time. */
export function forecast({
  stage,
  plan,
  rungs,
  pausedBecause = null,
  asks = [],
}: {
  stage: Stage;
  plan: Plan;
  rungs: Record<string, RungProgress>;
  /** Why the clock stands still; dates are then those of today, to be moved at the end of the pause. */
  pausedBecause?: string | null;
  /** What the party asks for that waits for a decision: reminders rest until then. */
  asks?: readonly AskKind[];
}): ForecastPost[] {
  if (stage === 'closed') return [];
  const posts = plan.rungs.flatMap((rung): ForecastPost[] => {
    const progress = rungs[rung.id];
    if (rung.kind === 'close' || !progress || (progress.status !== 'pending' && progress.status !== 'decided'))
      return [];
    // Whether it leaves is a person's word.
    if (rung.approval && progress.status === 'decided' && progress.approvedDecision !== progress.decisions) return [];
    const isHeld = asks.length > 0 && rung.kind !== 'request' && rung.kind !== 'notice';
    const held = isHeld ? 'not before it is decided what the party asks for; ' : '';
    const because = `${held}${pausedBecause === null ? '' : `not before the clock goes on: ${pausedBecause}; `}${explainDeadline(rung.date)}`;
    return [
      {
        rung: rung.id,
        to: rung.to,
        tone: plannedTone({ isPart: stage === 'answeredInPart' }, rung),
        at: progress.sendAt,
        because:
          stage === 'awaitingRelease'
            ? `once it is released; ${because}`
            : rung.approval && progress.approvedDecision !== progress.decisions
              ? `once it is approved; ${because}`
              : because,
      },
    ];
  });
  return posts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
