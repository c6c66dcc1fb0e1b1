import { recipientsOf } from '../domain/contact.js';
import { mailStep } from '../domain/keys.js';
import type { Catalogue, IsoDate } from '../domain/mandate.js';
import { missionOn, officeOn } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import type { Pledge } from '../domain/pledge.js';
import { citationOn } from '../domain/register.js';
import { mailKey } from '../domain/reply-address.js';
import { FailureType, permanent } from '../office/failure.js';
import type { Contacts } from '../office/ports/contacts.js';
import type { MailOut, Outbox } from '../office/ports/outbox.js';
import type { Registers } from '../office/ports/registers.js';
import type { Addressing } from '../office/posting/addressing.js';
import { sendUntilTaken } from '../office/posting/mail-sender.js';
import type { MailSender } from '../office/posting/mail-sender.js';
import { identityFields } from '../office/posting/new-mail.js';
import { mailKindFor } from '../office/posting/words.js';
import type { RenderedMail } from '../templates/rendered-mail.js';
import { renderPledgeReminder, renderThanks } from '../templates/thanks.js';
import type { ThanksWords } from '../templates/thanks.js';

export interface ThanksDeps {
  registers: Pick<Registers, 'findEntries'>;
  outbox: Pick<Outbox, 'claimMail' | 'findMail'>;
  contacts: Contacts;
  sender: MailSender;
  addressing: Addressing;
  catalogue: Catalogue;
}

export type ThanksActivities = ReturnType<typeof createThanksActivities>;

/** Mail about what was promised to the specific fund: claimed once with its words and Message-ID, like every mail. */
export function createThanksActivities({ registers, outbox, contacts, sender, addressing, catalogue }: ThanksDeps) {
  const dayOf = (at: string): IsoDate => dateIn(at, catalogue.headquarters.zone);

  async function pledgeOf(pledgeId: string): Promise<Pledge> {
    const pledge = (await registers.findEntries('pledges')).find(({ id }) => id === pledgeId);
    if (pledge) return pledge;
    throw permanent(FailureType.RequestUnknown, `no pledge '${pledgeId}' of a party that we know is on record`);
  }

  /** Writes to who has promised it, in the party's language. Fails for good where nobody can be written to. */
  async function send(
    { id, fields }: Pledge,
    { step, rung, at }: { step: string; rung: string; at: string },
    render: (words: ThanksWords) => RenderedMail,
  ): Promise<{ to: string }> {
    const party = catalogue.parties.find(({ code }) => code === fields.party);
    const obligation = catalogue.obligations.find(({ register }) => register === 'pledges');
    if (!party || !obligation)
      throw permanent(FailureType.RequestUnknown, `no pledge '${id}' of a party that we know is on record`);
    const [contact] = recipientsOf(party, await contacts.findChanges(party.code), ['mission', 'secretariat']);
    if (!contact)
      throw permanent(FailureType.MailUnknown, `${party.code} has no contact to write to: put one into contacts.yaml`);
    const { language } = party;
    const date = dayOf(at);
    const office = officeOn(catalogue.offices, date);
    const { symbol, paragraph } = citationOn(catalogue, obligation, date, language);
    const form = mailKindFor(contact);
    const words = render({
      language,
      form,
      party: { kind: party.kind, name: party.name[language], mission: missionOn(party, date) },
      office: { unit: office.unit[language], reference: office.reference[language], city: office.city },
      addressee: contact.name,
      date,
      paragraph,
      symbol,
      title: obligation.title[language],
      pledge: fields,
    });
    const mail = await outbox.claimMail(
      {
        ...identityFields(addressing.identify(step)),
        kind: form,
        party: party.code,
        contact: contact.id,
        language,
        toName: contact.name,
        toAddress: contact.address,
        ...words,
        inReplyTo: null,
        isAutomaticReply: false,
        datedAt: at,
      },
      fields.request === null ? [] : [{ requestId: fields.request, rung }],
    );
    await sendUntilTaken(sender, mail, `the ${rung === 'thanks' ? 'thanks' : 'question for the pledge'}`);
    return { to: mail.toAddress };
  }

  return {
    /** Thanks for a pledge; a repeat sends nothing again. */
    async sendThanks({ pledgeId, at }: { pledgeId: string; at: string }): Promise<{ to: string }> {
      const pledge = await pledgeOf(pledgeId);
      return send(pledge, { step: mailStep.thanks(pledgeId), rung: 'thanks', at }, renderThanks);
    },

    /** Asks where an unpaid pledge is; a repeat on one day at headquarters sends nothing again. Fails for good where it is paid. */
    async sendPledgeReminder({ pledgeId, at }: { pledgeId: string; at: string }): Promise<{ to: string }> {
      const pledge = await pledgeOf(pledgeId);
      const { closed } = pledge.fields;
      if (closed !== null)
        throw permanent(FailureType.RequestUnknown, `${pledgeId} is paid since ${closed.date}: nobody is asked for it`);
      const before = await findPledgeReminders(outbox, pledgeId);
      const last = before.at(-1);
      const number = last !== undefined && dayOf(last.datedAt) === dayOf(at) ? before.length : before.length + 1;
      return send(
        pledge,
        { step: mailStep.pledgeReminder(pledgeId, number), rung: 'pledge', at },
        renderPledgeReminder,
      );
    },
  };
}

/** The mails by which a pledge was asked for, oldest first. */
export async function findPledgeReminders(outbox: Pick<Outbox, 'findMail'>, pledgeId: string): Promise<MailOut[]> {
  const found: MailOut[] = [];
  for (;;) {
    const mail = await outbox.findMail(mailKey(mailStep.pledgeReminder(pledgeId, found.length + 1)));
    if (!mail) return found;
    found.push(mail);
  }
}
