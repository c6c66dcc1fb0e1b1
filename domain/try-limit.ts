/*
 * How often a received mail is tried before a person has it. What fails again and again has a reason of its own, and whatever waits
 * behind it must not wait for ever.
 */

/** What a mail has cost so far. */
export interface Tries {
  /** How often reading or filing it failed, for whatever reason lies in the mail. */
  failures: number;
  /** How often that was begun and never ended, in a row: the process died. */
  brokenOff: number;
}

/** A server or a disk that is away is not counted; five failures take about half a minute. */
const MOST_FAILURES = 5;
/** Kills, restarts and a machine that goes away may meet one mail some times; a mail that ends the service does so each time. */
const MOST_BROKEN_OFF = 10;

/** Whether a mail is tried no more, and waits for a person with its raw file. */
export function isSpent({ failures, brokenOff }: Tries): boolean {
  return failures >= MOST_FAILURES || brokenOff >= MOST_BROKEN_OFF;
}
