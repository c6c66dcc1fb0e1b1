import type { Projection } from '../../domain/request-events.js';
import { toJson } from './text.js';

/** The columns of `request` that the machine decides. */
export function projectionColumns(projection: Projection, at: string) {
  return {
    stage: projection.stage,
    closedAs: projection.closedAs,
    dueDate: projection.dueDate,
    dueAt: projection.dueAt,
    lateAfterAt: projection.lateAfterAt,
    closeAt: projection.closeAt,
    clockStartedAt: projection.clockStartedAt,
    answeredAt: projection.answeredAt,
    holdUntil: projection.holdUntil,
    nextRung: projection.nextRung,
    nextAt: projection.nextAt,
    rungs: toJson(projection.rungs),
    parkedBecause: projection.parkedBecause,
    pausedBecause: projection.pausedBecause,
    asks: toJson(projection.asks ?? []),
    updatedAt: at,
  };
}
