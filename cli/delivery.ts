import { createDelivery } from '../office/intake/delivery.js';
import type { Delivery } from '../office/intake/delivery.js';
import type { Engine, OpenRecord } from '../worker/composition.js';

/** Tells running requests what a command has put on record. A command sends no mail: what a closed request is owed is left to the service. */
export function deliveryOf({ cases }: Engine, { intake, catalogue }: OpenRecord): Delivery {
  return createDelivery({ intake, cases, catalogue, acknowledge: () => Promise.resolve() });
}
