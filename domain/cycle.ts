import type { Obligation } from './mandate.js';
import type { Period } from './period.js';

/**
 * The cycle that is meant where none is named: of those given, newest first, the first whose report member states answer; else
 * the first. Undefined where there is none.
 */
export function principalCycle<T extends { obligation: string }>(
  cycles: readonly T[],
  obligations: readonly Obligation[],
): T | undefined {
  const principal = obligations.filter(isPrincipal).map(({ id }) => id);
  return cycles.find(({ obligation }) => principal.includes(obligation)) ?? cycles[0];
}

/** Whether an obligation is a yearly report that member states answer. */
export function isPrincipal({ hasReport, recurrence, parties }: Obligation): boolean {
  return hasReport && recurrence === 'yearly' && parties.includes('member-states');
}

/** What a cycle is opened for. */
export function periodOf({ year, period }: Pick<CycleInput, 'year' | 'period'>): Period {
  return period ?? String(year);
}

/** How a cycle is opened. */
export interface CycleInput {
  obligation: string;
  year: number;
  /** Absent for a cycle that is told apart by its year alone. */
  period?: Period;
  /** Who or what opened the cycle, in words for the record. */
  because: string;
  /** Whether the first notes leave without a person's word; only in the demonstration. */
  isReleased: boolean;
  /** The day from which the cycle is counted, `yyyy-mm-dd`, where a person has given one; else that of the mandate files. */
  reportDate?: string;
  /** Requests carried by one workflow. */
  setSize: number;
  /** Continue each set as new after so many events, for tests; the server's suggestion otherwise. */
  maxHistoryEvents?: number;
}
