import { isIsoDate } from '../../domain/iso-date.js';
import type { FirstDay } from '../../domain/mandate.js';
import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';

interface Interval {
  /** The first day as text; empty when unknown, which orders before every day. */
  from: string;
  /** The first day after; later than every day when it is open. */
  until: string;
  path: Path;
}

const OPEN_PAST = '';
const OPEN_FUTURE = '9999-99-99';

/** Records intervals of a dated list that end before they begin, or that overlap. */
export function checkIntervals(source: Source, path: Path): void {
  const intervals = intervalsAt(source, path);
  for (const { from, until, path: at } of intervals) {
    if (until <= from) {
      source.fault([...at, 'until'], `${until} is not after ${from}`, 'Let it be the first day after the interval.');
    }
  }
  for (const [earlier, later] of neighbours(intervals)) {
    if (earlier.from < earlier.until && later.from < earlier.until) {
      const problem = `begins ${later.from || 'at an unknown day'}, before the interval ahead of it has ended`;
      source.fault(
        [...later.path, 'from'],
        problem,
        'Let each interval begin on the day on which the one before it ends.',
      );
    }
  }
}

/** Records days for which a dated list has no entry, from a first day on; `unknown` is all the past. */
export function checkNoGap(source: Source, path: Path, firstDay: FirstDay = 'unknown'): void {
  const intervals = intervalsAt(source, path);
  const first = intervals.at(0);
  const last = intervals.at(-1);
  if (first && first.from > (firstDay === 'unknown' ? OPEN_PAST : firstDay)) {
    source.fault(
      [...first.path, 'from'],
      `nothing holds before ${first.from}`,
      `Let the first entry begin at ${firstDay}.`,
    );
  }
  for (const [earlier, later] of neighbours(intervals)) {
    if (later.from > earlier.until) {
      const problem = `nothing holds from ${earlier.until} to ${later.from}`;
      source.fault([...later.path, 'from'], problem, 'Let it begin on the day on which the one before it ends.');
    }
  }
  if (last && last.until !== OPEN_FUTURE) {
    source.fault([...last.path, 'until'], `nothing holds from ${last.until} on`, 'Leave the last entry open: null.');
  }
}

/** The intervals whose two days can be read, in the order of time; the others have been reported by their shape. */
function intervalsAt(source: Source, path: Path): Interval[] {
  const intervals = listAt(source.value, path).flatMap((entry, index): Interval[] => {
    const from = valueAt(entry, ['from']);
    const until = valueAt(entry, ['until']);
    const begin = from === 'unknown' ? OPEN_PAST : from;
    const end = until === null ? OPEN_FUTURE : until;
    if (typeof begin !== 'string' || typeof end !== 'string') return [];
    if ((begin !== OPEN_PAST && !isIsoDate(begin)) || (end !== OPEN_FUTURE && !isIsoDate(end))) return [];
    return [{ from: begin, until: end, path: [...path, index] }];
  });
  return intervals.sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

function neighbours(intervals: Interval[]): [Interval, Interval][] {
  return intervals.slice(1).flatMap((later, index): [Interval, Interval][] => {
    const earlier = intervals[index];
    return earlier ? [[earlier, later]] : [];
  });
}
