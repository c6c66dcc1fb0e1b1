import type { ContactChange } from '../contact.js';
import type { IsoInstant } from '../mandate.js';

/** A note or letter that was not refused; `contact` is null where it went to none that is on file. */
export interface LeftPost {
  contact: string | null;
  at: IsoInstant;
}

/**
 * When the party was last written to; null where it never was. What went to an address that has failed since, or had before, counts
 * for nothing: it was not received.
 */
export function lastPostOf(posts: readonly LeftPost[], changes: readonly ContactChange[]): IsoInstant | null {
  const failed = new Set(changes.flatMap((change) => (change.kind === 'failed' ? [change.contact] : [])));
  const received = posts.filter(({ contact }) => contact === null || !failed.has(contact));
  return received.reduce<IsoInstant | null>((last, { at }) => (last === null || at > last ? at : last), null);
}
