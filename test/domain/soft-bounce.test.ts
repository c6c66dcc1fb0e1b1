import fc from 'fast-check';
import { isSoftBounce, SOFT_BOUNCE_LIMIT, softBounceScore } from '../../domain/soft-bounce.js';

const at = '2027-02-01T12:00:00.000Z';
const daysAgo = (days: number): string => new Date(Date.parse(at) - days * 86_400_000).toISOString();

describe('soft bounces', () => {
  it.each([
    ['three within a week', [0, 3, 6], true],
    ['two', [0, 1], false],
    ['three over a season', [0, 40, 80], false],
    ['one every other week for half a year', Array.from({ length: 13 }, (_, n) => n * 14), true],
    ['one a quarter for years', Array.from({ length: 12 }, (_, n) => n * 90), false],
  ])('%s', (_what, days, isWornOut) => {
    expect(softBounceScore(days.map(daysAgo), at) >= SOFT_BOUNCE_LIMIT).toBe(isWornOut);
  });

  it('count less with every day, and never more than one each', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000)), fc.integer({ min: 1, max: 500 }), (days, later) => {
        const score = softBounceScore(days.map(daysAgo), at);
        const then = softBounceScore(days.map(daysAgo), daysAgo(-later));
        expect(score).toBeLessThanOrEqual(days.length);
        expect(then).toBeLessThanOrEqual(score);
        expect(then).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it.each([
    ['mailboxfull', false, true],
    ['suspend', false, true],
    // What speaks against our mail, or against the address for good, is no soft bounce.
    ['spamdetected', false, false],
    ['mesgtoobig', false, false],
    ['userunknown', true, false],
  ])('%s, hard %s: %s', (reason, hard, isSoft) => {
    expect(isSoftBounce([{ reason, hard }])).toBe(isSoft);
  });
});
