import type { Rules, Tone } from './mandate.js';
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
import type { ClosedAs, Hold, Outcome, Plan, PlannedRung, RequestState, RungProgress } from './request-state.js';

/*
 * The request machine. Workflows, simulator, previews and property tests drive this one; it runs inside replay, so it
 * compares ISO instants as strings and reads no clock, zone or locale. What it branches on by rule is in `rules`, which
 * the request keeps from its opening: a change of behaviour is a new `rules.version` beside the old one.
 */

/** A mail server that says 'later' is asked again after these minutes; then the post counts as failed (about three days). */
const RETRY_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, ...Array.from({ length: 16 }, () => 240)];

/** The state of a request at its opening, before anything was decided. */
export function openRequest(input: { requestId: string; party: string; plan: Plan; isReleased: boolean }): RequestState {
  const { requestId, party, plan, isReleased } = input;
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
  const draft = new Draft(state, event.at);
  const filedAs = apply(draft, event);
  const outcome = filedAs && { filedAs: filedAs.as, isLate: filedAs.isLate ?? false, stage: draft.state.stage };
  if (outcome && 'id' in event) draft.state.seen = { ...draft.state.seen, [event.id]: outcome };
  return { state: draft.state, effects: draft.effects(), outcome };
}

/** Stops one request after a fault, so that the others of its set go on; a task tells the Coordinator. */
export function park(state: RequestState, because: string, at: string): Step {
  const draft = new Draft(state, at);
  draft.state.parkedBecause = because;
  draft.log('parked', `parked/${at}`, { because });
  draft.raise('parked', 'parked', { because });
  return { state: draft.state, effects: draft.effects(), outcome: { filedAs: 'parked', isLate: false, stage: state.stage } };
}

/** The next instant at which time alone changes something; null when only an event can. */
export function nextWakeAt(state: RequestState): string | null {
  if (state.stage === 'closed' || state.parkedBecause !== null) return null;
  const instants = state.retries.map((retry) => retry.at);
  for (const rung of state.plan.rungs) {
    const progress = progressFor(state, rung.id);
    if (rung.kind === 'close' || (rung.kind !== 'request' && isNoteOut(state))) {
      if (progress.status === 'pending') instants.push(progress.decideAt);
      if (progress.status === 'decided') instants.push(progress.sendAt);
    } else if (rung.kind === 'request') {
      if (progress.status === 'pending') instants.push(progress.decideAt);
      if (progress.status === 'decided' && state.isReleased) instants.push(progress.sendAt);
    }
  }
  return instants.length === 0 ? null : instants.reduce(earlier);
}

/** The next rung that will send something, for pages and previews; null when none will. */
export function nextRung(state: RequestState): { rung: PlannedRung; at: string } | null {
  let next: { rung: PlannedRung; at: string } | null = null;
  for (const rung of state.plan.rungs) {
    const progress = progressFor(state, rung.id);
    if (rung.kind === 'close' || (progress.status !== 'pending' && progress.status !== 'decided')) continue;
    if (next === null || progress.sendAt < next.at) next = { rung, at: progress.sendAt };
  }
  return state.stage === 'closed' ? null : next;
}

/** Whether a committed answer is late: only after the due day has ended at headquarters and in the capital. */
export function isLate(plan: Plan, receivedAt: string): boolean {
  return receivedAt >= plan.lateAfterAt;
}

/** The wording for the day on which a post really leaves: what recalls a date ahead is a reminder once the date has passed. */
export function toneOn(tone: Tone, plan: Plan, at: string): Tone {
  return tone === 'recall' && at > plan.dueAt ? 'reminder' : tone;
}

/** Rules from a later version of the service would be read wrongly: the request is parked instead. */
function assertKnown(rules: Rules): void {
  if (rules.version !== 1) throw new Error(`rules of version ${String(rules.version)} are not known to this version of the service`);
}

type Filed = { as: Outcome['filedAs']; isLate?: boolean } | null;

function apply(draft: Draft, event: RequestEvent): Filed {
  switch (event.type) {
    case 'tick':
      tick(draft);
      return null;
    case 'released':
      draft.state.isReleased = true;
      draft.log('released', 'released', { by: event.by });
      draft.close('release', `released by ${event.by}`);
      tick(draft);
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
      draft.adopt(event.plan);
      draft.log('planChanged', `plan/${event.id}`, { because: event.because, dueDate: event.plan.due.date });
      tick(draft);
      return { as: 'plan' };
  }
}

function tick(draft: Draft): void {
  const { state } = draft;
  if (state.stage === 'closed' || state.parkedBecause !== null) return;
  repeatAcknowledgements(draft);
  const close = state.plan.rungs.find((rung) => rung.kind === 'close');
  if (close && draft.progress(close.id).decideAt <= draft.at) {
    closeRequest(draft);
    return;
  }
  const request = requestRung(state);
  const progress = draft.progress(request.id);
  if (progress.status === 'pending' && progress.decideAt <= draft.at) decide(draft, request);
  if (draft.progress(request.id).status === 'decided') sendNote(draft, request);
  if (isNoteOut(state)) climb(draft);
}

function repeatAcknowledgements(draft: Draft): void {
  for (const retry of draft.state.retries.filter((one) => one.at <= draft.at)) {
    const { what, id } = retry;
    draft.acknowledge({ what, subject: id, isLate: draft.state.submissions.find((one) => one.id === id)?.isLate ?? false });
  }
}

function sendNote(draft: Draft, request: PlannedRung): void {
  if (draft.state.isReleased) {
    if (draft.progress(request.id).sendAt <= draft.at) send(draft, request);
  } else if (draft.state.stage !== 'awaitingRelease') {
    draft.state.stage = 'awaitingRelease';
    draft.log('awaitingRelease', 'awaitingRelease', {});
    draft.raise('release', 'release', {});
  }
}

/** Takes the latest rung that is due; those before it are overtaken, so that never two leave at once. */
function climb(draft: Draft): void {
  const isDue = (rung: PlannedRung): boolean => {
    const { status, decideAt, sendAt } = draft.progress(rung.id);
    return rung.kind !== 'request' && rung.kind !== 'close' && ((status === 'pending' && decideAt <= draft.at) || (status === 'decided' && sendAt <= draft.at));
  };
  const due = draft.state.plan.rungs.filter(isDue);
  const latest = due.at(-1);
  if (!latest) return;
  // A rung that was decided but whose hour has not come is overtaken, too.
  const earlierRungs = draft.state.plan.rungs.slice(0, draft.state.plan.rungs.indexOf(latest));
  for (const rung of earlierRungs) {
    const { status } = draft.progress(rung.id);
    if (rung.kind !== 'request' && (status === 'decided' || due.includes(rung))) draft.skip(rung, `overtaken by ${latest.id}`);
  }
  if (draft.progress(latest.id).status === 'pending') decide(draft, latest);
  if (draft.progress(latest.id).sendAt <= draft.at) send(draft, latest);
}

function decide(draft: Draft, rung: PlannedRung): void {
  draft.set(rung.id, { status: 'decided' });
  draft.dispatch(rung, null);
  draft.log('rungDecided', `decided/${rung.id}`, { rung: rung.id, sendAt: draft.progress(rung.id).sendAt });
  if (rung.to.includes('coordinator')) draft.raise('escalated', `escalated/${rung.id}`, { rung: rung.id, dueDate: draft.state.plan.due.date });
}

function send(draft: Draft, rung: PlannedRung): void {
  const { attempts } = draft.progress(rung.id);
  draft.set(rung.id, { status: 'sending', attempts: attempts + 1 });
  draft.post({ rung: rung.id, tone: toneOn(rung.tone ?? 'reminder', draft.state.plan, draft.at), attempt: attempts + 1 });
}

function posted(draft: Draft, event: Extract<RequestEvent, { type: 'posted' }>): void {
  const rung = draft.state.plan.rungs.find((one) => one.id === event.rung);
  if (!rung || draft.progress(rung.id).status !== 'sending') return;
  for (const post of event.posts) if (post.status === 'sent' || post.status === 'failed') draft.deliver(post.contact, post.status);
  const { attempts } = draft.progress(rung.id);
  const has = (status: PostOutcome['status']): PostOutcome | undefined => event.posts.find((post) => post.status === status);
  const postponed = has('postponed');
  const retryMinutes = RETRY_MINUTES[attempts - 1];
  if (has('cancelled')) {
    const reason = 'an answer was on record before it left';
    draft.set(rung.id, { status: 'skipped', reason });
    draft.log('rungSkipped', `skipped/${rung.id}`, { rung: rung.id, because: reason });
  } else if (postponed) {
    const until = postponed.until ?? draft.at;
    draft.set(rung.id, { status: 'decided', sendAt: until, attempts: attempts - 1 });
    draft.log('rungPostponed', `postponed/${rung.id}/${until}`, { rung: rung.id, until, because: postponed.detail });
  } else if (has('deferred') && retryMinutes !== undefined) {
    draft.set(rung.id, { status: 'decided', sendAt: plusMinutes(draft.at, retryMinutes) });
  } else if (has('sent')) {
    draft.set(rung.id, { status: 'sent' });
    if (rung.kind === 'request') noteIsOut(draft, event.plan);
  } else {
    undelivered(draft, rung, event.posts);
  }
  // A first delivery starts the clock even while another addressee's server asks to wait.
  if (rung.kind === 'request' && has('sent') && draft.state.clockStartedAt === null) noteIsOut(draft, event.plan);
  tick(draft);
}

function noteIsOut(draft: Draft, plan: Plan | null): void {
  if (draft.state.clockStartedAt !== null) return;
  if (plan) draft.adopt(plan);
  draft.state.clockStartedAt = draft.at;
  if (draft.state.stage !== 'answered' && draft.state.stage !== 'closed') draft.state.stage = 'waiting';
  draft.log('clockStarted', 'clockStarted', { dueDate: draft.state.plan.due.date });
  for (const rung of draft.state.plan.rungs) {
    const { status, sendAt } = draft.progress(rung.id);
    if (isReminder(rung) && status === 'pending' && sendAt <= draft.at) draft.skip(rung, 'its day had passed when the note left');
  }
}

function undelivered(draft: Draft, rung: PlannedRung, posts: PostOutcome[]): void {
  const detail = posts.map((post) => `${post.contact}: ${post.detail}`).join('; ') || 'no contact is on file';
  draft.set(rung.id, { status: 'failed', reason: detail });
  if (rung.kind === 'request') notReached(draft, detail);
  else draft.raise('undeliverable', `undeliverable/${rung.id}`, { rung: rung.id, detail });
}

function notReached(draft: Draft, detail: string): void {
  if (draft.state.stage === 'closed' || draft.state.submissions.length > 0) return;
  draft.state.stage = 'notReached';
  draft.log('notReached', `notReached/${draft.at}`, { detail });
  draft.raise('notReached', 'notReached', { detail });
  for (const rung of draft.state.plan.rungs) if (isReminder(rung)) draft.skip(rung, 'the party was not reached');
}

function acknowledged(draft: Draft, event: Extract<RequestEvent, { type: 'acknowledged' }>): void {
  const retry = draft.state.retries.find((one) => one.id === event.subject);
  const attempts = (retry?.attempts ?? 0) + 1;
  const minutes = RETRY_MINUTES[attempts - 1];
  draft.state.retries = draft.state.retries.filter((one) => one.id !== event.subject);
  if (event.status === 'deferred' && minutes !== undefined) {
    const at = plusMinutes(draft.at, minutes);
    draft.state.retries = [...draft.state.retries, { what: event.what, id: event.subject, at, attempts }];
  } else if (event.status === 'failed' || event.status === 'deferred') {
    draft.raise('undeliverable', `undeliverable/${event.subject}`, { rung: 'acknowledgement', detail: event.detail });
  }
}

function submission(draft: Draft, event: Extract<RequestEvent, { type: 'submission' }>): Filed {
  const { state } = draft;
  const late = state.stage === 'closed' || isLate(state.plan, event.receivedAt);
  state.submissions = [...state.submissions, { id: event.id, sender: event.sender, receivedAt: event.receivedAt, isLate: late }];
  draft.log('submissionFiled', `submission/${event.id}`, { submission: event.id, sender: event.sender, isLate: late });
  if (state.stage !== 'closed') {
    state.stage = 'answered';
    state.answeredAt ??= event.receivedAt;
    for (const rung of state.plan.rungs) if (rung.kind !== 'close') draft.skip(rung, 'answered');
    for (const key of ['release', 'notReached', ...state.plan.rungs.map((rung) => `escalated/${rung.id}`)]) draft.close(key, 'answered');
  }
  if (!event.isAcknowledged) draft.acknowledge({ what: 'submission', subject: event.id, isLate: late });
  return { as: 'submission', isLate: late };
}

function message(draft: Draft, event: Extract<RequestEvent, { type: 'message' }>): Filed {
  const { state } = draft;
  state.messageIds = [...state.messageIds, event.id];
  draft.log('messageReceived', `message/${event.id}`, { message: event.id, sender: event.sender });
  draft.raise('message', `message/${event.id}`, { message: event.id, sender: event.sender });
  if (state.stage !== 'closed' && state.submissions.length === 0) holdLadder(draft, event.hold, event.id);
  if (!event.isAcknowledged) draft.acknowledge({ what: 'message', subject: event.id, isLate: false });
  return { as: 'message' };
}

function holdLadder(draft: Draft, hold: Hold, because: string): void {
  let isHeld = false;
  for (const rung of draft.state.plan.rungs) {
    const progress = draft.progress(rung.id);
    const waits = progress.status === 'pending' || progress.status === 'decided';
    if (!isReminder(rung) || !waits || progress.sendAt >= hold.sendAt) continue;
    if (progress.status === 'decided') draft.dispatch(rung, 'held: the party has written');
    draft.set(rung.id, { status: 'pending', decideAt: hold.decideAt, sendAt: hold.sendAt });
    isHeld = true;
  }
  if (draft.state.hold === null || hold.sendAt > draft.state.hold.sendAt) draft.state.hold = hold;
  if (isHeld) draft.log('ladderHeld', `held/${because}`, { until: hold.sendAt });
}

function bounce(draft: Draft, event: Extract<RequestEvent, { type: 'bounce' }>): Filed {
  const { contact, isHard, detail } = event;
  draft.log('bounced', `bounce/${event.id}`, { contact, isHard, detail });
  if (isHard) {
    draft.deliver(contact, 'bounced');
    const isAnyoneReached = Object.values(draft.state.deliveries).some((status) => status === 'sent');
    if (!isAnyoneReached) notReached(draft, `${contact}: ${detail}`);
    else draft.raise('bounced', `bounced/${contact}`, { contact, detail });
  }
  return { as: 'bounce' };
}

function closeRequest(draft: Draft): void {
  const { state } = draft;
  const closedAs = closingOf(state);
  for (const rung of state.plan.rungs) if (rung.kind !== 'close') draft.skip(rung, 'closed');
  for (const rung of state.plan.rungs) if (rung.kind === 'close') draft.set(rung.id, { status: 'sent' });
  state.stage = 'closed';
  state.closedAs = closedAs;
  draft.close('release', 'closed');
  draft.log('closed', 'closed', { closedAs });
}

function closingOf(state: RequestState): ClosedAs {
  if (state.submissions.length > 0) return 'answered';
  if (state.stage === 'notReached') return 'notReached';
  return state.clockStartedAt === null ? 'notSent' : 'noAnswer';
}

function requestRung(state: RequestState): PlannedRung {
  const rung = state.plan.rungs.find((one) => one.kind === 'request');
  if (!rung) throw new Error(`the plan of ${state.requestId} has no request rung`);
  return rung;
}

function isReminder(rung: PlannedRung): boolean {
  return rung.kind === 'reminder' || rung.kind === 'escalation';
}

function isNoteOut(state: RequestState): boolean {
  return state.clockStartedAt !== null && state.stage !== 'notReached';
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

  constructor(
    state: RequestState,
    readonly at: string,
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
    if (status === 'decided') this.dispatch(rung, reason);
    this.set(rung.id, { status: 'skipped', reason });
    this.log('rungSkipped', `skipped/${rung.id}`, { rung: rung.id, because: reason });
  }

  dispatch(rung: PlannedRung, cancelledBecause: string | null): void {
    const { decideAt, sendAt } = this.progress(rung.id);
    const roles = rung.to.filter((role) => role !== 'coordinator');
    this.dispatches.push({ rung: rung.id, roles, tone: rung.tone ?? 'reminder', decideAt, sendAt, cancelledBecause });
  }

  /** Takes over the instants of a new plan for every rung that still waits. */
  adopt(plan: Plan): void {
    for (const rung of plan.rungs) {
      const known = this.state.rungs[rung.id];
      const isOpen = !known || known.status === 'pending' || this.isDroppedByPlan(rung.id);
      if (isOpen) this.state.rungs = { ...this.state.rungs, [rung.id]: progressOf(rung) };
    }
    this.state.plan = plan;
    if (this.state.hold) holdLadder(this, this.state.hold, `plan/${this.at}`);
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
    const { entries: log, dispatches, tasks } = this;
    return [{ kind: 'record', requestId: this.state.requestId, at: this.at, log, projection, dispatches, tasks }, ...this.actions];
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
    closeAt: state.plan.rungs.find((rung) => rung.kind === 'close')?.decideAt ?? state.plan.dueAt,
    clockStartedAt: state.clockStartedAt,
    answeredAt: state.answeredAt,
    holdUntil: state.hold?.sendAt ?? null,
    nextRung: next?.rung.id ?? null,
    nextAt: next?.at ?? null,
    rungs: state.rungs,
    parkedBecause: state.parkedBecause,
  };
}
