import { doubtOfProof } from '../../domain/authentication.js';
import { replacementOf } from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import { partyCodeOf } from '../../domain/ids.js';
import { authorsOf } from '../../domain/mail-class.js';
import type { Catalogue } from '../../domain/mandate.js';
import type { KeptMail } from '../../domain/reading.js';
import { ownWordsOf } from '../../domain/reply-preview.js';
import { roleOfSender } from '../../domain/standing.js';
import { mayNameSuccessor } from '../../domain/successor.js';
import { shorten } from '../../domain/text.js';
import { createSuccessorDecisions, createSuccessors } from '../decisions/successor.js';
import type { ChangeContact, SuccessorFinding } from '../decisions/successor.js';
import type { Contacts } from '../ports/contacts.js';
import type { Intake } from '../ports/intake.js';
import type { MailOrigin, Receipt } from '../ports/receipts.js';
import type { Addressing } from '../posting/addressing.js';
import type { createGuessing } from './guess.js';

export interface ContactWordsDeps extends ReturnType<typeof createGuessing> {
  intake: Intake;
  contacts: Contacts;
  catalogue: Catalogue;
  addressing: Addressing;
  changeContact: ChangeContact;
  /** Whether nobody can have an address, where mail really leaves. */
  isReserved: (address: string) => boolean;
}

/** A change that is about to be made. */
export interface ForeseenChange {
  party: string;
  change: ContactChange;
}

/** What received mail says of the contacts of a party, and what is done with it. Only `confirm` and `noteSuccessor` change anything. */
export function createContactWords(deps: ContactWordsDeps) {
  const { intake, contacts, catalogue, addressing, findSender, guess, changeContact, isReserved } = deps;
  const { domain } = addressing;
  const decide = createSuccessorDecisions({ intake, contacts, catalogue, isReserved, changeContact });
  const successors = createSuccessors({ intake, contacts, catalogue, domain, isReserved, decide });

  /** Whether the one author of a mail is the mission of a party. */
  function isFromMission(mail: KeptMail, code: string | null): boolean {
    const party = catalogue.parties.find((one) => one.code === code);
    const [sender = '', ...others] = authorsOf(mail);
    return party !== undefined && others.length === 0 && roleOfSender(sender, party) === 'mission';
  }

  /** Whether a mail answers one to a contact who was replaced since; `foreseen` changes count as made. */
  async function isToFormer(
    { contact, party }: MailOrigin,
    foreseen: readonly ForeseenChange[] = [],
  ): Promise<boolean> {
    const known = catalogue.parties.find(({ code }) => code === party);
    if (known === undefined) return false;
    const made = foreseen.filter((one) => one.party === known.code).map(({ change }) => change);
    return replacementOf(known, [...(await contacts.findChanges(known.code)), ...made], contact) !== null;
  }

  /** Takes a mission's word that the contacts on file are correct. */
  async function confirm(
    receipt: Receipt,
    mail: KeptMail,
    { party, at }: { party: string; at: string },
  ): Promise<void> {
    const [by = ''] = authorsOf(mail);
    const reason = shorten(ownWordsOf(mail.text).replaceAll(/\s+/g, ' ').trim(), 200);
    const id = `reply/${receipt.id}`;
    const change = { kind: 'confirmed', id, at, authority: 'the mission, by mail', reason, by } as const;
    await changeContact(party, change, receipt.id);
  }

  /** Whom a mail names as a new contact of its party; null where it names nobody. */
  async function findSuccessor(given: {
    receipt: Receipt;
    mail: KeptMail;
    origin: MailOrigin | null;
    requestId: string | null;
    /** Only somebody who had the mail that it answers can have sent it. */
    isGiven: boolean;
    isToFormer: boolean;
    at: string;
  }): Promise<SuccessorFinding | null> {
    const { receipt, mail, origin, requestId, isGiven, at } = given;
    if (!mayNameSuccessor(mail.text)) return null;
    const authors = authorsOf(mail);
    const guessed = async (): Promise<string | undefined> => (await guess(mail))[0]?.requestId;
    const party = origin?.party ?? (await findSender(authors, null)).party ?? partyCodeOf((await guessed()) ?? '');
    const [sender = receipt.envelopeFrom] = authors;
    const proof = receipt.summary?.proof;
    const doubt = authors.length === 1 ? doubtOfProof(proof) : 'it names several authors';
    // Enough to change whom a Government is written to: in a shared mailbox, where no address is signed, a domain has to vouch.
    const hasProof = proof?.dmarc === 'pass' || (!addressing.isShared && isGiven);
    const { id } = receipt;
    return successors.find({
      id,
      party,
      requestId,
      receiptId: id,
      text: mail.text,
      sender,
      senderName: mail.from[0]?.name ?? '',
      doubt,
      isProven: origin !== null && !given.isToFormer && hasProof,
      isAsked: origin?.isOnContacts === true,
      at,
    });
  }

  /**
   * Raises the decision on a successor, and lets him take the place where nobody has to decide.
   *
   * @throws where what was foreseen does not come about, since somebody has changed the contacts meanwhile: the mail is tried again
   */
  async function noteSuccessor(receiptId: string, found: SuccessorFinding, at: string): Promise<void> {
    await successors.raise(found, at);
    const taken = await successors.takeAtOnce({ id: receiptId, at });
    if ((taken === null) !== (found.foreseen === null))
      throw new Error(`the contacts of ${found.party} have changed while the mail ${receiptId} was filed`);
  }

  return { isFromMission, isToFormer, confirm, findSuccessor, noteSuccessor };
}
