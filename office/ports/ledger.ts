import type { Adjustment, RecordedPause, Scope } from '../../domain/adjustment.js';
import type { LedgerEntry } from '../../domain/ledger.js';

/** An entry as pages show it: with whom it concerns and who entered it. */
export interface RecordedEntry {
  entry: LedgerEntry;
  scope: Scope;
  by: string;
  endedBecause: string | null;
}

/** What a request is known by to the ledger. */
export interface LedgerSubject {
  requestId: string;
  party: string;
  obligation: string;
}

/** Extensions, pauses and moved report dates. Everything may be repeated: the adjustment's id decides. */
export interface Ledger {
  /** Writes an adjustment, once. Throws where it names a cycle that is not on record. */
  record(adjustment: Adjustment, at: string): Promise<void>;

  /** The entries that concern a request, in the order in which they were recorded. */
  findEntries(subject: LedgerSubject): Promise<RecordedEntry[]>;

  /** The entries alone, for a plan. */
  findLedger(subject: LedgerSubject): Promise<LedgerEntry[]>;

  findPauses(): Promise<RecordedPause[]>;
}
