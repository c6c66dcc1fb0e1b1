import { refusalOf } from './adjustment.js';
import type { Adjustment, RecordedPause, Scope } from './adjustment.js';
import { explainDeadline } from './deadline.js';
import { actWords, openPauses } from './ledger.js';
import type { LedgerEntry, Pause } from './ledger.js';
import type { Party, Rules } from './mandate.js';
import { computePlan, courteousInstant, dateIn, holdAfterMessage, instantAt, planForNote, replan } from './plan.js';
import type { PlanInput } from './plan.js';
import { advance, nextWakeAt, openRequest, waitingRung } from './request.js';
import type { AcknowledgeEffect, Effect, PostEffect, PostOutcome, RequestEvent } from './request-events.js';
import type { RequestState } from './request-state.js';
import { isArrival, isDecision, isPassage } from './script.js';
import type { ScriptedAct, ScriptedArrival, ScriptedDecision, ScriptedEvent } from './script.js';

export interface SimulationInput {
  cycle: string;
  rules: Rules;
  reportDate: string;
  openedAt: string;
  dueDate?: { date: string; authority: string };
  headquarters: PlanInput['headquarters'];
  parties: Party[];
  script: ScriptedEvent[];
  /** Codes of parties of which no address takes mail. */
  unreachable: string[];
  /**
   * Whether a rung that waits for approval is approved at once, so that the list is that of a year in which nobody is asked.
   * A party of which the script approves or declines waits for the script. At once when left out.
   */
  approvals?: 'atOnce' | 'none';
}

/** One line of a simulated year. */
export interface SimulatedLine {
  at: string;
  /** `changed` are dates that moved, `decided` is the Coordinator's word on what waited, `refused` is an act of the script that could not be. */
  kind: 'mail' | 'task' | 'received' | 'changed' | 'decided' | 'refused' | 'closed';
  party: string;
  requests: string[];
  /** The rung, or `acknowledgement`. */
  rung: string;
  /** Contact id of the recipient; null for what is not a mail. */
  to: string | null;
  because: string;
}

/** Runs the request machine of every party under virtual time and lists what happens, in order of time and party. */
export function simulate(input: SimulationInput): SimulatedLine[] {
  const lines = input.parties.flatMap((party) => simulateParty(input, party));
  return lines.sort((a, b) => compare(a.at, b.at) || compare(a.party, b.party));
}

/** Something of the script whose event is made when its instant comes, from how the request stands then. */
interface Scripted {
  at: string;
  make: (state: RequestState) => RequestEvent | null;
}

function simulateParty(input: SimulationInput, party: Party): SimulatedLine[] {
  const { rules, openedAt, cycle } = input;
  const world = new World(input, party);
  const script = world.scripted();
  while (script[0] && script[0].at < openedAt && world.isAct(script[0])) script.shift()?.make(world.unopened());
  const plan = computePlan(world.planInput());
  const pauses = openPauses(world.ledger);
  const requestId = `${cycle}/${party.code}`;
  let state = openRequest({ requestId, party: party.code, plan, isReleased: true, pauses });
  const queue: RequestEvent[] = [{ type: 'tick', at: openedAt }];
  for (;;) {
    const event = queue.shift() ?? nextEvent(state, script);
    if (event === null) return world.lines;
    if (event === 'nothing') continue;
    world.observe(event, state);
    const step = advance(state, event, rules);
    const before = state;
    state = step.state;
    if (state.stage === 'closed' && before.stage !== 'closed') world.closed(state, event);
    for (const effect of step.effects) queue.push(...world.carryOut(effect, state));
  }
}

/** `nothing` is an act of the script that changed nothing. */
function nextEvent(state: RequestState, script: Scripted[]): RequestEvent | 'nothing' | null {
  const wakeAt = nextWakeAt(state);
  const scripted = script[0];
  if (scripted && (wakeAt === null || scripted.at < wakeAt)) {
    script.shift();
    return scripted.make(state) ?? 'nothing';
  }
  return wakeAt === null ? null : { type: 'tick', at: wakeAt };
}

/** Everything outside the machine, at its simplest: mail arrives unless the party is unreachable. */
class World {
  readonly lines: SimulatedLine[] = [];
  ledger: LedgerEntry[] = [];
  private readonly requestId: string;
  private reportDate: string;

  constructor(
    private readonly input: SimulationInput,
    private readonly party: Party,
  ) {
    this.requestId = `${input.cycle}/${party.code}`;
    this.reportDate = input.reportDate;
  }

  planInput(): PlanInput {
    const { rules, openedAt, dueDate, headquarters } = this.input;
    const { reportDate, ledger, party } = this;
    const { zone, calendar: partyCalendar } = party;
    return { rules, openedAt, dueDate, headquarters, partyCalendar, reportDate, ledger, zone };
  }

  /** The request before its opening, for acts that came first. */
  unopened(): RequestState {
    const { requestId, party } = this;
    return openRequest({ requestId, party: party.code, plan: computePlan(this.planInput()), isReleased: true });
  }

  /** An act lasts; an answer before there is a request is none. */
  isAct({ make }: Scripted): boolean {
    return this.acts.has(make);
  }

  private readonly acts = new Set<Scripted['make']>();

  scripted(): Scripted[] {
    const { code, zone } = this.party;
    const scripted = this.input.script
      .filter((one) => one.party === code || one.party === null)
      .map((one, index): Scripted => {
        const at = one.at.length === 10 ? instantAt(one.at, '12:00', zone) : one.at;
        const id = `${code}/${index + 1}`;
        if (isArrival(one)) return { at, make: () => this.arrival(one, id, at) };
        if (isPassage(one)) {
          const { because } = one;
          return { at, make: () => ({ type: one.kind === 'end' ? 'ended' : 'mandatePassed', id, at, because }) };
        }
        if (isDecision(one)) return { at, make: (state) => this.decision(one, id, at, state) };
        const make = (state: RequestState): RequestEvent | null => this.act(one, id, at, state);
        this.acts.add(make);
        return { at, make };
      });
    return scripted.sort((a, b) => compare(a.at, b.at));
  }

  private arrival(one: ScriptedArrival, id: string, at: string): RequestEvent {
    const { rules, headquarters } = this.input;
    const { code, zone, calendar: partyCalendar } = this.party;
    if (one.kind === 'bounce')
      return { type: 'bounce', id, at, contact: `${code}/${one.role}`, isHard: true, detail: 'scripted' };
    const common = { id, at, receivedAt: at, sender: one.sender ?? `${code}/capital`, isAcknowledged: false };
    if (one.kind === 'answer')
      return { type: 'submission', ...common, ...(one.as === undefined ? {} : { kind: one.as }) };
    const hold = holdAfterMessage({ receivedAt: at, rules, headquarters, partyCalendar, zone });
    const { ask, until } = one;
    return {
      type: 'message',
      ...common,
      hold,
      ...(ask === undefined ? {} : { ask }),
      ...(until === undefined ? {} : { until }),
    };
  }

  /** The Coordinator's word; nothing where nothing waits for it. */
  private decision(one: ScriptedDecision, id: string, at: string, state: RequestState): RequestEvent | null {
    const by = 'the script';
    const [ask] = state.asks ?? [];
    const rung = waitingRung(state)?.id;
    const event = ((): RequestEvent | null => {
      switch (one.kind) {
        case 'approve':
          return rung === undefined ? null : { type: 'approved', id, at, rung, by };
        case 'decline':
          return rung === undefined ? null : { type: 'declined', id, at, rung, by, reason: one.reason };
        case 'settle':
          return ask
            ? { type: 'settled', id, at, ask: ask.id, isGranted: one.isGranted, by, reason: one.reason }
            : null;
        case 'judge':
          return state.submissions.length > 0 ? { type: 'judged', id, at, isPart: one.isPart, by } : null;
      }
    })();
    if (event === null) {
      if (one.party !== null && state.stage !== 'closed')
        this.line({ at, kind: 'refused', rung: one.kind, to: null, because: 'nothing waits for this decision' });
      return null;
    }
    const because = 'reason' in one ? one.reason : 'the script says so';
    this.line({ at, kind: 'decided', rung: one.kind, to: null, because });
    return event;
  }

  /** Approvals are given at once, unless the script gives them or nobody does. */
  private approvalOf(effect: Extract<Effect, { kind: 'record' }>): RequestEvent[] {
    const { approvals = 'atOnce', script } = this.input;
    const isScripted = script.some(
      ({ kind, party }) => (kind === 'approve' || kind === 'decline') && (party === null || party === this.party.code),
    );
    if (approvals === 'none' || isScripted) return [];
    return effect.tasks.flatMap((task): RequestEvent[] => {
      if (task.change !== 'raise' || task.kind !== 'approval') return [];
      const { at } = effect;
      return [{ type: 'approved', id: task.key, at, rung: String(task.data.rung), by: 'the simulator' }];
    });
  }

  /** An extension, a pause, its end, or a report that moves: refused by the rule that the service refuses it by. */
  private act(one: ScriptedAct, id: string, at: string, state: RequestState): RequestEvent | null {
    const { headquarters, cycle } = this.input;
    const today = dateIn(at, headquarters.zone);
    const scope: Scope = one.party === null ? 'all' : `party/${one.party}`;
    const pauses = this.ledger.flatMap((entry) => (entry.kind === 'pause' ? [recorded(entry)] : []));
    const open = this.ledger.find(
      (entry): entry is Pause => entry.kind === 'pause' && entry.untilDate === null && entry.id.startsWith(scope),
    );
    const { authority, reason } = one;
    const common = { id: `${scope}/${id}`, authority, reason, by: 'the script' };
    const adjustment = adjustmentOf(one, {
      ...common,
      scope,
      requestId: this.requestId,
      cycle,
      today,
      pauseId: open?.id ?? '',
    });
    const { stage, answeredAt, plan, clockStartedAt } = state;
    const refusal = refusalOf(adjustment, {
      today,
      request: { stage, dueDate: plan.due.date, answeredAt },
      cycle: { reportDate: this.reportDate, closedAt: null },
      pauses,
    });
    if (refusal !== null) {
      // What concerns all has no object in a request that is over; that is no mistake of the script.
      if (one.party !== null && stage !== 'closed')
        this.line({ at, kind: 'refused', rung: one.kind, to: null, because: refusal });
      return null;
    }
    const because = actWords(one);
    if (one.kind === 'pause') {
      this.ledger = [...this.ledger, { kind: 'pause', ...common, at, fromDate: today, untilDate: null, endedAt: null }];
      return { type: 'paused', id: common.id, at, because };
    }
    if (one.kind === 'reportDate') this.reportDate = one.date;
    if (one.kind === 'extension')
      this.ledger = [...this.ledger, { kind: 'extension', ...common, at, dueDate: one.dueDate }];
    if (one.kind === 'resume')
      this.ledger = this.ledger.map((entry) => (entry === open ? { ...open, untilDate: today, endedAt: at } : entry));
    const moved = replan({ ...this.planInput(), plan, clockStartedAt, at });
    if (one.kind === 'resume')
      return { type: 'resumed', id: common.id, at, pause: open?.id ?? '', plan: moved, because };
    return { type: 'planChanged', id: common.id, at, plan: moved, because };
  }

  observe(event: RequestEvent, { plan, stage }: RequestState): void {
    if (event.type === 'submission' || event.type === 'message' || event.type === 'bounce') {
      const what =
        event.type === 'submission'
          ? (event.kind ?? 'answer')
          : event.type === 'message'
            ? (event.ask ?? 'message')
            : event.type;
      this.line({ at: event.at, kind: 'received', rung: what, to: null, because: 'the script says so' });
    }
    if (event.type === 'mandatePassed' && stage !== 'closed')
      this.line({ at: event.at, kind: 'changed', rung: event.type, to: null, because: event.because });
    if (event.type === 'planChanged' || event.type === 'resumed' || event.type === 'paused') {
      const due = 'plan' in event ? event.plan.due : plan.due;
      const words = due.date === plan.due.date ? `due ${due.date}` : `due ${due.date} instead of ${plan.due.date}`;
      this.line({ at: event.at, kind: 'changed', rung: event.type, to: null, because: `${event.because}; ${words}` });
    }
  }

  closed(state: RequestState, event: RequestEvent): void {
    const { at } = event;
    const reason = event.type === 'ended' ? event.because : explainDeadline(state.plan.close);
    this.line({
      at,
      kind: 'closed',
      rung: 'close',
      to: null,
      because: `${state.closedAs ?? ''}; ${reason}`,
    });
  }

  carryOut(effect: Effect, state: RequestState): RequestEvent[] {
    switch (effect.kind) {
      case 'record':
        for (const task of effect.tasks) {
          if (task.change === 'raise')
            this.line({ at: effect.at, kind: 'task', rung: task.key, to: null, because: JSON.stringify(task.data) });
        }
        return this.approvalOf(effect);
      case 'acknowledge':
        return [this.acknowledge(effect)];
      case 'post':
        return [this.post(effect, state)];
    }
  }

  /** A document that was filed by hand has no sender who could be written to. */
  private acknowledge({ at, what, subject }: AcknowledgeEffect): RequestEvent {
    const to = this.senderOf(subject);
    const { code, contacts } = this.party;
    const isWelcome = to.includes('@') || to === `${code}/capital` || contacts.some(({ id }) => id === to);
    if (isWelcome) this.line({ at, kind: 'mail', rung: 'acknowledgement', to, because: `a ${what} was received` });
    return { type: 'acknowledged', at, what, subject, status: isWelcome ? 'sent' : 'cancelled', detail: '' };
  }

  private post(effect: PostEffect, state: RequestState): RequestEvent {
    const rung = state.plan.rungs.find((one) => one.id === effect.rung);
    const until = rung?.kind === 'request' ? effect.at : courteousInstant({ ...this.planInput(), at: effect.at });
    if (until > effect.at) {
      const detail = 'outside the hours in which the party is written to';
      const posts: PostOutcome[] = [{ contact: '', status: 'postponed', until, detail }];
      return { type: 'posted', at: effect.at, rung: effect.rung, posts, plan: null };
    }
    const isReachable = !this.input.unreachable.includes(this.party.code);
    const contacts = this.party.contacts.filter((contact) => rung?.to.includes(contact.role));
    const posts = contacts.map((contact): PostOutcome => ({
      contact: contact.id,
      status: isReachable ? 'sent' : 'failed',
      detail: isReachable ? '' : 'unreachable',
    }));
    const plan =
      rung?.kind === 'request' ? planForNote({ ...this.planInput(), plan: state.plan, noteAt: effect.at }) : null;
    for (const post of posts) {
      const because = rung ? explainDeadline(rung.date) : '';
      if (post.status === 'sent')
        this.line({ at: effect.at, kind: 'mail', rung: effect.rung, to: post.contact, because });
    }
    return { type: 'posted', at: effect.at, rung: effect.rung, posts, plan };
  }

  private senderOf(subject: string): string {
    const index = Number(subject.split('/').at(-1)) - 1;
    const scripted = this.input.script.filter((one) => one.party === this.party.code || one.party === null)[index];
    return scripted && 'sender' in scripted && scripted.sender ? scripted.sender : `${this.party.code}/capital`;
  }

  private line(line: Omit<SimulatedLine, 'party' | 'requests'>): void {
    this.lines.push({
      at: line.at,
      kind: line.kind,
      party: this.party.code,
      requests: [this.requestId],
      rung: line.rung,
      to: line.to,
      because: line.because,
    });
  }
}

function adjustmentOf(
  one: ScriptedAct,
  given: {
    id: string;
    authority: string;
    reason: string;
    by: string;
    scope: Scope;
    requestId: string;
    cycle: string;
    today: string;
    pauseId: string;
  },
): Adjustment {
  const { id, authority, reason, by, scope, requestId, cycle, today, pauseId } = given;
  const act = { id, authority, reason, by };
  switch (one.kind) {
    case 'extension':
      return { kind: 'extension', ...act, requestId, dueDate: one.dueDate };
    case 'pause':
      return { kind: 'pause', ...act, scope, fromDate: today, untilDate: null };
    case 'resume':
      return { kind: 'resume', ...act, pauseId, onDate: today };
    case 'reportDate':
      return { kind: 'reportDate', ...act, cycleId: cycle, date: one.date };
  }
}

function recorded({ id, fromDate, untilDate, reason }: Pause): RecordedPause {
  return { id, scope: id.startsWith('all/') ? 'all' : `party/${id.split('/')[1] ?? ''}`, fromDate, untilDate, reason };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
