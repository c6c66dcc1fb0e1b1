import type { EntryOf } from '../../adapters/registers/shape.js';
import type { EntryChange } from '../../domain/entry.js';
import type { IsoInstant, Register } from '../../domain/mandate.js';

/** The registers: changes are added, never altered, and entries are read out of them. */
export interface Registers {
  /** The entries of a register as they stand. */
  findEntries<R extends Register>(register: R): Promise<EntryOf<R>[]>;

  /**
   * Adds the changes that are decided on the register as it stands, while nobody else adds any. Whatever `decide` throws leaves
   * the register as it was.
   */
  record<R extends Register>(
    register: R,
    decide: (entries: EntryOf<R>[]) => Omit<EntryChange, 'by' | 'at'>[],
    said: { by: string; at: IsoInstant },
  ): Promise<EntryChange[]>;
}
