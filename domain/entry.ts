import type { IsoDate, IsoInstant } from './mandate.js';

/** That an entry is settled: a recommendation closed, a pledge paid, an observation dealt with. Null takes it back. */
export interface Closing {
  date: IsoDate;
  /** The document, submission or reference that shows it. */
  evidence: string;
}

/** What is said of an entry in one go; what it leaves out stands as it was. Never changed itself. */
export interface EntryChange {
  /** `prevention`, `pledge-3`: unique in its register. */
  entry: string;
  /** The one party for which it is said; null where it is said of the entry itself. */
  party: string | null;
  fields: Record<string, unknown>;
  /** Why, in words. */
  reason: string;
  by: string;
  at: IsoInstant;
}

/** An entry of a register as its changes leave it. `E` is said of the entry, `P` of it for one party. */
export interface Entry<E, P = Record<string, never>> {
  id: string;
  fields: E;
  parties: Record<string, P>;
  /** Oldest first. */
  history: EntryChange[];
}

/** The entries that changes make, oldest change first: each in the place of its first change, the later word over the earlier. */
export function entriesOf(changes: readonly EntryChange[]): Entry<Record<string, unknown>, Record<string, unknown>>[] {
  const entries = new Map<string, Entry<Record<string, unknown>, Record<string, unknown>>>();
  for (const change of changes) {
    const { entry: id, party, fields } = change;
    const entry = entries.get(id) ?? { id, fields: {}, parties: {}, history: [] };
    entries.set(id, entry);
    entry.history.push(change);
    if (party === null) entry.fields = { ...entry.fields, ...fields };
    else entry.parties[party] = { ...entry.parties[party], ...fields };
  }
  return [...entries.values()];
}

/** `pledge-4`: the first number that no entry has. */
export function nextId(kind: string, entries: readonly { id: string }[]): string {
  const numbers = entries.map(({ id }) => Number(id.startsWith(`${kind}-`) ? id.slice(kind.length + 1) : 0));
  return `${kind}-${Math.max(0, ...numbers.filter(Number.isInteger)) + 1}`;
}
