import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';

/** Records calendars of states that are not listed, dates that stand twice or are both added and removed, and years that are none. */
export function checkStateCalendars(states: Source, calendars: Source): void {
  const codes = new Set(listAt(states.value, ['states']).map((state) => valueAt(state, ['code'])));
  for (const [code, calendar] of entriesOf(valueAt(calendars.value, ['states']))) {
    const path = ['states', code];
    if (states.value !== undefined && !codes.has(code)) {
      const remedy = `Correct the code, or add the state to ${states.file}.`;
      calendars.fault(path, `no party has the code ${code}`, remedy);
    }
    checkDates(calendars, path);
    for (const [year] of entriesOf(valueAt(calendar, ['reviewed']))) {
      if (!/^\d{4}$/.test(year))
        calendars.fault(
          [...path, 'reviewed', year],
          `"${year}" is no year`,
          "Write the year with four digits: '2027'.",
        );
    }
  }
}

/** A date stands once in a calendar: the later entry is the fault, whichever list it stands in. */
function checkDates(source: Source, path: Path): void {
  const seen = new Map<unknown, string>();
  for (const list of ['added', 'removed']) {
    listAt(source.value, [...path, list]).forEach((day, index) => {
      const date = valueAt(day, ['date']);
      const earlier = seen.get(date);
      if (typeof date === 'string' && earlier !== undefined) {
        const problem = earlier === list ? `${date} is ${list} twice` : `${date} is both ${earlier} and ${list}`;
        source.fault([...path, list, index, 'date'], problem, 'Remove one of the two, or correct its date.');
      }
      seen.set(date, list);
    });
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
