import { isHandedOver } from '../../domain/posting/handover.js';
import { STAGES } from '../../domain/request-state.js';
import type { Stage } from '../../domain/request-state.js';

const TOLD: Stage[] = ['waiting', 'answeredInPart'];

describe('a successor', () => {
  it.each(STAGES)('is told of a request that has left only where something is still awaited: %s', (stage) => {
    expect(isHandedOver({ stage, clockStartedAt: '2027-01-04T15:00:00.000Z' })).toBe(TOLD.includes(stage));
  });

  it.each(STAGES)('is told of no request whose first note has not left: %s', (stage) => {
    expect(isHandedOver({ stage, clockStartedAt: null })).toBe(false);
  });
});
