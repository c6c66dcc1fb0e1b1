import { userInfo } from 'node:os';

/** Through which door an act came, where no person is meant. */
export const DOOR = 'the command line';

/** Who enters an act, as the record says it: `the command line (mgarcia)`, by the account of the operating system. */
export const BY = byOperator(() => userInfo().username);

/** @param account reads the name of the account; it throws where the system knows none, as in some containers. */
export function byOperator(account: () => string): string {
  try {
    const name = account().trim();
    return name === '' ? DOOR : `${DOOR} (${name})`;
  } catch {
    return DOOR;
  }
}
