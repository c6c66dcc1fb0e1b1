import type { ContactChange } from '../../domain/contact.js';
import type { Party } from '../../domain/mandate.js';

/** A step that is to leave again, to whom stands in. */
export interface RepeatedRung {
  requestId: string;
  rung: string;
}

/** What became of contacts: recorded once, never removed. What was planned for one goes to whoever takes its place. */
export interface Contacts {
  findChanges(party: string): Promise<ContactChange[]>;

  /** Every change of every party, in the order in which they were recorded. */
  findAllChanges(): Promise<{ party: string; change: ContactChange }[]>;

  /** Records a change; what was planned for the contact goes to its successor, or to the alternate. A repeat changes nothing. */
  record(party: Party, change: ContactChange): Promise<void>;

  /** Records that a mail came back without condemning its address. Returns the instants of all such since the last change of it. */
  noteSoftBounce(bounce: { id: string; contact: string; at: string; words: string }): Promise<string[]>;

  /**
   * Records that an address takes no mail. The steps of the mail that came back are planned for the alternate, where there is
   * one that they did not go to. Returns them, at a repeat as well.
   */
  fail(party: Party, change: ContactChange & { kind: 'failed' }, mailOutId: string): Promise<RepeatedRung[]>;
}
