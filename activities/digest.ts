import type { DigestStore } from '../adapters/postgres/digest-store.js';
import type { OutboxStore } from '../adapters/postgres/outbox-store.js';
import { dayOff } from '../domain/calendar.js';
import { digestHeadline, selectDigest } from '../domain/digest.js';
import type { DigestFacts } from '../domain/digest.js';
import { partyCodeOf } from '../domain/ids.js';
import { addDays } from '../domain/iso-date.js';
import type { Catalogue } from '../domain/mandate.js';
import { dateIn, instantAt } from '../domain/plan.js';
import { renderDigest } from '../templates/digest.js';
import type { Addressing } from './addressing.js';
import { FailureType, permanent } from './failure.js';
import type { MailSender } from './mail-sender.js';

export interface DigestDeps {
  digests: DigestStore;
  outbox: OutboxStore;
  sender: MailSender;
  addressing: Addressing;
  catalogue: Catalogue;
  coordinator: { name: string; address: string };
  /** Where the desk is, without a slash at the end. */
  deskUrl: string;
}

export interface ComposedDigest {
  /** The day at headquarters. */
  date: string;
  mailOutId: string | null;
  /** Why there is a mail, or none. */
  because: string;
}

export type DigestActivities = ReturnType<typeof createDigestActivities>;

/** The digest of a working morning: composed once a date, sent if it says anything. */
export function createDigestActivities({
  digests,
  outbox,
  sender,
  addressing,
  catalogue,
  coordinator,
  deskUrl,
}: DigestDeps) {
  const { headquarters, parties } = catalogue;
  const nameOf = (code: string): string => parties.find((party) => party.code === code)?.name.en ?? code;

  async function gather(date: string): Promise<DigestFacts> {
    const since = (await digests.findLastComposedAt()) ?? instantAt(addDays(date, -1), '00:00', headquarters.zone);
    const named = <T extends { party: string }>(row: T): T => ({ ...row, party: nameOf(row.party) });
    const requests = await digests.findOpenRequests();
    const tasks = await digests.findOpenTasks();
    return {
      date,
      headquarters,
      requests: requests.map(({ id, party, stage, due_date: dueDate, next_rung: rung, next_at: nextAt }) => {
        const next = rung === null || nextAt === null ? null : { rung, date: dateIn(nextAt, headquarters.zone) };
        return { id, party: nameOf(party), stage, dueDate, next };
      }),
      tasks: tasks.map((task) => ({
        ...task,
        party: task.requestId === null ? null : nameOf(partyCodeOf(task.requestId)),
        raisedDate: dateIn(task.raisedAt, headquarters.zone),
      })),
      answers: (await digests.findAnswers(since)).map(named),
      messages: (await digests.findMessages(since)).map(named),
    };
  }

  return {
    /** `firedAt` is the hour of the Schedule, `at` business time. A date that has its digest keeps it. */
    async composeDigest({ firedAt, at }: { firedAt: string; at: string }): Promise<ComposedDigest> {
      const date = dateIn(firedAt, headquarters.zone);
      const off = dayOff(headquarters, date);
      if (off !== null) return { date, mailOutId: null, because: `${off}: no working day at headquarters` };
      const known = await digests.findDigest(date);
      if (known)
        return {
          date,
          mailOutId: known.mailOutId,
          because: known.mailOutId === null ? 'nothing to say' : 'composed before',
        };
      const sections = selectDigest(await gather(date));
      if (sections.length === 0) {
        await digests.saveDigest(date, at, null);
        return { date, mailOutId: null, because: 'nothing to say' };
      }
      const identity = addressing.identify(`digest/${date}`);
      const { subject, text, html } = renderDigest({ date, sections, deskUrl });
      const saved = await digests.saveDigest(date, at, {
        id: identity.id,
        step_key: identity.stepKey,
        message_id: identity.messageId,
        kind: 'digest',
        party: null,
        contact: null,
        language: 'en',
        to_name: coordinator.name,
        to_address: coordinator.address,
        reply_address: identity.replyAddress,
        envelope_from: identity.envelopeFrom,
        subject,
        text,
        html,
        in_reply_to: null,
        is_automatic_reply: false,
        dated_at: at,
      });
      return { date, mailOutId: saved.mailOutId, because: digestHeadline(sections) };
    },

    /** Sends a composed digest; one that was sent is not sent again. */
    async sendDigest({ mailOutId }: { mailOutId: string }): Promise<void> {
      const mail = await outbox.findMail(mailOutId);
      if (!mail) throw permanent(FailureType.ReceiptUnknown, `no mail '${mailOutId}' is on record`);
      const { status, reply } = await sender.send(mailOutId, mail.dated_at);
      if (status === 'deferred') throw new Error(`the mail server asks to wait: ${reply}`);
    },
  };
}
