import type { Actor } from '../domain/actor.js';
import type { Adjustment } from '../domain/adjustment.js';
import type { ContactChange } from '../domain/contact.js';

/** What the desk asks of the engine and of the mail server. */
export interface DeskCommands {
  /**
   * Lets first notes of a cycle leave; `requests` null means all that wait. Returns how many were released.
   * Throws while the engine is away: nothing has left then.
   */
  release(cycleId: string, requests: string[] | null, by: Actor): Promise<number>;
  /** Why an adjustment cannot be made as things stand, naming the field and the remedy; null where it can. */
  findRefusal(adjustment: Adjustment): Promise<string | null>;
  /** Carries out an adjustment; returns how many requests were told. A repeat changes nothing. Throws while the engine is away. */
  adjust(adjustment: Adjustment): Promise<number>;
  /** Records a change of a contact, and tells a successor of what is open. A repeat changes nothing. Throws while the engine is away. */
  changeContact(party: string, change: ContactChange): Promise<void>;
  /** Compiles the report of a cycle as it stands; returns when it is on record. */
  compileReport(cycleId: string, because: string): Promise<void>;
  /**
   * Sends the Coordinator's own mailbox a copy of the first notes of these requests. Returns how many mails the server took.
   * Throws while the mail server is away.
   */
  sendCopies(requestIds: string[], by: Actor): Promise<number>;
}
