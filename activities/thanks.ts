import type { ContactStore } from '../adapters/postgres/contact-store.js';
import type { OutboxStore } from '../adapters/postgres/outbox-store.js';
import type { RegisterStore } from '../adapters/postgres/register-store.js';
import { recipientsOf } from '../domain/contact.js';
import type { Catalogue } from '../domain/mandate.js';
import { missionOn, officeOn } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { thanksStep } from '../domain/pledge.js';
import { citationOn } from '../domain/register.js';
import { renderThanks } from '../templates/thanks.js';
import type { Addressing } from './addressing.js';
import { FailureType, permanent } from './failure.js';
import { sendUntilTaken } from './mail-sender.js';
import type { MailSender } from './mail-sender.js';
import { mailKindFor } from './words.js';
import { identityFields } from './new-mail.js';

export interface ThanksDeps {
  registers: Pick<RegisterStore, 'findEntries'>;
  outbox: OutboxStore;
  contacts: ContactStore;
  sender: MailSender;
  addressing: Addressing;
  catalogue: Catalogue;
}

export type ThanksActivities = ReturnType<typeof createThanksActivities>;

/** Thanks for what was promised to the specific fund: claimed once with their words and Message-ID, like every mail. */
export function createThanksActivities({ registers, outbox, contacts, sender, addressing, catalogue }: ThanksDeps) {
  return {
    /** Thanks for a pledge in the party's language; a repeat sends nothing again. Fails for good where nobody can be written to. */
    async sendThanks({ pledgeId, at }: { pledgeId: string; at: string }): Promise<{ to: string }> {
      const pledge = (await registers.findEntries('pledges')).find(({ id }) => id === pledgeId);
      const party = catalogue.parties.find(({ code }) => code === pledge?.fields.party);
      const obligation = catalogue.obligations.find(({ register }) => register === 'pledges');
      if (!pledge || !party || !obligation)
        throw permanent(FailureType.RequestUnknown, `no pledge '${pledgeId}' of a party that we know is on record`);
      const [contact] = recipientsOf(party, await contacts.findChanges(party.code), ['mission', 'secretariat']);
      if (!contact)
        throw permanent(FailureType.MailUnknown, `${party.code} has no contact to thank: put one into contacts.yaml`);
      const { language } = party;
      const date = dateIn(at, catalogue.headquarters.zone);
      const office = officeOn(catalogue.offices, date);
      const { symbol, paragraph } = citationOn(catalogue, obligation, date, language);
      const form = mailKindFor(contact);
      const words = renderThanks({
        language,
        form,
        party: { kind: party.kind, name: party.name[language], mission: missionOn(party, date) },
        office: { unit: office.unit[language], reference: office.reference[language], city: office.city },
        addressee: contact.name,
        date,
        paragraph,
        symbol,
        title: obligation.title[language],
        pledge: pledge.fields,
      });
      const identity = addressing.identify(thanksStep(pledgeId));
      const { request } = pledge.fields;
      const mail = await outbox.claimMail(
        {
          ...identityFields(identity),
          kind: form,
          party: party.code,
          contact: contact.id,
          language,
          to_name: contact.name,
          to_address: contact.address,
          ...words,
          in_reply_to: null,
          is_automatic_reply: false,
          dated_at: at,
        },
        request === null ? [] : [{ requestId: request, rung: 'thanks' }],
      );
      await sendUntilTaken(sender, mail, 'the thanks');
      return { to: mail.to_address };
    },
  };
}
