import type { Mail } from '../adapters/mime/mail.js';
import type { ContactStore } from '../adapters/postgres/contact-store.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { MailOrigin, ReceiptRow } from '../adapters/postgres/receipt-store.js';
import { doubtOfProof } from '../domain/authentication.js';
import { confirmsContacts } from '../domain/contact-reply.js';
import { replacementOf } from '../domain/contact.js';
import { partyCodeOf } from '../domain/ids.js';
import type { Catalogue } from '../domain/mandate.js';
import { authorsOf, isSentFile } from '../domain/mail-class.js';
import { ownWordsOf } from '../domain/reply-preview.js';
import { roleOfSender } from '../domain/standing.js';
import { mayNameSuccessor } from '../domain/successor.js';
import { shorten } from '../domain/text.js';
import type { Addressing } from './addressing.js';
import type { createGuessing } from './guess.js';
import type { createOrigins } from './origin.js';
import { createSuccessorDecisions, createSuccessors } from './successor.js';
import type { ChangeContact } from './successor.js';

export interface ContactWordsDeps extends ReturnType<typeof createGuessing> {
  intake: IntakeStore;
  contacts: ContactStore;
  catalogue: Catalogue;
  addressing: Addressing;
  origins: ReturnType<typeof createOrigins>;
  changeContact: ChangeContact;
  /** Whether nobody can have an address, where mail really leaves. */
  isReserved: (address: string) => boolean;
}

/** What received mail says of the contacts of a party. */
export function createContactWords(deps: ContactWordsDeps) {
  const { intake, contacts, catalogue, addressing, origins, findSender, guess, changeContact, isReserved } = deps;
  const { domain } = addressing;
  const decide = createSuccessorDecisions({ intake, contacts, catalogue, isReserved, changeContact });
  const successors = createSuccessors({ intake, contacts, catalogue, domain, decide });

  /** Takes a mission's word that the contacts on file are correct, and returns who says it; null for whatever else it says. */
  async function confirm(
    receipt: ReceiptRow,
    mail: Mail,
    { origin, at }: { origin: MailOrigin | null; at: string },
  ): Promise<string | null> {
    const party = catalogue.parties.find(({ code }) => code === origin?.party);
    if (!origin?.isOnContacts || !party || mail.attachments.some(isSentFile)) return null;
    const [sender = '', ...others] = authorsOf(mail);
    const isMission = others.length === 0 && roleOfSender(sender, party) === 'mission';
    const doubt = doubtOfProof(receipt.summary?.proof) ?? origins.doubtOf(receipt, mail, origin);
    if (!isMission || doubt !== null || (await isOfFormer(origin))) return null;
    if (!confirmsContacts(mail.text)) return null;
    const reason = ownWordsOf(mail.text).replaceAll(/\s+/g, ' ').trim();
    const change = {
      kind: 'confirmed',
      id: `reply/${receipt.id}`,
      at,
      authority: 'the mission, by mail',
      reason: shorten(reason, 200),
      by: sender,
    } as const;
    await changeContact(party.code, change, receipt.id);
    return `${sender} confirms the contacts of ${party.name.en}`;
  }

  /** Whether a mail names a new contact of its party, whatever else becomes of the mail; and who took whose place at once for it. */
  async function noteSuccessor(
    receipt: ReceiptRow,
    mail: Mail,
    { origin, requestId, at }: { origin: MailOrigin | null; requestId: string | null; at: string },
  ): Promise<{ isNamed: boolean; taken: string | null }> {
    if (!mayNameSuccessor(mail.text)) return { isNamed: false, taken: null };
    const authors = authorsOf(mail);
    const guessed = async (): Promise<string | undefined> => (await guess(mail))[0]?.requestId;
    const party = origin?.party ?? (await findSender(authors, null)).party ?? partyCodeOf((await guessed()) ?? '');
    const [sender = receipt.envelope_from] = authors;
    const proof = doubtOfProof(receipt.summary?.proof);
    const doubt = authors.length === 1 ? proof : 'it names several authors';
    const isProven = origin !== null && !(await isOfFormer(origin)) && hasProof(receipt, mail, origin);
    const { id } = receipt;
    const isNamed = await successors.note({
      id,
      party,
      requestId,
      receiptId: id,
      text: mail.text,
      sender,
      senderName: mail.from[0]?.name ?? '',
      doubt,
      isProven,
      isAsked: origin?.isOnContacts === true,
      at,
    });
    return { isNamed, taken: isNamed ? await successors.takeAtOnce({ id, at }) : null };
  }

  /** Enough to change whom a Government is written to: in a shared mailbox, where no address is signed, a domain has to vouch. */
  function hasProof(receipt: ReceiptRow, mail: Mail, origin: MailOrigin): boolean {
    if (receipt.summary?.proof?.dmarc === 'pass') return true;
    return !addressing.isShared && origins.isGiven(receipt, mail, origin);
  }

  /** Whether a mail answers one to a contact who was replaced since. */
  async function isOfFormer({ contact, party }: MailOrigin): Promise<boolean> {
    const known = catalogue.parties.find(({ code }) => code === party);
    return known !== undefined && replacementOf(known, await contacts.findChanges(known.code), contact) !== null;
  }

  return { confirm, noteSuccessor, isOfFormer };
}
