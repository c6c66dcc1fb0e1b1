import { refusalOf, scopeWords } from './adjustment.js';
import type { Adjustment, RecordedPause, Scope } from './adjustment.js';
import { addWorkingDays, dayOff } from './calendar.js';
import { contactBook, failureOf, partyNow, recipientsOf, refusalOfChange } from './contact.js';
import type { ContactChange, ContactEntry } from './contact.js';
import { explainDeadline } from './deadline.js';
import { actWords, openPauses } from './ledger.js';
import type { LedgerEntry, Pause } from './ledger.js';
import { addDays } from './iso-date.js';
import { taskWords } from './log-words.js';
import type { Calendar, Party, PartyCalendar, Rules } from './mandate.js';
import { isJoinable, joiningRung, waitAfterPost } from './joint-post.js';
import { noHolidays, withHoliday } from './party-calendar.js';
import { computePlan, courteousInstant, dateIn, holdAfterMessage, instantAt, planForNote, replan } from './plan.js';
import type { PlanInput } from './plan.js';
import { advance } from './request.js';
import { openRequest } from './request/opening.js';
import { projectionOf } from './request/projection.js';
import { waitingRung } from './request/stage.js';
import { nextWakeAt } from './request/wake.js';
import type { AcknowledgeEffect, Effect, PostEffect, PostOutcome, RequestEvent } from './request-events.js';
import type { PlannedRung, RequestState } from './request-state.js';
import { roleOfSender } from './standing.js';
import { isArrival, isDecision, isMilestone, isPassage } from './script.js';
import type {
  ScriptedAct,
  ScriptedArrival,
  ScriptedDecision,
  ScriptedEvent,
  ScriptedHoliday,
  ScriptedMilestone,
  ScriptedSuccession,
} from './script.js';

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
  /** How many working days a mission has to object to what its capital sends; no copy is sent when left out. */
  objectionWorkingDays?: number;
  /**
   * Whether a rung that waits for approval is approved at once, so that the list is that of a year in which nobody is asked.
   * A party of which the script approves or declines waits for the script. At once when left out.
   */
  approvals?: 'atOnce' | 'none';
}

/** One line of a simulated year. */
export interface SimulatedLine {
  at: string;
  /**
   * `changed` are dates that moved, `decided` is the Coordinator's word on what waited, `refused` is an act of the script that the
   * service refuses, `ignored` is what met nothing, `milestone` is what the script tells of a day.
   */
  kind: 'mail' | 'task' | 'received' | 'changed' | 'decided' | 'refused' | 'ignored' | 'closed' | 'milestone';
  /** '' for what concerns no party alone. */
  party: string;
  requests: string[];
  /** The rung, or `acknowledgement`: to the sender, and of what a capital has sent to its mission as well. */
  rung: string;
  /** Contact id of the recipient; null for what is not a mail. */
  to: string | null;
  because: string;
}

/**
 * Runs the request machine of every party under virtual time and lists what happens, in order of time and party. The cycles
 * that ask one party are lived through side by side, since what leaves for it on one day is one post.
 */
export function simulate(...cycles: SimulationInput[]): SimulatedLine[] {
  const asked = new Map<string, { input: SimulationInput; party: Party }[]>();
  for (const input of cycles) {
    for (const party of input.parties) asked.set(party.code, [...(asked.get(party.code) ?? []), { input, party }]);
  }
  const reception = new Reception();
  for (const one of asked.values()) reception.lines.push(...simulateParty(one, reception));
  const lines = [...milestonesOf(cycles), ...unaskedOf(cycles), ...reception.lines, ...reception.missed()];
  return lines.sort((a, b) => compare(a.at, b.at) || compare(a.party, b.party));
}

/** One line for each, however many cycles hear of it. */
function milestonesOf(cycles: SimulationInput[]): SimulatedLine[] {
  const lines = new Map<ScriptedMilestone, SimulatedLine>();
  for (const { script, headquarters } of cycles) {
    for (const one of script.filter(isMilestone)) {
      const { because, cycles: requests } = one;
      const at = instantOf(one, headquarters.zone);
      lines.set(one, { at, kind: 'milestone', party: '', requests, rung: '', to: null, because });
    }
  }
  return [...lines.values()];
}

/** What comes from a party that no cycle asks which hears of it: one line for each. */
function unaskedOf(cycles: SimulationInput[]): SimulatedLine[] {
  const asks = ({ parties }: SimulationInput, party: string | null): boolean =>
    parties.some(({ code }) => code === party);
  const lines = new Map<ScriptedEvent, SimulatedLine>();
  for (const { script, headquarters, cycle } of cycles) {
    for (const one of script) {
      // A party that has left is asked by none any more: that is what it was told for.
      if (one.party === null || isPassage(one)) continue;
      if (cycles.some((input) => input.script.includes(one) && asks(input, one.party))) continue;
      const isAsked = cycles.some((input) => asks(input, one.party));
      const because = isAsked ? `${cycle} does not ask ${one.party}` : `no cycle asks ${one.party}`;
      const at = instantOf(one, headquarters.zone);
      lines.set(one, { at, kind: 'ignored', party: one.party, requests: [], rung: one.kind, to: null, because });
    }
  }
  return [...lines.values()];
}

/** The words of what was not taken; a pause that waits for what opens later is no mistake, and a refusal says more than a miss. */
const WEIGHT = ['changed', 'refused', 'ignored'] as const;

/** Which events of the script were taken by a request that hears of them; one that none takes is told once. */
class Reception {
  readonly lines: SimulatedLine[] = [];
  private readonly taken = new Set<unknown>();
  private readonly passed = new Map<unknown, SimulatedLine[]>();

  take(one: ScriptedEvent): void {
    this.taken.add(keyOfEvent(one));
  }

  pass(one: ScriptedEvent, line: SimulatedLine): void {
    const key = keyOfEvent(one);
    this.passed.set(key, [...(this.passed.get(key) ?? []), line]);
  }

  missed(): SimulatedLine[] {
    return [...this.passed].flatMap(([key, lines]) => {
      const kind = WEIGHT.find((weight) => lines.some((line) => line.kind === weight));
      const [first, ...others] = lines.filter((line) => line.kind === kind);
      if (this.taken.has(key) || !first) return [];
      return [{ ...first, requests: [...new Set([first, ...others].flatMap(({ requests }) => requests))] }];
    });
  }
}

/** A day that several cycles are counted from moves by one act, which each hears with a date of its own. */
function keyOfEvent(one: ScriptedEvent): unknown {
  return one.kind === 'reportDate' ? `${one.at} ${one.authority} ${one.reason}` : one;
}

/** A date stands for noon. */
function instantOf({ at }: ScriptedEvent, zone: string): string {
  return at.length === 10 ? instantAt(at, '12:00', zone) : at;
}

/** Something of the script whose event is made when its instant comes, from how the request stands then. */
interface Scripted {
  at: string;
  one: Exclude<ScriptedEvent, ScriptedMilestone>;
  make: (state: RequestState) => RequestEvent | null;
}

function simulateParty(asked: { input: SimulationInput; party: Party }[], reception: Reception): SimulatedLine[] {
  const lines: SimulatedLine[] = [];
  const lives: Life[] = [];
  const postOffice = new PostOffice(lives, lines);
  for (const { input, party } of asked) lives.push(new Life(new World(input, party, { postOffice, lines, reception })));
  for (;;) {
    const next = lives.reduce<Life | null>((first, one) => {
      if (one.nextAt === null) return first;
      return first === null || first.nextAt === null || one.nextAt < first.nextAt ? one : first;
    }, null);
    if (next === null) return lines;
    next.goOn();
  }
}

/** One request from its opening to its end. */
class Life {
  state: RequestState;
  /** When something happens next; null at the end. */
  nextAt: string | null;
  private readonly queue: RequestEvent[];
  private readonly script: Scripted[];

  constructor(readonly world: World) {
    const { rules, openedAt } = world.input;
    this.script = world.scripted().filter((scripted) => !world.settleBefore(scripted));
    this.state = world.opened();
    this.queue = [{ type: 'tick', at: openedAt }];
    this.nextAt = openedAt;
    this.rules = rules;
  }

  private readonly rules: Rules;

  goOn(): void {
    const event = this.queue.shift() ?? this.nextEvent();
    if (event !== 'nothing') this.live(event);
    this.nextAt = this.queue[0]?.at ?? this.nextInstant();
  }

  private live(event: RequestEvent): void {
    const { world, state: before } = this;
    world.observe(event, before);
    const step = advance(before, event, this.rules);
    this.state = step.state;
    if (this.state.stage === 'closed' && before.stage !== 'closed') world.closed(this.state, event);
    for (const effect of step.effects) this.queue.push(...world.carryOut(effect, this.state));
  }

  /** `nothing` is an act of the script that changed nothing. */
  private nextEvent(): RequestEvent | 'nothing' {
    const wakeAt = nextWakeAt(this.state);
    const scripted = this.script[0];
    if (scripted && (wakeAt === null || scripted.at < wakeAt)) {
      this.script.shift();
      return scripted.make(this.state) ?? 'nothing';
    }
    return wakeAt === null ? 'nothing' : { type: 'tick', at: wakeAt };
  }

  private nextInstant(): string | null {
    const wakeAt = nextWakeAt(this.state);
    const scriptedAt = this.script[0]?.at ?? null;
    if (wakeAt === null || scriptedAt === null) return wakeAt ?? scriptedAt;
    return scriptedAt < wakeAt ? scriptedAt : wakeAt;
  }
}

/** Joins what a party is due on one day. Mail arrives unless the party is unreachable. */
class PostOffice {
  /** What became of the party's contacts. */
  changes: ContactChange[] = [];
  /** Who has had which step of which request. */
  private readonly mailed = new Set<string>();
  /** Steps of requests that have left to anybody. */
  private readonly posted = new Set<string>();
  private lastPostAt: string | null = null;
  /** Rungs that left with the post of another request, before their own hour came. */
  private readonly claimed = new Set<string>();

  constructor(
    private readonly lives: Life[],
    private readonly lines: SimulatedLine[],
  ) {}

  /** What the party has been asked and has not answered, or in part. */
  openRequests(): string[] {
    return this.lives.flatMap(({ state: { requestId, stage, clockStartedAt } }) =>
      clockStartedAt !== null && (stage === 'waiting' || stage === 'answeredInPart') ? [requestId] : [],
    );
  }

  post(effect: PostEffect, world: World, { plan }: RequestState): PostOutcome[] {
    const { at } = effect;
    const rung = plan.rungs.find((one) => one.id === effect.rung);
    if (!rung) return [];
    const own = { requestId: effect.requestId, rung };
    if (this.claimed.delete(keyOf(own))) return this.outcomesOf(own, world);
    // Whoever stands in is a part of the post that the others had.
    const wait = world.waitFor(rung, at, this.isRepeat(own) ? null : this.lastPostAt);
    if (wait !== null) return [{ contact: '', status: 'postponed', ...wait }];
    const joined = isJoinable(rung) ? this.joining(effect) : [];
    for (const one of joined) this.claimed.add(keyOf(one));
    if (world.isReachable() && this.print(world.party, at, [own, ...joined])) this.lastPostAt = at;
    return this.outcomesOf(own, world);
  }

  private isRepeat(due: DueRung): boolean {
    return this.posted.has(keyOf(due));
  }

  /** What became of a rung's posts, contact by contact. */
  private outcomesOf(due: DueRung, world: World): PostOutcome[] {
    const isReachable = world.isReachable();
    return recipientsOf(world.party, this.changes, due.rung.to).map((contact) => ({
      contact: contact.id,
      status: isReachable ? 'sent' : 'failed',
      detail: isReachable ? '' : 'unreachable',
    }));
  }

  /** The step that is to leave again after an address has failed; undefined where nobody stands in. */
  repeats(contact: string, party: Party, { plan, rungs, requestId }: RequestState): string | undefined {
    const [standIn] = recipientsOf(party, this.changes, ['alternate']);
    const last = plan.rungs.filter(
      (rung) => rungs[rung.id]?.status === 'sent' && this.mailed.has(`${keyOf({ requestId, rung })} ${contact}`),
    );
    return standIn && standIn.id !== contact ? last.at(-1)?.id : undefined;
  }

  private joining({ requestId, at }: PostEffect): DueRung[] {
    return this.lives.flatMap(({ state }) => {
      if (state.requestId === requestId) return [];
      const standing = { ...projectionOf(state), plan: state.plan };
      return state.plan.rungs.flatMap((one) => {
        const rung = joiningRung(standing, one.id, at);
        const due = rung && { requestId: state.requestId, rung };
        return due && due.rung.to.some((role) => role !== 'coordinator') && !this.claimed.has(keyOf(due)) ? [due] : [];
      });
    });
  }

  /** Whether anybody was written to. */
  private print(party: Party, at: string, dues: DueRung[]): boolean {
    const count = this.lines.length;
    for (const contact of partyNow(party, this.changes).contacts) {
      const own = dues.filter(
        (due) =>
          recipientsOf(party, this.changes, due.rung.to).some(({ id }) => id === contact.id) &&
          !this.mailed.has(`${keyOf(due)} ${contact.id}`),
      );
      if (own.length === 0) continue;
      for (const due of own) {
        this.posted.add(keyOf(due));
        this.mailed.add(`${keyOf(due)} ${contact.id}`);
      }
      this.lines.push({
        at,
        kind: 'mail',
        party: party.code,
        requests: own.map(({ requestId }) => requestId),
        rung: own.map(({ rung }) => rung.id).join(' + '),
        to: contact.id,
        because: own.map((due) => this.wordsOf(due, at)).join('; with it: '),
      });
    }
    return this.lines.length > count;
  }

  private wordsOf({ requestId, rung }: DueRung, at: string): string {
    const life = this.lives.find(({ state }) => state.requestId === requestId);
    const delay = life ? life.world.delayOf(rung, at, life.state) : null;
    return [explainDeadline(rung.date), ...(delay === null ? [] : [delay])].join('; ');
  }
}

interface DueRung {
  requestId: string;
  rung: PlannedRung;
}

function keyOf({ requestId, rung }: DueRung): string {
  return `${requestId} ${rung.id}`;
}

/** Everything outside the machine, at its simplest: mail arrives unless the party is unreachable. */
class World {
  ledger: LedgerEntry[] = [];
  private readonly requestId: string;
  private reportDate: string;
  private headquarters: Calendar;
  /** The calendar of the capital. */
  private partyCalendar: PartyCalendar | undefined;
  private readonly postOffice: PostOffice;
  private readonly lines: SimulatedLine[];
  private readonly reception: Reception;

  constructor(
    readonly input: SimulationInput,
    readonly party: Party,
    around: { postOffice: PostOffice; lines: SimulatedLine[]; reception: Reception },
  ) {
    this.postOffice = around.postOffice;
    this.lines = around.lines;
    this.reception = around.reception;
    this.requestId = `${input.cycle}/${party.code}`;
    this.reportDate = input.reportDate;
    this.headquarters = input.headquarters;
    this.partyCalendar = party.calendar;
  }

  planInput(): PlanInput {
    const { rules, openedAt, dueDate } = this.input;
    const { reportDate, ledger, headquarters, partyCalendar } = this;
    const { zone } = this.party;
    return { rules, openedAt, dueDate, headquarters, partyCalendar, reportDate, ledger, zone };
  }

  /** The request at its opening, after what came before it. */
  opened(): RequestState {
    return openRequest({
      requestId: this.requestId,
      party: this.party.code,
      plan: computePlan(this.planInput()),
      isReleased: true,
      pauses: openPauses(this.ledger),
    });
  }

  /** The request before its opening, for acts that came first. */
  unopened(): RequestState {
    const { requestId, party } = this;
    return openRequest({ requestId, party: party.code, plan: computePlan(this.planInput()), isReleased: true });
  }

  /** Whether it is over before the request opens: an act lasts; an answer before there is a request is none. */
  settleBefore({ at, one, make }: Scripted): boolean {
    const { openedAt } = this.input;
    if (at >= openedAt || isPassage(one)) return false;
    if (!isArrival(one) && !isDecision(one)) {
      make(this.unopened());
      return true;
    }
    if (!this.isBeforeOpening(at)) return false;
    this.pass(one, at, `${this.requestId} is not open before ${this.dayOf(openedAt)}`);
    return true;
  }

  private isBeforeOpening(at: string): boolean {
    return this.dayOf(at) < this.dayOf(this.input.openedAt);
  }

  private dayOf(at: string): string {
    return dateIn(at, this.input.headquarters.zone);
  }

  /** That an event was not taken here; told where no other request takes it. */
  private pass(
    one: ScriptedEvent,
    at: string,
    because: string,
    { kind = 'ignored', rung = one.kind }: { kind?: (typeof WEIGHT)[number]; rung?: string } = {},
  ): null {
    const [party, requests] = one.party === null ? ['', [this.input.cycle]] : [one.party, [this.requestId]];
    this.reception.pass(one, { at, kind, party, requests, rung, to: null, because });
    return null;
  }

  /** What the script has for this party, in its order: the number of an event is its id. */
  private heard(): Exclude<ScriptedEvent, ScriptedMilestone>[] {
    return this.input.script.flatMap((one) =>
      !isMilestone(one) && (one.party === this.party.code || one.party === null) ? [one] : [],
    );
  }

  private scriptedBy(id: string): Exclude<ScriptedEvent, ScriptedMilestone> | undefined {
    return this.heard()[Number(id.split('/').at(-1)) - 1];
  }

  /** Why something was received: the words of the script, with the document that was filed. */
  private wordsOf(id: string): string {
    const one = this.scriptedBy(id);
    const { because = 'the script says so' } = one ?? {};
    const sender = one && 'sender' in one ? (one.sender ?? '') : '';
    return sender === '' || this.isPerson(sender) || because.includes(sender) ? because : `${because} (${sender})`;
  }

  /** Whether a sender is a contact or an address, and no document. */
  private isPerson(sender: string): boolean {
    return sender.includes('@') || sender === this.capital() || this.book().some(({ id }) => id === sender);
  }

  /** Every contact of the party as it is at this moment. */
  private book(): ContactEntry[] {
    return contactBook(this.party, this.postOffice.changes);
  }

  /** Who writes where the script does not say: whoever is the contact in the capital at this moment. */
  private capital(): string {
    const own = this.book().filter(({ role, status }) => role === 'capital' && status !== 'replaced');
    return own.at(-1)?.id ?? `${this.party.code}/capital`;
  }

  /** Why what a sender sends is no word of its party without a person; null where it is. */
  private doubtOf(sender: string): string | null {
    const own = this.book().filter(
      ({ id, address }) => id === sender || address.toLowerCase() === sender.toLowerCase(),
    );
    const [former] = own;
    if (!former || own.some(({ status }) => status !== 'replaced')) return null;
    return sender === former.id
      ? `${former.id} has been replaced`
      : `${sender} was ${former.id}, and has been replaced`;
  }

  scripted(): Scripted[] {
    const { code, zone } = this.party;
    const scripted = this.heard().map((one, index): Scripted => {
      const at = instantOf(one, zone);
      const id = `${code}/${index + 1}`;
      if (isArrival(one)) return { at, one, make: (state) => this.arrival(one, id, at, state) };
      if (isPassage(one)) {
        const { because } = one;
        return { at, one, make: () => ({ type: one.kind === 'end' ? 'ended' : 'mandatePassed', id, at, because }) };
      }
      if (isDecision(one)) return { at, one, make: (state) => this.decision(one, id, at, state) };
      if (one.kind === 'contact') return { at, one, make: () => this.succession(one, id, at) };
      if (one.kind === 'holiday') return { at, one, make: (state) => this.holiday(one, id, at, state) };
      return { at, one, make: (state) => this.act(one, id, at, state) };
    });
    return scripted.sort((a, b) => compare(a.at, b.at));
  }

  /** A mission or a ministry names another person; what is sent afterwards goes to the successor. */
  private succession(one: ScriptedSuccession, id: string, at: string): null {
    const { authority, reason, name, address } = one;
    const { party, postOffice } = this;
    const former = partyNow(party, postOffice.changes).contacts.find(({ role }) => role === one.role);
    const contact = former?.id ?? `${party.code}/${one.role}`;
    const change: ContactChange = {
      kind: 'replaced',
      id,
      at,
      contact,
      name,
      address,
      authority,
      reason,
      by: 'the script',
    };
    const refusal = refusalOfChange(change, { party, changes: postOffice.changes, isReserved: () => false });
    if (refusal !== null) {
      this.line({ at, kind: 'refused', rung: 'contact', to: null, because: refusal });
      return null;
    }
    postOffice.changes = [...postOffice.changes, change];
    this.line({
      at,
      kind: 'changed',
      rung: 'contact',
      to: null,
      because: told(one, `${contact} is replaced by ${name} <${address}>: ${reason}`),
    });
    const to = partyNow(party, postOffice.changes).contacts.find(({ role }) => role === one.role)?.id ?? null;
    const requests = postOffice.openRequests();
    if (requests.length > 0 && this.isReachable())
      this.lines.push({
        at,
        kind: 'mail',
        party: party.code,
        requests,
        rung: 'handover',
        to,
        because: 'the successor is told of all that is open',
      });
    return null;
  }

  private arrival(one: ScriptedArrival, id: string, at: string, state: RequestState): RequestEvent {
    this.reception.take(one);
    const { rules } = this.input;
    const { headquarters, partyCalendar } = this;
    const { code, zone } = this.party;
    if (one.kind === 'bounce') {
      const { party, postOffice } = this;
      const contact =
        partyNow(party, postOffice.changes).contacts.find(({ role }) => role === one.role)?.id ?? `${code}/${one.role}`;
      postOffice.changes = [...postOffice.changes, failureOf({ contact, id, at, words: 'scripted' })];
      const again = postOffice.repeats(contact, party, state);
      const bounce = { type: 'bounce', id, at, contact, isHard: true, detail: 'scripted' } as const;
      return again === undefined ? bounce : { ...bounce, again };
    }
    const sender = one.sender ?? this.capital();
    const doubt = this.doubtOf(sender);
    const common = { id, at, receivedAt: at, sender, isAcknowledged: doubt !== null };
    if (one.kind === 'answer' && doubt === null)
      return { type: 'submission', ...common, ...(one.as === undefined ? {} : { kind: one.as }) };
    const hold = holdAfterMessage({ receivedAt: at, rules, headquarters, partyCalendar, zone });
    if (!this.messages.has(hold.sendAt)) this.messages.set(hold.sendAt, at);
    if (doubt !== null || one.kind === 'answer')
      return { type: 'message', ...common, hold, ...(doubt === null ? {} : { doubt }) };
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
    if (event === null) return this.pass(one, at, 'nothing waits for this decision');
    this.reception.take(one);
    const because = told(one, 'reason' in one ? one.reason : 'the script says so');
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
    const { cycle } = this.input;
    const today = this.dayOf(at);
    const scope: Scope = one.party === null ? 'all' : `party/${one.party}`;
    const pauses = this.ledger.flatMap((entry) => (entry.kind === 'pause' ? [recorded(entry)] : []));
    const open = this.ledger.find(
      (entry): entry is Pause => entry.kind === 'pause' && entry.untilDate === null && entry.id.startsWith(scope),
    );
    const { authority, reason } = one;
    const common = { id: `${scope}/${id}`, authority, reason, by: 'the script' };
    const { stage, answeredAt, plan, clockStartedAt } = state;
    if (stage === 'closed') return this.pass(one, at, `${this.requestId} is closed`);
    if (one.kind === 'resume' && !open) return this.pass(one, at, `no pause of ${scopeWords(scope)} stands open`);
    const adjustment = adjustmentOf(one, {
      ...common,
      scope,
      requestId: this.requestId,
      cycle,
      today,
      pauseId: open?.id ?? '',
    });
    const isEarly = this.isBeforeOpening(at);
    const refusal = refusalOf(adjustment, {
      today,
      request: isEarly ? undefined : { stage, dueDate: plan.due.date, answeredAt },
      cycle: { reportDate: this.reportDate, closedAt: null },
      pauses,
    });
    if (refusal !== null) {
      // An extension is one request's; a pause and a report date are heard by many, of which one that takes it is enough.
      if (one.kind !== 'extension') return this.pass(one, at, refusal, { kind: 'refused' });
      this.line({ at, kind: 'refused', rung: one.kind, to: null, because: refusal });
      return null;
    }
    const words = actWords(one);
    if (!isEarly) this.reception.take(one);
    else if (one.kind === 'pause')
      this.pass(one, at, `${words}; what opens before it ends waits`, { kind: 'changed', rung: 'paused' });
    else if (one.kind === 'resume') this.pass(one, at, words, { kind: 'changed', rung: 'resumed' });
    else
      this.pass(one, at, `${words}; before the request opens, on ${this.dayOf(this.input.openedAt)}`, {
        kind: 'changed',
        rung: 'planChanged',
      });
    const because = told(one, words);
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

  /** A day off becomes known: what was to leave or to be due on it moves. */
  private holiday(
    one: ScriptedHoliday,
    id: string,
    at: string,
    { stage, plan, clockStartedAt }: RequestState,
  ): RequestEvent | null {
    const { date, name, party } = one;
    if (stage === 'closed') return this.pass(one, at, `${this.requestId} is closed`);
    const why = dayOff(this.headquarters, date, party === null ? undefined : this.partyCalendar);
    if (why !== null) return this.pass(one, at, `${date} is no working day already (${why})`, { kind: 'refused' });
    if (date < this.dayOf(at)) return this.pass(one, at, `${date} is over: it moves nothing`, { kind: 'refused' });
    if (party === null) {
      const { headquarters } = this;
      this.headquarters = { ...headquarters, added: [...headquarters.added, { date, name }] };
    } else this.partyCalendar = withHoliday(this.partyCalendar ?? noHolidays(this.party.name.en), { date, name });
    const where = party === null ? 'at headquarters' : `in ${party}`;
    const words = `${date} is a day off ${where} (${name}): ${actWords(one)}`;
    if (this.isBeforeOpening(at))
      return this.pass(one, at, `${words}; before the request opens, on ${this.dayOf(this.input.openedAt)}`, {
        kind: 'changed',
        rung: 'planChanged',
      });
    const moved = replan({ ...this.planInput(), plan, clockStartedAt, at });
    const rungs = plan.rungs.flatMap(({ id: rung, date: before }) => {
      const after = moved.rungs.find((other) => other.id === rung)?.date.date;
      return after === undefined || after === before.date ? [] : [`${rung} on ${after} instead of ${before.date}`];
    });
    if (rungs.length === 0 && moved.due.date === plan.due.date)
      return this.pass(one, at, `${words}; it moves nothing`, { kind: 'changed', rung: 'planChanged' });
    this.reception.take(one);
    return {
      type: 'planChanged',
      id: `holiday/${id}`,
      at,
      plan: moved,
      because: [told(one, words), ...rungs].join('; '),
    };
  }

  observe(event: RequestEvent, { plan, stage }: RequestState): void {
    if (event.type === 'submission' || event.type === 'message' || event.type === 'bounce') {
      const what =
        event.type === 'submission'
          ? (event.kind ?? 'answer')
          : event.type === 'message'
            ? (event.ask ?? 'message')
            : event.type;
      const doubt =
        event.type === 'message' && event.doubt !== undefined ? `; for a person to judge: ${event.doubt}` : '';
      const because = `${this.wordsOf(event.id)}${doubt}`;
      this.line({ at: event.at, kind: 'received', rung: what, to: null, because });
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
            this.line({
              at: effect.at,
              kind: 'task',
              rung: task.key,
              to: null,
              because: taskWords(task.kind, task.data),
            });
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
    const isWelcome = this.isPerson(to);
    if (isWelcome) this.line({ at, kind: 'mail', rung: 'acknowledgement', to, because: `a ${what} was received` });
    if (what === 'submission') this.copy(to, at);
    return { type: 'acknowledged', at, what, subject, status: isWelcome ? 'sent' : 'cancelled', detail: '' };
  }

  /** A mission is told what its capital has sent by itself. */
  private copy(sender: string, at: string): void {
    const { objectionWorkingDays: days } = this.input;
    const { headquarters } = this;
    const party = partyNow(this.party, this.postOffice.changes);
    const mission = party.contacts.find(({ role }) => role === 'mission');
    const isCapital =
      sender === this.capital() || this.book().some(({ id, role }) => id === sender && role === 'capital');
    const role = isCapital ? 'capital' : roleOfSender(sender, party);
    if (days === undefined || !mission || role !== 'capital') return;
    const until = addWorkingDays(headquarters, dateIn(at, headquarters.zone), days);
    const because = `a copy of what the capital has sent; the mission may object until ${until}`;
    this.line({ at, kind: 'mail', rung: 'acknowledgement', to: mission.id, because });
  }

  private post(effect: PostEffect, state: RequestState): RequestEvent {
    const { at, rung } = effect;
    const posts = this.postOffice.post(effect, this, state);
    const isNote = state.plan.rungs.some(({ id, kind }) => id === rung && kind === 'request');
    const isOut = posts.every(({ status }) => status !== 'postponed');
    const plan = isNote && isOut ? planForNote({ ...this.planInput(), plan: state.plan, noteAt: at }) : null;
    return { type: 'posted', at, rung, posts, plan };
  }

  /** Until when a rung waits for the hours of its party, or for the day after another post to it; null where it may leave. */
  waitFor({ kind }: PlannedRung, at: string, lastPostAt: string | null): { until: string; detail: string } | null {
    if (kind === 'request') return null;
    const input = this.planInput();
    const courteousAt = courteousInstant({ ...input, at });
    if (courteousAt > at) return { until: courteousAt, detail: 'outside the hours in which the party is written to' };
    const wait = waitAfterPost({ ...input, kind, at, lastPostAt });
    return wait && { until: wait.until, detail: wait.because };
  }

  /** Why a rung leaves later than on its day: a message of the party, or days on which nobody is written to; null where it does not. */
  delayOf(rung: PlannedRung, at: string, { hold }: RequestState): string | null {
    const { rules } = this.input;
    const { headquarters, partyCalendar } = this;
    const { zone } = this.party;
    if (rung.kind === 'notice') {
      const day = dateIn(rung.sendAt, zone);
      const today = dateIn(at, zone);
      if (today <= day) return null;
      const off = daysUntil(day, today).flatMap((one) => {
        const why = dayOff(headquarters, one, partyCalendar);
        return why === null ? [] : [`${one} ${why}`];
      });
      return `passed on from ${day} to ${today} (${off.join(', ') || 'the office hours of the party were over'})`;
    }
    const messageAt = hold === null ? undefined : this.messages.get(hold.sendAt);
    if (rung.kind === 'request' || hold === null || messageAt === undefined) return null;
    if (rung.sendAt < messageAt || rung.sendAt >= hold.sendAt || at < hold.sendAt) return null;
    const days = rules.messageHoldWorkingDays;
    const count = `${NUMBERS[days] ?? days} working ${days === 1 ? 'day' : 'days'}`;
    return `held ${count} after its message of ${dateIn(messageAt, zone)}`;
  }

  /** When the first message came by which the ladder rests until an instant. */
  private readonly messages = new Map<string, string>();

  isReachable(): boolean {
    return !this.input.unreachable.includes(this.party.code);
  }

  private senderOf(subject: string): string {
    const scripted = this.scriptedBy(subject);
    return scripted && 'sender' in scripted && scripted.sender ? scripted.sender : this.capital();
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

const NUMBERS = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** The days from one on, up to another that is not included. */
function daysUntil(first: string, end: string): string[] {
  const days: string[] = [];
  for (let day = first; day < end; day = addDays(day, 1)) days.push(day);
  return days;
}

/** The words of the service, and after them what the script says itself. */
function told({ because }: { because?: string }, words: string): string {
  return because === undefined ? words : `${words}; ${because}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
