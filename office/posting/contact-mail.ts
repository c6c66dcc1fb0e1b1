import { recipientsOf } from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import type { Catalogue, Contact, IsoDate, Obligation, Party } from '../../domain/mandate.js';
import { missionOn, officeOn } from '../../domain/membership.js';
import { citationOn } from '../../domain/register.js';
import type { ContactMailWords } from '../../templates/contact-note.js';
import type { NewMail } from '../ports/outbox.js';
import type { MailIdentity } from './addressing.js';
import { identityFields } from './new-mail.js';

/** What every mail to a mission on its party's contacts has: what it is known by, to whom it goes, and what it is written from. */
export function contactMailOf(given: {
  catalogue: Catalogue;
  /** The questionnaire that the contacts are for. */
  obligation: Obligation;
  party: Party;
  changes: readonly ContactChange[];
  mission: Contact;
  /** At headquarters. */
  date: IsoDate;
  identity: MailIdentity;
}): {
  mail: ReturnType<typeof identityFields> & Pick<NewMail, 'party' | 'contact' | 'language' | 'toName' | 'toAddress'>;
  words: ContactMailWords;
} {
  const { catalogue, obligation, party, changes, mission, date, identity } = given;
  const { language } = party;
  const office = officeOn(catalogue.offices, date);
  return {
    mail: {
      ...identityFields(identity),
      party: party.code,
      contact: mission.id,
      language,
      toName: mission.name,
      toAddress: mission.address,
    },
    words: {
      language,
      party: { kind: party.kind, name: party.name[language], mission: missionOn(party, date) },
      office: { unit: office.unit[language], reference: office.reference[language], city: office.city },
      addressee: mission.name,
      date,
      symbol: citationOn(catalogue, obligation, date, language).symbol,
      contacts: recipientsOf(party, changes, ['mission', 'capital', 'alternate']),
      replyAddress: identity.replyAddress,
      link: identity.contactsLink,
    },
  };
}
