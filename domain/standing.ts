import type { Contact, IsoDate, IsoInstant, Party, Role } from './mandate.js';
import { domainOf } from './sender.js';

/*
 * Whether an answer is the word of the Government. A mission is the official channel; what a ministry sends by itself is prepared, is
 * copied to the mission, and becomes official when the mission passes it on, confirms it, or has not objected by a day that the
 * copy names.
 */

export type Standing = 'official' | 'prepared' | 'objected';

/** What a mission says of an answer of its capital. */
export interface StandingWord {
  kind: 'confirmed' | 'objected';
  at: IsoInstant;
  reason: string;
}

export interface StandingFacts {
  receivedAt: IsoInstant;
  /** The day until which the mission may object, as its copy names it; null for an answer of which no copy was owed. */
  until: IsoDate | null;
  /** Of the mission, in order. */
  words: readonly StandingWord[];
  /** When the mission itself has answered the same request; null where it has not. */
  missionAnsweredAt: IsoInstant | null;
}

export interface StandingFinding {
  standing: Standing;
  /** Why an answer of the capital is official; null while it is not, and where no copy was owed. */
  by: 'confirmation' | 'answer' | 'silence' | null;
  /** In words, for the desk and the report; '' where nothing is to be said. */
  because: string;
}

/** What an answer is on a day, at headquarters. The mission's last word counts most. */
export function standingOf(
  { receivedAt, until, words, missionAnsweredAt }: StandingFacts,
  today: IsoDate,
): StandingFinding {
  if (until === null) return { standing: 'official', by: null, because: '' };
  const last = words.at(-1);
  if (last?.kind === 'objected')
    return {
      standing: 'objected',
      by: null,
      because: `the mission objects${last.reason === '' ? '' : `: ${last.reason}`}`,
    };
  if (last) return { standing: 'official', by: 'confirmation', because: 'confirmed by the mission' };
  if (missionAnsweredAt !== null && missionAnsweredAt >= receivedAt)
    return { standing: 'official', by: 'answer', because: 'the mission has answered since' };
  return today > until
    ? { standing: 'official', by: 'silence', because: `the mission has not objected by ${until}` }
    : { standing: 'prepared', by: null, because: `sent by the capital; the mission may object until ${until}` };
}

/** The mission that a copy of an answer is owed to, and the working days it has to object; null where none is owed. */
export interface OwedCopy {
  mission: Contact;
  days: number;
}

/**
 * A mission is told what its capital has sent by itself, where the duty gives it days to object. What the Coordinator has taken for the
 * Government's answer needs no other's word.
 */
export function owedCopy(
  { contacts }: Pick<Party, 'contacts'>,
  { days, role, isAccepted }: { days: number | undefined; role: Role | null; isAccepted: boolean },
): OwedCopy | null {
  const mission = contacts.find((one) => one.role === 'mission');
  return days === undefined || mission === undefined || isAccepted || role !== 'capital' ? null : { mission, days };
}

/**
 * For whom an address writes within its party: the role of the contact that bears it, else that of the only role which uses its domain;
 * null for an address that tells neither.
 */
export function roleOfSender(sender: string, { contacts }: Pick<Party, 'contacts'>): Role | null {
  const address = sender.trim().toLowerCase();
  const own = contacts.find((one) => one.address.toLowerCase() === address);
  if (own) return own.role;
  const domain = domainOf(address);
  const roles = new Set(
    contacts.filter((one) => domainOf(one.address.toLowerCase()) === domain).map(({ role }) => role),
  );
  const [role, ...others] = roles;
  return role === undefined || others.length > 0 ? null : role;
}
