import { actorWords, BY_ITSELF } from './actor.js';
import type { Contact, IsoInstant, Party, Role } from './mandate.js';
import { lengthFault, LONGEST } from './text.js';

/*
 * Whom a party is written to. The mandate files give the first contacts; what a mission, an operator or a mail server says
 * afterwards is a change, recorded once and never removed. Every question about contacts is answered by the changes in order.
 */

interface Change {
  /** Unique: a repeat changes nothing. */
  id: string;
  at: IsoInstant;
  /** Who says so: a note, a document, the server's words. */
  authority: string;
  reason: string;
  /** Who entered it. */
  by: string;
}

/**
 * `replaced` names a successor for a contact; `declined` says that one who was named is not taken, and changes nothing; `failed` and
 * `restored` say whether its address takes mail.
 */
export type ContactChange = Change &
  (
    | { kind: 'replaced' | 'declined'; contact: string; name: string; address: string }
    | { kind: 'failed' | 'restored'; contact: string }
    | { kind: 'confirmed' }
  );

/** A contact with what became of it. */
export interface ContactEntry extends Contact {
  /** Replaced: its links and reply addresses are dead. Failed: nothing is sent to it; what it sends is heard. */
  status: 'inUse' | 'failed' | 'replaced';
  /** The change that made it so; null for a contact of the files that nobody has touched. */
  change: ContactChange | null;
}

/** Every contact that a party has had, in the order of the files and then of the changes. */
export function contactBook(party: Party, changes: readonly ContactChange[]): ContactEntry[] {
  const book = party.contacts.map((contact): ContactEntry => ({ ...contact, status: 'inUse', change: null }));
  for (const change of changes) {
    if (change.kind === 'confirmed' || change.kind === 'declined') continue;
    const entry = book.find((one) => one.id === change.contact);
    if (!entry || entry.status === 'replaced') continue;
    entry.change = change;
    entry.status = change.kind === 'restored' ? 'inUse' : change.kind;
    if (change.kind !== 'replaced') continue;
    const { role } = entry;
    const { name, address } = change;
    book.push({ id: successorId(book, party, role), role, name, address, status: 'inUse', change });
  }
  return book;
}

/** `BRA/capital`, then `BRA/capital/2`, `BRA/capital/3`. */
function successorId(book: readonly ContactEntry[], { code }: Party, role: string): string {
  return `${code}/${role}/${book.filter((one) => one.role === role).length + 1}`;
}

/** That an address takes no mail, as a server said; `id` makes a repeat recognisable. */
export function failureOf(given: {
  contact: string;
  id: string;
  at: IsoInstant;
  words: string;
}): ContactChange & { kind: 'failed' } {
  const { contact, id, at, words } = given;
  return {
    kind: 'failed',
    id,
    contact,
    at,
    authority: 'the mail server',
    reason: words,
    by: actorWords(BY_ITSELF.service),
  };
}

/** The party as its contacts are now: replaced and failed ones are left out. */
export function partyNow(party: Party, changes: readonly ContactChange[]): Party {
  const contacts = contactBook(party, changes)
    .filter(({ status }) => status === 'inUse')
    .map(({ id, role, name, address }) => ({ id, role, name, address }));
  return { ...party, contacts };
}

/**
 * Whom a step for these roles goes to, in the order of the roles. Where the address of one of them takes no mail, the alternate
 * stands in at once.
 */
export function recipientsOf(party: Party, changes: readonly ContactChange[], roles: readonly Role[]): Contact[] {
  const book = contactBook(party, changes);
  const inUse = book.filter(({ status }) => status === 'inUse');
  const hasFailed = roles.some(
    (role) =>
      book.some((one) => one.role === role && one.status === 'failed') && !inUse.some((one) => one.role === role),
  );
  const asked = hasFailed && !roles.includes('alternate') ? [...roles, 'alternate' as const] : roles;
  return asked.flatMap((role) =>
    inUse
      .filter((one) => one.role === role)
      .map(({ id, name, address }) => ({ id, role: role as Contact['role'], name, address })),
  );
}

/** The contact that a change has named; undefined where it named none. */
export function successorBy(party: Party, changes: readonly ContactChange[], changeId: string): Contact | undefined {
  const index = changes.findIndex(({ id, kind }) => id === changeId && kind === 'replaced');
  if (index < 0) return undefined;
  const before = contactBook(party, changes.slice(0, index));
  return contactBook(party, changes.slice(0, index + 1))[before.length];
}

/** The change by which a contact was replaced; null where it was not. */
export function replacementOf(
  party: Party,
  changes: readonly ContactChange[],
  contact: string | null,
): ContactChange | null {
  const entry = contactBook(party, changes).find((one) => one.id === contact);
  return entry?.status === 'replaced' ? entry.change : null;
}

/** As far as an address is judged here: one person at one domain, nothing that a mail header could be broken by. */
const ADDRESS = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"][^\s@<>,;".]*\.[^\s@<>,;"]+$/;

/** Whether a text is one mail address, as far as that is judged here. */
export function isAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** Why a change cannot be recorded, naming field, fault and remedy; null where it can. */
export function refusalOfChange(
  change: ContactChange,
  {
    party,
    changes,
    isReserved,
  }: { party: Party; changes: readonly ContactChange[]; isReserved: (address: string) => boolean },
): string | null {
  if (change.authority.trim() === '') return 'The authority is empty: name the note, document or person that says so.';
  if (change.reason.trim() === '') return 'The reason is empty: say why.';
  const tooLong = lengthFault([
    ['authority', change.authority, LONGEST.line],
    ['reason', change.reason, LONGEST.line],
    ...(change.kind === 'replaced' || change.kind === 'declined'
      ? ([
          ['name', change.name, LONGEST.name],
          ['address', change.address, LONGEST.address],
        ] as const)
      : []),
  ]);
  if (tooLong !== null) return tooLong;
  if (change.kind === 'confirmed') return null;
  const book = contactBook(party, changes);
  const entry = book.find((one) => one.id === change.contact);
  if (!entry)
    return `The contact: '${change.contact}' is none of ${party.name.en}. Known: ${book.map(({ id }) => id).join(', ')}.`;
  if (change.kind === 'declined') return null;
  if (entry.status === 'replaced') return `The contact ${change.contact} was replaced before. Name its successor.`;
  if (change.kind === 'restored' && entry.status === 'inUse')
    return `The contact ${change.contact} is in use: there is nothing to restore.`;
  if (change.kind !== 'replaced') return null;
  const { name, address } = change;
  if (name.trim() === '') return 'The name is empty: write the function or the name of the new contact.';
  // Line breaks and other control characters would forge headers.

  if (/[\u0000-\u001f\u007f]/.test(name))
    return 'The name has a line break or a control character: write it on one line.';
  if (!isAddress(address))
    return `The address: '${address}' is not a mail address. Write one such as focal@ministry.gov.`;
  if (isReserved(address))
    return `The address: '${address}' is in a domain reserved for examples (RFC 2606), where nobody reads mail. Enter the real one.`;
  if (address.toLowerCase() === entry.address.toLowerCase() && name === entry.name)
    return `The contact ${change.contact} has this name and address already: nothing would change.`;
  return null;
}
