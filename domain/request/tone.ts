import type { PostTone } from '../mandate.js';
import type { Plan, PlannedRung, RequestState } from '../request-state.js';

/** The wording for the day on which a post really leaves: what recalls a date ahead is a reminder once the date has passed. */
export function toneOn(tone: PostTone, plan: Plan, at: string): PostTone {
  return tone === 'recall' && at > plan.dueAt ? 'reminder' : tone;
}

/** After an answer in part a reminder asks for the rest, whatever its wording was. */
export function toneOfPost(
  { isPart = false, plan }: Pick<RequestState, 'isPart' | 'plan'>,
  rung: Pick<PlannedRung, 'kind' | 'tone'>,
  at: string,
): PostTone {
  return toneOn(plannedTone({ isPart }, rung) ?? 'reminder', plan, at);
}

/** The wording of a rung whatever the day on which it leaves; null for one that has none. */
export function plannedTone(
  { isPart }: { isPart: boolean },
  { kind, tone }: Pick<PlannedRung, 'kind' | 'tone'>,
): PostTone | null {
  return isPart && kind === 'reminder' ? 'rest' : tone;
}
