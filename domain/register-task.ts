import type { DigestTask } from './digest.js';
import { addDays } from './iso-date.js';
import type { IsoDate, Obligation, Party } from './mandate.js';
import type { Observation } from './observation.js';
import type { Pledge } from './pledge.js';
import { instantAt } from './plan.js';

/**
 * What the registers leave for the Coordinator to do on a day: a pledge that is unpaid so many days after it was made, by the data of
 * the obligation whose register it is in, and an observation of the Permanent Council that is not dealt with. They are read out of
 * the registers, never raised: settling the entry ends them.
 */
export function registerTasks(input: {
  pledges: readonly Pledge[];
  observations: readonly Observation[];
  obligations: readonly Obligation[];
  parties: readonly Party[];
  today: IsoDate;
  /** Headquarters' zone. */
  zone: string;
}): DigestTask[] {
  const { pledges, observations, obligations, parties, today, zone } = input;
  const patience = obligations.find(({ register }) => register === 'pledges')?.unpaidAfterDays;
  const common = { requestId: null, receiptId: null, mail: null };
  const page = { page: 'registers', id: '' } as const;
  const unpaid = pledges.flatMap(({ id, fields }): DigestTask[] => {
    const { party, amount, currency, date, closed } = fields;
    const since = addDays(date, patience ?? 0);
    if (patience === undefined || closed !== null || since > today) return [];
    const name = parties.find(({ code }) => code === party)?.name.en ?? party;
    const data = { entry: id, amount: `${currency} ${amount}`, date };
    return [{ ...common, kind: 'pledge', data, raisedAt: instantAt(since, '00:00', zone), about: { name, page } }];
  });
  const open = observations.flatMap(({ id, fields }): DigestTask[] => {
    if (fields.closed !== null) return [];
    const { text, date, document, due } = fields;
    const about = { name: 'Permanent Council', page };
    const data = { entry: id, text, document, due };
    return [{ ...common, kind: 'observation', data, raisedAt: instantAt(date, '00:00', zone), about }];
  });
  return [...unpaid, ...open];
}
