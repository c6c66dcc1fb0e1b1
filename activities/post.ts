import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { ClaimContext, ClaimRuling, NewMail, OutboxStore } from '../adapters/postgres/outbox-store.js';
import { dayOff } from '../domain/calendar.js';
import type { Catalogue, Contact } from '../domain/mandate.js';
import { openPause } from '../domain/ledger.js';
import { contactsFor } from '../domain/membership.js';
import { courteousInstant, dateIn, planForNote } from '../domain/plan.js';
import type { AcknowledgeEffect, PostEffect, PostOutcome, PostStatus } from '../domain/request-events.js';
import type { Plan } from '../domain/request-state.js';
import { renderPost } from '../templates/post.js';
import type { OpenItem, PostWords } from '../templates/post.js';
import type { Addressing, MailIdentity } from './addressing.js';
import { FailureType, permanent } from './failure.js';
import type { MailSender } from './mail-sender.js';
import { partyOf } from './party.js';
import { mailKindFor } from './words.js';
import type { Words } from './words.js';

export interface PostDeps {
  outbox: OutboxStore;
  intake: IntakeStore;
  sender: MailSender;
  words: Words;
  addressing: Addressing;
  catalogue: Catalogue;
}

/** What became of one rung's posts. */
export interface PostResult {
  requestId: string;
  rung: string;
  posts: PostOutcome[];
  /** The plan that the note fixed; null for every rung but the note itself. */
  plan: Plan | null;
}

export interface AcknowledgementResult {
  requestId: string;
  what: 'submission' | 'message';
  subject: string;
  status: PostStatus;
  detail: string;
}

export type PostActivities = ReturnType<typeof createPostActivities>;

/** Posts: claimed once with their words and Message-ID, then offered until a server takes or refuses them. */
export function createPostActivities({ outbox, intake, sender, words, addressing, catalogue }: PostDeps) {
  async function sendPost(effect: PostEffect): Promise<PostResult> {
    const { requestId, rung, at } = effect;
    const items = await words.findOpenItems(requestId);
    const claim = await outbox.claimRung({ requestId, rung, at }, (context) => rule(effect, context, items));
    const none = { requestId, rung, plan: null };
    if (claim.claim === 'cancelled')
      return { ...none, posts: [{ contact: '', status: 'cancelled', detail: 'an answer is on record' }] };
    if (claim.claim === 'postponed') {
      const { until, because } = claim;
      return { ...none, posts: [{ contact: '', status: 'postponed', until, detail: because }] };
    }
    const posts: PostOutcome[] = [];
    for (const mail of claim.mails) {
      const { status, reply } = await sender.send(mail.id, at);
      posts.push({ contact: mail.contact ?? '', status, detail: reply });
    }
    const isNote = claim.plan.rungs.find((one) => one.id === rung)?.kind === 'request';
    return { requestId, rung, posts, plan: isNote ? claim.plan : null };
  }

  /** Runs under the request's lock: decides whether the rung may leave now, fixes the due date, and writes the words. */
  function rule(
    { requestId, rung, at, tone }: PostEffect,
    { request, cycle, dispatches, earlier, ledger }: ClaimContext,
    items: OpenItem[],
  ): ClaimRuling {
    const party = partyOf(catalogue, requestId);
    const { headquarters } = catalogue;
    const { zone, calendar: partyCalendar } = party;
    const kind = request.plan.rungs.find((one) => one.id === rung)?.kind;
    const isNote = kind === 'request';
    const pause = openPause(ledger);
    // The machine hears of a pause a moment after the ledger: what was on its way then waits, and is planned anew at its end.
    if (pause) return { ruling: 'postpone', until: plusDay(at), because: `the clock stands still: ${pause.reason}` };
    if (!isNote) {
      // A word that a date is later is due to a party that has written, too.
      if (kind !== 'notice' && request.hold_until !== null && request.hold_until > at)
        return { ruling: 'postpone', until: request.hold_until, because: 'the party has written' };
      const until = courteousInstant({ at, rules: cycle.rules, headquarters, partyCalendar, zone });
      if (until > at) {
        const off = dayOff(headquarters, dateIn(at, zone), partyCalendar);
        return { ruling: 'postpone', until, because: off ?? 'outside the hours in which the party is written to' };
      }
    }
    const { openedAt } = request.plan;
    const planInput = { ...cycle, openedAt, headquarters, partyCalendar, zone, ledger };
    const plan = isNote ? planForNote({ ...planInput, plan: request.plan, noteAt: at }) : request.plan;
    const contacts = contactsFor(party, ['mission', 'capital', 'alternate', 'secretariat']);
    const mails = dispatches.flatMap((dispatch) => {
      const contact = contacts.find((one) => one.id === dispatch.contact);
      if (!contact) return [];
      const identity = addressing.identify(`${requestId}/${rung}/${contact.role}`);
      const earlierNotes = earlier.map((note) => note.datedAt);
      const { replyAddress, link } = identity;
      const text = words.ofRung({ requestId, plan, contact, at, replyAddress, link, earlierNotes, tone, items });
      const kind = mailKindFor(contact);
      return [
        {
          dispatch,
          mail: newMail({
            identity,
            kind,
            party: party.code,
            contact,
            words: text,
            at,
            inReplyTo: earlier[0]?.messageId ?? null,
          }),
        },
      ];
    });
    return { ruling: 'send', mails, plan: isNote ? plan : null };
  }

  async function acknowledge(effect: AcknowledgeEffect): Promise<AcknowledgementResult> {
    const { requestId, at, what, subject } = effect;
    const { mail, isWelcome } = await composeAcknowledgement(effect);
    if (!isWelcome)
      return { requestId, what, subject, status: 'cancelled', detail: 'the sender takes no acknowledgement' };
    const claimed = await outbox.claimMail(mail, [{ requestId, rung: 'acknowledgement' }]);
    const { status, reply } = await sender.send(claimed.id, at);
    return { requestId, what, subject, status, detail: reply };
  }

  async function composeAcknowledgement({ requestId, at, what, subject }: AcknowledgeEffect) {
    const received = await findReceived(what, subject);
    const party = partyOf(catalogue, requestId);
    const identity = addressing.identify(`${requestId}/acknowledgement/${subject}`);
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
    const isAddendum = received.receivedAt > closingOf(received.plan);
    const about = what === 'message' ? 'message' : isAddendum ? 'late' : 'submission';
    const text = words.ofReceipt({ requestId, contact, at, replyAddress, link, earlierNotes: [], about, ...received });
    const inReplyTo = received.messageId;
    const mail = newMail({ identity, kind: 'acknowledgement', party: party.code, contact, words: text, at, inReplyTo });
    return { mail, isWelcome: received.sender.includes('@') };
  }

  async function findReceived(what: 'submission' | 'message', id: string) {
    if (what === 'message') {
      const message = await intake.findMessage(id);
      if (!message) throw permanent(FailureType.ReceiptUnknown, `no message '${id}' is on record`);
      const receipt = await receiptOf(message.receipt_id);
      const { plan, sender, received_at: receivedAt } = { ...message, plan: await planOf(message.request_id) };
      return { plan, sender, receivedAt, part: 1, version: 1, files: [], messageId: receipt };
    }
    const found = await intake.findSubmission(id);
    if (!found) throw permanent(FailureType.ReceiptUnknown, `no submission '${id}' is on record`);
    const { submission, files } = found;
    const { sender, received_at: receivedAt, part, version } = submission;
    return {
      plan: await planOf(submission.request_id),
      sender,
      receivedAt,
      part,
      version,
      files,
      messageId: await receiptOf(submission.receipt_id),
    };
  }

  async function receiptOf(receiptId: string | null): Promise<string | null> {
    const [receipt] = receiptId === null ? [] : await intake.findReceipts([receiptId]);
    return receipt?.summary?.messageId ?? null;
  }

  async function planOf(requestId: string): Promise<Plan> {
    const request = await outbox.findRequest(requestId);
    if (!request) throw permanent(FailureType.RequestUnknown, `no request '${requestId}' is on record`);
    return request.plan;
  }

  return {
    /** Sends the posts of rungs that are due: one outcome per rung. Throws only when no mail server can be spoken to. */
    async sendPosts({ posts }: { posts: PostEffect[] }): Promise<{ results: PostResult[] }> {
      const results: PostResult[] = [];
      for (const effect of posts) results.push(await sendPost(effect));
      return { results };
    },

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

function plusDay(at: string): string {
  return new Date(Date.parse(at) + 86_400_000).toISOString();
}

function closingOf(plan: Plan): string {
  return plan.rungs.find((rung) => rung.kind === 'close')?.decideAt ?? plan.dueAt;
}

function newMail(input: {
  identity: MailIdentity;
  kind: NewMail['kind'];
  party: string;
  contact: Contact;
  words: PostWords;
  at: string;
  inReplyTo: string | null;
}): NewMail {
  const { identity, kind, party, contact, words, at, inReplyTo } = input;
  const { subject, text, html } = renderPost(words);
  return {
    id: identity.id,
    step_key: identity.stepKey,
    message_id: identity.messageId,
    kind,
    party,
    contact: contact.id,
    language: words.language,
    to_name: contact.name,
    to_address: contact.address,
    reply_address: identity.replyAddress,
    envelope_from: identity.envelopeFrom,
    subject,
    text,
    html,
    in_reply_to: inReplyTo,
    is_automatic_reply: kind === 'acknowledgement',
    dated_at: at,
  };
}
