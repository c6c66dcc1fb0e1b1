import fc from 'fast-check';
import { nextPlace } from '../../domain/sending-pace.js';
import type { SendingPlace, SendingRate } from '../../domain/sending-pace.js';

/** Asks for one place after another; each takes the one it is given. */
function places(rate: SendingRate, asks: readonly { at: number; domain: string }[]): SendingPlace[] {
  const taken: SendingPlace[] = [];
  for (const { at, domain } of asks) taken.push({ at: nextPlace(taken, domain, at, rate), domain });
  return taken;
}

const asked = (...domains: string[]) => domains.map((domain) => ({ at: 1_000, domain }));
const waits = (taken: SendingPlace[]): number[] => taken.map(({ at }) => at - 1_000);

describe('the pace of sending', () => {
  it('lets a minute’s fill go at once and the next one a minute later', () => {
    const taken = places({ perMinute: 2, perDomain: null }, asked('a', 'a', 'a', 'a', 'a'));
    expect(waits(taken)).toEqual([0, 0, 60_000, 60_000, 120_000]);
  });

  it('holds up one domain and not the others', () => {
    expect(waits(places({ perMinute: 10, perDomain: 1 }, asked('a', 'a', 'b', 'a')))).toEqual([0, 60_000, 0, 120_000]);
  });

  it('limits nothing where nothing is set', () => {
    const taken = places({ perMinute: null, perDomain: null }, asked(...Array.from({ length: 500 }, () => 'a')));
    expect(waits(taken).every((wait) => wait === 0)).toBe(true);
  });

  it('never lets more go within any minute, in whatever order they are asked for', () => {
    const asks = fc.array(fc.tuple(fc.nat(40_000), fc.constantFrom('a', 'b', 'c')), { maxLength: 60 });
    const limit = (max: number) => fc.integer({ min: 1, max });
    fc.assert(
      fc.property(asks, limit(6), limit(4), (some, perMinute, perDomain) => {
        let clock = 0;
        const left = places(
          { perMinute, perDomain },
          some.map(([pause, domain]) => ({ at: (clock += pause), domain })),
        );
        for (const { at } of left) {
          const within = left.filter((one) => one.at > at - 60_000 && one.at <= at);
          expect(within.length).toBeLessThanOrEqual(perMinute);
          for (const domain of ['a', 'b', 'c'])
            expect(within.filter((one) => one.domain === domain).length).toBeLessThanOrEqual(perDomain);
        }
      }),
    );
  });
});
