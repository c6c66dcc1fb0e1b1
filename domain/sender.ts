import { contactBook } from './contact.js';
import type { ContactChange } from './contact.js';
import type { Party } from './mandate.js';

/*
 * Who has written. An address in a header proves nothing; it says whom a mail claims to be from, and whether such a person may
 * speak for the party at all. What cannot is held for the Coordinator and closes nothing.
 */

/**
 * `contact` is on file for the party; `colleague` writes from a domain that this party alone uses; `former` was replaced;
 * `otherParty` is on file for another one; `unverified` gives no author or several; `stranger` is none of these.
 */
export type Relation = 'contact' | 'colleague' | 'former' | 'otherParty' | 'unverified' | 'stranger';

export interface SenderFinding {
  relation: Relation;
  /** The code of the party that the address is on file for, or whose domain it is; null where there is none. */
  party: string | null;
  /** In words, for the record. */
  because: string;
}

/** Every party's contacts, as they became. */
export interface AddressBook {
  parties: readonly Party[];
  changes: (party: string) => readonly ContactChange[];
}

/** Where anybody can have an address: a domain that says nothing of who writes. */
const PUBLIC_DOMAINS: ReadonlySet<string> = new Set(
  (
    'aol.com bol.com.br gmail.com gmx.com gmx.net googlemail.com hotmail.com hotmail.es hotmail.fr icloud.com live.com ' +
    'live.com.mx mac.com mail.com me.com msn.com orange.fr outlook.com outlook.es outlook.fr proton.me protonmail.com terra.com.br ' +
    'uol.com.br wanadoo.fr yahoo.ca yahoo.com yahoo.com.ar yahoo.com.br yahoo.com.mx yahoo.es yahoo.fr ymail.com'
  ).split(' '),
);

/** Whether anybody can have an address there. */
export function isPublicDomain(domain: string): boolean {
  return PUBLIC_DOMAINS.has(domain);
}

/**
 * What a mail's author is to the party that it concerns; `party` is null where no party is known yet. `authors` are the addresses
 * of its From fields: RFC 5322 allows several, and no mail program of a mission writes more than one.
 */
export function relationOf(
  authors: readonly string[],
  party: string | null,
  { parties, changes }: AddressBook,
): SenderFinding {
  const [author = '', ...others] = [...new Set(authors.map(fold))];
  if (author === '' || others.length > 0) {
    const because = author === '' ? 'it names no author' : `it names ${others.length + 1} authors`;
    return { relation: 'unverified', party: null, because };
  }
  const entries = parties.flatMap((one) =>
    contactBook(one, changes(one.code)).map((entry) => ({ ...entry, party: one.code, address: fold(entry.address) })),
  );
  const own = entries.filter(({ address }) => address === author);
  const inUse = own.find((one) => one.party === party && one.status !== 'replaced');
  if (inUse) return { relation: 'contact', party, because: `${author} is ${inUse.id}` };
  const former = own.find((one) => one.party === party);
  if (former) return { relation: 'former', party, because: `${author} was ${former.id}, and has been replaced` };
  const [other] = own;
  if (other) return { relation: 'otherParty', party: other.party, because: `${author} is ${other.id}` };
  const domain = domainOf(author);
  const users = [...new Set(entries.filter(({ address }) => domainOf(address) === domain).map((one) => one.party))];
  const [user] = users;
  if (user !== undefined && users.length === 1 && !isPublicDomain(domain)) {
    const relation = user === party || party === null ? 'colleague' : 'otherParty';
    return { relation, party: user, because: `${domain} is a domain of ${user} alone` };
  }
  return { relation: 'stranger', party: null, because: `${author} is on file for nobody` };
}

/** Whether what the author sends may count as the party's word without a person's judgement. */
export function mayAnswer({ relation }: SenderFinding): boolean {
  return relation === 'contact' || relation === 'colleague';
}

function fold(address: string): string {
  return address.trim().toLowerCase();
}

/** `ministry.gov`; a host below it belongs to the same domain only where that is on file. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
