import { isAddress } from './contact.js';
import type { DecisionLine, Digest } from './digest.js';
import { isIsoDate } from './iso-date.js';
import type { IsoDate } from './mandate.js';
import { lengthFault, LONGEST } from './text.js';

/** When the Coordinator is away, and who decides meanwhile. */
export interface Absence {
  /** Unique: a repeat changes nothing. */
  id: string;
  fromDate: IsoDate;
  /** The day on which the Coordinator is back; earlier than planned where that was said since. */
  untilDate: IsoDate;
  /** The day that was planned, where the Coordinator was back before it; absent otherwise. */
  plannedDate?: IsoDate;
  deputy: { name: string; address: string };
  /** Who allowed it, as a note or a document says. */
  authority: string;
  reason: string;
  /** Who entered it. */
  by: string;
}

/**
 * Why an absence cannot be recorded, naming field, fault and remedy; null where it can. `isReserved` says whether an address can
 * belong to nobody; where mail really leaves, such a deputy is refused.
 */
export function refusalOfAbsence(
  absence: Absence,
  { known, today, isReserved }: { known: readonly Absence[]; today: IsoDate; isReserved: (address: string) => boolean },
): string | null {
  const { fromDate, untilDate, deputy, authority, reason } = absence;
  for (const [field, date] of [
    ['first day', fromDate],
    ['day of return', untilDate],
  ] as const)
    if (!isIsoDate(date)) return `The ${field}: '${date}' is not a date of the calendar. Write it as yyyy-mm-dd.`;
  if (untilDate <= fromDate)
    return `The day of return, ${untilDate}, is not after the first day, ${fromDate}. Name the day on which the Coordinator is back.`;
  if (untilDate <= today)
    return `The day of return, ${untilDate}, is over: name one that is later than today, ${today}.`;
  if (deputy.name.trim() === '') return 'The deputy’s name is empty: say who decides meanwhile.';
  if (deputy.address.trim() === '')
    return 'The deputy’s address is missing: write it after the name, such as "Ana Pérez <aperez@oas.org>".';
  if (!isAddress(deputy.address))
    return `The deputy’s address: '${deputy.address}' is not a mail address. Write one such as aperez@oas.org.`;
  if (isReserved(deputy.address))
    return `The deputy’s address: '${deputy.address}' is in a domain reserved for examples (RFC 2606), where nobody reads mail. Enter the real one.`;
  if (authority.trim() === '') return 'The authority is empty: name the note, document or person that allows it.';
  if (reason.trim() === '') return 'The reason is empty: say why, such as leave or mission.';
  const tooLong = lengthFault([
    ['deputy’s name', deputy.name, LONGEST.name],
    ['deputy’s address', deputy.address, LONGEST.address],
    ['authority', authority, LONGEST.line],
    ['reason', reason, LONGEST.line],
  ]);
  if (tooLong !== null) return tooLong;
  const other = known.find((one) => one.id !== absence.id && one.fromDate < untilDate && fromDate < one.untilDate);
  if (other)
    return `The days overlap with the absence from ${other.fromDate} until ${other.untilDate} (${other.deputy.name}). Choose days outside of it.`;
  return null;
}

/** The absence that holds on a date; null where the Coordinator is there. */
export function absenceOn(absences: readonly Absence[], date: IsoDate): Absence | null {
  return absences.find(({ fromDate, untilDate }) => fromDate <= date && date < untilDate) ?? null;
}

/** What the deputy is told: decisions that have waited so many working days, and nothing else; null where there is none. */
export function deputyDigest(digest: Digest, afterWorkingDays: number): Digest | null {
  const decisions = digest.decisions.filter((one: DecisionLine) => one.ageWorkingDays >= afterWorkingDays);
  if (decisions.length === 0) return null;
  const others = {
    standing: [],
    arrivals: [],
    dueThisWeek: [],
    overdue: [],
    notReached: [],
    stopped: [],
    contacts: [],
    successors: [],
  };
  return { ...digest, ...others, decisions, next: [] };
}

/** `Ana Pérez <aperez@oas.org>` in its parts; the address is '' where there is none. */
export function deputyOf(text: string): Absence['deputy'] {
  const bare = text.trim();
  const open = bare.lastIndexOf('<');
  const isWhole = open >= 0 && bare.indexOf('>', open) === bare.length - 1;
  return isWhole
    ? { name: bare.slice(0, open).trim(), address: bare.slice(open + 1, -1).trim() }
    : { name: bare, address: '' };
}
