import type { ContactStore } from '../adapters/postgres/contact-store.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import { BY_ITSELF, contactBook, partyNow, refusalOfChange } from '../domain/contact.js';
import type { ContactChange } from '../domain/contact.js';
import type { Catalogue, Party } from '../domain/mandate.js';
import { roleOfSender } from '../domain/standing.js';
import { cut, LONGEST, shorten } from '../domain/text.js';
import { isTakenAtOnce, readSuccessor, replacedBy } from '../domain/successor.js';
import type { Refusal, WaitingTask } from './decision.js';

export interface SuccessorDeps {
  intake: Pick<IntakeStore, 'raiseTask' | 'findTask'>;
  contacts: ContactStore;
  catalogue: Catalogue;
  /** The address at our own domain belongs to us. */
  domain: string;
  decide: SuccessorDecision;
}

/** Where a text came from that may name a successor. */
export interface Naming {
  /** Of the mail, or of what was sent on a page: a repeat raises nothing. */
  id: string;
  party: string;
  requestId: string | null;
  receiptId: string | null;
  text: string;
  sender: string;
  senderName: string;
  /** Why the sender may be somebody else; null where nothing says so. */
  doubt: string | null;
  /** It shows that the sender has had our mail, or a domain vouches for the sender: an address in a header alone proves nothing. */
  isProven: boolean;
  /** It answers the question whether the contacts are right. */
  isAsked: boolean;
  at: string;
}

/** Whom the words of a party name as its new contact. It waits for the Coordinator, unless the mission itself says it in full. */
export function createSuccessors({ intake, contacts, catalogue, domain, decide }: SuccessorDeps) {
  return {
    /** Raises the decision where the text names somebody, and changes nothing else. Returns whether it does. */
    async note(naming: Naming): Promise<boolean> {
      const { requestId, receiptId, text, sender, senderName, doubt, isProven, isAsked, at } = naming;
      const id = taskOf(naming.id);
      // What was read once stands: after a crash the successor may be on file already.
      if (await intake.findTask(id)) return true;
      const party = catalogue.parties.find(({ code }) => code === naming.party);
      if (!party) return false;
      const changes = await contacts.findChanges(party.code);
      const now = partyNow(party, changes);
      const book = contactBook(party, changes);
      const named = readSuccessor({
        text,
        sender,
        senderName,
        known: new Set(book.map(({ address }) => address.toLowerCase())),
        isOurs: (address) => address.endsWith(`@${domain.toLowerCase()}`),
      });
      if (named === null) return false;
      const isMission = doubt === null && roleOfSender(sender, now) === 'mission';
      const data = {
        party: party.code,
        contact: replacedBy(named, now.contacts)?.id ?? '',
        name: cut(named.name, LONGEST.name),
        address: named.address,
        sentence: shorten(named.sentence, 300),
        sender,
        isMission,
        isTakenAtOnce: isTakenAtOnce(named, { isMission: isMission && isProven, isAsked, contacts: book }),
        date: at.slice(0, 10),
      };
      await intake.raiseTask({ id, kind: 'successor', requestId, receiptId, data, at });
      return true;
    },

    /** Lets a successor take the place whom the mission names in full; returns who takes whose, or null where a person decides. */
    async takeAtOnce({ id, at }: Pick<Naming, 'id' | 'at'>): Promise<string | null> {
      const task = await intake.findTask(taskOf(id));
      if (task?.data.isTakenAtOnce !== true) return null;
      const asRead = { contact: '', name: '', address: '', reason: '' };
      if (task.done_at === null) await decide(task, { ...asRead, isAccepted: true, by: BY_ITSELF.service, at });
      return (await intake.findTask(taskOf(id)))?.done_because ?? null;
    },
  };
}

function taskOf(id: string): string {
  return `successor/${id}`;
}

export type ChangeContact = (party: string, change: ContactChange, receiptId: string | null) => Promise<unknown>;

export interface SuccessorDecisionDeps {
  intake: Pick<IntakeStore, 'closeTask' | 'endHeld'>;
  contacts: ContactStore;
  catalogue: Catalogue;
  /** Whether nobody can have the address, where mail really leaves. */
  isReserved: (address: string) => boolean;
  /** Records a change and tells a successor of what is open; the mail that asks for it is given along. */
  changeContact: ChangeContact;
}

/** The Coordinator's word on a successor who was named; what is left empty is as the text has it. */
export interface SuccessorWord {
  isAccepted: boolean;
  contact: string;
  name: string;
  address: string;
  reason: string;
  by: string;
  at: string;
}

export type SuccessorDecision = ReturnType<typeof createSuccessorDecisions>;

/** Accepts or refuses a successor: one rule for the desk, the command line and a mission's own word. Everything may be repeated. */
export function createSuccessorDecisions(deps: SuccessorDecisionDeps) {
  const { intake, contacts, catalogue, isReserved, changeContact } = deps;

  return async function decide(task: WaitingTask, word: SuccessorWord): Promise<Refusal> {
    const { data } = task;
    const party: Party | undefined = catalogue.parties.find(({ code }) => code === data.party);
    if (!party) return 'gone';
    const { isAccepted, by, at } = word;
    const fact = (key: string): string => String(data[key] ?? '');
    const reason = word.reason.trim() || (isAccepted ? `“${fact('sentence')}”` : '');
    if (reason === '') return { because: 'The reason is empty: say why the successor is not accepted.' };
    const change: ContactChange = {
      kind: isAccepted ? 'replaced' : 'declined',
      id: `${isAccepted ? 'accepted' : 'declined'}/${task.id}`,
      contact: word.contact.trim() || fact('contact'),
      name: word.name.trim() || fact('name'),
      address: word.address.trim() || fact('address'),
      authority: `${data.isMission === true ? 'the mission' : 'the Coordinator, after a message'}: ${fact('sender')}, ${fact('date')}`,
      reason,
      by,
      at,
    };
    const changes = await contacts.findChanges(party.code);
    const refusal = changes.some(({ id }) => id === change.id)
      ? null
      : refusalOfChange(change, { party, changes, isReserved });
    if (refusal !== null) return { because: refusal };
    await changeContact(party.code, change, task.receipt_id);
    const because = isAccepted ? `${change.name} takes the place of ${change.contact}` : `not accepted, ${reason}`;
    await intake.closeTask(task.id, at, `${by}: ${because}`);
    if (task.receipt_id !== null) await intake.endHeld(task.receipt_id, `${by}: ${because}`);
    return null;
  };
}
