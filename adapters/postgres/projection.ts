import type { Projection } from '../../domain/request-events.js';
import { toJson } from './text.js';

/** The columns of `request` that the machine decides. */
export function projectionColumns(projection: Projection, at: string) {
  return {
    stage: projection.stage,
    closed_as: projection.closedAs,
    due_date: projection.dueDate,
    due_at: projection.dueAt,
    late_after_at: projection.lateAfterAt,
    close_at: projection.closeAt,
    clock_started_at: projection.clockStartedAt,
    answered_at: projection.answeredAt,
    hold_until: projection.holdUntil,
    next_rung: projection.nextRung,
    next_at: projection.nextAt,
    rungs: toJson(projection.rungs),
    parked_because: projection.parkedBecause,
    paused_because: projection.pausedBecause,
    asks: toJson(projection.asks ?? []),
    updated_at: at,
  };
}
