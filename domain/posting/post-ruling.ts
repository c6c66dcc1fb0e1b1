import { dayOff } from '../calendar.js';
import type { Calendar, IsoInstant, PartyCalendar, Rules } from '../mandate.js';
import { courteousInstant, dateIn } from '../plan.js';
import type { Hold, PlannedRung } from '../request-state.js';
import { waitAfterPost } from './joint-post.js';
import type { Postponement } from './postponement.js';

/** All that decides whether a rung may leave now. Instants are ISO UTC. */
export interface PostContext {
  kind: PlannedRung['kind'];
  at: IsoInstant;
  rules: Rules;
  headquarters: Calendar;
  /** The days off of the party's capital. */
  partyCalendar?: PartyCalendar | undefined;
  /** IANA zone of the party's capital. */
  zone: string;
  /** Why the clock stands still; null while it runs. */
  pausedBecause: string | null;
  /** Until when a message of the party holds its reminders; null where none does. */
  holdUntil: Hold['sendAt'] | null;
  /** The newest note or letter to the party that was not refused, on whatever request; null where there is none. */
  lastPostAt: IsoInstant | null;
  /** The rung has left before and leaves again, to whoever stands in: that is a part of the post that the others had. */
  isRepeat: boolean;
}

export type PostRuling = { ruling: 'send' } | { ruling: 'postpone'; until: IsoInstant; why: Postponement };

const DAY_MS = 86_400_000;

/**
 * Whether a rung may leave at this moment, whatever was known when it was decided: docs/decisions/0010. The order matters: what is said
 * to a person is the first reason that holds.
 *
 * - The clock stands still: nothing leaves; asked again after a day, since the end of a pause plans anew.
 * - The party has written: no reminder leaves before the hold ends. A word that a date is later is due to it all the same.
 * - The party is written to on working days and in its office hours alone. The first note leaves when a person releases it.
 * - Between two posts to one party lie some days, whatever they are about.
 */
export function rulePost(context: PostContext): PostRuling {
  const { kind, at, pausedBecause, holdUntil, headquarters, partyCalendar, zone, isRepeat } = context;
  if (pausedBecause !== null)
    return postpone(new Date(Date.parse(at) + DAY_MS).toISOString(), {
      code: 'clockStandsStill',
      because: pausedBecause,
    });
  if (kind !== 'request') {
    if (kind !== 'notice' && holdUntil !== null && holdUntil > at)
      return postpone(holdUntil, { code: 'partyHasWritten' });
    const until = courteousInstant({ ...calendarsOf(context), at });
    if (until > at) {
      const name = dayOff(headquarters, dateIn(at, zone), partyCalendar);
      return postpone(until, name === null ? { code: 'outsideHours' } : { code: 'dayOff', name });
    }
  }
  const wait = isRepeat ? null : waitAfterPost({ ...calendarsOf(context), kind, at, lastPostAt: context.lastPostAt });
  return wait === null ? { ruling: 'send' } : postpone(wait.until, { code: 'writtenTo', date: wait.since });
}

/** The first note that leaves fixes its due date and prints it; one that leaves again, to whoever stands in, prints that date. */
export function fixesPlan(kind: PlannedRung['kind'], clockStartedAt: IsoInstant | null): boolean {
  return kind === 'request' && clockStartedAt === null;
}

function postpone(until: IsoInstant, why: Postponement): PostRuling {
  return { ruling: 'postpone', until, why };
}

function calendarsOf({ rules, headquarters, partyCalendar, zone }: PostContext) {
  return { rules, headquarters, zone, ...(partyCalendar === undefined ? {} : { partyCalendar }) };
}
