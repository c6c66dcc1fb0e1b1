/** How many mails may leave within any minute: at all, and to one domain. Null where nothing is limited. */
export interface SendingRate {
  perMinute: number | null;
  perDomain: number | null;
}

/** A place of a mail that has left or will leave, in milliseconds of some clock. */
export interface SendingPlace {
  at: number;
  domain: string;
}

/** A place further back than this says nothing any more. */
export const PACE_MS = 60_000;

/** Whether any limit is set. */
export function isPaced({ perMinute, perDomain }: SendingRate): boolean {
  return perMinute !== null || perDomain !== null;
}

/**
 * The earliest instant from `at` on at which a mail to a domain may leave, so that no minute ever holds more than the rate allows, at all
 * and to the domain: the pace that a provider allows (Microsoft 365: 30 a minute).
 *
 * @param taken the places that are taken, in any order
 */
export function nextPlace(taken: readonly SendingPlace[], domain: string, at: number, rate: SendingRate): number {
  const all = taken.map((one) => one.at).sort((a, b) => a - b);
  const own = taken
    .filter((one) => one.domain === domain)
    .map((one) => one.at)
    .sort((a, b) => a - b);
  let place = at;
  for (;;) {
    const later = Math.max(freeFrom(all, rate.perMinute, place), freeFrom(own, rate.perDomain, place));
    if (later === place) return place;
    place = later;
  }
}

function freeFrom(places: readonly number[], limit: number | null, place: number): number {
  if (limit === null) return place;
  const near = places.filter((one) => one > place - PACE_MS && one < place + PACE_MS);
  return near.length < limit ? place : (near[near.length - limit] ?? place) + PACE_MS;
}
