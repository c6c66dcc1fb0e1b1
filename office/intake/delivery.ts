import { isOnlyCourtesy } from '../../domain/courtesy.js';
import { wasSent } from '../../domain/file-check.js';
import { isFurtherMessage } from '../../domain/keys.js';
import { lackWords } from '../../domain/lack.js';
import type { Lack } from '../../domain/lack.js';
import type { Catalogue } from '../../domain/mandate.js';
import { holdAfterMessage } from '../../domain/plan.js';
import type { AcknowledgeEffect, RequestEvent } from '../../domain/request-events.js';
import type { Hold, Outcome } from '../../domain/request-state.js';
import { bounceEntry, messageEntry, submissionEntry } from '../../domain/request/entry.js';
import { FailureType, permanent } from '../failure.js';
import { partyOf } from '../party.js';
import type { Intake } from '../ports/intake.js';
import type { Message } from '../ports/messages.js';

export type OutsideEvent = Extract<RequestEvent, { id: string }>;

/** The durable requests, as those outside see them. */
export interface CasePort {
  /**
   * Gives an event to the workflow that carries the request and returns its outcome; `ended` where that workflow has
   * closed, which is an ordinary outcome. Throws while the engine is away.
   */
  deliver(workflowId: string, requestId: string, event: OutsideEvent): Promise<Outcome | 'ended'>;
}

export interface DeliveryDeps {
  intake: Intake;
  cases: CasePort;
  catalogue: Catalogue;
  /** For what arrives after a workflow has ended. */
  acknowledge: (effect: AcknowledgeEffect) => Promise<unknown>;
}

/** What the Coordinator decides on a request. */
export type Decision = Extract<
  OutsideEvent,
  { type: 'approved' | 'declined' | 'asked' | 'settled' | 'judged' | 'withdrawn' }
>;

export interface Bounce {
  requestId: string;
  receiptId: string;
  contact: string;
  isHard: boolean;
  detail: string;
  /** The step that leaves again, to whoever stands in. */
  again?: string | undefined;
}

/**
 * Carries what is committed in the record to the request's machine. Everything may be repeated: the machine answers an
 * event that it has seen with its first outcome.
 */
export interface Delivery {
  /** `at` is business time. Returns whether the answer was late. */
  submission(id: string, at: string): Promise<{ isLate: boolean }>;

  /**
   * What a sender sends once more is told so again, once a day: whoever has lost our word would send it for ever, and two robots
   * would write to each other.
   */
  repeated(receipt: { id: string; requestId: string; sender: string; receivedAt: string }, at: string): Promise<void>;

  message(id: string, at: string): Promise<void>;

  bounce(bounce: Bounce, at: string): Promise<void>;

  /** Until when a message holds the ladder of its request. */
  holdFor(requestId: string, receivedAt: string): Promise<Hold>;

  /** A decision of the Coordinator; `ended` where the workflow of the request has closed. Throws while the engine is away. */
  decide(requestId: string, event: Decision): Promise<Outcome | 'ended'>;
}

export function createDelivery(deps: DeliveryDeps): Delivery {
  return {
    submission: (...args) => submission(deps, ...args),
    repeated: (...args) => repeated(deps, ...args),
    message: (...args) => message(deps, ...args),
    bounce: (...args) => bounce(deps, ...args),
    holdFor: (...args) => holdFor(deps, ...args),
    decide: (...args) => decide(deps, ...args),
  };
}

async function caseOf({ intake }: DeliveryDeps, requestId: string) {
  const found = await intake.findCase(requestId);
  if (!found) throw permanent(FailureType.RequestUnknown, `no request '${requestId}' is on record`);
  return found;
}

async function holdFor(deps: DeliveryDeps, requestId: string, receivedAt: string): Promise<Hold> {
  const { catalogue } = deps;
  const { rules } = await caseOf(deps, requestId);
  const { headquarters } = catalogue;
  const { zone, calendar: partyCalendar } = partyOf(catalogue, requestId);
  return holdAfterMessage({ receivedAt, rules, headquarters, partyCalendar, zone });
}

/** Thanks with nothing beside them: no file, no question, no doubt who has written. */
async function isCourtesy({ intake }: DeliveryDeps, { receiptId, text, ask, doubt, lacks }: Message): Promise<boolean> {
  if (ask !== null || doubt !== null || lacks.length > 0 || !isOnlyCourtesy(text)) return false;
  const receipts = receiptId === null ? [] : await intake.findReceipts([receiptId]);
  return receipts.every(({ summary }) => !(summary?.attachments ?? []).some(wasSent));
}

async function submission(deps: DeliveryDeps, id: string, at: string): Promise<{ isLate: boolean }> {
  const { intake, cases, acknowledge } = deps;
  const found = await intake.findSubmission(id);
  if (!found) throw permanent(FailureType.ReceiptUnknown, `no submission '${id}' is on record`);
  const { submission } = found;
  const { requestId, sender, receivedAt } = submission;
  // What was taken away is no answer any more, however late its delivery is repeated.
  if (submission.deliveredAt !== null || submission.withdrawnAt !== null) return { isLate: submission.isLate };
  const { workflowId } = await caseOf(deps, requestId);
  // Whoever was in doubt has heard nothing yet.
  const isAcknowledged = submission.via === 'message' && !(await intake.isOfDoubt(id));
  const outcome = await cases.deliver(workflowId, requestId, {
    type: 'submission',
    id,
    at,
    sender,
    receivedAt,
    isAcknowledged,
    ...(submission.kind === 'answer' ? {} : { kind: submission.kind }),
  });
  if (outcome === 'ended') {
    const { isLate, kind } = submission;
    await intake.log(requestId, [
      submissionEntry({ id, at }, { sender, isLate, ...(kind === 'answer' ? {} : { kind }) }),
    ]);
    await intake.correctClosing(requestId, receivedAt, at, submission.kind);
    if (!isAcknowledged)
      await acknowledge({
        kind: 'acknowledge',
        requestId,
        at,
        what: 'submission',
        subject: id,
        isLate: submission.isLate,
      });
  }
  // A parked request has not taken it: the sweep offers it again until a person has resumed the request.
  if (outcome === 'ended' || outcome.filedAs !== 'parked') await intake.markDelivered('submission', id, at);
  return { isLate: submission.isLate };
}

async function repeated(
  { intake, acknowledge }: DeliveryDeps,
  receipt: { id: string; requestId: string; sender: string; receivedAt: string },
  at: string,
): Promise<void> {
  const { id: again, requestId, sender, receivedAt } = receipt;
  const newest = await intake.findNewest(requestId, sender);
  if (!newest || newest.receivedAt.slice(0, 10) === receivedAt.slice(0, 10)) return;
  const { id: subject, isLate } = newest;
  await acknowledge({ kind: 'acknowledge', requestId, at, what: 'submission', subject, isLate, again });
}

async function message(deps: DeliveryDeps, id: string, at: string): Promise<void> {
  const { intake, cases, acknowledge } = deps;
  const message = await intake.findMessage(id);
  if (!message) throw permanent(FailureType.ReceiptUnknown, `no message '${id}' is on record`);
  const { requestId, sender, receivedAt } = message;
  if (message.deliveredAt !== null) return;
  const { workflowId } = await caseOf(deps, requestId);
  const hold = await holdFor(deps, requestId, receivedAt);
  // A mail that was filed for several requests is acknowledged once, for all of them.
  const isCopy = isFurtherMessage(id, message.receiptId);
  const isThanks = await isCourtesy(deps, message);
  // Nobody is thanked for thanks.
  const isAcknowledged = isCopy || message.doubt !== null || isThanks;
  const outcome = await cases.deliver(workflowId, requestId, {
    type: 'message',
    id,
    at,
    sender,
    receivedAt,
    hold,
    isAcknowledged,
    ...(message.ask === null ? {} : { ask: message.ask }),
    ...(message.untilDate === null ? {} : { until: message.untilDate }),
    ...(message.doubt === null ? {} : { doubt: message.doubt }),
    ...lacksOf(message),
    ...(isThanks ? { isCourtesy: true } : {}),
  });
  if (outcome === 'ended') {
    const facts = { ...(message.doubt === null ? {} : { doubt: message.doubt }), ...lacksOf(message) };
    const entry = messageEntry({ id, at }, { sender, isCourtesy: isThanks, facts });
    const raised = { change: 'raise', key: entry.key, kind: 'message', data: entry.data } as const;
    const tasks = isThanks ? [] : [raised];
    await intake.log(requestId, [entry], tasks);
    if (!isAcknowledged)
      await acknowledge({ kind: 'acknowledge', requestId, at, what: 'message', subject: id, isLate: false });
  }
  if (outcome === 'ended' || outcome.filedAs !== 'parked') await intake.markDelivered('message', id, at);
}

async function bounce(
  deps: DeliveryDeps,
  { requestId, receiptId, contact, isHard, detail, again }: Bounce,
  at: string,
): Promise<void> {
  const { cases, intake } = deps;
  const { workflowId } = await caseOf(deps, requestId);
  const outcome = await cases.deliver(workflowId, requestId, {
    type: 'bounce',
    id: receiptId,
    at,
    contact,
    isHard,
    detail,
    ...(again === undefined ? {} : { again }),
  });
  if (outcome === 'ended') {
    await intake.log(requestId, [bounceEntry({ id: receiptId, at }, { contact, isHard, detail })]);
  }
}

async function decide(deps: DeliveryDeps, requestId: string, event: Decision): Promise<Outcome | 'ended'> {
  const { cases } = deps;
  const { workflowId } = await caseOf(deps, requestId);
  return cases.deliver(workflowId, requestId, event);
}

/** What a message lacks, in words; nothing where it lacks nothing. */
function lacksOf({ lacks }: { lacks: readonly Lack[] }): Record<string, string> {
  return lacks.length === 0 ? {} : { lacks: lacks.map(lackWords).join('; ') };
}
