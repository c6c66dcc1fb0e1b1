import type { Obligation } from '../domain/mandate.js';
import { isPeriodOf, periodsOf } from '../domain/period.js';
import type { Period } from '../domain/period.js';
import { CommandFault } from './fault.js';

/**
 * The periods that are meant by a year or by a period of its own: all of the year where it has several.
 * Throws CommandFault where the obligation has no such period.
 */
export function periodsAsked(
  obligation: Obligation,
  asked: { year?: number | undefined; period?: string | undefined },
): Period[] {
  const { id, recurrence } = obligation;
  const { year, period } = asked;
  if (period === undefined) {
    if (year === undefined || !Number.isInteger(year) || year < 1900 || year > 2200)
      throw new CommandFault('--year must be a year such as 2027', 2);
    return periodsOf(recurrence, year);
  }
  if (year !== undefined && !period.startsWith(String(year)))
    throw new CommandFault(`--period ${period} is not in ${year}: name the one or the other`, 2);
  if (!isPeriodOf(recurrence, period))
    throw new CommandFault(
      `--period: '${period}' is no period of ${id}, which is ${recurrence}: name one such as ${periodsOf(recurrence, 2027).join(', ')}`,
      2,
    );
  return [period];
}

/** The one period that is meant. Throws CommandFault where the year has several. */
export function periodAsked(
  obligation: Obligation,
  asked: { year?: number | undefined; period?: string | undefined },
): Period {
  const [period = '', ...others] = periodsAsked(obligation, asked);
  if (others.length > 0)
    throw new CommandFault(
      `${obligation.id} is ${obligation.recurrence}: name one with --period, such as ${[period, ...others].join(' or ')}`,
      2,
    );
  return period;
}
