import { acknowledgedMail, refusalToAcknowledge } from '../domain/acknowledgement.js';
import { recipientsOf, successorBy } from '../domain/contact.js';
import type { ContactChange } from '../domain/contact.js';
import { isPrincipal } from '../domain/cycle.js';
import { mailStep } from '../domain/keys.js';
import type { Catalogue, Party } from '../domain/mandate.js';
import { dateIn } from '../domain/plan.js';
import { FailureType, permanent } from '../office/failure.js';
import type { Contacts } from '../office/ports/contacts.js';
import type { Outbox, SentNotes } from '../office/ports/outbox.js';
import type { Receipts } from '../office/ports/receipts.js';
import type { Addressing } from '../office/posting/addressing.js';
import { contactMailOf } from '../office/posting/contact-mail.js';
import { sendUntilTaken } from '../office/posting/mail-sender.js';
import type { MailSender } from '../office/posting/mail-sender.js';
import { newMail } from '../office/posting/new-mail.js';
import type { Words } from '../office/posting/words.js';
import { renderContactReceipt } from '../templates/contact-note.js';

export interface ContactDeps {
  intake: Pick<Receipts, 'findReceipts'>;
  contacts: Contacts;
  outbox: Pick<Outbox, 'claimMail'> & Pick<SentNotes, 'findOpen'>;
  sender: MailSender;
  words: Words;
  addressing: Addressing;
  catalogue: Catalogue;
}

/** What became of the mail to a successor; `none` where no request is open. */
export interface Handover {
  requestIds: string[];
  status: 'sent' | 'failed' | 'deferred' | 'none';
}

export type ContactActivities = ReturnType<typeof createContactActivities>;

/** Changes of contacts, and the word to a successor. */
export function createContactActivities(deps: ContactDeps) {
  const { intake, contacts, outbox, sender, words, addressing, catalogue } = deps;

  function partyBy(code: string): Party {
    const party = catalogue.parties.find((one) => one.code === code);
    if (!party) throw permanent(FailureType.RequestUnknown, `no party '${code}' in mandates/parties`);
    return party;
  }

  return {
    /** Writes a change, once; what was planned for the contact goes to whoever takes its place. */
    async recordContact({ party, change }: { party: string; change: ContactChange }): Promise<void> {
      await contacts.record(partyBy(party), change);
    },

    /** Tells a successor of the requests that are open, each with the notes sent on it, under an address and a link of its own. */
    async sendHandover(input: { party: string; changeId: string; at: string }): Promise<Handover> {
      const { at, changeId } = input;
      const party = partyBy(input.party);
      const contact = successorBy(party, await contacts.findChanges(party.code), changeId);
      if (!contact)
        throw permanent(FailureType.RequestUnknown, `no successor by the change '${changeId}' is on record`);
      const open = await outbox.findOpen(party.code);
      const requestIds = open.map(({ request }) => request.id);
      if (open.length === 0) return { requestIds, status: 'none' };
      const identity = addressing.identify(mailStep.handover(party.code, changeId));
      const { replyAddress, link } = identity;
      const items = open.map(({ request, earlier }) => ({
        requestId: request.id,
        plan: request.plan,
        tone: 'recall' as const,
        earlierNotes: earlier.map((note) => note.datedAt),
      }));
      const text = words.ofHandover({ contact, at, replyAddress, link, items });
      const mail = newMail({
        identity,
        kind: 'handover',
        party: party.code,
        contact,
        words: text,
        at,
        inReplyTo: null,
      });
      const claimed = await outbox.claimMail(
        mail,
        requestIds.map((requestId) => ({ requestId, rung: 'handover' })),
      );
      const { status } = await sender.send(claimed.id, at);
      return { requestIds, status };
    },

    /**
     * Tells a mission whose mail has confirmed or replaced contacts which are on file now, so that what was misread can be put right.
     * Once a mail; none to a sender who takes no acknowledgement.
     */
    async acknowledgeContacts(input: { party: string; receiptId: string; at: string }): Promise<{ because: string }> {
      const { receiptId, at } = input;
      const party = partyBy(input.party);
      const [receipt] = await intake.findReceipts([receiptId]);
      if (!receipt) throw permanent(FailureType.ReceiptUnknown, `no receipt '${receiptId}' is on record`);
      const changes = await contacts.findChanges(party.code);
      const [from = ''] = receipt.summary?.from ?? [];
      const mission = recipientsOf(party, changes, ['mission'])[0];
      const refusal = refusalToAcknowledge(from, acknowledgedMail(receipt.class, receipt.envelopeFrom));
      if (refusal !== null || !mission) return { because: refusal ?? `${party.code} has no mission that takes mail` };
      const { headquarters } = catalogue;
      const date = dateIn(at, headquarters.zone);
      const receivedDate = dateIn(receipt.receivedAt, headquarters.zone);
      const step = mailStep.contactReceipt(party.code, receiptId);
      const identity = addressing.identify(step);
      const [obligation] = catalogue.obligations.filter(isPrincipal);
      if (!obligation)
        throw permanent(FailureType.ObligationUnknown, 'no yearly questionnaire in mandates/obligations');
      const frame = contactMailOf({ catalogue, obligation, party, changes, mission, date, identity });
      const mail = await outbox.claimMail(
        {
          ...frame.mail,
          kind: 'acknowledgement',
          toAddress: from,
          ...renderContactReceipt({ ...frame.words, receivedDate }),
          inReplyTo: receipt.summary?.messageId ?? null,
          isAutomaticReply: true,
          datedAt: at,
        },
        [],
      );
      await sendUntilTaken(sender, mail, 'the acknowledgement of contacts');
      return { because: 'sent' };
    },
  };
}
