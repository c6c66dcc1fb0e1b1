/** Through which door something is done: the Coordinator's desk, the command line, a mail of a member of the office. */
export type Door = 'desk' | 'command' | 'mail' | 'page' | 'service';

/** Who does something: through which door, and the person where the door knows one (a name, an account or an address). */
export interface Actor {
  door: Door;
  person: string | null;
}

/** Who does something, and when, in business time (ISO UTC). Every service that changes something is given it. */
export interface Act {
  by: Actor;
  at: string;
}

/** Whoever is signed in to the desk: its sessions name no person yet. */
export const DESK: Actor = { door: 'desk', person: null };

/** What the service records without anybody's word, and what a party does on its page of contacts. */
export const BY_ITSELF = {
  service: { door: 'service', person: null },
  page: { door: 'page', person: null },
} as const satisfies Record<string, Actor>;

/** As doors stand on record, for ever: digests and reports find acts of the service itself by these words. */
const DOOR_WORDS: Record<Exclude<Door, 'mail'>, string> = {
  desk: 'the Coordinator’s desk',
  command: 'the command line',
  page: 'the page of contacts',
  service: 'the service',
};

/** Who does something, as the record says it: `the command line (mgarcia)`; a member who writes is the address. */
export function actorWords({ door, person }: Actor): string {
  if (door === 'mail') return person ?? 'a mail';
  return person === null ? DOOR_WORDS[door] : `${DOOR_WORDS[door]} (${person})`;
}
