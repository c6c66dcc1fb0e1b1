import { dayOff } from '../domain/calendar.js';
import { needsConfirmation, roundOn } from '../domain/contact-round.js';
import { recipientsOf } from '../domain/contact.js';
import { partsOfCycle } from '../domain/ids.js';
import { mailStep } from '../domain/keys.js';
import type { Catalogue, IsoDate, Party } from '../domain/mandate.js';
import { partiesAsked } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { openingDateOf } from '../domain/report-date.js';
import { FailureType, permanent } from '../office/failure.js';
import { obligationOf } from '../office/party.js';
import type { Contacts } from '../office/ports/contacts.js';
import type { Outbox } from '../office/ports/outbox.js';
import type { Addressing } from '../office/posting/addressing.js';
import { contactMailOf } from '../office/posting/contact-mail.js';
import { sendUntilTaken } from '../office/posting/mail-sender.js';
import type { MailSender } from '../office/posting/mail-sender.js';
import { renderContactNote } from '../templates/contact-note.js';

export interface ContactRoundDeps {
  contacts: Contacts;
  outbox: Pick<Outbox, 'claimMail' | 'findMail'>;
  sender: MailSender;
  addressing: Addressing;
  catalogue: Catalogue;
}

/** A round and whom it asks. */
export interface DueRound {
  cycleId: string;
  parties: string[];
}

export type ContactRoundActivities = ReturnType<typeof createContactRoundActivities>;

/** The yearly question to the missions: are these still the contacts? Claimed once with its words and Message-ID, like every mail. */
export function createContactRoundActivities(deps: ContactRoundDeps) {
  const { contacts, outbox, sender, addressing, catalogue } = deps;
  const { headquarters, parties, disputed } = catalogue;

  /** The states that will be asked and have a mission: the others have nobody who could confirm. */
  function membersOn(cycleId: string, date: IsoDate): Party[] {
    const obligation = obligationOf(catalogue, partsOfCycle(cycleId).obligation);
    return partiesAsked(parties, disputed, date, obligation.parties).filter(({ contacts: own }) =>
      own.some(({ role }) => role === 'mission'),
    );
  }

  return {
    /** The round of this day, for those not asked yet; null where there is none, or where everybody was asked or has confirmed of late. */
    async findDueRound({ at }: { at: string }): Promise<DueRound | null> {
      const today = dateIn(at, headquarters.zone);
      // A note leaves on no day off.
      const round = dayOff(headquarters, today) === null ? roundOn(catalogue, today) : null;
      if (!round) return null;
      const asked: string[] = [];
      for (const { code } of membersOn(round.cycleId, today)) {
        const { id } = addressing.identify(mailStep.contactNote(round.cycleId, code));
        const isAsked = (await outbox.findMail(id)) !== undefined;
        if (!isAsked && needsConfirmation(await contacts.findChanges(code), today)) asked.push(code);
      }
      return asked.length === 0 ? null : { cycleId: round.cycleId, parties: asked };
    },

    /** Asks one mission, once for a cycle; a repeat sends nothing again. Fails for good where nobody can be written to. */
    async sendContactNote(input: { cycleId: string; party: string; at: string }): Promise<{ to: string }> {
      const { cycleId, at } = input;
      const party = parties.find(({ code }) => code === input.party);
      if (!party) throw permanent(FailureType.RequestUnknown, `no party '${input.party}' in mandates/parties`);
      const { obligation: duty, period } = partsOfCycle(cycleId);
      const obligation = obligationOf(catalogue, duty);
      const changes = await contacts.findChanges(party.code);
      const [mission] = recipientsOf(party, changes, ['mission']);
      if (!mission)
        throw permanent(FailureType.MailUnknown, `${party.code} has no mission that takes mail: see contacts list`);
      const date = dateIn(at, headquarters.zone);
      const identity = addressing.identify(mailStep.contactNote(cycleId, party.code));
      const frame = contactMailOf({ catalogue, obligation, party, changes, mission, date, identity });
      const openingDate = openingDateOf(obligation, period, headquarters);
      const mail = await outbox.claimMail(
        {
          ...frame.mail,
          kind: 'note',
          ...renderContactNote({ ...frame.words, openingDate }),
          inReplyTo: null,
          isAutomaticReply: false,
          datedAt: at,
        },
        [],
      );
      await sendUntilTaken(sender, mail, 'the note on contacts');
      return { to: mail.toAddress };
    },
  };
}
