import type { Closing, Entry } from './entry.js';
import type { IsoDate } from './mandate.js';

/** Who takes part in the meeting of national authorities, by the words of paragraphs 4 and 5 of the resolution. */
export const REGISTRATION_GROUPS = [
  'states',
  'CIM',
  'IIN',
  'UN',
  'IOM',
  'organizations',
  'experts',
  'civil-society',
  'guests',
] as const;
export type RegistrationGroup = (typeof REGISTRATION_GROUPS)[number];

export interface RegistrationFields {
  group: RegistrationGroup;
  /** The code of the party that is represented; null for who is no party. */
  party: string | null;
  /** The delegation, organization or person. */
  name: string;
  delegates: number;
  /** The year of the meeting. */
  meeting: string;
  date: IsoDate;
  document: string;
  /** That it was withdrawn. */
  closed: Closing | null;
}

export type Registration = Entry<RegistrationFields>;

/** Who is registered for a meeting, group by group; a group of which nobody is stands with 0. */
export function registeredFor(
  registrations: readonly Registration[],
  meeting: string,
): { group: RegistrationGroup; entries: number; delegates: number }[] {
  const standing = registrations.filter(({ fields }) => fields.meeting === meeting && fields.closed === null);
  return REGISTRATION_GROUPS.map((group) => {
    const own = standing.filter(({ fields }) => fields.group === group);
    return { group, entries: own.length, delegates: own.reduce((sum, { fields }) => sum + fields.delegates, 0) };
  });
}
