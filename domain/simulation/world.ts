import type { Party } from '../mandate.js';
import type { AddressBook } from './address-book.js';
import type { Diary } from './diary.js';
import type { SimulationInput } from './input.js';
import type { Part } from './part.js';
import type { PostOffice } from './post-office.js';
import type { Timetable } from './timetable.js';

/** Everything outside the machine, at its simplest: mail arrives unless the party is unreachable. */
export interface World {
  readonly input: SimulationInput;
  readonly party: Party;
  readonly requestId: string;
  readonly timetable: Timetable;
  readonly part: Part;
  readonly diary: Diary;
  /** One for all requests of the party, as is its post office. */
  readonly addressBook: AddressBook;
  readonly postOffice: PostOffice;
}
