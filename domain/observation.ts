import type { Closing, Entry } from './entry.js';
import type { IsoDate } from './mandate.js';

/** What the Permanent Council has observed on the status of implementation, paragraph 10. */
export interface ObservationFields {
  text: string;
  date: IsoDate;
  /** The symbol of the document that records it. */
  document: string;
  /** The day by which it is to be dealt with; null where the Council gave none. */
  due: IsoDate | null;
  /** That it was dealt with, and by what. */
  closed: Closing | null;
}

export type Observation = Entry<ObservationFields>;
