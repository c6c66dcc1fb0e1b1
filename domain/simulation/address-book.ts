import { contactBook, failureOf, partyNow, recipientsOf, refusalOfChange } from '../contact.js';
import type { ContactChange, ContactEntry } from '../contact.js';
import type { Contact, Party, Role } from '../mandate.js';
import { lastPostOf } from '../posting/last-post.js';
import type { LeftPost } from '../posting/last-post.js';
import { roleOfSender } from '../standing.js';

/** The contacts of one party, and what became of them in the simulated time. */
export class AddressBook {
  private changes: ContactChange[] = [];

  constructor(private readonly party: Party) {}

  /** The contacts in use. */
  contacts(): Contact[] {
    return partyNow(this.party, this.changes).contacts;
  }

  recipients(roles: Role[]): Contact[] {
    return recipientsOf(this.party, this.changes, roles);
  }

  /** Who has a role at this moment, by contact id: also one whose address has failed, where no other has the role. */
  holderOf(role: Role): string {
    const own = this.entries().filter((one) => one.role === role && one.status !== 'replaced');
    const holder = own.find(({ status }) => status === 'inUse') ?? own.at(-1);
    return holder?.id ?? `${this.party.code}/${role}`;
  }

  /** Who writes where the script does not say: whoever is the contact in the capital at this moment. */
  capital(): string {
    const own = this.entries().filter(({ role, status }) => role === 'capital' && status !== 'replaced');
    return own.at(-1)?.id ?? `${this.party.code}/capital`;
  }

  /** Whether a sender is a contact or an address, and no document. */
  isPerson(sender: string): boolean {
    return sender.includes('@') || sender === this.capital() || this.entries().some(({ id }) => id === sender);
  }

  /** Whether what a sender sends comes from the capital. */
  isOfCapital(sender: string): boolean {
    const isCapital =
      sender === this.capital() || this.entries().some(({ id, role }) => id === sender && role === 'capital');
    return isCapital || roleOfSender(sender, partyNow(this.party, this.changes)) === 'capital';
  }

  /** Why what a sender sends is no word of its party without a person; null where it is. */
  doubtOf(sender: string): string | null {
    const own = this.entries().filter(
      ({ id, address }) => id === sender || address.toLowerCase() === sender.toLowerCase(),
    );
    const [former] = own;
    if (!former || own.some(({ status }) => status !== 'replaced')) return null;
    return sender === former.id
      ? `${former.id} has been replaced`
      : `${sender} was ${former.id}, and has been replaced`;
  }

  /** Writes a change down; why the service refuses it, or null where it does not. */
  replace(change: ContactChange & { kind: 'replaced' }): string | null {
    const { party, changes } = this;
    const refusal = refusalOfChange(change, { party, changes, isReserved: () => false });
    if (refusal === null) this.changes = [...changes, change];
    return refusal;
  }

  /** An address has failed. */
  fail({ contact, id, at }: { contact: string; id: string; at: string }): void {
    this.changes = [...this.changes, failureOf({ contact, id, at, words: 'scripted' })];
  }

  lastPostOf(posts: readonly LeftPost[]): string | null {
    return lastPostOf(posts, this.changes);
  }

  /** Every contact of the party as it is at this moment. */
  private entries(): ContactEntry[] {
    return contactBook(this.party, this.changes);
  }
}
