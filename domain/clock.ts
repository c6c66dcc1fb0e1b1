import type { IsoInstant } from './mandate.js';

/** Where intake and web take the time from: the machine's clock, or in year-long stories the test server's. */
export interface Clock {
  now(): IsoInstant;
}
