import { isSpent } from '../../domain/try-limit.js';

describe('a mail', () => {
  it.each([
    [0, 0, false],
    [4, 9, false],
    [5, 0, true],
    [6, 0, true],
    [0, 10, true],
    [0, 11, true],
  ])('that has failed %i times and broken off %i times is tried no more: %j', (failures, brokenOff, spent) => {
    expect(isSpent({ failures, brokenOff })).toBe(spent);
  });
});
