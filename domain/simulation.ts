import type { Party, Role, Rules } from './mandate.js';
import { computePlan, holdAfterMessage, instantAt, planForNote } from './plan.js';
import type { PlanInput } from './plan.js';
import { advance, nextWakeAt, openRequest } from './request.js';
import type { Effect, PostEffect, PostOutcome, RequestEvent } from './request-events.js';
import type { RequestState } from './request-state.js';
import { explainDeadline } from './deadline.js';

/** What a script may let happen to a party. */
export type ScriptedEvent =
  | { party: string; at: string; kind: 'answer' | 'message'; sender?: string }
  | { party: string; at: string; kind: 'bounce'; role: Role };

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
}

/** One line of a simulated year. */
export interface SimulatedLine {
  at: string;
  kind: 'mail' | 'task' | 'received' | 'closed';
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

function simulateParty(input: SimulationInput, party: Party): SimulatedLine[] {
  const { rules, openedAt, cycle } = input;
  const planInput = { ...input, zone: party.zone };
  const world = new World(input, party);
  const plan = computePlan(planInput);
  let state = openRequest({ requestId: `${cycle}/${party.code}`, party: party.code, plan, isReleased: true });
  const queue: RequestEvent[] = [{ type: 'tick', at: openedAt }];
  const script = world.scripted();
  for (;;) {
    const event = queue.shift() ?? nextEvent(state, script);
    if (!event) return world.lines;
    world.observe(event);
    const step = advance(state, event, rules);
    const before = state;
    state = step.state;
    if (state.stage === 'closed' && before.stage !== 'closed') world.closed(state, event.at);
    for (const effect of step.effects) queue.push(...world.carryOut(effect, state, planInput));
  }
}

function nextEvent(state: RequestState, script: RequestEvent[]): RequestEvent | null {
  const wakeAt = nextWakeAt(state);
  const scripted = script[0];
  if (scripted && (wakeAt === null || scripted.at < wakeAt)) return script.shift() ?? null;
  return wakeAt === null ? null : { type: 'tick', at: wakeAt };
}

/** Everything outside the machine, at its simplest: mail arrives unless the party is unreachable. */
class World {
  readonly lines: SimulatedLine[] = [];
  private readonly requestId: string;

  constructor(
    private readonly input: SimulationInput,
    private readonly party: Party,
  ) {
    this.requestId = `${input.cycle}/${party.code}`;
  }

  scripted(): RequestEvent[] {
    const { rules, headquarters, script } = this.input;
    const { code, zone } = this.party;
    const events = script
      .filter((one) => one.party === code)
      .map((one, index): RequestEvent => {
        const at = one.at.length === 10 ? instantAt(one.at, '12:00', zone) : one.at;
        const id = `${code}/${index + 1}`;
        if (one.kind === 'bounce')
          return { type: 'bounce', id, at, contact: `${code}/${one.role}`, isHard: true, detail: 'scripted' };
        const common = { id, at, receivedAt: at, sender: one.sender ?? `${code}/capital`, isAcknowledged: false };
        if (one.kind === 'answer') return { type: 'submission', ...common };
        return { type: 'message', ...common, hold: holdAfterMessage({ receivedAt: at, rules, headquarters, zone }) };
      });
    return events.sort((a, b) => compare(a.at, b.at));
  }

  observe(event: RequestEvent): void {
    if (event.type === 'submission' || event.type === 'message' || event.type === 'bounce') {
      const what = event.type === 'submission' ? 'answer' : event.type;
      this.line({ at: event.at, kind: 'received', rung: what, to: null, because: 'the script says so' });
    }
  }

  closed(state: RequestState, at: string): void {
    this.line({
      at,
      kind: 'closed',
      rung: 'close',
      to: null,
      because: `${state.closedAs ?? ''}; ${explainDeadline(state.plan.close)}`,
    });
  }

  carryOut(effect: Effect, state: RequestState, planInput: PlanInput): RequestEvent[] {
    switch (effect.kind) {
      case 'record':
        for (const task of effect.tasks) {
          if (task.change === 'raise')
            this.line({ at: effect.at, kind: 'task', rung: task.key, to: null, because: JSON.stringify(task.data) });
        }
        return [];
      case 'acknowledge':
        this.line({
          at: effect.at,
          kind: 'mail',
          rung: 'acknowledgement',
          to: this.senderOf(effect.subject),
          because: `a ${effect.what} was received`,
        });
        return [
          {
            type: 'acknowledged',
            at: effect.at,
            what: effect.what,
            subject: effect.subject,
            status: 'sent',
            detail: '',
          },
        ];
      case 'post':
        return [this.post(effect, state, planInput)];
    }
  }

  private post(effect: PostEffect, state: RequestState, planInput: PlanInput): RequestEvent {
    const rung = state.plan.rungs.find((one) => one.id === effect.rung);
    const isReachable = !this.input.unreachable.includes(this.party.code);
    const contacts = this.party.contacts.filter((contact) => rung?.to.includes(contact.role));
    const posts = contacts.map((contact): PostOutcome => ({
      contact: contact.id,
      status: isReachable ? 'sent' : 'failed',
      detail: isReachable ? '' : 'unreachable',
    }));
    const plan = rung?.kind === 'request' ? planForNote({ ...planInput, plan: state.plan, noteAt: effect.at }) : null;
    for (const post of posts) {
      const because = rung ? explainDeadline(rung.date) : '';
      if (post.status === 'sent')
        this.line({ at: effect.at, kind: 'mail', rung: effect.rung, to: post.contact, because });
    }
    return { type: 'posted', at: effect.at, rung: effect.rung, posts, plan };
  }

  private senderOf(subject: string): string {
    const index = Number(subject.split('/').at(-1)) - 1;
    const scripted = this.input.script.filter((one) => one.party === this.party.code)[index];
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
