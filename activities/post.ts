import { reasonOf } from '../domain/bounce-reason.js';
import { workingDaysBetween } from '../domain/calendar.js';
import { failureOf, partyNow } from '../domain/contact.js';
import { changeId, isPostOf, mailStep } from '../domain/keys.js';
import { openPause } from '../domain/ledger.js';
import type { Catalogue, Party, PostTone } from '../domain/mandate.js';
import { contactsFor } from '../domain/membership.js';
import { dateIn, planForNote } from '../domain/plan.js';
import { isJoinable, joiningRung } from '../domain/posting/joint-post.js';
import type { Standing } from '../domain/posting/joint-post.js';
import { fixesPlan, rulePost } from '../domain/posting/post-ruling.js';
import { postponementWords } from '../domain/posting/postponement.js';
import type { PostEffect, PostOutcome } from '../domain/request-events.js';
import type { Plan } from '../domain/request-state.js';
import { toneOfPost } from '../domain/request/tone.js';
import { DEFERRED_WORKING_DAYS } from '../domain/soft-bounce.js';
import { partyOf } from '../office/party.js';
import type { Contacts } from '../office/ports/contacts.js';
import type {
  Claim,
  ClaimContext,
  ClaimRuling,
  Claims,
  Dispatch,
  EarlierNote,
  MailOut,
  NewMail,
  Outbox,
  SentNotes,
  WaitingRung,
} from '../office/ports/outbox.js';
import type { RequestRecord } from '../office/ports/requests.js';
import type { Addressing } from '../office/posting/addressing.js';
import type { MailSender } from '../office/posting/mail-sender.js';
import { newMail } from '../office/posting/new-mail.js';
import { mailKindFor } from '../office/posting/words.js';
import type { Words } from '../office/posting/words.js';
import type { OpenItem } from '../templates/open-item.js';

export interface PostDeps {
  outbox: Outbox & Claims & SentNotes;
  contacts: Contacts;
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

export type PostActivities = ReturnType<typeof createPostActivities>;

/** Posts: claimed once with their words and Message-ID, then offered until a server takes or refuses them. */
export function createPostActivities({ outbox, contacts, sender, words, addressing, catalogue }: PostDeps) {
  async function sendPost(effect: PostEffect): Promise<PostResult> {
    const { requestId, rung, at } = effect;
    const openItems = await words.findOpenItems(requestId);
    const claim = await outbox.claimRung({ requestId, rung, at }, (context) => rule(effect, context, openItems));
    const none = { requestId, rung, plan: null };
    if (claim.claim === 'cancelled')
      return { ...none, posts: [{ contact: '', status: 'cancelled', detail: 'an answer is on record' }] };
    if (claim.claim === 'postponed') return { ...none, posts: [postponed(claim)] };
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
      const isOwn = isPostOf(mail.stepKey, requestId, rung);
      const offered = isOwn ? await sender.send(mail.id, at) : await sender.awaitOutcome(mail.id, at);
      const isWornOut = offered.status === 'deferred' && isOwn && isPutOffTooLong(mail.datedAt, at);
      const { status, reply } = isWornOut ? await sender.giveUp(mail.id, at, offered.reply) : offered;
      posts.push({ contact: mail.contact ?? '', status, detail: reply });
      const isDead = isWornOut || reasonOf(statusIn(reply), reply).hard;
      if (status === 'failed' && mail.contact !== null && isDead) {
        const party = partyOf(catalogue, requestId);
        const change = failureOf({ contact: mail.contact, id: changeId.refused(mail.id), at, words: reply });
        isRepeated ||= (await contacts.fail(party, change, mail.id)).length > 0;
      }
    }
    if (!isRepeated) return posts;
    const openItems = await words.findOpenItems(requestId);
    const claim = await outbox.claimRung({ requestId, rung, at }, (context) => rule(effect, context, openItems));
    // Whoever stands in is written to at the party's hour, too: the rung is asked for again then.
    if (claim.claim === 'postponed') return [...posts, postponed(claim)];
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
    const { holdUntil, clockStartedAt } = request;
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
  function mailsOf(party: Party, due: DuePost[], at: string): { dispatches: Dispatch[]; mail: NewMail }[] {
    const contacts = contactsFor(party, ['mission', 'capital', 'alternate', 'secretariat']);
    return contacts.flatMap((contact) => {
      const posts = due.filter(({ dispatch }) => dispatch.contact === contact.id);
      const [first] = posts;
      if (!first) return [];
      const { requestId, rung } = first.dispatch;
      const identity = addressing.identify(mailStep.post(requestId, rung, contact.role));
      const items = posts.map(({ dispatch, plan, tone, earlier, openItems }) => ({
        requestId: dispatch.requestId,
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

  return {
    /** Sends the posts of rungs that are due: one outcome per rung. Throws only when no mail server can be spoken to. */
    async sendPosts({ posts }: { posts: PostEffect[] }): Promise<{ results: PostResult[] }> {
      const results: PostResult[] = [];
      for (const effect of posts) results.push(await sendPost(effect));
      return { results };
    },
  };
}

function postponed({ until, why }: Extract<Claim, { claim: 'postponed' }>): PostOutcome {
  return { contact: '', status: 'postponed', until, why, detail: postponementWords(why) };
}

/** A rung that is due to one contact. */
interface DuePost {
  dispatch: Dispatch;
  plan: Plan;
  tone: PostTone;
  earlier: EarlierNote[];
  openItems: OpenItem[];
}

function standingOf(request: RequestRecord): Standing {
  const { plan, stage, rungs, asks } = request;
  const { holdUntil, parkedBecause, pausedBecause } = request;
  return { plan, stage, rungs, asks, holdUntil, parkedBecause, pausedBecause };
}

/** `5.1.1` in a server's reply; empty where it says none. */
function statusIn(reply: string): string {
  return /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(reply)?.[0] ?? '';
}
