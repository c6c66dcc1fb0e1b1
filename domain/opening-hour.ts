import type { IsoDate, IsoInstant } from './mandate.js';
import { instantAt } from './plan.js';

/** When the service opens what is due each day, and asks the missions for their contacts, at headquarters. */
export const OPENING_HOUR = { hour: 9, minute: 0 } as const;

/** That hour of a day; `zone` is headquarters'. */
export function openingHourOn(date: IsoDate, zone: string): IsoInstant {
  const [hour, minute] = [OPENING_HOUR.hour, OPENING_HOUR.minute].map((one) => String(one).padStart(2, '0'));
  return instantAt(date, `${hour}:${minute}`, zone);
}
