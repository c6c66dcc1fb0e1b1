import type { Closing, Entry } from './entry.js';
import type { IsoDate } from './mandate.js';

/** A contribution that was promised to the specific fund, paragraph 11. The money itself is booked elsewhere. */
export interface PledgeFields {
  /** The code of who has promised it. */
  party: string;
  /** In figures, with a point before cents: `25000`, `1250.50`. */
  amount: string;
  /** ISO 4217. */
  currency: string;
  date: IsoDate;
  /** Where it was promised. */
  document: string;
  /** The request that it answers; null where it came by itself. */
  request: string | null;
  /** That it is paid, with what shows it. */
  closed: Closing | null;
}

export type Pledge = Entry<PledgeFields>;
