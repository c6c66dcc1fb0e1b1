import { membershipOn } from './membership.js';
import type { IsoDate, Party, Treaty, TreatyAct, TreatyManner } from './mandate.js';
import { firstDayOf, lastDayOf } from './partial-date.js';

/**
 * How far a state is with a treaty, from the least to the most. `unknown` says that nothing on file tells: it never
 * means 'not signed' or 'not a party'.
 */
export const TREATY_STANDINGS = ['unknown', 'signed', 'ratified', 'acceded', 'in-force'] as const;
export type TreatyStanding = (typeof TREATY_STANDINGS)[number];

/** Why a state stands where it does, as data; `treaty-words.ts` says it in words. `act` is what it rests on. */
export type TreatyReason =
  /** Deposited, or called a party by a source. */
  | { rule: 'bound'; act: TreatyAct }
  /** Bound, but the treaty itself entered into force only on `inForceDate`. */
  | { rule: 'bound-before-entry-into-force'; act: TreatyAct; inForceDate: IsoDate }
  /** The instrument bears an earlier date, and no deposit is on file for that day. */
  | { rule: 'instrument'; act: TreatyAct }
  | { rule: 'signed'; act: TreatyAct }
  /** The source is too vague to tell whether this act had been done on that day. */
  | { rule: 'perhaps'; act: TreatyAct }
  /** Nothing by that day; `act` is the first on file after it. */
  | { rule: 'not-yet-on-file'; act: TreatyAct }
  /** Nothing at all, for the reason that the file gives. */
  | { rule: 'nothing-on-file'; reason: string };

/** Where a state stands with a treaty on a day. */
export interface TreatyStatus {
  treaty: string;
  party: string;
  /** The day that was asked for. */
  date: IsoDate;
  standing: TreatyStanding;
  /** How it bound itself; null unless it is ratified, acceded or in force. */
  manner: TreatyManner | null;
  because: TreatyReason;
  /** Every act on file, by date: those after the day, too. */
  acts: TreatyAct[];
}

/**
 * Where a state stands with a treaty on a calendar date (no zone: acts are dated by their depositaries). A state counts
 * as `in-force` from the day of its deposit on, or from the day on which a source calls it a party; where the treaty's own
 * entry into force is on file, not before that. The days that treaties let pass after a deposit are not on file and are
 * not counted. Between the first and the last day that a vague date may mean the status is `unknown`.
 */
export function treatyStatusOn(treaty: Treaty, party: string, date: IsoDate): TreatyStatus {
  const row = treaty.states.find((one) => one.state === party);
  const acts = [...(row?.acts ?? [])].sort((a, b) => (firstDayOf(a.date) < firstDayOf(b.date) ? -1 : 1));
  const because = reasonOf(treaty, acts, row?.unknown ?? 'no source on file', date);
  return { treaty: treaty.id, party, date, ...standingOf(because, acts), because, acts };
}

function reasonOf({ inForce }: Treaty, acts: TreatyAct[], unknown: string, date: IsoDate): TreatyReason {
  const [next] = acts;
  if (!next) return { rule: 'nothing-on-file', reason: unknown };
  const find = (kinds: TreatyAct['act'][], test: (act: TreatyAct) => boolean): TreatyAct | undefined =>
    acts.find((act) => kinds.includes(act.act) && test(act));
  const isDone = (act: TreatyAct): boolean => lastDayOf(act.date) <= date;
  const isBegun = (act: TreatyAct): boolean => earliestDayOf(act, acts) <= date;

  const bound = find(['deposit'], isDone) ?? find(['party-by'], isDone);
  if (bound && inForce && inForce.date > date)
    return { rule: 'bound-before-entry-into-force', act: bound, inForceDate: inForce.date };
  if (bound) return { rule: 'bound', act: bound };
  const perhapsBound = find(['deposit', 'party-by'], isBegun);
  if (perhapsBound) return { rule: 'perhaps', act: perhapsBound };
  for (const [kind, rule] of [
    ['instrument', 'instrument'],
    ['signature', 'signed'],
  ] as const) {
    const done = find([kind], isDone);
    if (done) return { rule, act: done };
    const perhaps = find([kind], isBegun);
    if (perhaps) return { rule: 'perhaps', act: perhaps };
  }
  return { rule: 'not-yet-on-file', act: next };
}

/**
 * The first day on which an act may have been done. A state that a source calls a party may have become one long before,
 * but not before its deposit, nor before its instrument bears a date, where these are on file.
 */
function earliestDayOf(act: TreatyAct, acts: TreatyAct[]): IsoDate {
  if (act.act !== 'party-by') return firstDayOf(act.date);
  const basis = acts.find((one) => one.act === 'deposit') ?? acts.find((one) => one.act === 'instrument');
  // The empty text orders before every day.
  return basis ? firstDayOf(basis.date) : '';
}

function standingOf(because: TreatyReason, acts: TreatyAct[]): Pick<TreatyStatus, 'standing' | 'manner'> {
  switch (because.rule) {
    case 'bound':
      return { standing: 'in-force', manner: mannerOf(because.act, acts) };
    case 'bound-before-entry-into-force':
    case 'instrument': {
      const manner = mannerOf(because.act, acts);
      if (manner === 'unknown') return { standing: 'unknown', manner: null };
      return { standing: manner === 'ratification' ? 'ratified' : 'acceded', manner };
    }
    case 'signed':
      return { standing: 'signed', manner: null };
    default:
      return { standing: 'unknown', manner: null };
  }
}

/** Where the act that binds does not say, the instrument may. */
function mannerOf(act: TreatyAct, acts: TreatyAct[]): TreatyManner {
  if (act.manner !== null && act.manner !== 'unknown') return act.manner;
  return acts.find((one) => one.act === 'instrument')?.manner ?? 'unknown';
}

/** How many states stand where; every standing is there, with 0 for none. */
export function countStandings(statuses: readonly TreatyStatus[]): Record<TreatyStanding, number> {
  const counts = { unknown: 0, signed: 0, ratified: 0, acceded: 0, 'in-force': 0 };
  for (const { standing } of statuses) counts[standing] += 1;
  return counts;
}

/** The states to which operative paragraphs 1 and 2 speak on that day: members, disputed ones included. */
export function isAddressed(party: Party, date: IsoDate): boolean {
  return party.kind === 'member-state' && ['member', 'disputed'].includes(membershipOn(party, date)?.status ?? '');
}
