import { explainDeadline } from './deadline.js';
import type { Role, Tone } from './mandate.js';
import type { Plan, RungProgress, Stage } from './request-state.js';

/** A post that will leave if nothing is received before it. */
export interface ForecastPost {
  rung: string;
  to: Role[];
  tone: Tone | null;
  at: string;
  because: string;
}

/** The posts that a request will still send, in order of time. */
export function forecast({
  stage,
  plan,
  rungs,
}: {
  stage: Stage;
  plan: Plan;
  rungs: Record<string, RungProgress>;
}): ForecastPost[] {
  if (stage === 'closed') return [];
  const posts = plan.rungs.flatMap((rung): ForecastPost[] => {
    const progress = rungs[rung.id];
    if (rung.kind === 'close' || !progress || (progress.status !== 'pending' && progress.status !== 'decided'))
      return [];
    const because = explainDeadline(rung.date);
    return [
      {
        rung: rung.id,
        to: rung.to,
        tone: rung.tone,
        at: progress.sendAt,
        because: stage === 'awaitingRelease' ? `once it is released; ${because}` : because,
      },
    ];
  });
  return posts.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
