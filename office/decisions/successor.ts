import { BY_ITSELF, actorWords } from '../../domain/actor.js';
import type { Act } from '../../domain/actor.js';
import { contactBook, partyNow, refusalOfChange } from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import { changeId, successorTaskId } from '../../domain/keys.js';
import type { Catalogue, Party } from '../../domain/mandate.js';
import { roleOfSender } from '../../domain/standing.js';
import { isTakenAtOnce, readSuccessor, replacedBy } from '../../domain/successor.js';
import { cut, LONGEST, shorten } from '../../domain/text.js';
import type { Contacts } from '../ports/contacts.js';
import type { Intake } from '../ports/intake.js';
import type { Refusal, WaitingTask } from './decision.js';

export interface SuccessorDeps {
  intake: Pick<Intake, 'raiseTask' | 'findTask'>;
  contacts: Contacts;
  catalogue: Catalogue;
  /** The address at our own domain belongs to us. */
  domain: string;
  /** Whether nobody can have an address, where mail really leaves. */
  isReserved: (address: string) => boolean;
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

/** What a text says of a new contact of its party. Finding it changes nothing. */
export interface SuccessorFinding {
  /** The decision on it, as it is on record or is to be raised. */
  task: WaitingTask;
  isOnRecord: boolean;
  party: string;
  /** The change that is made without a person's word, and what the record then says of it; null where a person decides. */
  foreseen: { change: ContactChange | null; words: string } | null;
}

/** Whom the words of a party name as its new contact. It waits for the Coordinator, unless the mission itself says it in full. */
export interface Successors {
  /** Whom a text names, and what becomes of it by itself; null where it names nobody. */
  find(naming: Naming): Promise<SuccessorFinding | null>;

  /** Raises the decision on whom a text names; a repeat raises nothing. */
  raise(finding: SuccessorFinding, at: string): Promise<void>;

  /** Raises the decision where the text names somebody, and changes nothing else. Returns whether it does. */
  note(naming: Naming): Promise<boolean>;

  /** Lets a successor take the place whom the mission names in full; returns who takes whose, or null where a person decides. */
  takeAtOnce(naming: Pick<Naming, 'id' | 'at'>): Promise<string | null>;
}

export function createSuccessors(deps: SuccessorDeps): Successors {
  return {
    find: (...args) => find(deps, ...args),
    raise: (...args) => raise(deps, ...args),
    note: (...args) => note(deps, ...args),
    takeAtOnce: (...args) => takeAtOnce(deps, ...args),
  };
}

async function find(deps: SuccessorDeps, naming: Naming): Promise<SuccessorFinding | null> {
  const { intake, catalogue, contacts } = deps;
  const id = successorTaskId(naming.id);
  // What was read once stands: after a crash the successor may be on file already.
  const known = await intake.findTask(id);
  const party = catalogue.parties.find(({ code }) => code === (known?.data.party ?? naming.party));
  const changes = party === undefined ? [] : await contacts.findChanges(party.code);
  if (known)
    return {
      task: known,
      isOnRecord: true,
      party: party?.code ?? '',
      foreseen: foresee(deps, known, naming, party, changes),
    };
  const data = party === undefined ? null : dataOf(deps, naming, party, changes);
  if (party === undefined || data === null) return null;
  const { requestId, receiptId } = naming;
  const task: WaitingTask = { id, kind: 'successor', requestId, receiptId, data };
  return { task, isOnRecord: false, party: party.code, foreseen: foresee(deps, task, naming, party, changes) };
}

function dataOf(
  { domain }: SuccessorDeps,
  naming: Naming,
  party: Party,
  changes: readonly ContactChange[],
): WaitingTask['data'] | null {
  const { text, sender, senderName, doubt, isProven, isAsked, at } = naming;
  const now = partyNow(party, changes);
  const book = contactBook(party, changes);
  const named = readSuccessor({
    text,
    sender,
    senderName,
    known: new Set(book.map(({ address }) => address.toLowerCase())),
    isOurs: (address) => address.endsWith(`@${domain.toLowerCase()}`),
  });
  if (named === null) return null;
  const isMission = doubt === null && roleOfSender(sender, now) === 'mission';
  return {
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
}

function foresee(
  { isReserved }: SuccessorDeps,
  task: WaitingTask & { doneAt?: string | null; doneBecause?: string | null },
  { at }: Pick<Naming, 'at'>,
  party: Party | undefined,
  changes: readonly ContactChange[],
): SuccessorFinding['foreseen'] {
  if (task.data.isTakenAtOnce !== true) return null;
  if (task.doneAt) return task.doneBecause ? { change: null, words: task.doneBecause } : null;
  if (party === undefined) return null;
  const found = changeBy(task, byItself(at), { party, changes, isReserved });
  return 'refusal' in found ? null : { change: found.change, words: wordsOf(found, actorWords(BY_ITSELF.service)) };
}

async function raise({ intake }: SuccessorDeps, { task, isOnRecord }: SuccessorFinding, at: string): Promise<void> {
  if (isOnRecord) return;
  const { id, kind, requestId, receiptId, data } = task;
  await intake.raiseTask({ id, kind, requestId, receiptId, data, at });
}

async function note(deps: SuccessorDeps, naming: Naming): Promise<boolean> {
  const found = await find(deps, naming);
  if (found !== null) await raise(deps, found, naming.at);
  return found !== null;
}

async function takeAtOnce(
  { intake, decide }: SuccessorDeps,
  { id, at }: Pick<Naming, 'id' | 'at'>,
): Promise<string | null> {
  const task = await intake.findTask(successorTaskId(id));
  if (task?.data.isTakenAtOnce !== true) return null;
  if (task.doneAt === null) await decide(task, byItself(at));
  return (await intake.findTask(successorTaskId(id)))?.doneBecause ?? null;
}

/** The word of the service itself: as the text has it. */
function byItself(at: string): SuccessorWord {
  return { contact: '', name: '', address: '', reason: '', isAccepted: true, by: BY_ITSELF.service, at };
}

export type ChangeContact = (party: string, change: ContactChange, receiptId: string | null) => Promise<unknown>;

export interface SuccessorDecisionDeps {
  intake: Pick<Intake, 'closeTask' | 'endHeld'>;
  contacts: Contacts;
  catalogue: Catalogue;
  /** Whether nobody can have the address, where mail really leaves. */
  isReserved: (address: string) => boolean;
  /** Records a change and tells a successor of what is open; the mail that asks for it is given along. */
  changeContact: ChangeContact;
}

/** The Coordinator's word on a successor who was named; what is left empty is as the text has it. */
export interface SuccessorWord extends Act {
  isAccepted: boolean;
  contact: string;
  name: string;
  address: string;
  reason: string;
}

export type SuccessorDecision = ReturnType<typeof createSuccessorDecisions>;

/** Accepts or refuses a successor: one rule for the desk, the command line and a mission's own word. Everything may be repeated. */
export function createSuccessorDecisions(deps: SuccessorDecisionDeps) {
  const { intake, contacts, catalogue, isReserved, changeContact } = deps;
  return async function decide(task: WaitingTask, word: SuccessorWord): Promise<Refusal> {
    const party: Party | undefined = catalogue.parties.find(({ code }) => code === task.data.party);
    if (!party) return 'gone';
    const found = changeBy(task, word, { party, changes: await contacts.findChanges(party.code), isReserved });
    if ('refusal' in found) return { because: found.refusal };
    await changeContact(party.code, found.change, task.receiptId);
    const words = wordsOf(found, actorWords(word.by));
    await intake.closeTask(task.id, word.at, words);
    if (task.receiptId !== null) await intake.endHeld(task.receiptId, words);
    return null;
  };
}

/** What a word on a named successor changes, and how that is said; or why it cannot be taken. */
function changeBy(
  { id, data }: WaitingTask,
  { isAccepted, by, at, ...word }: SuccessorWord,
  known: { party: Party; changes: readonly ContactChange[]; isReserved: (address: string) => boolean },
): { change: ContactChange; because: string } | { refusal: string } {
  const fact = (key: string): string => String(data[key] ?? '');
  const reason = word.reason.trim() || (isAccepted ? `“${fact('sentence')}”` : '');
  if (reason === '') return { refusal: 'The reason is empty: say why the successor is not accepted.' };
  const change = {
    kind: isAccepted ? ('replaced' as const) : ('declined' as const),
    id: changeId.judged(isAccepted, id),
    contact: word.contact.trim() || fact('contact'),
    name: word.name.trim() || fact('name'),
    address: word.address.trim() || fact('address'),
    authority: `${data.isMission === true ? 'the mission' : 'the Coordinator, after a message'}: ${fact('sender')}, ${fact('date')}`,
    reason,
    by: actorWords(by),
    at,
  };
  const isRecorded = known.changes.some((one) => one.id === change.id);
  const refusal = isRecorded ? null : refusalOfChange(change, known);
  if (refusal !== null) return { refusal };
  const because = isAccepted ? `${change.name} takes the place of ${change.contact}` : `not accepted, ${reason}`;
  return { change, because };
}

function wordsOf({ because }: { because: string }, by: string): string {
  return `${by}: ${because}`;
}
