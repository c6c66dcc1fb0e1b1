import { principalCycle } from '../domain/cycle.js';
import type { OpenRecord } from '../worker/composition.js';
import { CommandFault } from './fault.js';

/** A cycle on record by id, or the newest that member states answer. Throws CommandFault that lists what is on record. */
export async function findCycle({ cycles, catalogue }: OpenRecord, id: string | undefined) {
  const all = await cycles.findCycles();
  const cycle = id === undefined ? principalCycle(all, catalogue.obligations) : all.find((one) => one.id === id);
  if (cycle) return cycle;
  if (all.length === 0) throw new CommandFault('No cycle has been opened yet: see `coordinator open --help`.');
  throw new CommandFault(`There is no cycle '${id ?? ''}'. On record: ${all.map((one) => one.id).join(', ')}`, 2);
}
