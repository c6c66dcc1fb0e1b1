/** How many mails may leave within any minute: at all, and to one domain. Null where nothing is limited. */
export interface SendingRate {
  perMinute: number | null;
  perDomain: number | null;
}

export interface RateGate {
  /** Milliseconds until a mail to this domain may leave, whose place is then taken; null where that is further off than `mostMs`. */
  reserve(domain: string, mostMs: number): number | null;
}

const MINUTE_MS = 60_000;

/** Keeps the pace that a provider allows (Microsoft 365: 30 a minute). One process knows only of its own mails. */
export function createRateGate({ perMinute, perDomain }: SendingRate, now: () => number = Date.now): RateGate {
  const all: number[] = [];
  const byDomain = new Map<string, number[]>();
  return {
    reserve(domain, mostMs) {
      const at = now();
      const own = byDomain.get(domain) ?? [];
      byDomain.set(domain, own);
      for (const places of [all, own]) while ((places[0] ?? at) <= at - MINUTE_MS) places.shift();
      const place = firstFree([all, perMinute], [own, perDomain], at);
      if (place - at > mostMs) return null;
      for (const places of [all, own]) insert(places, place);
      return place - at;
    },
  };
}

/** The earliest instant from `at` on around which neither list has its fill within a minute. */
function firstFree(...given: [[number[], number | null], [number[], number | null], number]): number {
  const [first, second, at] = given;
  let place = at;
  for (;;) {
    const later = Math.max(freeFrom(...first, place), freeFrom(...second, place));
    if (later === place) return place;
    place = later;
  }
}

function freeFrom(places: number[], limit: number | null, place: number): number {
  if (limit === null) return place;
  const near = places.filter((one) => one > place - MINUTE_MS && one < place + MINUTE_MS);
  return near.length < limit ? place : (near[near.length - limit] ?? place) + MINUTE_MS;
}

function insert(places: number[], place: number): void {
  const index = places.findLastIndex((one) => one <= place);
  places.splice(index + 1, 0, place);
}
