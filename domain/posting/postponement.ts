import type { IsoDate } from '../mandate.js';

/** Why a rung waits. Nothing decides by the words (`postponementWords`). */
export type Postponement =
  | { code: 'clockStandsStill'; because: string }
  | { code: 'partyHasWritten' }
  /** A day on which nobody writes to the party, by its name: `Saturday`, or that of the holiday. */
  | { code: 'dayOff'; name: string }
  | { code: 'outsideHours' }
  /** The party was written to on a day; null where that is today. */
  | { code: 'writtenTo'; date: IsoDate | null };

/** Why a rung waits, for the case log and for people. */
export function postponementWords(why: Postponement): string {
  switch (why.code) {
    case 'clockStandsStill':
      return `the clock stands still: ${why.because}`;
    case 'partyHasWritten':
      return 'the party has written';
    case 'dayOff':
      return why.name;
    case 'outsideHours':
      return 'outside the hours in which the party is written to';
    case 'writtenTo':
      return `the party was written to ${why.date === null ? 'today' : `on ${why.date}`}`;
  }
}
