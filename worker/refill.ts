import type { Starts } from '../adapters/temporal/starts.js';
import type { Cycles } from '../office/ports/cycles.js';

/**
 * Starts every cycle that is open on record and that the engine does not know: after its disk was lost, or on a new one. Each opens its
 * requests again as the record tells them (`domain/restoration.ts`); what still runs is left alone. Returns the ids of those started.
 */
export async function refillEngine(cycles: Cycles, starts: Pick<Starts, 'cycle'>): Promise<string[]> {
  const started: string[] = [];
  for (const cycle of await cycles.findCycles()) {
    if (cycle.closedAt !== null) continue;
    const { obligation, year, period, openedBecause: because, isReleased } = cycle;
    const dates = { reportDate: cycle.reportDate, setSize: cycle.setSize };
    if (await starts.cycle({ obligation, year, period, because, isReleased, ...dates })) started.push(cycle.id);
  }
  return started;
}
