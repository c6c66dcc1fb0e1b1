import type { ContactStore } from '../adapters/postgres/contact-store.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import { contactBook, partyNow, refusalOfChange } from '../domain/contact.js';
import type { ContactChange } from '../domain/contact.js';
import type { Catalogue, Party } from '../domain/mandate.js';
import { roleOfSender } from '../domain/standing.js';
import { readSuccessor, replacedBy } from '../domain/successor.js';
import type { Refusal, WaitingTask } from './decision.js';

export interface SuccessorDeps {
  intake: Pick<IntakeStore, 'raiseTask'>;
  contacts: ContactStore;
  catalogue: Catalogue;
  /** The address at our own domain belongs to us. */
  domain: string;
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
  at: string;
}

/** Whom the words of a party name as its new contact: a decision for the Coordinator, whoever has written. Nothing is changed by it. */
export function createSuccessors({ intake, contacts, catalogue, domain }: SuccessorDeps) {
  /** Raises the decision where the text names somebody; returns whether it does. */
  return async function note(naming: Naming): Promise<boolean> {
    const { id, requestId, receiptId, text, sender, senderName, doubt, at } = naming;
    const party = catalogue.parties.find(({ code }) => code === naming.party);
    if (!party) return false;
    const changes = await contacts.findChanges(party.code);
    const now = partyNow(party, changes);
    const named = readSuccessor({
      text,
      sender,
      senderName,
      known: new Set(contactBook(party, changes).map(({ address }) => address.toLowerCase())),
      isOurs: (address) => address.endsWith(`@${domain.toLowerCase()}`),
    });
    if (named === null) return false;
    const data = {
      party: party.code,
      contact: replacedBy(named, now.contacts)?.id ?? '',
      name: named.name,
      address: named.address,
      sentence: named.sentence.slice(0, 300),
      sender,
      isMission: doubt === null && roleOfSender(sender, now) === 'mission',
      date: at.slice(0, 10),
    };
    await intake.raiseTask({ id: `successor/${id}`, kind: 'successor', requestId, receiptId, data, at });
    return true;
  };
}

export interface SuccessorDecisionDeps {
  intake: Pick<IntakeStore, 'closeTask'>;
  contacts: ContactStore;
  catalogue: Catalogue;
  /** Whether nobody can have the address, where mail really leaves. */
  isReserved: (address: string) => boolean;
  /** Records a change and tells a successor of what is open. */
  changeContact: (party: string, change: ContactChange) => Promise<unknown>;
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

/** Accepts or refuses a successor: one rule for the desk and the command line. Everything may be repeated. */
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
    await changeContact(party.code, change);
    const because = isAccepted ? `${change.name} takes the place of ${change.contact}` : `not accepted, ${reason}`;
    await intake.closeTask(task.id, at, `${by}: ${because}`);
    return null;
  };
}
