import type { SenderProof } from '../authentication.js';
import type { FileVerdict } from '../file-check.js';
import { partyCodeOf } from '../ids.js';
import type { Relation } from '../sender.js';
import type { AdmissionFacts, AdmittedMail, Arrival, RequestFacts, StrangerFacts, Thread } from './facts.js';

/*
 * What a mail would become, where only its bytes are at hand. Whatever else is known is given; the rest is assumed in favour of the
 * mail, so that its own words and files decide, and is named.
 */

/** What is known of a mail beside its bytes. What is left out is unknown. */
export interface KnownFacts {
  /** The kind of address that it came to. */
  arrival?: Arrival['kind'];
  /** All mail of the office comes to one address. */
  sharedMailbox?: boolean;
  /** Its one author is a member of the office. */
  staff?: boolean;
  proof?: 'none' | Pick<SenderProof, 'spf' | 'dkim' | 'dmarc' | 'policy'>;
  /** The mail of ours that it answers. */
  thread?: 'none' | KnownThread;
  /** What its author is to the party that was written to. */
  sender?: Relation;
  /** Why all mail of the request is held. */
  mailHeld?: string;
  /** The open request that has taken the place of the closed one. */
  laterRequest?: string;
  /** What is to be said of each of its files. */
  files?: FileVerdict;
  /** Whether its words name a new contact, and whether he takes the place at once. */
  successor?: 'none' | 'named' | 'taken' | 'taken from the addressee';
  /** In a shared mailbox, where it answers nothing: what points to us. */
  pointers?: readonly ('code' | 'recipient' | 'author' | 'words')[];
}

export interface KnownThread {
  requests?: readonly string[];
  party?: string;
  asksForContacts?: boolean;
  /** It shows an address or a link that was given with the mail of ours. */
  given?: boolean;
  toFormerContact?: boolean;
  fromMission?: boolean;
  /** The mail of ours asks a member of the office where a forwarded mail belongs. */
  forwarded?: { mail: string; asked: string; request?: string; onRecord?: boolean };
}

/** One fact that nobody has given. */
export interface Assumption {
  fact: keyof KnownFacts;
  assumed: string;
}

const ASSUMED: Record<keyof KnownFacts, string> = {
  arrival: 'a reply address',
  sharedMailbox: 'no',
  staff: 'no',
  proof: 'nobody has looked',
  thread: 'a note on one request, and an address that was given with it',
  sender: 'a contact on file',
  mailHeld: 'no',
  laterRequest: 'none',
  files: 'as their names and sizes say',
  successor: 'nobody is named',
  pointers: 'none',
};

/** The facts of a mail, and what of them is assumed. `clue` is the request that its thread names, '' where it names none. */
export function assume(
  mail: AdmittedMail,
  known: KnownFacts,
  clue: string,
): { facts: AdmissionFacts; assumptions: Assumption[] } {
  const { arrival = 'reply', sharedMailbox: isShared = false, staff: isStaff = false } = known;
  const thread = threadOf(known, clue);
  const facts: AdmissionFacts = {
    mail,
    arrival: { kind: arrival, looksSigned: arrival === 'reply', isShared },
    isStaff,
    proof:
      known.proof === undefined || known.proof === 'none'
        ? null
        : { by: 'header', domain: domainIn(mail), ...known.proof },
    thread,
    stranger: isShared && thread === null ? strangerOf(known) : null,
    request: requestOf(known, thread, mail),
    successor: successorOf(known),
  };
  const isUnasked: Partial<Record<keyof KnownFacts, boolean>> = {
    sender: facts.request === null,
    mailHeld: facts.request === null,
    laterRequest: facts.request === null,
    files: !mail.hasFile,
    pointers: facts.stranger === null,
  };
  const unknown = (Object.keys(ASSUMED) as (keyof KnownFacts)[]).filter(
    (fact) => known[fact] === undefined && isUnasked[fact] !== true,
  );
  return { facts, assumptions: unknown.map((fact) => ({ fact, assumed: ASSUMED[fact] })) };
}

function threadOf({ thread = {}, staff }: KnownFacts, clue: string): Thread | null {
  if (thread === 'none') return null;
  const { forwarded } = thread;
  const requestIds = thread.requests ?? (forwarded || thread.asksForContacts ? [] : [clue || 'unknown']);
  const [first = ''] = requestIds;
  const code = thread.party ?? partyCodeOf(first);
  return {
    requestIds,
    party: code === '' ? null : { code, name: code },
    isOnContacts: thread.asksForContacts ?? false,
    isGiven: thread.given ?? true,
    isToFormer: thread.toFormerContact ?? false,
    isFromMission: thread.fromMission ?? staff !== true,
    asked: forwarded
      ? {
          receiptId: forwarded.mail,
          isOnRecord: forwarded.onRecord ?? true,
          requestId: forwarded.request ?? null,
          toAddress: forwarded.asked,
        }
      : null,
  };
}

function strangerOf({ pointers = [] }: KnownFacts): StrangerFacts {
  return {
    namesUs: pointers.includes('code'),
    isOfKnown: pointers.includes('recipient'),
    isByKnown: pointers.includes('author'),
    isGuessed: pointers.includes('words'),
  };
}

function requestOf(known: KnownFacts, thread: Thread | null, mail: AdmittedMail): RequestFacts | null {
  const [id] = thread?.requestIds ?? [];
  if (id === undefined) return null;
  const { sender: relation = 'contact', mailHeld = null, laterRequest = null } = known;
  return {
    id,
    mailHold: mailHeld,
    laterId: laterRequest,
    author: { relation, party: thread?.party?.code ?? null, because: `${mail.sender} is ${RELATIONS[relation]}` },
  };
}

const RELATIONS: Record<Relation, string> = {
  contact: 'a contact of the party',
  colleague: 'at a domain of the party alone',
  former: 'a former contact of the party',
  otherParty: 'on file for another party',
  unverified: 'none or several authors',
  stranger: 'on file for nobody',
};

function successorOf({ successor = 'none' }: KnownFacts): AdmissionFacts['successor'] {
  if (successor === 'none') return null;
  const taken = successor === 'named' ? null : 'whoever is named takes the place at once';
  return { taken, replacesAddressee: successor === 'taken from the addressee' };
}

function domainIn({ sender }: AdmittedMail): string {
  return sender.slice(sender.lastIndexOf('@') + 1);
}
