import { PARTY_GROUPS } from './mandate.js';
import type {
  Contact,
  DisputedChoice,
  FirstDay,
  IsoDate,
  Membership,
  MissionName,
  Office,
  Party,
  PartyGroup,
  Role,
} from './mandate.js';

/** The membership that holds on a day; `undefined` where the record has none for it. */
export function membershipOn(party: Party, date: IsoDate): Membership | undefined {
  return party.memberships.find((membership) => holdsOn(membership, date));
}

/** Whether the state is a member on that day beyond dispute. */
export function isMember(party: Party, date: IsoDate): boolean {
  return membershipOn(party, date)?.status === 'member';
}

/**
 * The parties that a cycle asks when it opens on that day, in the order of the catalogue: of those that `asked` names by group
 * or by code every member and, where `disputed` is `ask`, every state whose membership is disputed. A state that does not take
 * part is never asked.
 */
export function partiesAsked(
  parties: readonly Party[],
  disputed: DisputedChoice,
  date: IsoDate,
  asked: readonly string[] = ['member-states'],
): Party[] {
  return parties.filter((party) => {
    if (!asked.some((name) => name === party.code || PARTY_GROUPS[name as PartyGroup] === party.kind)) return false;
    const status = membershipOn(party, date)?.status;
    return status === 'member' || (status === 'disputed' && disputed === 'ask');
  });
}

/** The member states of all times, in the order of the catalogue. */
export function statesOf({ parties }: { parties: readonly Party[] }): Party[] {
  return parties.filter(({ kind }) => kind === 'member-state');
}

/**
 * The office that writes on that day.
 *
 * @throws RangeError if the record has no office for it; a catalogue that was loaded has one for every day.
 */
export function officeOn(offices: readonly Office[], date: IsoDate): Office {
  const office = offices.find((candidate) => holdsOn(candidate, date));
  if (!office) throw new RangeError(`no office is on record for ${date}`);
  return office;
}

/** What followed 'Permanent Mission' on that day, in the state's language of correspondence. */
export function missionOn(party: Party, date: IsoDate): MissionName {
  const earlier = (party.formerly ?? []).filter((former) => date < former.until);
  // The earliest end still ahead is the name of the day, whatever the order of the record.
  const first = earlier.reduce<(typeof earlier)[number] | undefined>(
    (soonest, former) => (soonest && soonest.until <= former.until ? soonest : former),
    undefined,
  );
  return first?.mission ?? party.mission;
}

/** The party's contacts in these roles, in the order of the roles. The Coordinator is no contact: a task tells her. */
export function contactsFor(party: Party, roles: readonly Role[]): Contact[] {
  return roles.flatMap((role) => party.contacts.filter((contact) => contact.role === role));
}

/** ISO dates order as strings; `until` is the first day that no longer belongs to the interval. */
function holdsOn(interval: { from: FirstDay; until: IsoDate | null }, date: IsoDate): boolean {
  return (interval.from === 'unknown' || interval.from <= date) && (interval.until === null || date < interval.until);
}
