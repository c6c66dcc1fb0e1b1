import { acknowledgedMail, refusalToAcknowledge } from '../domain/acknowledgement.js';
import type { AcknowledgedMail } from '../domain/acknowledgement.js';
import { partyNow } from '../domain/contact.js';
import { wasSent } from '../domain/file-check.js';
import { mailStep } from '../domain/keys.js';
import type { Catalogue } from '../domain/mandate.js';
import type { AcknowledgeEffect, PostStatus } from '../domain/request-events.js';
import type { Plan } from '../domain/request-state.js';
import { plannedCloseAt } from '../domain/request/stage.js';
import { FailureType, permanent } from '../office/failure.js';
import { partyOf } from '../office/party.js';
import type { Contacts } from '../office/ports/contacts.js';
import type { Intake } from '../office/ports/intake.js';
import type { Message } from '../office/ports/messages.js';
import type { NewMail, Outbox, SentNotes } from '../office/ports/outbox.js';
import type { Receipt } from '../office/ports/receipts.js';
import type { Addressing } from '../office/posting/addressing.js';
import type { MailSender } from '../office/posting/mail-sender.js';
import type { MissionCopies } from '../office/posting/mission-copy.js';
import { newMail } from '../office/posting/new-mail.js';
import type { Words } from '../office/posting/words.js';

export interface AcknowledgementDeps {
  outbox: Pick<Outbox, 'claimMail' | 'isAcknowledged'> & Pick<SentNotes, 'findRequest'>;
  intake: Pick<Intake, 'findMessage' | 'findMessagesOf' | 'findReceipts' | 'findSubmission'>;
  contacts: Pick<Contacts, 'findChanges'>;
  sender: Pick<MailSender, 'send'>;
  words: Words;
  addressing: Addressing;
  catalogue: Catalogue;
  copies: MissionCopies;
}

export interface AcknowledgementResult {
  requestId: string;
  what: 'submission' | 'message';
  subject: string;
  status: PostStatus;
  detail: string;
}

const DAY_MS = 86_400_000;

export type AcknowledgementActivities = ReturnType<typeof createAcknowledgementActivities>;

/** Words to whoever has sent something, once for each thing received, and the copy that is owed to a mission with them. */
export function createAcknowledgementActivities(deps: AcknowledgementDeps) {
  const { outbox, intake, contacts, sender, words, addressing, catalogue, copies } = deps;

  async function acknowledge(effect: AcknowledgeEffect): Promise<AcknowledgementResult> {
    const { requestId, at, what, subject } = effect;
    const received = await findReceived(what, subject);
    const copied = what === 'submission' ? await copies.send(effect, received) : 'none';
    const refusal = refusalToAcknowledge(received.sender, received.mail);
    // What was put off is asked for again together with the acknowledgement, which does not leave twice.
    if (copied === 'deferred')
      return { requestId, what, subject, status: 'deferred', detail: 'the copy to the mission was put off' };
    if (refusal !== null) return { requestId, what, subject, status: 'cancelled', detail: refusal };
    const mail = await composeAcknowledgement(effect, received);
    // An answer is always acknowledged: it has files that may be missed. A mere message is so once a day and sender.
    const since = new Date(Date.parse(at) - DAY_MS).toISOString();
    const told = { requestId, address: received.sender, since, exceptId: mail.id };
    if (what === 'message' && (await outbox.isAcknowledged(told)))
      return { requestId, what, subject, status: 'cancelled', detail: 'its sender was acknowledged today' };
    const about = [requestId, ...received.others.map((one) => one.requestId)];
    const claimed = await outbox.claimMail(
      mail,
      about.map((id) => ({ requestId: id, rung: 'acknowledgement' })),
    );
    const { status, reply } = await sender.send(claimed.id, at);
    return { requestId, what, subject, status, detail: reply };
  }

  async function composeAcknowledgement(
    { requestId, at, what, subject, again }: AcknowledgeEffect,
    received: Awaited<ReturnType<typeof findReceived>>,
  ): Promise<NewMail> {
    const given = partyOf(catalogue, requestId);
    const party = partyNow(given, await contacts.findChanges(given.code));
    const identity = addressing.identify(mailStep.acknowledgement(requestId, again ?? subject));
    // The one who wrote is answered, in the form due to the contact that was written to.
    const known = party.contacts.find((one) => one.address.toLowerCase() === received.sender.toLowerCase());
    const contact = known ?? {
      id: `${party.code}/sender`,
      role: 'capital' as const,
      name: '',
      address: received.sender,
    };
    const { replyAddress, link } = identity;
    // Only what comes after the closing of the text becomes an addendum; after the due date it is an answer like any other.
    const isAddendum = received.receivedAt > plannedCloseAt(received.plan);
    const about = what === 'message' ? 'message' : isAddendum ? 'late' : 'submission';
    const others = received.others.map((one) => ({ ...one, earlierNotes: [] }));
    const receipt = { ...received, about, others } as const;
    const text = words.ofReceipt({ requestId, contact, at, replyAddress, link, earlierNotes: [], ...receipt });
    const inReplyTo = received.messageId;
    return newMail({ identity, kind: 'acknowledgement', party: party.code, contact, words: text, at, inReplyTo });
  }

  async function findReceived(what: 'submission' | 'message', id: string) {
    if (what === 'message') {
      const message = await intake.findMessage(id);
      if (!message) throw permanent(FailureType.ReceiptUnknown, `no message '${id}' is on record`);
      const receipt = await receiptOf(message.receiptId);
      const { plan, sender, receivedAt } = { ...message, plan: await planOf(message.requestId) };
      const others = await othersOf(message);
      const files = others.length > 0 ? (receipt?.summary?.attachments ?? []).filter(wasSent) : [];
      const { lacks } = message;
      const known = { plan, sender, receivedAt, part: 1, version: 1, files, lacks, isAccepted: false };
      return { ...known, ...ofReceipt(receipt), others };
    }
    const found = await intake.findSubmission(id);
    if (!found) throw permanent(FailureType.ReceiptUnknown, `no submission '${id}' is on record`);
    const { submission, files } = found;
    const { sender, receivedAt, part, version } = submission;
    return {
      plan: await planOf(submission.requestId),
      sender,
      receivedAt,
      part,
      version,
      files,
      lacks: [],
      // What the Coordinator has taken for the Government's answer needs no other's word.
      isAccepted: submission.via === 'message' || submission.via === 'desk',
      ...ofReceipt(await receiptOf(submission.receiptId)),
      others: [],
    };
  }

  /** The other requests that a mail was filed for as a message. */
  async function othersOf({ id, receiptId }: Message): Promise<{ requestId: string; plan: Plan }[]> {
    const messages = receiptId === null ? [] : await intake.findMessagesOf(receiptId);
    const others = messages.filter((one) => one.id !== id);
    return Promise.all(others.map(async (one) => ({ requestId: one.requestId, plan: await planOf(one.requestId) })));
  }

  async function receiptOf(receiptId: string | null): Promise<Receipt | undefined> {
    const [receipt] = receiptId === null ? [] : await intake.findReceipts([receiptId]);
    return receipt;
  }

  async function planOf(requestId: string): Promise<Plan> {
    const request = await outbox.findRequest(requestId);
    if (!request) throw permanent(FailureType.RequestUnknown, `no request '${requestId}' is on record`);
    return request.plan;
  }

  return {
    /** Acknowledges what was received to the one who sent it, in the party's language. */
    async sendAcknowledgements({
      acknowledgements,
    }: {
      acknowledgements: AcknowledgeEffect[];
    }): Promise<{ results: AcknowledgementResult[] }> {
      const results: AcknowledgementResult[] = [];
      for (const effect of acknowledgements) results.push(await acknowledge(effect));
      return { results };
    },
  };
}

/** What an acknowledgement is to know of the mail that it acknowledges. */
function ofReceipt(receipt: Receipt | undefined): { messageId: string | null; mail: AcknowledgedMail | null } {
  if (!receipt) return { messageId: null, mail: null };
  return {
    messageId: receipt.summary?.messageId ?? null,
    mail: acknowledgedMail(receipt.class, receipt.envelopeFrom),
  };
}
