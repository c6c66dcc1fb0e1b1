import fc from 'fast-check';
import { addDays } from '../../domain/iso-date.js';
import { openPause } from '../../domain/ledger.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import { computePlan, dateIn, holdAfterMessage, planForNote, replan } from '../../domain/plan.js';
import type {
  AcknowledgeEffect,
  Dispatch,
  Effect,
  PostEffect,
  PostOutcome,
  RequestEvent,
} from '../../domain/request-events.js';
import type { DeliveryStatus, Plan, RequestState } from '../../domain/request-state.js';
import { advance } from '../../domain/request.js';
import { openRequest } from '../../domain/request/opening.js';
import { nextRung, projectionOf } from '../../domain/request/projection.js';
import { nextWakeAt } from '../../domain/request/wake.js';
import type { Step } from '../../domain/request-events.js';
import { ASK_KINDS } from '../../domain/request-state.js';
import type { LadderRung, Rules } from '../../domain/mandate.js';
import { BRASILIA, CYCLE_2027, HEADQUARTERS, RULES } from './fixture.js';

/** Something that happens from outside, so many minutes after what happened before it. */
export interface Happening {
  kind:
    | 'answer'
    | 'part'
    | 'approve'
    | 'ask'
    | 'asked'
    | 'settle'
    | 'judge'
    | 'withdraw'
    | 'message'
    | 'bounce'
    | 'release'
    | 'plan'
    | 'extension'
    | 'pause'
    | 'resume'
    | 'repeat'
    | 'tick'
    | 'end'
    | 'outage';
  minutes: number;
  /** A number from which the details are taken. */
  luck: number;
}

/** A life of a request: when it opens, what happens to it, and how servers behave. */
export interface Life {
  openedAt: string;
  isReleased: boolean;
  /** Whether the reminders after the due date need a person's word. */
  needsApproval: boolean;
  version: Rules['version'];
  happenings: Happening[];
  /** Taken in turn wherever the world has a choice. */
  luck: number[];
}

/** What may happen; what the rest depends on, more often. */
export const HAPPENINGS: readonly Happening['kind'][] = [
  'answer',
  'part',
  'approve',
  'approve',
  'approve',
  'ask',
  'asked',
  'settle',
  'judge',
  'withdraw',
  'message',
  'message',
  'bounce',
  'bounce',
  'release',
  'plan',
  'extension',
  'pause',
  'resume',
  'repeat',
  'tick',
  'end',
  'outage',
];

const MINUTE = 60_000;
const minutes = fc.oneof(
  fc.constantFrom(0, 1),
  fc.integer({ min: 2, max: 1440 }),
  fc.integer({ min: 1440, max: 40 * 1440 }),
);
const happening: fc.Arbitrary<Happening> = fc.record({
  kind: fc.constantFrom(...HAPPENINGS),
  minutes,
  luck: fc.nat(1000),
});

export const anyLife: fc.Arbitrary<Life> = fc.record({
  openedAt: fc.integer({ min: 0, max: 160 * 1440 }).map((late) => plus('2026-11-16T13:00:00.000Z', late)),
  isReleased: fc.boolean(),
  needsApproval: fc.boolean(),
  version: fc.constantFrom(1, 2, 3),
  happenings: fc.array(happening, { maxLength: 18 }),
  luck: fc.array(fc.nat(1000), { minLength: 1, maxLength: 40 }),
});

/**
 * Lives one life: wakes the machine when it asks, lets servers answer posts after a while, and after every single step
 * checks what must hold in every life. Throws the first promise that is broken.
 */
export class RandomWorld {
  state: RequestState;
  readonly steps: { event: RequestEvent; step: Step }[] = [];
  private now: string;
  private turn = 0;
  private readonly arrivals: RequestEvent[] = [];
  private readonly effects: Effect[] = [];
  private isBusy = false;
  private readonly logKeys = new Set<string>();
  private readonly settled = new Map<string, Map<string, DeliveryStatus>>();
  private readonly dispatches = new Map<string, Dispatch>();
  private readonly withdrawnByRecord = new Set<string>();
  private readonly given: Extract<RequestEvent, { id: string }>[] = [];
  private recorded: string;
  private postUnderWay: PostEffect | null = null;
  private readonly approvals = new Map<string, string>();
  private isAnswerOnRecord = false;
  private noteDate: string | null = null;
  private ledger: LedgerEntry[] = [];
  private readonly rules: Rules;

  constructor(
    private readonly life: Life,
    /** Whether each step is done twice, on frozen arguments, and compared: most of what a life costs. */
    private readonly provesSteps = true,
  ) {
    this.now = life.openedAt;
    const ladder = life.needsApproval ? RULES.ladder.map(approvedLate) : RULES.ladder;
    this.rules = { ...RULES, version: life.version, ladder };
    const plan = computePlan({ ...this.cycle, openedAt: life.openedAt });
    this.state = openRequest({ requestId: 'annual-report/2027/BRA', party: 'BRA', plan, isReleased: life.isReleased });
    this.recorded = JSON.stringify(projectionOf(this.state));
  }

  private get cycle(): typeof CYCLE_2027 {
    return { ...CYCLE_2027, rules: this.rules };
  }

  /** Lives until nothing more can happen. */
  live(): this {
    this.take({ type: 'tick', at: this.now });
    for (const one of this.life.happenings) {
      this.passUntil(plus(this.now, one.minutes));
      this.happen(one);
    }
    while (openPause(this.ledger)) this.resume(`at-last-${this.ledger.length}-${this.given.length}`);
    this.passUntil('2029-01-01T00:00:00.000Z');
    this.check(this.state.stage === 'closed', 'time has passed the end and the request is not closed');
    this.check(nextWakeAt(this.state) === null, 'a closed request asks to be woken');
    for (const [rung, { cancelledBecause }] of this.dispatches) {
      const isLeftOut = this.state.rungs[rung]?.status === 'skipped' && !this.withdrawnByRecord.has(rung);
      this.check(!isLeftOut || cancelledBecause !== null, `${rung} was left out and its dispatch still stands`);
    }
    return this;
  }

  private happen({ kind, luck }: Happening): void {
    const id = `${kind}-${this.given.length}`;
    const at = this.now;
    const zone = BRASILIA;
    switch (kind) {
      case 'answer': {
        const sender = `sender-${luck % 3}@bra.example`;
        this.isAnswerOnRecord = true;
        const nil = luck % 5 === 0 ? { kind: 'nil' as const } : {};
        this.arriveLater({
          type: 'submission',
          id,
          at,
          sender,
          receivedAt: at,
          isAcknowledged: luck % 4 === 0,
          ...nil,
        });
        return;
      }
      case 'part': {
        const sender = `sender-${luck % 3}@bra.example`;
        this.arriveLater({ type: 'submission', id, at, sender, receivedAt: at, isAcknowledged: false, kind: 'part' });
        return;
      }
      case 'approve': {
        const waiting = this.waiting();
        const rung = waiting ?? 'escalation-2';
        const event =
          luck % 3 === 0
            ? { type: 'declined' as const, id, at, rung, by: 'the Coordinator', reason: 'not now' }
            : { type: 'approved' as const, id, at, rung, by: 'the Coordinator' };
        this.take(event);
        const { filedAs } = this.state.seen[id] ?? {};
        if (this.state.parkedBecause === null)
          this.check(
            filedAs === (waiting === undefined ? 'nothing' : 'decision'),
            `${rung} was decided as ${String(filedAs)}`,
          );
        return;
      }
      case 'ask': {
        const hold = holdAfterMessage({ receivedAt: at, rules: RULES, headquarters: HEADQUARTERS, zone });
        const ask = ASK_KINDS[luck % 3] ?? 'assistance';
        const common = { id, at, sender: 'mission@oas.example', receivedAt: at, hold, isAcknowledged: false };
        this.arriveLater({ type: 'message', ...common, ask });
        return;
      }
      case 'asked': {
        const message = this.state.messageIds[luck % Math.max(1, this.state.messageIds.length)] ?? 'none';
        this.take({ type: 'asked', id, at, message, ask: ASK_KINDS[luck % 3] ?? 'assistance', by: 'the desk' });
        return;
      }
      case 'settle': {
        const ask = this.state.asks?.[0]?.id ?? 'none';
        this.take({ type: 'settled', id, at, ask, isGranted: luck % 2 === 0, by: 'the desk', reason: 'so it is' });
        return;
      }
      case 'judge': {
        const isPart = luck % 2 === 0;
        this.take({ type: 'judged', id, at, isPart, by: 'the desk' });
        // The desk writes the same on record before it tells the machine.
        if (this.state.submissions.length > 0) this.isAnswerOnRecord = this.state.isPart !== true;
        return;
      }
      case 'withdraw': {
        // The record goes first, and counts what is left before the machine hears of it.
        const { submissions } = this.state;
        const submission = submissions[luck % Math.max(1, submissions.length)]?.id ?? 'none';
        const left = submissions.filter((one) => one.id !== submission);
        if (left.length < submissions.length)
          this.isAnswerOnRecord =
            left.length > 0 && left.some(({ kind }) => kind !== 'part') && this.state.isPart !== true;
        this.take({ type: 'withdrawn', id, at, submission, by: 'the desk', because: 'a mistake' });
        return;
      }
      case 'message': {
        const hold = holdAfterMessage({ receivedAt: at, rules: RULES, headquarters: HEADQUARTERS, zone });
        this.arriveLater({
          type: 'message',
          id,
          at,
          sender: 'mission@oas.example',
          receivedAt: at,
          hold,
          isAcknowledged: false,
        });
        return;
      }
      case 'bounce': {
        const contact = `BRA/${['mission', 'capital', 'alternate'][luck % 3] ?? ''}`;
        this.arriveLater({ type: 'bounce', id, at, contact, isHard: luck % 4 !== 0, detail: '550' });
        return;
      }
      case 'release':
        this.take({ type: 'released', id, at, by: 'the Coordinator' });
        return;
      case 'plan': {
        const dueDate = { date: addDays(this.state.plan.due.date, (luck % 80) - 30), authority: 'the Coordinator' };
        const noteAt = this.state.clockStartedAt ?? undefined;
        const plan = computePlan({ ...this.cycle, openedAt: this.life.openedAt, dueDate, noteAt });
        this.take({ type: 'planChanged', id, at, plan, because: 'an extension' });
        return;
      }
      case 'extension': {
        const dueDate = addDays(this.state.plan.due.date, luck % 50);
        this.ledger = [
          ...this.ledger,
          { kind: 'extension', id, at, dueDate, authority: 'the Coordinator', reason: 'it was asked for' },
        ];
        this.take({ type: 'planChanged', id, at, plan: this.replanned(at), because: 'an extension' });
        return;
      }
      case 'pause': {
        const fromDate = dateIn(at, HEADQUARTERS.zone);
        const act = { authority: 'the Coordinator', reason: 'a hurricane' };
        this.ledger = [...this.ledger, { kind: 'pause', id, at, fromDate, untilDate: null, endedAt: null, ...act }];
        this.take({ type: 'paused', id, at, because: 'a hurricane' });
        return;
      }
      case 'resume':
        this.resume(id);
        return;
      case 'repeat': {
        const again = this.given[luck % Math.max(1, this.given.length)];
        if (again) this.take({ ...again, at });
        return;
      }
      case 'tick':
        this.take({ type: 'tick', at });
        return;
      case 'end': {
        const because = 'it has left the Organization';
        this.take(luck % 3 === 0 ? { type: 'ended', id, at, because } : { type: 'mandatePassed', id, at, because });
        return;
      }
      case 'outage':
        this.now = plus(at, (luck * 97) % (50 * 1440));
    }
  }

  /** Ends the first pause that stands open, if there is one. */
  private resume(id: string): void {
    const at = this.now;
    const pause = openPause(this.ledger);
    if (!pause) return;
    const ended = { ...pause, untilDate: dateIn(at, HEADQUARTERS.zone), endedAt: at };
    this.ledger = this.ledger.map((entry) => (entry === pause ? ended : entry));
    this.take({ type: 'resumed', id, at, pause: pause.id, plan: this.replanned(at), because: 'it is over' });
  }

  private replanned(at: string): Plan {
    const { plan, clockStartedAt } = this.state;
    return replan({ ...this.cycle, openedAt: this.life.openedAt, ledger: this.ledger, plan, clockStartedAt, at });
  }

  /** A mail is on record first and reaches the machine after a while. */
  private arriveLater(event: Extract<RequestEvent, { id: string }>): void {
    const delay = this.choose(3) === 0 ? this.choose(1000) * 20 : 0;
    this.arrivals.push({ ...event, at: plus(event.at, delay) });
  }

  private passUntil(end: string): void {
    for (let turns = 0; ; turns += 1) {
      this.check(turns < 2000, 'the machine is woken without end');
      const arrival = this.arrivals.reduce<RequestEvent | null>(
        (first, one) => (first && first.at <= one.at ? first : one),
        null,
      );
      const wakeAt = nextWakeAt(this.state);
      const isArrivalFirst = arrival !== null && (wakeAt === null || arrival.at <= wakeAt);
      const next = isArrivalFirst ? arrival.at : wakeAt;
      if (next === null || next > end) break;
      if (next > this.now) this.now = next;
      if (isArrivalFirst) this.arrivals.splice(this.arrivals.indexOf(arrival), 1);
      this.take(isArrivalFirst ? { ...arrival, at: this.now } : { type: 'tick', at: this.now });
    }
    if (end > this.now) this.now = end;
  }

  private take(event: RequestEvent): void {
    const repeated = 'id' in event ? this.state.seen[event.id] : undefined;
    const before = this.state;
    if (this.provesSteps) deepFreeze([before, event]);
    const step = advance(before, event, this.rules);
    if (this.provesSteps) this.checkStep(event, step, before);
    if (repeated) {
      this.check(
        step.outcome === repeated && step.state === before && step.effects.length === 0,
        'a repeat changed something',
      );
    } else if ('id' in event) {
      this.given.push(event);
    }
    if (event.type === 'posted') {
      this.postUnderWay = null;
      this.isBusy = false;
    }
    if (event.type === 'acknowledged') this.isBusy = false;
    this.state = step.state;
    this.steps.push({ event, step });
    for (const effect of step.effects) this.checkEffect(effect);
    if (this.provesSteps)
      this.check(JSON.stringify(projectionOf(this.state)) === this.recorded, 'the record shows another projection');
    this.effects.push(...step.effects);
    this.setOff();
  }

  /** Effects of one request run one after the other; posts and acknowledgements take their time. */
  private setOff(): void {
    while (!this.isBusy) {
      const effect = this.effects.shift();
      if (!effect) return;
      if (effect.kind === 'record') continue;
      this.isBusy = true;
      const delay = this.choose(4) === 0 ? this.choose(1000) * 8 : this.choose(2);
      const at = plus(this.now, delay);
      this.arrivals.push(effect.kind === 'post' ? this.postedOf(effect, at) : this.acknowledgedOf(effect, at));
    }
  }

  private postedOf({ rung, attempt, at: sentAt }: PostEffect, at: string): RequestEvent {
    const settled = this.settled.get(rung) ?? new Map<string, DeliveryStatus>();
    const common = { type: 'posted' as const, at, rung, plan: null };
    if (attempt === 1 && settled.size === 0) {
      if (this.isAnswerOnRecord) {
        this.withdrawnByRecord.add(rung);
        return { ...common, posts: [{ contact: '', status: 'cancelled', detail: 'an answer is on record' }] };
      }
      if (rung !== 'request' && this.choose(5) === 0) {
        const until = plus(sentAt, 1 + this.choose(4000));
        return { ...common, posts: [{ contact: '', status: 'postponed', detail: 'outside its hours', until }] };
      }
    }
    this.settled.set(rung, settled);
    const roles = this.state.plan.rungs.find((one) => one.id === rung)?.to ?? [];
    const posts = roles.flatMap((role): PostOutcome[] => {
      if (role === 'coordinator') return [];
      const contact = `BRA/${role}`;
      const status =
        settled.get(contact) ?? (['sent', 'sent', 'failed', 'deferred'] as const)[this.choose(4)] ?? 'sent';
      if (status === 'sent' || status === 'failed') settled.set(contact, status);
      return [{ contact, status: status === 'bounced' ? 'failed' : status, detail: status }];
    });
    if (rung !== 'request') return { ...common, posts };
    this.noteDate ??= dateIn(sentAt, HEADQUARTERS.zone);
    const input = { ...this.cycle, openedAt: this.life.openedAt, ledger: this.ledger };
    return { ...common, posts, plan: planForNote({ ...input, plan: this.state.plan, noteAt: sentAt }) };
  }

  private acknowledgedOf({ what, subject }: AcknowledgeEffect, at: string): RequestEvent {
    const status = (['sent', 'sent', 'deferred', 'failed', 'cancelled'] as const)[this.choose(5)] ?? 'sent';
    return { type: 'acknowledged', at, what, subject, status, detail: status };
  }

  private checkStep(event: RequestEvent, step: Step, before: RequestState): void {
    const { state } = step;
    const again = advance(structuredClone(before), structuredClone(event), structuredClone(this.rules));
    const written = JSON.stringify(step);
    this.check(JSON.stringify(again) === written, 'equal arguments gave unequal results');
    this.check(JSON.stringify(JSON.parse(written)) === written, 'the step does not survive JSON');
    this.check(!hasUndefined(step), 'the step holds what JSON cannot');
    const wakeAt = nextWakeAt(state);
    if (event.type === 'tick')
      this.check(wakeAt === null || wakeAt > event.at, `woken at ${event.at} it asks for ${String(wakeAt)}`);
    this.checkStage(state);
    if (state.stage === 'closed' && before.stage !== 'closed')
      this.check((state.pauses ?? []).length === 0, 'it was closed while the clock stood still');
    if (before.stage === 'closed') this.check(state.stage === 'closed', 'a closed request was opened again');
    if (before.submissions.length > 0 && event.type !== 'withdrawn')
      this.check(state.submissions.length >= before.submissions.length, 'an answer was lost');
  }

  private checkStage(state: RequestState): void {
    const { stage, closedAs, clockStartedAt, submissions, isReleased, deliveries, rungs } = state;
    this.check((stage === 'closed') === (closedAs !== null), 'closed, and not closed as anything');
    if (stage !== 'closed')
      this.check(
        (stage === 'answered') === (submissions.length > 0 && state.isPart !== true),
        `${stage} with ${submissions.length} answers`,
      );
    if (stage === 'answeredInPart') this.check(state.isPart === true, 'answered in part, and nothing is left open');
    if (stage === 'justified') this.check(state.justifiedBy !== undefined, 'justified by nobody');
    if (closedAs === 'answered') this.check(state.isPart !== true, 'closed as answered, and more was to follow');
    if (stage === 'closed' || stage === 'answered' || stage === 'justified')
      this.check((state.asks ?? []).length === 0, `${stage}, and something waits for a decision`);
    if (closedAs === 'ended') this.check(state.endedAt !== undefined, 'ended, and not on any day');
    if (closedAs === 'ended' || closedAs === 'noAnswer' || closedAs === 'notReached' || closedAs === 'justified')
      this.check(state.answeredAt === null, 'answered and called silent');
    if (stage === 'waiting') this.check(clockStartedAt !== null, 'it waits for an answer to a note that is not out');
    if (stage === 'scheduled' || stage === 'awaitingRelease')
      this.check(clockStartedAt === null, `${stage}, and the note is out`);
    if (stage === 'awaitingRelease')
      this.check(!isReleased && rungs['request']?.status === 'decided', 'it awaits a release that it has');
    if (stage === 'notReached') {
      this.check(!Object.values(deliveries).includes('sent'), 'somebody was reached');
      this.check(
        rungs['request']?.status === 'sent' || rungs['request']?.status === 'failed',
        'the note is still under way',
      );
    }
    if (stage !== 'waiting' && stage !== 'scheduled' && stage !== 'awaitingRelease' && stage !== 'answeredInPart') {
      this.check(nextRung(state) === null, `${stage}, and ${nextRung(state)?.rung.id ?? ''} comes next`);
    }
  }

  private checkEffect(effect: Effect): void {
    if (effect.kind === 'record') {
      for (const { key } of effect.log) {
        this.check(!this.logKeys.has(key), `the log has '${key}' twice`);
        this.logKeys.add(key);
      }
      for (const dispatch of effect.dispatches) this.dispatches.set(dispatch.rung, dispatch);
      for (const task of effect.tasks) {
        if (task.change === 'close') this.approvals.delete(task.key);
        else if (task.kind === 'approval') this.approvals.set(task.key, String(task.data.rung));
      }
      const waiting = this.waiting();
      this.check(
        [...this.approvals.values()].join() === (waiting ?? ''),
        `tasks ask whether ${[...this.approvals.values()].join()} may leave, and ${String(waiting)} waits`,
      );
      this.recorded = JSON.stringify(effect.projection);
      return;
    }
    if (effect.kind === 'acknowledge') return;
    this.check(
      this.postUnderWay === null,
      `${effect.rung} is posted while ${this.postUnderWay?.rung ?? ''} is under way`,
    );
    const isPart = this.state.isPart === true;
    const { kind, approval } = this.state.plan.rungs.find((one) => one.id === effect.rung) ?? {};
    this.check(this.state.submissions.length === 0 || isPart, `${effect.rung} is posted after an answer`);
    if (isPart) this.check(kind !== 'escalation', `${effect.rung} escalates after an answer in part`);
    if (isPart && kind === 'reminder') this.check(effect.tone === 'rest', `${effect.rung} does not ask for the rest`);
    this.check(this.state.justifiedBy === undefined, `${effect.rung} is posted though no answer will come`);
    if (kind !== 'request' && kind !== 'notice')
      this.check((this.state.asks ?? []).length === 0, `${effect.rung} is posted while the party waits for a word`);
    const { decisions, approvedDecision } = this.state.rungs[effect.rung] ?? {};
    if (approval) this.check(approvedDecision === decisions, `${effect.rung} is posted and nobody approved it`);
    this.check(
      this.state.stage !== 'closed' && this.state.isReleased,
      `${effect.rung} is posted while ${this.state.stage}`,
    );
    const isDone = this.state.rungs[effect.rung]?.status !== 'sending' || this.isAllSent(effect.rung);
    this.check(!isDone, `${effect.rung} is posted once more`);
    this.check(
      this.dispatches.get(effect.rung)?.cancelledBecause === null,
      `${effect.rung} is posted without a dispatch`,
    );
    this.check((this.state.pauses ?? []).length === 0, `${effect.rung} is posted while the clock stands still`);
    const isNotice = this.state.plan.rungs.find((one) => one.id === effect.rung)?.kind === 'notice';
    if (effect.rung !== 'request' && !isNotice) this.checkQuiet(effect);
    this.postUnderWay = effect;
  }

  /** No reminder on the heels of the note, whatever was planned. */
  private checkQuiet({ rung, at }: PostEffect): void {
    if (this.noteDate === null) throw new Error(`${rung} is posted before the note`);
    const quietUntil = addDays(this.noteDate, RULES.quietDaysAfterNote);
    this.check(
      dateIn(at, BRASILIA) >= quietUntil,
      `${rung} leaves at ${at}, within the quiet days of the note of ${this.noteDate}`,
    );
  }

  /** The rung that waits for a person's word; at most one does. */
  private waiting(): string | undefined {
    const waiting = this.state.plan.rungs.filter(({ id, approval }) => {
      const { status, decisions, approvedDecision } = this.state.rungs[id] ?? {};
      return approval && status === 'decided' && approvedDecision !== decisions;
    });
    this.check(waiting.length < 2, `${waiting.map(({ id }) => id).join(' and ')} wait at once`);
    return waiting[0]?.id;
  }

  private isAllSent(rung: string): boolean {
    const settled = [...(this.settled.get(rung)?.values() ?? [])];
    const roles =
      this.state.plan.rungs.find((one) => one.id === rung)?.to.filter((role) => role !== 'coordinator') ?? [];
    return settled.length === roles.length;
  }

  private choose(count: number): number {
    const { luck } = this.life;
    this.turn += 1;
    return ((luck[this.turn % luck.length] ?? 0) + Math.floor(this.turn / luck.length)) % count;
  }

  private check(holds: boolean, otherwise: string): void {
    if (!holds) throw new Error(`at ${this.now}: ${otherwise}`);
  }
}

function approvedLate(rung: LadderRung): LadderRung {
  return rung.when.from === 'due' && rung.when.days > 0 ? { ...rung, approval: true } : rung;
}

function plus(at: string, count: number): string {
  return new Date(Date.parse(at) + count * MINUTE).toISOString();
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

function hasUndefined(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return value === undefined;
  return Object.values(value).some(hasUndefined);
}
