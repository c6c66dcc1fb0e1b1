import type { Clock } from '../domain/clock.js';

/** The machine's own clock. */
export const systemClock: Clock = { now: () => new Date().toISOString() };
