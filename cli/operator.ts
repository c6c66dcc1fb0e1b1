import { userInfo } from 'node:os';
import { actorWords } from '../domain/actor.js';
import type { Actor } from '../domain/actor.js';

/** Through which door an act came, where no person is meant. */
export const DOOR = actorWords({ door: 'command', person: null });

/** Who enters an act: the account of the operating system. */
export const OPERATOR: Actor = operatorOf(() => userInfo().username);

/** The same, as the record says it: `the command line (mgarcia)`. */
export const BY = actorWords(OPERATOR);

/** @param account reads the name of the account; it throws where the system knows none, as in some containers. */
export function operatorOf(account: () => string): Actor {
  try {
    const name = account().trim();
    return { door: 'command', person: name === '' ? null : name };
  } catch {
    return { door: 'command', person: null };
  }
}
