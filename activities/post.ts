import { isPostOf, mailStep } from '../domain/keys.js';
import { wasSent } from '../adapters/postgres/receipt-store.js';
import type { ContactStore } from '../adapters/postgres/contact-store.js';
import type { IntakeStore } from '../adapters/postgres/intake-store.js';
import type { MessageRow } from '../adapters/postgres/message-store.js';
import type { ReceiptRow } from '../adapters/postgres/receipt-store.js';
import type {
  ClaimContext,
  ClaimRuling,
  DispatchRow,
  EarlierNote,
  MailOut,
  NewMail,
  OutboxStore,
  RequestRow,
  WaitingRung,
} from '../adapters/postgres/outbox-store.js';
import { workingDaysBetween } from '../domain/calendar.js';
import { reasonOf } from '../domain/bounce-reason.js';
import { failureOf, partyNow } from '../domain/contact.js';
import { isJoinable, joiningRung } from '../domain/posting/joint-post.js';
import type { Standing } from '../domain/posting/joint-post.js';
import { fixesPlan, rulePost } from '../domain/posting/post-ruling.js';
import { postponementWords } from '../domain/posting/postponement.js';
import type { Catalogue, Party, PostTone } from '../domain/mandate.js';
import { openPause } from '../domain/ledger.js';
import { contactsFor } from '../domain/membership.js';
import { acknowledgedMail, refusalToAcknowledge } from '../domain/acknowledgement.js';
import type { AcknowledgedMail } from '../domain/acknowledgement.js';
import { dateIn, planForNote } from '../domain/plan.js';
import { DEFERRED_WORKING_DAYS } from '../domain/soft-bounce.js';
import { toneOfPost } from '../domain/request/tone.js';
import type { AcknowledgeEffect, PostEffect, PostOutcome, PostStatus } from '../domain/request-events.js';
import type { Plan } from '../domain/request-state.js';
import type { OpenItem } from '../templates/open-item.js';
import type { Addressing } from './addressing.js';
import { FailureType, permanent } from './failure.js';
import type { MailSender } from './mail-sender.js';
import { partyOf } from './party.js';
import type { MissionCopies } from './mission-copy.js';
import { newMail } from './new-mail.js';
import { mailKindFor } from './words.js';
import type { Words } from './words.js';

export interface PostDeps {
  outbox: OutboxStore;
  intake: IntakeStore;
  contacts: ContactStore;
  sender: MailSender;
  words: Words;
  addressing: Addressing;
  catalogue: Catalogue;
  copies: MissionCopies;
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

const DAY_MS = 86_400_000;

export type PostActivities = ReturnType<typeof createPostActivities>;

/** Posts: claimed once with their words and Message-ID, then offered until a server takes or refuses them. */
export function createPostActivities({
  outbox,
  intake,
  contacts,
  sender,
  words,
  addressing,
  catalogue,
  copies,
}: PostDeps) {
  async function sendPost(effect: PostEffect): Promise<PostResult> {
    const { requestId, rung, at } = effect;
    const openItems = await words.findOpenItems(requestId);
    const claim = await outbox.claimRung({ requestId, rung, at }, (context) => rule(effect, context, openItems));
    const none = { requestId, rung, plan: null };
    if (claim.claim === 'cancelled')
      return { ...none, posts: [{ contact: '', status: 'cancelled', detail: 'an answer is on record' }] };
    if (claim.claim === 'postponed') {
      const { until, why } = claim;
      return { ...none, posts: [{ contact: '', status: 'postponed', until, why, detail: postponementWords(why) }] };
    }
    const posts = await offer(claim.mails, effect);
    const isNote = claim.plan.rungs.find((one) => one.id === rung)?.kind === 'request';
    return { requestId, rung, posts, plan: isNote ? claim.plan : null };
  }

  /** Offers the mails of a rung. One whose address is refused for good is replaced at once by one to whoever stands in. */
  async function offer(mails: MailOut[], effect: PostEffect): Promise<PostOutcome[]> {
    const { requestId, rung, at } = effect;
    const posts: PostOutcome[] = [];
    let isRepeated = false;
    for (const mail of mails) {
      // What left with the post of another request is that one's to send.
      const isOwn = isPostOf(mail.step_key, requestId, rung);
      const offered = isOwn ? await sender.send(mail.id, at) : await sender.awaitOutcome(mail.id, at);
      const isWornOut = offered.status === 'deferred' && isOwn && isPutOffTooLong(mail.dated_at, at);
      const { status, reply } = isWornOut ? await sender.giveUp(mail.id, at, offered.reply) : offered;
      posts.push({ contact: mail.contact ?? '', status, detail: reply });
      const isDead = isWornOut || reasonOf(statusIn(reply), reply).hard;
      if (status === 'failed' && mail.contact !== null && isDead) {
        const party = partyOf(catalogue, requestId);
        const change = failureOf({ contact: mail.contact, id: `refused/${mail.id}`, at, words: reply });
        isRepeated ||= (await contacts.fail(party, change, mail.id)).length > 0;
      }
    }
    if (!isRepeated) return posts;
    const openItems = await words.findOpenItems(requestId);
    const claim = await outbox.claimRung({ requestId, rung, at }, (context) => rule(effect, context, openItems));
    const others = claim.claim === 'mails' ? claim.mails.filter((one) => mails.every(({ id }) => id !== one.id)) : [];
    return [...posts, ...(await offer(others, effect))];
  }

  /** A server that has put a mail off for working days will not take it. */
  function isPutOffTooLong(since: string, at: string): boolean {
    const { headquarters } = catalogue;
    const [from, to] = [dateIn(since, headquarters.zone), dateIn(at, headquarters.zone)];
    return workingDaysBetween(headquarters, from, to) >= DEFERRED_WORKING_DAYS;
  }

  /**
   * Runs under the party's lock: decides whether the rung may leave now and what leaves with it, fixes the due date of a
   * first note, and writes the words.
   */
  function rule(
    { requestId, rung, at, tone }: PostEffect,
    { request, cycle, dispatches, earlier, ledger, changes, waiting, lastPostAt, isRepeat }: ClaimContext,
    openItems: OpenItem[],
  ): ClaimRuling {
    const party = partyNow(partyOf(catalogue, requestId), changes);
    const { headquarters } = catalogue;
    const { zone, calendar: partyCalendar } = party;
    const kind = request.plan.rungs.find((one) => one.id === rung)?.kind ?? 'reminder';
    const pausedBecause = openPause(ledger)?.reason ?? null;
    const { hold_until: holdUntil, clock_started_at: clockStartedAt } = request;
    const calendars = { rules: cycle.rules, headquarters, partyCalendar, zone };
    const ruled = rulePost({ ...calendars, kind, at, pausedBecause, holdUntil, lastPostAt, isRepeat });
    if (ruled.ruling === 'postpone') return ruled;
    const { openedAt } = request.plan;
    const isFirst = fixesPlan(kind, clockStartedAt);
    const planInput = { ...cycle, openedAt, headquarters, partyCalendar, zone, ledger };
    const plan = isFirst ? planForNote({ ...planInput, plan: request.plan, noteAt: at }) : request.plan;
    const own = dispatches.map((dispatch) => ({ dispatch, plan, tone, earlier, openItems }));
    const due = isJoinable({ kind }) ? [...own, ...waiting.flatMap((one) => joining(one, at))] : own;
    return { ruling: 'send', mails: mailsOf(party, due, at), plan: isFirst ? plan : null };
  }

  /** What leaves with the post of another request. */
  function joining({ request, rung: id, dispatches, earlier, ledger }: WaitingRung, at: string): DuePost[] {
    const { plan, stage } = request;
    const rung = openPause(ledger) ? null : joiningRung(standingOf(request), id, at);
    if (rung === null) return [];
    const tone = toneOfPost({ isPart: stage === 'answeredInPart', plan }, rung, at);
    return dispatches.map((dispatch) => ({ dispatch, plan, tone, earlier, openItems: [] }));
  }

  /** One mail a contact, with all that is due to it. */
  function mailsOf(party: Party, due: DuePost[], at: string): { dispatches: DispatchRow[]; mail: NewMail }[] {
    const contacts = contactsFor(party, ['mission', 'capital', 'alternate', 'secretariat']);
    return contacts.flatMap((contact) => {
      const posts = due.filter(({ dispatch }) => dispatch.contact === contact.id);
      const [first] = posts;
      if (!first) return [];
      const { request_id: requestId, rung } = first.dispatch;
      const identity = addressing.identify(mailStep.post(requestId, rung, contact.role));
      const items = posts.map(({ dispatch, plan, tone, earlier, openItems }) => ({
        requestId: dispatch.request_id,
        plan,
        tone,
        earlierNotes: earlier.map((note) => note.datedAt),
        openItems,
      }));
      const { replyAddress, link } = identity;
      const inReplyTo = first.earlier[0]?.messageId ?? null;
      const kind = mailKindFor(contact);
      const text = words.ofRungs({ contact, at, replyAddress, link, items });
      const mail = newMail({ identity, kind, party: party.code, contact, words: text, at, inReplyTo });
      return [{ dispatches: posts.map(({ dispatch }) => dispatch), mail }];
    });
  }

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
    const isAddendum = received.receivedAt > closingOf(received.plan);
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
      const receipt = await receiptOf(message.receipt_id);
      const { plan, sender, received_at: receivedAt } = { ...message, plan: await planOf(message.request_id) };
      const others = await othersOf(message);
      const files = others.length > 0 ? (receipt?.summary?.attachments ?? []).filter(wasSent) : [];
      const { lacks } = message;
      const known = { plan, sender, receivedAt, part: 1, version: 1, files, lacks, isAccepted: false };
      return { ...known, ...ofReceipt(receipt), others };
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
      lacks: [],
      // What the Coordinator has taken for the Government's answer needs no other's word.
      isAccepted: submission.via === 'message' || submission.via === 'desk',
      ...ofReceipt(await receiptOf(submission.receipt_id)),
      others: [],
    };
  }

  /** The other requests that a mail was filed for as a message. */
  async function othersOf({ id, receipt_id: receiptId }: MessageRow): Promise<{ requestId: string; plan: Plan }[]> {
    const messages = receiptId === null ? [] : await intake.findMessagesOf(receiptId);
    const others = messages.filter((one) => one.id !== id);
    return Promise.all(others.map(async (one) => ({ requestId: one.request_id, plan: await planOf(one.request_id) })));
  }

  async function receiptOf(receiptId: string | null): Promise<ReceiptRow | undefined> {
    const [receipt] = receiptId === null ? [] : await intake.findReceipts([receiptId]);
    return receipt;
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

/** What an acknowledgement is to know of the mail that it acknowledges. */
function ofReceipt(receipt: ReceiptRow | undefined): { messageId: string | null; mail: AcknowledgedMail | null } {
  if (!receipt) return { messageId: null, mail: null };
  return {
    messageId: receipt.summary?.messageId ?? null,
    mail: acknowledgedMail(receipt.class, receipt.envelope_from),
  };
}

/** A rung that is due to one contact. */
interface DuePost {
  dispatch: DispatchRow;
  plan: Plan;
  tone: PostTone;
  earlier: EarlierNote[];
  openItems: OpenItem[];
}

function standingOf(request: RequestRow): Standing {
  const { plan, stage, rungs, asks } = request;
  const { hold_until: holdUntil, parked_because: parkedBecause, paused_because: pausedBecause } = request;
  return { plan, stage, rungs, asks, holdUntil, parkedBecause, pausedBecause };
}

/** `5.1.1` in a server's reply; empty where it says none. */
function statusIn(reply: string): string {
  return /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? '';
}

function closingOf(plan: Plan): string {
  return plan.rungs.find((rung) => rung.kind === 'close')?.decideAt ?? plan.dueAt;
}
