import type { Starts } from '../adapters/temporal/starts.js';
import { isPrincipal } from '../domain/cycle.js';
import type { CycleInput } from '../domain/cycle.js';
import { cycleId } from '../domain/ids.js';
import { daysBetween } from '../domain/iso-date.js';
import type { Catalogue } from '../domain/mandate.js';
import { yearOf } from '../domain/period.js';
import { dateIn } from '../domain/plan.js';
import { nextPeriod, openingDateOf } from '../domain/report-date.js';
import type { Cycles } from '../office/ports/cycles.js';

/**
 * Opens, on an empty record, the next cycle of every yearly report that member states answer, early or late; every other
 * obligation opens on its day, by the Schedule. Returns the ids of the cycles that are new.
 */
export async function openFirstCycles(input: {
  catalogue: Catalogue;
  cycles: Cycles;
  starts: Starts;
  opening: Pick<CycleInput, 'isReleased' | 'setSize'>;
  now: string;
}): Promise<string[]> {
  const { catalogue, cycles, starts, opening, now } = input;
  if ((await cycles.findCycles()).length > 0) return [];
  const today = dateIn(now, catalogue.headquarters.zone);
  const opened: string[] = [];
  for (const obligation of catalogue.obligations) {
    const period = isPrincipal(obligation) ? nextPeriod(obligation, today) : undefined;
    if (period === undefined) continue;
    const because = `the service was first started on ${today}, ${wordsOf(daysBetween(openingDateOf(obligation, period, catalogue.headquarters), today))}`;
    if (await starts.cycle({ obligation: obligation.id, year: yearOf(period), because, ...opening }))
      opened.push(cycleId(obligation.id, period));
  }
  return opened;
}

function wordsOf(daysAfterOpening: number): string {
  const days = Math.abs(daysAfterOpening);
  if (days === 0) return 'its opening day';
  return `${days} ${days === 1 ? 'day' : 'days'} ${daysAfterOpening > 0 ? 'after' : 'before'} its opening day`;
}
