import type { RequestState } from '../request-state.js';
import { isReminder } from './rung.js';
import { canClimb, isPaused, isPosting, progressFor, waitsForWord } from './stage.js';

/** The next instant at which time alone changes something; null when only an event can. */
export function nextWakeAt(state: RequestState): string | null {
  if (state.stage === 'closed' || state.parkedBecause !== null) return null;
  const instants = state.retries.flatMap((retry) => retry.at ?? []);
  for (const rung of isPaused(state) ? [] : state.plan.rungs) {
    const progress = progressFor(state, rung.id);
    if (waitsForWord(state, rung)) continue;
    if (rung.kind === 'close' || (isReminder(rung) && canClimb(state))) {
      if (progress.status === 'pending') instants.push(progress.decideAt);
      if (progress.status === 'decided') instants.push(progress.sendAt);
    } else if (rung.kind === 'request') {
      if (progress.status === 'pending') instants.push(progress.decideAt);
      if (progress.status === 'decided' && state.isReleased && !isPosting(state)) instants.push(progress.sendAt);
    }
  }
  return instants.length === 0 ? null : instants.reduce(earlier);
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
