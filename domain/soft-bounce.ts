import type { FailedRecipient } from './mail-class.js';
import type { IsoInstant } from './mandate.js';

/*
 * When an address that only now and then takes no mail is given up. One full mailbox is nothing; the third within weeks is an address
 * that nobody reads. What lies back counts less and less, so that a bad week is forgotten.
 */

/** Reasons that lie with the address; a refusal of our words, our size or our server says nothing of it. */
const OF_THE_ADDRESS: ReadonlySet<string> = new Set([
  'mailboxfull',
  'suspend',
  'expired',
  'networkerror',
  'systemerror',
]);
/** After so many days a soft bounce counts half. */
const HALF_LIFE_DAYS = 30;
/** With this score an address counts as failed: three within a few days, or one every other week for long. */
export const SOFT_BOUNCE_LIMIT = 2.5;
/** A mail that a server puts off for so long counts as refused, in working days of headquarters. */
export const DEFERRED_WORKING_DAYS = 3;
const DAY_MS = 86_400_000;

/** Whether the return of a mail speaks against its address without condemning it. */
export function isSoftBounce(recipients: readonly Pick<FailedRecipient, 'reason' | 'hard'>[]): boolean {
  return recipients.some(({ reason, hard }) => !hard && OF_THE_ADDRESS.has(reason));
}

/** The weight at `at` of soft bounces that came at these instants: each is 1 when it comes, a half after thirty days. */
export function softBounceScore(bounces: readonly IsoInstant[], at: IsoInstant): number {
  return bounces.reduce((score, one) => {
    const days = Math.max(0, Date.parse(at) - Date.parse(one)) / DAY_MS;
    return score + 0.5 ** (days / HALF_LIFE_DAYS);
  }, 0);
}
