import type { IsoInstant } from '../mandate.js';
import type { Stage } from '../request-state.js';

/** In these stages something is still awaited of a party that was asked. */
export const AWAITED_STAGES = ['waiting', 'answeredInPart'] as const satisfies Stage[];

export function isAwaited(stage: Stage): boolean {
  return AWAITED_STAGES.some((one) => one === stage);
}

/** Whether a successor is told of a request: it was asked, and has not been answered, or in part. */
export function isHandedOver({ stage, clockStartedAt }: { stage: Stage; clockStartedAt: IsoInstant | null }): boolean {
  return clockStartedAt !== null && isAwaited(stage);
}
