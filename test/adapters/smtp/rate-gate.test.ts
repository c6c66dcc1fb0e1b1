import fc from 'fast-check';
import { createRateGate } from '../../../adapters/smtp/rate-gate.js';

const HOUR_MS = 3_600_000;

describe('the pace of sending', () => {
  it('lets a minute’s fill go at once and the next one a minute later', () => {
    const gate = createRateGate({ perMinute: 2, perDomain: null }, () => 1_000_000);
    expect([1, 2, 3, 4, 5].map(() => gate.reserve('a', HOUR_MS))).toEqual([0, 0, 60_000, 60_000, 120_000]);
  });

  it('holds up one domain and not the others', () => {
    const gate = createRateGate({ perMinute: 10, perDomain: 1 }, () => 0);
    expect(['a', 'a', 'b', 'a'].map((domain) => gate.reserve(domain, HOUR_MS))).toEqual([0, 60_000, 0, 120_000]);
  });

  it('takes no place for what is put off too far', () => {
    const gate = createRateGate({ perMinute: 1, perDomain: null }, () => 0);
    expect([gate.reserve('a', 0), gate.reserve('a', 30_000), gate.reserve('a', 60_000)]).toEqual([0, null, 60_000]);
  });

  it('limits nothing where nothing is set', () => {
    const gate = createRateGate({ perMinute: null, perDomain: null }, () => 0);
    expect(Array.from({ length: 500 }, () => gate.reserve('a', 0)).every((wait) => wait === 0)).toBe(true);
  });

  it('never lets more go within any minute, in whatever order they are asked for', () => {
    const asks = fc.array(fc.tuple(fc.nat(40_000), fc.constantFrom('a', 'b', 'c')), { maxLength: 60 });
    fc.assert(
      fc.property(
        asks,
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 4 }),
        (some, perMinute, perDomain) => {
          let clock = 0;
          const gate = createRateGate({ perMinute, perDomain }, () => clock);
          const left: { at: number; domain: string }[] = [];
          for (const [pause, domain] of some) {
            clock += pause;
            left.push({ at: clock + (gate.reserve(domain, 100 * HOUR_MS) ?? NaN), domain });
          }
          for (const { at } of left) {
            const within = left.filter((one) => one.at > at - 60_000 && one.at <= at);
            expect(within.length).toBeLessThanOrEqual(perMinute);
            for (const domain of ['a', 'b', 'c'])
              expect(within.filter((one) => one.domain === domain).length).toBeLessThanOrEqual(perDomain);
          }
        },
      ),
    );
  });
});
