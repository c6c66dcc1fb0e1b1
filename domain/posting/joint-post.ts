import { addDays } from '../iso-date.js';
import type { IsoDate, IsoInstant } from '../mandate.js';
import { courteousInstant, dateIn, instantAt } from '../plan.js';
import type { PlanInput } from '../plan.js';
import type { Projection } from '../request-events.js';
import type { Plan, PlannedRung } from '../request-state.js';
import { isAwaited } from './handover.js';

/*
 * What a party is due on one day, whatever the obligation, leaves as one post. The first note of a request is a note of its
 * own: it has one subject, and a person releases it. A word that a date has moved waits for nobody. All the rest is joined
 * to the first that leaves on its day, and nothing else follows it on that day.
 */

/** How a request stands, as the record keeps it. */
export interface Standing extends Pick<
  Projection,
  'stage' | 'holdUntil' | 'rungs' | 'parkedBecause' | 'pausedBecause' | 'asks'
> {
  plan: Plan;
}

/** Whether a rung joins others: reminders, escalations and words of a moved date. */
export function isJoinable({ kind }: Pick<PlannedRung, 'kind'>): boolean {
  return kind !== 'request' && kind !== 'close';
}

/** The rung, where it may leave at `at` with the post of another request of its party; null where it may not. */
export function joiningRung(request: Standing, id: string, at: IsoInstant): PlannedRung | null {
  const { plan, stage, parkedBecause, pausedBecause } = request;
  const rung = plan.rungs.find((one) => one.id === id);
  const progress = request.rungs[id];
  if (!rung || !progress || !isJoinable(rung)) return null;
  if (!isAwaited(stage)) return null;
  if (parkedBecause !== null || pausedBecause !== null || waitsForParty(request, rung, at)) return null;
  const { status, sendAt, decisions, approvedDecision } = progress;
  if (status !== 'decided' && status !== 'sending') return null;
  if (rung.approval && approvedDecision !== decisions) return null;
  return dateIn(sendAt, plan.zone) <= dateIn(at, plan.zone) ? rung : null;
}

/** Nobody is reminded while the party has written or waits for our word. */
function waitsForParty({ holdUntil, asks }: Standing, { kind }: PlannedRung, at: IsoInstant): boolean {
  return isHeldBack(kind, holdUntil, at) || (kind !== 'notice' && (asks ?? []).length > 0);
}

/** Whether a message of the party holds a rung that follows its first note. A word that a date is later is due to it all the same. */
export function isHeldBack(
  kind: PlannedRung['kind'],
  holdUntil: IsoInstant | null,
  at: IsoInstant,
): holdUntil is IsoInstant {
  return kind !== 'notice' && holdUntil !== null && holdUntil > at;
}

/**
 * Until when a rung waits for a party that was last written to at `lastPostAt`, whatever the duty, and since which day (null for today); null where it may leave.
 * So many days pass between two posts as its rules say (`daysBetweenPosts`), and the next day where they say nothing. A first note and
 * a word of a moved date wait for nobody. `at` and `lastPostAt` are business time; days are those of the capital.
 */
export function waitAfterPost(
  input: Pick<PlanInput, 'rules' | 'headquarters' | 'partyCalendar' | 'zone'> & {
    kind: PlannedRung['kind'];
    at: IsoInstant;
    lastPostAt: IsoInstant | null;
  },
): { until: IsoInstant; since: IsoDate | null } | null {
  const { kind, at, lastPostAt, rules, zone } = input;
  if (!isJoinable({ kind }) || kind === 'notice' || lastPostAt === null) return null;
  const today = dateIn(at, zone);
  const last = dateIn(lastPostAt, zone);
  const next = addDays(last, rules.daysBetweenPosts ?? 1);
  if (last > today || today >= next) return null;
  const until = courteousInstant({ ...input, at: instantAt(next, '00:00', zone) });
  return { until, since: last === today ? null : last };
}
