import { actorWords } from '../../domain/actor.js';
import type { Act } from '../../domain/actor.js';
import type { Adjustment } from '../../domain/adjustment.js';
import { isIsoDate } from '../../domain/iso-date.js';
import { decisionId, filingId } from '../../domain/keys.js';
import type { LogEntry, TaskKind } from '../../domain/request-events.js';
import { ASK_KINDS } from '../../domain/request-state.js';
import type { AskKind, SubmissionKind } from '../../domain/request-state.js';
import { lengthFault, LONGEST } from '../../domain/text.js';
import type { Delivery } from '../intake/delivery.js';
import type { Intake } from '../ports/intake.js';

/** Moving a date, as the desk and the command line each do it. */
export interface AdjustPort {
  findRefusal(adjustment: Adjustment): Promise<string | null>;
  adjust(adjustment: Adjustment): Promise<unknown>;
}

export interface DecisionDeps {
  intake: Intake;
  delivery: Delivery;
  adjust: AdjustPort;
}

/** A task that waits, as the record has it. */
export interface WaitingTask {
  id: string;
  kind: TaskKind;
  requestId: string | null;
  receiptId: string | null;
  data: LogEntry['data'];
}

/** Why a decision was refused, naming field, fault and remedy; `gone` is what did not wait any more; null where it was taken. */
export type Refusal = { because: string } | 'gone' | null;

/** What the Coordinator decides on what waits: one rule for the desk and the command line. Everything may be repeated. */
export interface Decisions {
  /** Lets a rung leave that waits for it, or leaves it out. */
  approval(task: WaitingTask, word: Act & { isApproved: boolean; reason: string }): Promise<Refusal>;

  /** Decides on what a party asks for. A later date that is granted is an extension as any other. */
  ask(
    task: WaitingTask,
    given: Act & { isGranted: boolean; reason: string; until: string; authority: string },
  ): Promise<Refusal>;

  /** A message is an answer, a nil return or a part: it becomes a submission. Returns its id, to be delivered. */
  accept(messageId: string, kind: SubmissionKind, word: Act): Promise<string>;

  /** A message asks for something: its reminders rest until that is decided. */
  askOf(messageId: string, kind: AskKind, until: string, word: Act): Promise<Refusal>;

  /** Whether what was received is all. The record is first, so that no reminder slips out between. */
  judge(requestId: string, isPart: boolean, word: Act): Promise<Refusal>;
}

export function createDecisions(deps: DecisionDeps): Decisions {
  return {
    approval: (...args) => approval(deps, ...args),
    ask: (...args) => ask(deps, ...args),
    accept: (...args) => accept(deps, ...args),
    askOf: (...args) => askOf(deps, ...args),
    judge: (...args) => judge(deps, ...args),
  };
}

async function approval(
  deps: DecisionDeps,
  task: WaitingTask,
  { isApproved, reason, by, at }: Act & { isApproved: boolean; reason: string },
): Promise<Refusal> {
  const { delivery } = deps;
  const { requestId, id, data } = task;
  const rung = String(data.rung);
  if (!isApproved && reason.trim() === '')
    return { because: 'The reason is empty: say why the note does not leave, since the case log keeps it.' };
  const tooLong = lengthFault([['reason', reason, LONGEST.line]]);
  if (tooLong !== null) return { because: tooLong };
  const outcome = await delivery.decide(
    requestId ?? '',
    isApproved
      ? { type: 'approved', id, at, rung, by: actorWords(by) }
      : { type: 'declined', id, at, rung, by: actorWords(by), reason: reason.trim() },
  );
  return settled(deps, outcome, task, at, actorWords(by));
}

async function ask(
  deps: DecisionDeps,
  task: WaitingTask,
  given: Act & { isGranted: boolean; reason: string; until: string; authority: string },
): Promise<Refusal> {
  const { intake, adjust, delivery } = deps;
  const { isGranted, until, authority, by, at } = given;
  const { requestId, id } = task;
  const reason = given.reason.trim();
  if (requestId === null) return 'gone';
  if (reason === '') return { because: 'The reason is empty: say why, since the case log keeps it.' };
  const tooLong = lengthFault([
    ['reason', reason, LONGEST.line],
    ['authority', authority, LONGEST.line],
  ]);
  if (tooLong !== null) return { because: tooLong };
  if (task.kind === 'extensionRequested' && isGranted) {
    // What the party asks for is granted where nothing else is said.
    const dueDate = until.trim() || String(task.data.until ?? '');
    if (dueDate === '')
      return { because: 'The new due date is empty, and the party has named none: give it as yyyy-mm-dd (--until).' };
    const common = { authority: authority.trim(), reason, by: actorWords(by) };
    const adjustment: Adjustment = {
      kind: 'extension',
      id: decisionId.extended(id, dueDate),
      requestId,
      dueDate,
      ...common,
    };
    // The date was moved and the request not told: a repeat goes on from there.
    const isMoved = (await intake.findCase(requestId))?.dueDate === dueDate;
    const refusal = isMoved ? null : await adjust.findRefusal(adjustment);
    if (refusal !== null) return { because: refusal };
    if (!isMoved) await adjust.adjust(adjustment);
  }
  const event = {
    type: 'settled' as const,
    id: decisionId.settled(id),
    at,
    ask: String(task.data.ask),
    isGranted,
    by: actorWords(by),
    reason,
  };
  return settled(deps, await delivery.decide(requestId, event), task, at, `${actorWords(by)}: ${reason}`);
}

/** A request that is over, or did not wait, leaves a task that nobody else closes. */
async function settled(
  { intake }: DecisionDeps,
  outcome: Awaited<ReturnType<Delivery['decide']>>,
  task: WaitingTask,
  at: string,
  because: string,
): Promise<Refusal> {
  if (outcome !== 'ended' && outcome.filedAs === 'decision') return null;
  if (outcome !== 'ended' && outcome.filedAs === 'parked')
    return { because: 'The request was stopped by a fault: let it go on first (`npx coordinator retry STATE`).' };
  await intake.closeTask(task.id, at, because);
  return 'gone';
}

async function accept(
  { intake }: DecisionDeps,
  messageId: string,
  kind: SubmissionKind,
  { by, at }: Act,
): Promise<string> {
  return (await intake.acceptMessage(messageId, filingId.accepted(messageId), at, actorWords(by), kind)).id;
}

async function askOf(
  { intake, delivery }: DecisionDeps,
  messageId: string,
  kind: AskKind,
  until: string,
  { by, at }: Act,
): Promise<Refusal> {
  const date = until.trim();
  if (date !== '' && !isIsoDate(date))
    return {
      because: `The date: '${date}' is not a date of the calendar (yyyy-mm-dd). Correct it, or leave it out.`,
    };
  const message = await intake.findMessage(messageId);
  if (!message) return 'gone';
  if (message.acceptedAs !== null || message.ask !== null) return 'gone';
  const outcome = await delivery.decide(message.requestId, {
    type: 'asked',
    id: decisionId.asked(messageId),
    at,
    message: messageId,
    ask: kind,
    ...(date === '' ? {} : { until: date }),
    by: actorWords(by),
  });
  if (outcome === 'ended') return { because: 'The request is closed: nothing is asked any more.' };
  if (outcome.filedAs !== 'decision') return 'gone';
  await intake.markAsk(messageId, kind, date === '' ? null : date);
  return null;
}

async function judge(
  { intake, delivery }: DecisionDeps,
  requestId: string,
  isPart: boolean,
  { by, at }: Act,
): Promise<Refusal> {
  if (!isPart) await intake.markPart(requestId, isPart);
  const outcome = await delivery.decide(requestId, { type: 'judged', id: at, at, isPart, by: actorWords(by) });
  if (outcome === 'ended') return { because: 'The request is closed: the report says what was received.' };
  if (outcome.filedAs !== 'decision') return 'gone';
  if (isPart) await intake.markPart(requestId, isPart);
  return null;
}

export function isAskTask(kind: TaskKind): kind is AskKind {
  return (ASK_KINDS as readonly TaskKind[]).includes(kind);
}
