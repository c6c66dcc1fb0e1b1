import type { Projection } from '../request-events.js';
import type { PlannedRung, RequestState } from '../request-state.js';
import { closeAtOf, isPaused, progressFor, waitsForWord } from './stage.js';

/** What pages and queries show of a request. */
export function projectionOf(state: RequestState): Projection {
  const next = nextRung(state);
  return {
    stage: state.stage,
    closedAs: state.closedAs,
    dueDate: state.plan.due.date,
    dueAt: state.plan.dueAt,
    lateAfterAt: state.plan.lateAfterAt,
    closeAt: closeAtOf(state),
    clockStartedAt: state.clockStartedAt,
    answeredAt: state.answeredAt,
    holdUntil: state.hold?.sendAt ?? null,
    nextRung: next?.rung.id ?? null,
    nextAt: next?.at ?? null,
    rungs: state.rungs,
    parkedBecause: state.parkedBecause,
    pausedBecause: state.pauses?.at(-1)?.because ?? null,
    ...(state.asks && state.asks.length > 0 ? { asks: state.asks.map((ask) => ask.kind) } : {}),
  };
}

/** The next rung that will send something, for pages and previews; null when none will, or nobody knows when. */
export function nextRung(state: RequestState): { rung: PlannedRung; at: string } | null {
  if (isPaused(state)) return null;
  let next: { rung: PlannedRung; at: string } | null = null;
  for (const rung of state.plan.rungs) {
    const progress = progressFor(state, rung.id);
    if (rung.kind === 'close' || (progress.status !== 'pending' && progress.status !== 'decided')) continue;
    if (waitsForWord(state, rung)) continue;
    if (next === null || progress.sendAt < next.at) next = { rung, at: progress.sendAt };
  }
  return state.stage === 'closed' ? null : next;
}
