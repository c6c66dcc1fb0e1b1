import type { StoredMail } from './mail-folder.js';

export interface Mailbox {
  address: string;
  name: string;
  count: number;
  latest: StoredMail;
}

export interface MailboxGroup {
  title: string;
  mailboxes: Mailbox[];
}

/** The demonstration's contacts are named by what they are: `mission.bra@…`, `focal.bra@…`, `alternate.bra@…`. */
const GROUPS: { title: string; pattern: RegExp }[] = [
  { title: 'Permanent missions', pattern: /^missions?\b/ },
  { title: 'Capitals', pattern: /^(capital|focal|alternate)s?\b/ },
  { title: 'Coordinator and others', pattern: /./ },
];

/** One mailbox for each address that has received anything, by group, in order of address; `mails` newest first. */
export function groupMailboxes(mails: StoredMail[]): MailboxGroup[] {
  const mailboxes = new Map<string, Mailbox>();
  for (const mail of mails) {
    for (const to of mail.to) {
      const address = to.toLowerCase();
      const known = mailboxes.get(address);
      if (known === undefined) mailboxes.set(address, { address, name: nameOf(mail, address), count: 1, latest: mail });
      else known.count += 1;
    }
  }
  const sorted = [...mailboxes.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
  return GROUPS.map(({ title }, index) => ({
    title,
    mailboxes: sorted.filter(({ address }) => GROUPS.findIndex(({ pattern }) => pattern.test(address)) === index),
  })).filter((group) => group.mailboxes.length > 0);
}

/** The name that the mail gives an address; the address itself when it gives none. */
export function nameOf(mail: StoredMail, address: string): string {
  return mail.names[address.toLowerCase()] || address;
}
