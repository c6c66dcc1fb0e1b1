import type { MailboxTrouble, StandingMail } from '../../domain/digest.js';

/** What hinders mail, for those who can mend it. Instants are ISO UTC. */
export interface Troubles {
  /** Received mail that has stood for ten minutes without an outcome, or is filed and its request has not taken it. */
  findStanding(at: string): Promise<StandingMail>;
  /** The mailboxes that could not be read for some minutes by now. */
  findTroubles(at: string): Promise<MailboxTrouble[]>;
}
