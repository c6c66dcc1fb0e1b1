import { mail } from './activities.js';

/** Starts what was committed at our door but not begun, and repeats deliveries that were lost in a crash. */
export async function sweep(): Promise<{ started: number; delivered: number }> {
  return mail.sweepReceipts({ at: new Date().toISOString() });
}
