import type { OpenRecord } from '../worker/composition.js';
import { CommandFault } from './fault.js';

/** A cycle on record by id, or the newest. Throws CommandFault that lists what is on record. */
export async function findCycle({ cycles }: OpenRecord, id: string | undefined) {
  const all = await cycles.findCycles();
  const cycle = id === undefined ? all[0] : all.find((one) => one.id === id);
  if (cycle) return cycle;
  if (all.length === 0) throw new CommandFault('No cycle has been opened yet: see `coordinator open --help`.');
  throw new CommandFault(`There is no cycle '${id ?? ''}'. On record: ${all.map((one) => one.id).join(', ')}`, 2);
}
