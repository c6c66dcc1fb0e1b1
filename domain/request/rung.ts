import { stepKey } from '../keys.js';
import type { PlannedRung, RungProgress } from '../request-state.js';

/* What a rung is by its plan alone. */

/** How far a rung is that its plan has just set. */
export function progressOf(rung: PlannedRung): RungProgress {
  const { decideAt, sendAt, dropped } = rung;
  return { status: dropped === null ? 'pending' : 'skipped', decideAt, sendAt, reason: dropped, attempts: 0 };
}

/** What follows the note and ends with the answer: reminders, escalations and notices. */
export function isReminder(rung: PlannedRung): boolean {
  return rung.kind !== 'request' && rung.kind !== 'close';
}

/** Whether a rung tells the Coordinator alone. */
export function isOwnDuty({ to }: PlannedRung): boolean {
  return to.length > 0 && to.every((role) => role === 'coordinator');
}

/** The key of the task by which a rung tells the Coordinator. */
export function toldKey(rung: PlannedRung): string {
  return stepKey.told(rung.id, isOwnDuty(rung));
}
