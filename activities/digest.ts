import { ApplicationFailure } from '@temporalio/common';
import { absenceOn, deputyDigest } from '../domain/absence.js';
import { dayOff } from '../domain/calendar.js';
import { roundOn, isNearOpening, silentIn } from '../domain/contact-round.js';
import type { SilentRound } from '../domain/contact-round.js';
import { isEmptyDigest, selectDigest } from '../domain/digest.js';
import type { Digest } from '../domain/digest.js';
import { mailStep } from '../domain/keys.js';
import type { Catalogue, IsoDate } from '../domain/mandate.js';
import { officeOn } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { findRegisterTasks } from '../office/decisions/register.js';
import { FailureType, permanent } from '../office/failure.js';
import type { Absences } from '../office/ports/absences.js';
import type { Contacts } from '../office/ports/contacts.js';
import type { Digests, FiledDigest } from '../office/ports/digests.js';
import type { NewMail, Outbox } from '../office/ports/outbox.js';
import type { Registers } from '../office/ports/registers.js';
import type { Troubles } from '../office/ports/troubles.js';
import type { Addressing } from '../office/posting/addressing.js';
import { sendUntilTaken } from '../office/posting/mail-sender.js';
import type { MailSender } from '../office/posting/mail-sender.js';
import { identityFields } from '../office/posting/new-mail.js';
import { renderDigest } from '../templates/digest.js';
import type { DigestWords } from '../templates/digest.js';
import type { RenderedMail } from '../templates/rendered-mail.js';

export interface DigestDeps extends Troubles {
  digests: Digests;
  outbox: Pick<Outbox, 'claimMail' | 'findMail'>;
  sender: MailSender;
  addressing: Addressing;
  catalogue: Catalogue;
  absences: Absences;
  registers: Pick<Registers, 'findEntries'>;
  contacts: Pick<Contacts, 'findChanges'>;
  coordinator: { name: string; address: string };
  /** While the Coordinator is away a decision goes to the deputy, too, once it has waited so many working days. */
  deputyAfterWorkingDays: number;
  /** Where the desk is, without a slash at the end. */
  deskUrl: string;
}

export interface ComposedDigest {
  /** The date at headquarters for which the digest is. */
  date: string;
  /** Null where there is no mail to send. */
  mailOutId: string | null;
  /** Why there is a mail or none, in words. */
  because: string;
}

export type DigestActivities = ReturnType<typeof createDigestActivities>;

/** The digest: composed once a working morning, with everything since the last one. */
export function createDigestActivities(deps: DigestDeps) {
  const { digests, outbox, sender, addressing, catalogue, coordinator, deskUrl } = deps;
  const { headquarters, parties, offices } = catalogue;

  /** Who was asked for its contacts and has said nothing, shortly before the opening. */
  async function findSilent(date: IsoDate): Promise<SilentRound | null> {
    const round = roundOn(catalogue, date);
    if (!round || !isNearOpening(round, date)) return null;
    const asked = [];
    for (const { code: party } of parties) {
      const note = await outbox.findMail(addressing.identify(mailStep.contactNote(round.cycleId, party)).id);
      if (note?.status !== 'sent') continue;
      asked.push({ party, at: note.datedAt, changes: await deps.contacts.findChanges(party) });
    }
    return silentIn(round, asked, date);
  }

  function newMail(
    step: string,
    at: string,
    { subject, text, html }: RenderedMail,
    to: { name: string; address: string },
  ): NewMail {
    const identity = addressing.identify(step);
    return {
      ...identityFields(identity),
      kind: 'digest',
      party: null,
      contact: null,
      language: 'en',
      toName: to.name,
      toAddress: to.address,
      subject,
      text,
      html,
      inReplyTo: null,
      isAutomaticReply: false,
      datedAt: at,
    };
  }

  /** The decisions that have waited too long, for the deputy of a Coordinator who is away. */
  async function claimForDeputy(digest: Digest, at: string, words: Omit<DigestWords, 'digest'>): Promise<void> {
    const absence = absenceOn(await deps.absences.findAbsences(), digest.date);
    const own = absence && deputyDigest(digest, deps.deputyAfterWorkingDays);
    if (!own) return;
    await outbox.claimMail(
      newMail(
        mailStep.deputy(mailStep.digest(digest.date)),
        at,
        renderDigest({ ...words, digest: own }),
        absence.deputy,
      ),
      [],
    );
  }

  return {
    /**
     * Composes the digest of the date at headquarters of `firedAt`, the Schedule's hour, as things stand at `at`, business
     * time. The first mail of a date stands: a repeat returns it again. None on a day off, no mail where nothing is to say; who
     * asks again on that date, by hand, gets what there is to say by then.
     */
    async composeDigest({ firedAt, at }: { firedAt: string; at: string }): Promise<ComposedDigest> {
      const date = dateIn(firedAt, headquarters.zone);
      const off = dayOff(headquarters, date);
      if (off !== null) return { date, mailOutId: null, because: `no working day at headquarters: ${off}` };
      const known = await digests.findDigest(date);
      if (known?.mail) return composed(known);
      const { requests, tasks: raised, arrivals, successors, lastDate } = await digests.findRecord(date);
      const tasks = [...raised, ...(await findRegisterTasks(deps.registers, catalogue, date))];
      const contacts = await findSilent(date);
      const digest = selectDigest({
        at,
        headquarters,
        parties,
        requests,
        tasks,
        arrivals,
        contacts,
        successors,
        mailboxes: await deps.findTroubles(at),
        standing: await deps.findStanding(at),
      });
      const { city } = officeOn(offices, digest.date);
      const words = { zone: headquarters.zone, city, lastDate, deskUrl };
      const mail = isEmptyDigest(digest)
        ? null
        : newMail(mailStep.digest(date), at, renderDigest({ ...words, digest }), coordinator);
      await claimForDeputy(digest, at, words);
      const told = [...arrivals, ...successors.map(({ id }) => ({ what: 'successor' as const, id }))];
      return composed(await digests.fileDigest({ date, at, mail, told }));
    },

    /** Sends a composed digest; one that was sent is not sent again. Fails for good when the server refuses it. */
    async sendDigest({ mailOutId }: { mailOutId: string }): Promise<void> {
      const mail = await outbox.findMail(mailOutId);
      if (!mail) throw permanent(FailureType.MailUnknown, `no mail '${mailOutId}' is on record`);
      const deputys = await outbox.findMail(addressing.identify(mailStep.deputy(mail.stepKey)).id);
      // Neither waits for the other's mail server: a repeat sends only what has not left.
      const outcomes = await Promise.allSettled(
        [mail, ...(deputys ? [deputys] : [])].map((one) => sendUntilTaken(sender, one, 'the digest')),
      );
      const faults = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as Error] : []));
      const [fault] = faults.sort((a, b) => Number(isFinal(a)) - Number(isFinal(b)));
      if (fault !== undefined) throw fault;
    },
  };
}

function isFinal(fault: unknown): boolean {
  return fault instanceof ApplicationFailure && fault.nonRetryable === true;
}

function composed({ date, mail }: FiledDigest): ComposedDigest {
  return { date, mailOutId: mail?.id ?? null, because: mail?.subject ?? 'nothing to say' };
}
