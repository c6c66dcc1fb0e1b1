import type { Plan } from '../request-state.js';

/** Whether a committed answer is late: only after the due day has ended at headquarters and in the capital. */
export function isLate(plan: Plan, receivedAt: string): boolean {
  return receivedAt >= plan.lateAfterAt;
}
