import { RULES_VERSIONS } from './mandate.js';
import type { PostTone, Rules } from './mandate.js';
import type {
  AcknowledgeEffect,
  Dispatch,
  Effect,
  LogEntry,
  LogKind,
  PostEffect,
  PostOutcome,
  Projection,
  RequestEvent,
  TaskChange,
} from './request-events.js';
import type {
  AskKind,
  ClosedAs,
  Hold,
  KnownSubmission,
  Outcome,
  Plan,
  PlannedRung,
  RequestState,
  RungProgress,
  Stage,
} from './request-state.js';

/*
 * The request machine. Workflows, simulator, previews and property tests drive this one; it runs inside replay, so it
 * compares ISO instants as strings and reads no clock, zone or locale. What it branches on by rule is in `rules`, which
 * the request keeps from its opening: a change of behaviour is a new `rules.version` beside the old one.
 */

/** A mail server that says 'later' is asked again after these minutes; then the post counts as failed (about three days). */
const RETRY_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, ...Array.from({ length: 16 }, () => 240)];
/** Since version 2 of the rules for a week: three working days, with a weekend and holidays among them, are told by whoever sends. */
const LONGER_RETRY_MINUTES = [...RETRY_MINUTES, ...Array.from({ length: 24 }, () => 240)];

/** The state of a request at its opening, before anything was decided. */
export function openRequest(input: {
  requestId: string;
  party: string;
  plan: Plan;
  isReleased: boolean;
  /** Pauses that stand open on the opening day. */
  pauses?: RequestState['pauses'];
}): RequestState {
  const { requestId, party, plan, isReleased, pauses } = input;
  return {
    format: 1,
    requestId,
    party,
    stage: 'scheduled',
    closedAs: null,
    isReleased,
    plan,
    rungs: Object.fromEntries(plan.rungs.map((rung) => [rung.id, progressOf(rung)])),
    clockStartedAt: null,
    answeredAt: null,
    hold: null,
    submissions: [],
    messageIds: [],
    deliveries: {},
    retries: [],
    seen: {},
    parkedBecause: null,
    ...(pauses && pauses.length > 0 ? { pauses } : {}),
  };
}

function progressOf(rung: PlannedRung): RungProgress {
  const { decideAt, sendAt, dropped } = rung;
  return { status: dropped === null ? 'pending' : 'skipped', decideAt, sendAt, reason: dropped, attempts: 0 };
}

/** What `advance` returns: the next state, what is to be done in order, and the answer to the event if it asks for one. */
export interface Step {
  state: RequestState;
  effects: Effect[];
  outcome: Outcome | null;
}

/**
 * Takes one event and decides. Pure: equal arguments give equal results. An event seen before changes nothing and is
 * answered with its first outcome.
 */
export function advance(state: RequestState, event: RequestEvent, rules: Rules): Step {
  if ('id' in event) {
    const outcome = state.seen[event.id];
    if (outcome) return { state, effects: [], outcome };
  }
  assertKnown(rules);
  const draft = new Draft(state, event.at, rules.version);
  const filedAs = apply(draft, event);
  const outcome = filedAs && { filedAs: filedAs.as, isLate: filedAs.isLate ?? false, stage: draft.state.stage };
  if (outcome && 'id' in event) draft.state.seen = { ...draft.state.seen, [event.id]: outcome };
  return { state: draft.state, effects: draft.effects(), outcome };
}

/** Stops one request after a fault, so that the others of its set go on; a task tells the Coordinator. */
export function park(state: RequestState, because: string, at: string): Step {
  const outcome: Outcome = { filedAs: 'parked', isLate: false, stage: state.stage };
  // The first fault stands: those that follow are its consequences.
  if (state.parkedBecause !== null) return { state, effects: [], outcome };
  const draft = new Draft(state, at);
  draft.state.parkedBecause = because;
  draft.state.parkedAt = at;
  draft.log('parked', `parked/${at}`, { because });
  // Each stop is a task of its own: a fault that comes again is not hidden behind the one that was dealt with.
  draft.raise('parked', `parked/${at}`, { because });
  return { state: draft.state, effects: draft.effects(), outcome };
}

/** The next instant at which time alone changes something; null when only an event can. */
export function nextWakeAt(state: RequestState): string | null {
  if (state.stage === 'closed' || state.parkedBecause !== null) return null;
  const instants = state.retries.flatMap((retry) => retry.at ?? []);
  for (const rung of isPaused(state) ? [] : state.plan.rungs) {
    const progress = progressFor(state, rung.id);
    if (waitsForWord(state, rung)) continue;
    if (rung.kind === 'close' || (isReminder(rung) && canClimb(state))) {
      if (progress.status === 'pending') instants.push(progress.decideAt);
      if (progress.status === 'decided') instants.push(progress.sendAt);
    } else if (rung.kind === 'request') {
      if (progress.status === 'pending') instants.push(progress.decideAt);
      if (progress.status === 'decided' && state.isReleased && !isPosting(state)) instants.push(progress.sendAt);
    }
  }
  return instants.length === 0 ? null : instants.reduce(earlier);
}

/** The next rung that will send something, for pages and previews; null when none will, or nobody knows when. */
export function nextRung(state: RequestState): { rung: PlannedRung; at: string } | null {
  if (isPaused(state)) return null;
  let next: { rung: PlannedRung; at: string } | null = null;
  for (const rung of state.plan.rungs) {
    const progress = progressFor(state, rung.id);
    if (rung.kind === 'close' || (progress.status !== 'pending' && progress.status !== 'decided')) continue;
    if (waitsForWord(state, rung)) continue;
    if (next === null || progress.sendAt < next.at) next = { rung, at: progress.sendAt };
  }
  return state.stage === 'closed' ? null : next;
}

/** The rung that waits for a person's word; null where none does. */
export function waitingRung(state: RequestState): PlannedRung | null {
  return state.plan.rungs.find((rung) => isUnapproved(state, rung)) ?? null;
}

/** Whether a committed answer is late: only after the due day has ended at headquarters and in the capital. */
export function isLate(plan: Plan, receivedAt: string): boolean {
  return receivedAt >= plan.lateAfterAt;
}

/** The wording for the day on which a post really leaves: what recalls a date ahead is a reminder once the date has passed. */
export function toneOn(tone: PostTone, plan: Plan, at: string): PostTone {
  return tone === 'recall' && at > plan.dueAt ? 'reminder' : tone;
}

/** Rules from a later version of the service would be read wrongly: the request is parked instead. */
function assertKnown(rules: Rules): void {
  if (!RULES_VERSIONS.includes(rules.version))
    throw new Error(`rules of version ${String(rules.version)} are not known to this version of the service`);
}

type Filed = { as: Outcome['filedAs']; isLate?: boolean } | null;

function apply(draft: Draft, event: RequestEvent): Filed {
  switch (event.type) {
    case 'tick':
      tick(draft);
      return null;
    case 'released':
      release(draft, event.by);
      return { as: 'release' };
    case 'posted':
      posted(draft, event);
      return null;
    case 'acknowledged':
      acknowledged(draft, event);
      return null;
    case 'submission':
      return submission(draft, event);
    case 'message':
      return message(draft, event);
    case 'bounce':
      return bounce(draft, event);
    case 'planChanged':
      changePlan(draft, event);
      return { as: 'plan' };
    case 'unparked':
      unpark(draft, event);
      return { as: 'unparked' };
    case 'paused':
      pause(draft, event);
      return { as: 'pause' };
    case 'resumed':
      resume(draft, event);
      return { as: 'plan' };
    case 'ended':
      return end(draft, event);
    case 'mandatePassed':
      draft.log('mandatePassed', `mandate/${event.id}`, { because: event.because });
      return { as: 'mandate' };
    case 'approved':
      return approve(draft, event);
    case 'declined':
      return decline(draft, event);
    case 'asked':
      return asked(draft, event);
    case 'settled':
      return settle(draft, event);
    case 'judged':
      return judge(draft, event);
    case 'withdrawn':
      return withdrawSubmission(draft, event);
  }
}

function release(draft: Draft, by: string): void {
  const { state } = draft;
  if (state.isReleased || state.stage === 'closed') return;
  state.isReleased = true;
  if (state.stage === 'awaitingRelease') state.stage = 'scheduled';
  draft.log('released', 'released', { by });
  draft.close('release', `released by ${by}`);
  tick(draft);
}

/** A closed request keeps the dates with which it was closed. */
function changePlan(draft: Draft, { id, plan, because }: Extract<RequestEvent, { type: 'planChanged' }>): void {
  if (draft.state.stage === 'closed') return;
  draft.log('planChanged', `plan/${id}`, { because, dueDate: plan.due.date, formerDueDate: draft.state.plan.due.date });
  const former = draft.state.plan;
  draft.change(plan, id);
  if (draft.version >= 2) leaveOutPassed(draft, former);
  tick(draft);
}

/**
 * A reminder that a change of the dates has moved into the past is not made up for: whoever has the note hears of the new date
 * first. Under version 1 the latest such reminder left at once, in the place of the notice.
 */
function leaveOutPassed(draft: Draft, former: Plan): void {
  if (draft.state.clockStartedAt === null) return;
  for (const rung of draft.state.plan.rungs) {
    const { status, sendAt } = draft.progress(rung.id);
    const isMoved = former.rungs.find(({ id }) => id === rung.id)?.sendAt !== rung.sendAt;
    if (isReminder(rung) && rung.kind !== 'notice' && status === 'pending' && isMoved && sendAt <= draft.at)
      draft.skip(rung, 'its day had passed when the dates were changed');
  }
}

/** What was with the mail activity when the fault came is offered again: the mail itself is claimed once. */
function unpark(draft: Draft, { id, by }: Extract<RequestEvent, { type: 'unparked' }>): void {
  const { state } = draft;
  if (state.parkedBecause === null) return;
  state.parkedBecause = null;
  draft.log('unparked', `unparked/${id}`, { by });
  for (const key of ['parked', `parked/${state.parkedAt ?? ''}`]) draft.close(key, `${by} let it go on`);
  for (const rung of state.plan.rungs) {
    const { status, attempts } = draft.progress(rung.id);
    if (status === 'sending') draft.set(rung.id, { status: 'decided', sendAt: draft.at, attempts: attempts - 1 });
  }
  tick(draft);
}

/** What was decided and not yet tried is withdrawn; what the mail server has asked to wait for goes on after the pause. */
function pause(draft: Draft, { id, because }: Extract<RequestEvent, { type: 'paused' }>): void {
  const { state } = draft;
  if (state.stage === 'closed') return;
  state.pauses = [...(state.pauses ?? []).filter((one) => one.id !== id), { id, because }];
  draft.log('paused', `paused/${id}`, { because });
  for (const rung of state.plan.rungs) if (isReminder(rung)) draft.withdraw(rung, 'the clock stands still');
}

/** Nothing leaves any more but acknowledgements. Whoever has answered stays as one who has. */
function end(draft: Draft, { because }: Extract<RequestEvent, { type: 'ended' }>): Filed {
  const { state } = draft;
  if (state.stage === 'closed') return { as: 'nothing' };
  const isHeard = state.submissions.length > 0 || state.justifiedBy !== undefined;
  state.parkedBecause = null;
  for (const key of ['parked', `parked/${state.parkedAt ?? ''}`]) draft.close(key, because);
  if (state.pauses) state.pauses = [];
  state.endedAt = draft.at;
  closeTasks(draft, because);
  closeRequest(draft, isHeard ? closingOf(state) : 'ended', because);
  return { as: 'end' };
}

function approve(draft: Draft, { rung: id, by }: Extract<RequestEvent, { type: 'approved' }>): Filed {
  const rung = draft.awaited(id);
  if (!rung) return { as: 'nothing' };
  const decision = draft.decisionOf(rung.id);
  draft.set(rung.id, { approvedDecision: draft.progress(rung.id).decisions ?? 0 });
  draft.log('approved', `approved/${decision}`, { rung: rung.id, by });
  draft.close(`approval/${decision}`, `approved by ${by}`);
  tick(draft);
  return { as: 'decision' };
}

function decline(draft: Draft, { rung: id, by, reason }: Extract<RequestEvent, { type: 'declined' }>): Filed {
  const rung = draft.awaited(id);
  if (!rung) return { as: 'nothing' };
  draft.skip(rung, `declined by ${by}: ${reason}`);
  return { as: 'decision' };
}

/** What was taken for a mere message until a person has read it. */
function asked(draft: Draft, event: Extract<RequestEvent, { type: 'asked' }>): Filed {
  const { id, message, ask, until, by } = event;
  const isAsked = draft.state.asks?.some((one) => one.message === message) ?? false;
  if (isAsked || !draft.state.messageIds.includes(message)) return { as: 'nothing' };
  draft.close(`message/${message}`, `${by}: ${ASK_WORDS[ask]}`);
  takeAsk(draft, { id, message, ask, until });
  return { as: 'decision' };
}

const ASK_WORDS: Record<AskKind, string> = {
  assistance: 'it asks for assistance',
  extensionRequested: 'it asks for a later date',
  justification: 'it says why no answer comes',
};

/** Reminders rest until a person has decided; what has been answered or is over keeps only the task. */
function takeAsk(draft: Draft, given: { id: string; message: string; ask: AskKind; until?: string | undefined }): void {
  const { id, message, ask, until } = given;
  const data = { ask: id, message, ...(until === undefined ? {} : { until }) };
  draft.log('asked', `asked/${id}`, { ...data, ask });
  draft.raise(ask, `${ask}/${id}`, data);
  const over = ladderOver(draft.state);
  if (over !== null && draft.state.stage !== 'notReached') return;
  draft.state.asks = [...(draft.state.asks ?? []), { id, kind: ask, message }];
  for (const rung of draft.state.plan.rungs)
    if (isReminder(rung) && rung.kind !== 'notice') draft.withdraw(rung, ASK_WORDS[ask]);
}

/** The ladder goes on with the rung that is next ahead; one whose day has passed meanwhile is not made up for. */
function settle(draft: Draft, event: Extract<RequestEvent, { type: 'settled' }>): Filed {
  const { isGranted, by, reason } = event;
  const { state } = draft;
  const ask = state.asks?.find((one) => one.id === event.ask);
  if (!ask) return { as: 'nothing' };
  state.asks = (state.asks ?? []).filter((one) => one !== ask);
  draft.log('settled', `settled/${ask.id}`, { ask: ask.kind, isGranted, by, reason });
  draft.close(`${ask.kind}/${ask.id}`, `${by}: ${reason}`);
  if (ask.kind === 'justification' && isGranted) {
    state.justifiedBy = by;
    endLadder(draft, 'justified');
    return { as: 'decision' };
  }
  if (state.asks.length === 0 && !isPaused(state)) {
    for (const rung of state.plan.rungs) {
      const { status, sendAt } = draft.progress(rung.id);
      if (isReminder(rung) && rung.kind !== 'notice' && status === 'pending' && sendAt <= draft.at)
        draft.skip(rung, 'its day had passed when the ladder went on');
    }
  }
  tick(draft);
  return { as: 'decision' };
}

/** The Coordinator's word on what was received: all of it, or a part, of which the rest is still asked for. */
function judge(draft: Draft, { id, isPart, by }: Extract<RequestEvent, { type: 'judged' }>): Filed {
  const { state } = draft;
  if (state.stage === 'closed' || state.submissions.length === 0 || isPart === (state.isPart ?? false))
    return { as: 'nothing' };
  draft.log('judged', `judged/${id}`, { isPart, by });
  state.isPart = isPart;
  if (!isPart) {
    endLadder(draft, 'answered');
    return { as: 'decision' };
  }
  for (const rung of state.plan.rungs) {
    const { status, reason, sendAt } = draft.progress(rung.id);
    if (isReminder(rung) && status === 'skipped' && reason === 'answered' && sendAt > draft.at) draft.revive(rung);
  }
  soften(draft);
  tick(draft);
  return { as: 'decision' };
}

/** An answer that was filed by mistake never was one: what it ended goes on, from today. What was due meanwhile stays left out. */
function withdrawSubmission(
  draft: Draft,
  { submission: id, by, because }: Extract<RequestEvent, { type: 'withdrawn' }>,
): Filed {
  const { state } = draft;
  const left = state.submissions.filter((one) => one.id !== id);
  if (left.length === state.submissions.length) return { as: 'nothing' };
  state.submissions = left;
  draft.log('withdrawn', `withdrawn/${id}`, { submission: id, by, because });
  const isClosed = state.stage === 'closed';
  // What came after the end did not answer the request, and does not now.
  const counted = left.filter(({ receivedAt }) => !isClosed || receivedAt < closeAtOf(state));
  state.answeredAt = counted.map(({ receivedAt }) => receivedAt).sort()[0] ?? null;
  const isWhole = counted.some(({ kind }) => kind !== 'part');
  if (counted.length > 0 && !isWhole) state.isPart = true;
  else if (counted.length === 0) delete state.isPart;
  if (isClosed) {
    if (state.closedAs !== 'ended') state.closedAs = closingOf({ ...state, submissions: counted });
    return { as: 'decision' };
  }
  if (isWhole) return { as: 'decision' };
  if (state.justifiedBy !== undefined) {
    state.stage = heardStage(state);
    return { as: 'decision' };
  }
  // A note that has not left yet may still wait for its release.
  if (state.stage === 'answered' || state.stage === 'answeredInPart')
    state.stage = state.clockStartedAt === null ? 'scheduled' : 'waiting';
  for (const rung of state.plan.rungs) {
    const { status, reason } = draft.progress(rung.id);
    if (status !== 'skipped' || (reason !== 'answered' && reason !== IN_PART)) continue;
    const isAhead = isReminder(rung) && rung.sendAt > draft.at && progressOf(rung).status === 'pending';
    if (rung.kind !== 'request' && !isAhead) continue;
    draft.revive(rung);
    // While it was left out its dates have moved without it.
    draft.set(rung.id, { decideAt: rung.decideAt, sendAt: rung.sendAt });
  }
  if (state.isPart === true) soften(draft);
  if (state.hold) holdLadder(draft, state.hold, `withdrawn/${id}`);
  tick(draft);
  judgeReach(draft, 'no addressee was reached before the answer that was taken away', `notReached/${id}`);
  return { as: 'decision' };
}

/** Nothing that asks leaves any more, and what waits for a word because of it needs none. */
function endLadder(draft: Draft, because: 'answered' | 'justified'): void {
  const { state } = draft;
  for (const rung of state.plan.rungs) if (rung.kind !== 'close') draft.skip(rung, because);
  state.stage = heardStage(state);
  closeTasks(draft, because);
  for (const { id, kind } of state.asks ?? []) draft.close(`${kind}/${id}`, because);
  if (state.asks) state.asks = [];
}

/** After an answer in part nothing escalates: reminders ask for the rest. */
function soften(draft: Draft): void {
  const { state } = draft;
  state.stage = heardStage(state);
  for (const rung of state.plan.rungs) if (rung.kind === 'escalation') draft.skip(rung, IN_PART);
  for (const key of ['notReached', ...state.plan.rungs.map(toldKey)]) draft.close(key, IN_PART);
}

const IN_PART = 'answered in part';

function closeTasks(draft: Draft, because: string): void {
  for (const key of ['release', 'notReached', ...draft.state.plan.rungs.map(toldKey)]) draft.close(key, because);
}

function resume(draft: Draft, { id, pause: ended, plan, because }: Extract<RequestEvent, { type: 'resumed' }>): void {
  const { state } = draft;
  if (state.stage === 'closed') return;
  state.pauses = (state.pauses ?? []).filter((one) => one.id !== ended);
  draft.log('resumed', `resumed/${id}`, { because, dueDate: plan.due.date, formerDueDate: state.plan.due.date });
  draft.change(plan, id);
  tick(draft);
}

function tick(draft: Draft): void {
  const { state } = draft;
  if (state.stage === 'closed' || state.parkedBecause !== null) return;
  repeatAcknowledgements(draft);
  if (isPaused(state)) return;
  const close = state.plan.rungs.find((rung) => rung.kind === 'close');
  if (close && draft.progress(close.id).decideAt <= draft.at) {
    closeRequest(draft, closingOf(state));
    return;
  }
  const request = requestRung(state);
  const progress = draft.progress(request.id);
  if (progress.status === 'pending' && progress.decideAt <= draft.at) decide(draft, request);
  if (draft.progress(request.id).status === 'decided') sendNote(draft, request);
  if (canClimb(state)) climb(draft);
}

function repeatAcknowledgements(draft: Draft): void {
  const { retries, submissions } = draft.state;
  draft.state.retries = retries.map((retry) => {
    if (retry.at === null || retry.at > draft.at) return retry;
    const { what, id } = retry;
    draft.acknowledge({ what, subject: id, isLate: submissions.find((one) => one.id === id)?.isLate ?? false });
    return { ...retry, at: null };
  });
}

function sendNote(draft: Draft, request: PlannedRung): void {
  if (draft.state.isReleased) {
    if (draft.progress(request.id).sendAt <= draft.at && !isPosting(draft.state)) send(draft, request);
  } else if (draft.state.stage !== 'awaitingRelease') {
    draft.state.stage = 'awaitingRelease';
    const { revivals = 0 } = draft.progress(request.id);
    draft.log('awaitingRelease', revivals > 0 ? `awaitingRelease/${revivals + 1}` : 'awaitingRelease', {});
    draft.raise('release', 'release', {});
  }
}

/** Takes the latest rung that is due; those before it are overtaken, so that never two leave at once. */
function climb(draft: Draft): void {
  const isDue = (rung: PlannedRung): boolean => {
    const { status, decideAt, sendAt } = draft.progress(rung.id);
    return (
      isReminder(rung) &&
      !waitsForWord(draft.state, rung) &&
      ((status === 'pending' && decideAt <= draft.at) || (status === 'decided' && sendAt <= draft.at))
    );
  };
  const due = draft.state.plan.rungs.filter(isDue);
  const latest = due.at(-1);
  if (!latest) return;
  // A rung that was decided but whose hour has not come is overtaken, too.
  const earlierRungs = draft.state.plan.rungs.slice(0, draft.state.plan.rungs.indexOf(latest));
  for (const rung of earlierRungs) {
    const { status } = draft.progress(rung.id);
    if (isReminder(rung) && (status === 'decided' || due.includes(rung))) draft.skip(rung, `overtaken by ${latest.id}`);
  }
  if (draft.progress(latest.id).status === 'pending') decide(draft, latest);
  if (draft.progress(latest.id).sendAt <= draft.at && !waitsForWord(draft.state, latest)) send(draft, latest);
}

function decide(draft: Draft, rung: PlannedRung): void {
  const { sendAt, decisions = 0 } = draft.progress(rung.id);
  draft.set(rung.id, { status: 'decided', decisions: decisions + 1 });
  draft.dispatch(rung, null);
  const decision = draft.decisionOf(rung.id);
  const dueDate = draft.state.plan.due.date;
  if (rung.approval) {
    draft.log('rungDecided', `decided/${decision}`, { rung: rung.id, sendAt, needsApproval: true });
    draft.raise('approval', `approval/${decision}`, { rung: rung.id, to: rung.to.join(', '), sendAt, dueDate });
    return;
  }
  draft.log('rungDecided', `decided/${decision}`, { rung: rung.id, sendAt });
  if (isOwnDuty(rung)) tellOfDuty(draft, rung);
  else if (rung.to.includes('coordinator')) draft.raise('escalated', toldKey(rung), { rung: rung.id, dueDate });
}

/** A duty of the Coordinator herself: one task, that says again at each rung how near the day is. */
function tellOfDuty(draft: Draft, rung: PlannedRung): void {
  for (const one of draft.state.plan.rungs) if (one !== rung) draft.close(toldKey(one), `said again: ${rung.id}`);
  draft.raise('duty', toldKey(rung), { rung: rung.id, dueDate: draft.state.plan.due.date });
}

function send(draft: Draft, rung: PlannedRung): void {
  if (isOwnDuty(rung)) {
    // Nothing is mailed: the digest and the desk tell her.
    draft.set(rung.id, { status: 'sent' });
    if (rung.kind === 'request') noteIsOut(draft, null);
    return;
  }
  const { attempts } = draft.progress(rung.id);
  draft.set(rung.id, { status: 'sending', attempts: attempts + 1 });
  draft.post({
    rung: rung.id,
    tone: toneOfPost(draft.state, rung, draft.at),
    attempt: attempts + 1,
  });
}

function posted(draft: Draft, event: Extract<RequestEvent, { type: 'posted' }>): void {
  const rung = draft.state.plan.rungs.find((one) => one.id === event.rung);
  if (!rung || draft.progress(rung.id).status !== 'sending') return;
  const { attempts } = draft.progress(rung.id);
  const isFirstWord = rung.kind !== 'request' && attempts === 1;
  for (const { contact, status } of event.posts) {
    // A retry says again what was sent before it: a bounce that has come since stands.
    const isBounced = !isFirstWord && draft.state.deliveries[contact] === 'bounced';
    if ((status === 'sent' || status === 'failed') && !isBounced) draft.deliver(contact, status);
  }
  const has = (status: PostOutcome['status']): PostOutcome | undefined =>
    event.posts.find((post) => post.status === status);
  const postponed = has('postponed');
  const retryMinutes = (draft.version >= 2 ? LONGER_RETRY_MINUTES : RETRY_MINUTES)[attempts - 1];
  if (has('cancelled')) {
    draft.leaveOut(rung.id, 'an answer was on record before it left');
  } else if (postponed) {
    const until = postponed.until ?? draft.at;
    draft.set(rung.id, { status: 'decided', sendAt: until, attempts: attempts - 1 });
    draft.log('rungPostponed', `postponed/${draft.decisionOf(rung.id)}/${until}`, {
      rung: rung.id,
      until,
      because: postponed.detail,
    });
  } else if (has('deferred') && retryMinutes !== undefined) {
    draft.set(rung.id, { status: 'decided', sendAt: plusMinutes(draft.at, retryMinutes) });
  } else if (has('sent')) {
    draft.set(rung.id, { status: 'sent' });
    // Somebody has it and somebody was refused: the party is reached, and an address is to be found.
    const refused = event.posts.filter((post) => post.status === 'failed');
    if (refused.length > 0)
      draft.raise('undeliverable', `undeliverable/${rung.id}`, { rung: rung.id, detail: describePosts(refused) });
  } else {
    undelivered(draft, rung, event.posts);
  }
  // A first delivery starts the clock even while another addressee's server asks to wait.
  if (rung.kind === 'request' && has('sent')) noteIsOut(draft, event.plan);
  if (draft.state.isPart && draft.state.stage !== 'closed') draft.state.stage = heardStage(draft.state);
  // What was put off must not leave after an answer, nor after the end.
  const over = ladderOver(draft.state);
  if (over !== null) draft.skip(rung, over);
  else if (draft.state.isPart && rung.kind === 'escalation') draft.skip(rung, IN_PART);
  // A refused reminder alone is a task; a bounce that came while this post was under way has waited for its outcome.
  const isBounced = Object.values(draft.state.deliveries).includes('bounced');
  if (rung.kind === 'request' || isBounced) judgeReach(draft, describePosts(event.posts));
  tick(draft);
}

function noteIsOut(draft: Draft, plan: Plan | null): void {
  // A note that crossed the end starts nothing.
  if (draft.state.clockStartedAt !== null || draft.state.stage === 'closed') return;
  if (plan) draft.adopt(plan, 'note');
  draft.state.clockStartedAt = draft.at;
  draft.state.stage = isComplete(draft.state) ? 'answered' : 'waiting';
  if (draft.state.isPart || draft.state.justifiedBy !== undefined) draft.state.stage = heardStage(draft.state);
  draft.log('clockStarted', 'clockStarted', { dueDate: draft.state.plan.due.date });
  for (const rung of draft.state.plan.rungs) {
    const { status, sendAt } = draft.progress(rung.id);
    if (isReminder(rung) && status === 'pending' && sendAt <= draft.at)
      draft.skip(rung, 'its day had passed when the note left');
  }
}

function undelivered(draft: Draft, rung: PlannedRung, posts: PostOutcome[]): void {
  const detail = describePosts(posts);
  draft.set(rung.id, { status: 'failed', reason: detail });
  if (rung.kind !== 'request') draft.raise('undeliverable', `undeliverable/${rung.id}`, { rung: rung.id, detail });
}

function describePosts(posts: PostOutcome[]): string {
  return posts.map((post) => `${post.contact}: ${post.detail}`).join('; ') || 'no contact is on file';
}

/** A party is not reached once the note is done with every addressee, nothing is under way and nobody has it. */
function judgeReach(draft: Draft, detail: string, key = 'notReached'): void {
  const { state } = draft;
  const { status } = draft.progress(requestRung(state).id);
  const isNoteDone = status === 'sent' || status === 'failed';
  if (!isNoteDone || isPosting(state) || isAnyoneReached(state) || ladderOver(state) !== null || state.isPart) return;
  state.stage = 'notReached';
  draft.log('notReached', key, { detail });
  draft.raise('notReached', 'notReached', { detail });
  for (const rung of draft.state.plan.rungs) if (isReminder(rung)) draft.skip(rung, 'the party was not reached');
}

function acknowledged(draft: Draft, event: Extract<RequestEvent, { type: 'acknowledged' }>): void {
  const retry = draft.state.retries.find((one) => one.id === event.subject);
  const attempts = (retry?.attempts ?? 0) + 1;
  const minutes = RETRY_MINUTES[attempts - 1];
  draft.state.retries = draft.state.retries.filter((one) => one.id !== event.subject);
  if (event.status === 'deferred' && minutes !== undefined && draft.state.stage !== 'closed') {
    const at = plusMinutes(draft.at, minutes);
    draft.state.retries = [...draft.state.retries, { what: event.what, id: event.subject, at, attempts }];
  } else if (event.status === 'failed' || event.status === 'deferred') {
    draft.raise('undeliverable', `undeliverable/${event.subject}`, { rung: 'acknowledgement', detail: event.detail });
  }
}

function submission(draft: Draft, event: Extract<RequestEvent, { type: 'submission' }>): Filed {
  const { state } = draft;
  const late = isLate(state.plan, event.receivedAt);
  const kind: Pick<KnownSubmission, 'kind'> = event.kind === undefined ? {} : { kind: event.kind };
  const { id, sender, receivedAt } = event;
  // What comes after all was received is another version of it, not a part.
  const isPart = event.kind === 'part' && !isComplete(state);
  state.submissions = [...state.submissions, { id, sender, receivedAt, isLate: late, ...kind }];
  draft.log('submissionFiled', `submission/${id}`, {
    submission: id,
    sender,
    isLate: late,
    ...(event.kind === undefined ? {} : { kind: event.kind }),
  });
  if (isPart || state.isPart !== undefined) state.isPart = isPart;
  if (state.stage !== 'closed') {
    state.answeredAt ??= event.receivedAt;
    if (isPart) soften(draft);
    else endLadder(draft, 'answered');
  } else if (event.receivedAt < closeAtOf(state)) {
    // It was at our door before the end, and only we were slow: the party has answered.
    state.closedAs = isPart ? 'answeredInPart' : 'answered';
    state.answeredAt ??= event.receivedAt;
  }
  if (!event.isAcknowledged) draft.acknowledge({ what: 'submission', subject: event.id, isLate: late });
  return { as: 'submission', isLate: late };
}

function message(draft: Draft, event: Extract<RequestEvent, { type: 'message' }>): Filed {
  const { state } = draft;
  state.messageIds = [...state.messageIds, event.id];
  draft.log('messageReceived', `message/${event.id}`, { message: event.id, sender: event.sender });
  const { ask, until, doubt, lacks } = event;
  const data = {
    message: event.id,
    sender: event.sender,
    ...(doubt === undefined ? {} : { doubt }),
    ...(lacks === undefined ? {} : { lacks }),
  };
  if (ask === undefined) draft.raise('message', `message/${event.id}`, data);
  if (state.stage !== 'closed' && !isComplete(state)) holdLadder(draft, event.hold, event.id);
  if (ask !== undefined) takeAsk(draft, { id: event.id, message: event.id, ask, until });
  if (!event.isAcknowledged) draft.acknowledge({ what: 'message', subject: event.id, isLate: false });
  return { as: 'message' };
}

function holdLadder(draft: Draft, hold: Hold, because: string): void {
  let isHeld = false;
  for (const rung of draft.state.plan.rungs) {
    const progress = draft.progress(rung.id);
    const waits = progress.status === 'pending' || progress.status === 'decided';
    if (!isReminder(rung) || rung.kind === 'notice' || !waits || progress.sendAt >= hold.sendAt) continue;
    if (progress.status === 'decided') draft.recall(rung, 'held: the party has written');
    draft.set(rung.id, { status: 'pending', decideAt: hold.decideAt, sendAt: hold.sendAt });
    isHeld = true;
  }
  if (draft.state.hold === null || hold.sendAt > draft.state.hold.sendAt) draft.state.hold = hold;
  if (isHeld) draft.log('ladderHeld', `held/${because}`, { until: hold.sendAt });
}

function bounce(draft: Draft, event: Extract<RequestEvent, { type: 'bounce' }>): Filed {
  const { contact, isHard, detail, again } = event;
  draft.log('bounced', `bounce/${event.id}`, { contact, isHard, detail });
  if (isHard) {
    draft.deliver(contact, 'bounced');
    const isRepeated = again !== undefined && repeat(draft, again, event.id);
    if (!isRepeated) judgeReach(draft, `${contact}: ${detail}`);
    const data = { contact, detail, ...(isRepeated ? { next: 'alternate' } : {}) };
    if (draft.state.stage !== 'notReached') draft.raise('bounced', `bounced/${contact}`, data);
    if (isRepeated) tick(draft);
  }
  return { as: 'bounce' };
}

/** A step that has left and came back leaves again, at once, to whoever stands in. */
function repeat(draft: Draft, id: string, cause: string): boolean {
  const { state } = draft;
  const rung = state.plan.rungs.find((one) => one.id === id);
  if (!rung || draft.progress(id).status !== 'sent' || ladderOver(state) !== null || isPaused(state)) return false;
  draft.set(id, { status: 'decided', sendAt: draft.at });
  draft.log('rungDecided', `again/${cause}`, { rung: id, sendAt: draft.at });
  return true;
}

function closeRequest(draft: Draft, closedAs: ClosedAs, because?: string): void {
  const { state } = draft;
  // The last try: what is put off again after this is a task.
  state.retries = state.retries.map((retry) => ({ ...retry, at: retry.at === null ? null : draft.at }));
  repeatAcknowledgements(draft);
  for (const rung of state.plan.rungs) if (rung.kind !== 'close') draft.skip(rung, because ?? 'closed');
  for (const rung of state.plan.rungs) if (rung.kind === 'close') draft.set(rung.id, { status: 'sent' });
  state.stage = 'closed';
  state.closedAs = closedAs;
  for (const { id, kind } of state.asks ?? []) draft.close(`${kind}/${id}`, 'closed');
  if (state.asks) state.asks = [];
  draft.close('release', 'closed');
  draft.log('closed', 'closed', { closedAs, ...(because === undefined ? {} : { because }) });
}

function closingOf(state: RequestState): ClosedAs {
  if (state.submissions.length > 0) return state.isPart ? 'answeredInPart' : 'answered';
  if (state.justifiedBy !== undefined) return 'justified';
  if (state.stage === 'notReached') return 'notReached';
  return state.clockStartedAt === null ? 'notSent' : 'noAnswer';
}

function requestRung(state: RequestState): PlannedRung {
  const rung = state.plan.rungs.find((one) => one.kind === 'request');
  if (!rung) throw new Error(`the plan of ${state.requestId} has no request rung`);
  return rung;
}

/** What follows the note and ends with the answer: reminders, escalations and notices. */
function isReminder(rung: PlannedRung): boolean {
  return rung.kind !== 'request' && rung.kind !== 'close';
}

/** The key of the task by which a rung tells the Coordinator. */
function toldKey(rung: PlannedRung): string {
  return `${isOwnDuty(rung) ? 'duty' : 'escalated'}/${rung.id}`;
}

/** Whether a rung tells the Coordinator alone. */
function isOwnDuty({ to }: PlannedRung): boolean {
  return to.length > 0 && to.every((role) => role === 'coordinator');
}

function isPaused({ pauses }: RequestState): boolean {
  return pauses !== undefined && pauses.length > 0;
}

/** Whether a post is with the mail activity: until its outcome is known no other one leaves. */
function isPosting(state: RequestState): boolean {
  return state.plan.rungs.some((rung) => progressFor(state, rung.id).status === 'sending');
}

/** Whether reminders may be decided and sent. */
function canClimb(state: RequestState): boolean {
  return state.clockStartedAt !== null && ladderOver(state) === null && !isPosting(state) && !isPaused(state);
}

/** Whether all that was asked for has been received. */
function isComplete(state: RequestState): boolean {
  return state.submissions.length > 0 && state.isPart !== true;
}

/** Where a request stands once the party was heard; a note that is not out yet still leaves for the rest. */
function heardStage(state: RequestState): Stage {
  if (isComplete(state)) return 'answered';
  const { status } = progressFor(state, requestRung(state).id);
  const isNoteAhead =
    state.clockStartedAt === null && (status === 'pending' || status === 'decided' || status === 'sending');
  if (state.isPart && isNoteAhead) return state.stage === 'answered' ? 'scheduled' : state.stage;
  if (state.isPart) return 'answeredInPart';
  return state.justifiedBy === undefined ? state.stage : 'justified';
}

/** Whether a rung stays until a person has said a word: on itself, or on what the party has asked for. */
function waitsForWord(state: RequestState, rung: PlannedRung): boolean {
  const isHeld = isReminder(rung) && rung.kind !== 'notice' && (state.asks ?? []).length > 0;
  return isHeld || isUnapproved(state, rung);
}

function isUnapproved(state: RequestState, rung: PlannedRung): boolean {
  if (!rung.approval) return false;
  const { status, decisions, approvedDecision } = progressFor(state, rung.id);
  return status === 'decided' && approvedDecision !== decisions;
}

/** After an answer in part a reminder asks for the rest, whatever its wording was. */
export function toneOfPost(
  { isPart = false, plan }: Pick<RequestState, 'isPart' | 'plan'>,
  rung: Pick<PlannedRung, 'kind' | 'tone'>,
  at: string,
): PostTone {
  if (isPart && rung.kind === 'reminder') return 'rest';
  return toneOn(rung.tone ?? 'reminder', plan, at);
}

/** Why no further rung leaves; null while one may. */
function ladderOver(state: RequestState): string | null {
  if (state.stage === 'closed') return 'closed';
  if (isComplete(state)) return 'answered';
  if (state.justifiedBy !== undefined) return 'justified';
  return state.stage === 'notReached' ? 'the party was not reached' : null;
}

function isAnyoneReached(state: RequestState): boolean {
  return Object.values(state.deliveries).some((status) => status === 'sent');
}

function closeAtOf({ plan, endedAt }: RequestState): string {
  return endedAt ?? plan.rungs.find((rung) => rung.kind === 'close')?.decideAt ?? plan.dueAt;
}

function progressFor(state: RequestState, rung: string): RungProgress {
  const progress = state.rungs[rung];
  if (!progress) throw new Error(`${state.requestId} has no rung '${rung}'`);
  return progress;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function plusMinutes(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

/** A state being changed: collects what must be recorded beside it, so that every change of state has its log entry. */
class Draft {
  readonly state: RequestState;
  private readonly entries: LogEntry[] = [];
  private readonly dispatches: Dispatch[] = [];
  private readonly tasks: TaskChange[] = [];
  private readonly actions: (PostEffect | AcknowledgeEffect)[] = [];
  private readonly before: string;
  private changedPlan: Plan | null = null;

  constructor(
    state: RequestState,
    readonly at: string,
    /** Of the rules that the request was opened with. */
    readonly version: Rules['version'] = 1,
  ) {
    this.state = { ...state };
    this.before = JSON.stringify(projectionOf(state));
  }

  progress(rung: string): RungProgress {
    return progressFor(this.state, rung);
  }

  set(rung: string, change: Partial<RungProgress>): void {
    this.state.rungs = { ...this.state.rungs, [rung]: { ...this.progress(rung), ...change } };
  }

  deliver(contact: string, status: 'sent' | 'failed' | 'bounced'): void {
    this.state.deliveries = { ...this.state.deliveries, [contact]: status };
  }

  /** Leaves a rung out, unless it is done or out of our hands. */
  skip(rung: PlannedRung, reason: string): void {
    const { status } = this.progress(rung.id);
    if (status !== 'pending' && status !== 'decided') return;
    if (status === 'decided') this.recall(rung, reason);
    this.leaveOut(rung.id, reason);
  }

  /** Takes back what was decided: its dispatch, and the question whether it may leave. */
  recall(rung: PlannedRung, reason: string): void {
    this.dispatch(rung, reason);
    if (rung.approval) this.close(`approval/${this.decisionOf(rung.id)}`, reason);
  }

  /** Takes back what was decided and not yet tried; it will be decided anew. */
  withdraw(rung: PlannedRung, reason: string): void {
    const { status, attempts } = this.progress(rung.id);
    if (status !== 'decided' || attempts > 0) return;
    this.recall(rung, reason);
    this.set(rung.id, { status: 'pending' });
  }

  /** Takes a rung up again that was left out. */
  revive(rung: PlannedRung): void {
    const { revivals = 0 } = this.progress(rung.id);
    this.set(rung.id, { status: 'pending', reason: null, revivals: revivals + 1 });
  }

  /** The rung that waits for a person's word; undefined where it does not. */
  awaited(id: string): PlannedRung | undefined {
    return this.state.plan.rungs.find((rung) => rung.id === id && isUnapproved(this.state, rung));
  }

  leaveOut(rung: string, reason: string): void {
    this.set(rung, { status: 'skipped', reason });
    const { revivals = 0 } = this.progress(rung);
    const key = revivals > 0 ? `skipped/${rung}/${revivals + 1}` : `skipped/${rung}`;
    this.log('rungSkipped', key, { rung, because: reason });
  }

  /** Names the latest decision of a rung in step keys: `recall-2`, and `recall-2/2` where it was decided again. */
  decisionOf(rung: string): string {
    const { decisions = 0 } = this.progress(rung);
    return decisions > 1 ? `${rung}/${decisions}` : rung;
  }

  dispatch(rung: PlannedRung, cancelledBecause: string | null): void {
    const { decideAt, sendAt } = this.progress(rung.id);
    const roles = rung.to.filter((role) => role !== 'coordinator');
    this.dispatches.push({ rung: rung.id, roles, tone: rung.tone ?? 'reminder', decideAt, sendAt, cancelledBecause });
  }

  /** Adopts a plan that nobody has written down yet. */
  change(plan: Plan, cause: string): void {
    this.adopt(plan, cause);
    this.changedPlan = this.state.plan;
  }

  /** Takes over the instants of a new plan for every rung that still waits; `cause` names the change in step keys. */
  adopt(plan: Plan, cause: string): void {
    const over = ladderOver(this.state);
    for (const rung of plan.rungs) {
      const known = this.state.rungs[rung.id];
      if (known && !this.isOpen(rung, known)) continue;
      if (known?.status === 'decided') this.recall(rung, 'the plan has changed');
      this.state.rungs = { ...this.state.rungs, [rung.id]: { ...known, ...progressOf(rung) } };
      const isSoft = this.state.isPart === true && rung.kind === 'escalation';
      const out = over ?? (isSoft ? IN_PART : null);
      if (out !== null && rung.kind !== 'close') this.set(rung.id, { status: 'skipped', reason: out });
    }
    this.state.plan = this.withUnderWay(plan);
    if (this.state.hold) holdLadder(this, this.state.hold, `plan/${cause}`);
  }

  /**
   * A new plan with the notice, if any, that it has made void while it was with the mail activity: its outcome is awaited, and no
   * other post leaves beside it.
   */
  private withUnderWay(plan: Plan): Plan {
    const isGone = ({ id }: PlannedRung): boolean => !plan.rungs.some((one) => one.id === id);
    const underWay = this.state.plan.rungs.filter(
      (rung) => isGone(rung) && this.progress(rung.id).status === 'sending',
    );
    if (underWay.length === 0) return plan;
    const index = plan.rungs.findIndex(({ kind }) => kind === 'request') + 1;
    return { ...plan, rungs: [...plan.rungs.slice(0, index), ...underWay, ...plan.rungs.slice(index)] };
  }

  /** Whether a new plan moves a rung: one that waits, was decided but never tried, or was left out by its plan and is still ahead. */
  private isOpen(rung: PlannedRung, known: RungProgress): boolean {
    const isUntried = isReminder(rung) && known.status === 'decided' && known.attempts === 0;
    const isRevived = this.isDroppedByPlan(rung.id) && rung.sendAt > this.at;
    return known.status === 'pending' || isUntried || isRevived;
  }

  /** Whether a rung was left out by its plan, not by an event. */
  private isDroppedByPlan(rung: string): boolean {
    const planned = this.state.plan.rungs.find((one) => one.id === rung);
    return planned !== undefined && planned.dropped !== null && planned.dropped === this.progress(rung).reason;
  }

  log(kind: LogKind, key: string, data: LogEntry['data']): void {
    this.entries.push({ key, kind, at: this.at, data });
  }

  raise(kind: Extract<TaskChange, { change: 'raise' }>['kind'], key: string, data: LogEntry['data']): void {
    this.tasks.push({ change: 'raise', key, kind, data });
  }

  close(key: string, because: string): void {
    this.tasks.push({ change: 'close', key, because });
  }

  post(effect: Omit<PostEffect, 'kind' | 'requestId' | 'at'>): void {
    this.actions.push({ kind: 'post', requestId: this.state.requestId, at: this.at, ...effect });
  }

  acknowledge(effect: Omit<AcknowledgeEffect, 'kind' | 'requestId' | 'at'>): void {
    this.actions.push({ kind: 'acknowledge', requestId: this.state.requestId, at: this.at, ...effect });
  }

  /** The record first, so that nothing leaves of which the record does not know. */
  effects(): Effect[] {
    const projection = projectionOf(this.state);
    const isChanged = JSON.stringify(projection) !== this.before;
    const isWritten = this.entries.length + this.dispatches.length + this.tasks.length > 0;
    if (!isChanged && !isWritten) return this.actions;
    const { entries: log, dispatches, tasks, changedPlan } = this;
    const plan = changedPlan === null ? {} : { plan: changedPlan };
    return [
      { kind: 'record', requestId: this.state.requestId, at: this.at, log, projection, ...plan, dispatches, tasks },
      ...this.actions,
    ];
  }
}

/** What pages and queries show of a request. */
export function projectionOf(state: RequestState): Projection {
  const next = nextRung(state);
  return {
    stage: state.stage,
    closedAs: state.closedAs,
    dueDate: state.plan.due.date,
    dueAt: state.plan.dueAt,
    lateAfterAt: state.plan.lateAfterAt,
    closeAt: closeAtOf(state),
    clockStartedAt: state.clockStartedAt,
    answeredAt: state.answeredAt,
    holdUntil: state.hold?.sendAt ?? null,
    nextRung: next?.rung.id ?? null,
    nextAt: next?.at ?? null,
    rungs: state.rungs,
    parkedBecause: state.parkedBecause,
    pausedBecause: state.pauses?.at(-1)?.because ?? null,
    ...(state.asks && state.asks.length > 0 ? { asks: state.asks.map((ask) => ask.kind) } : {}),
  };
}
