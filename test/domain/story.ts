import type { Rules } from '../../domain/mandate.js';
import { computePlan, holdAfterMessage, planForNote } from '../../domain/plan.js';
import type { PlanInput } from '../../domain/plan.js';
import type {
  Effect,
  LogEntry,
  PostEffect,
  PostOutcome,
  RequestEvent,
  TaskChange,
} from '../../domain/request-events.js';
import type { Outcome, Plan, RequestState } from '../../domain/request-state.js';
import { advance } from '../../domain/request.js';
import { openRequest } from '../../domain/request/opening.js';
import { nextWakeAt } from '../../domain/request/wake.js';
import { CYCLE_2027 } from './fixture.js';

/** What the mail server says to a post; null while it says nothing yet. */
export type MailServer = (post: PostEffect, state: RequestState) => PostOutcome[] | null;

/** Every server takes every mail. */
export const TAKES_ALL: MailServer = ({ rung }, state) =>
  state.plan.rungs
    .find((one) => one.id === rung)
    ?.to.flatMap((role) => (role === 'coordinator' ? [] : [said(role, 'sent')])) ?? [];

/** Every address is refused for ever. */
export const REFUSES_ALL: MailServer = (post, state) =>
  TAKES_ALL(post, state)?.map((one) => ({ ...one, status: 'failed', detail: '550 unknown' })) ?? null;

export function said(role: string, status: PostOutcome['status'], until?: string): PostOutcome {
  return { contact: `BRA/${role}`, status, detail: status, ...(until === undefined ? {} : { until }) };
}

/** One request of Brazil, told from its opening: time passes and events arrive as the test says, and all is written down. */
export class Story {
  state: RequestState;
  readonly log: LogEntry[] = [];
  readonly tasks: TaskChange[] = [];
  readonly posts: PostEffect[] = [];
  readonly acknowledgements: string[] = [];
  private readonly input: PlanInput;
  private readonly rules: Rules;
  private readonly postsUnderWay: PostEffect[] = [];

  constructor(
    private now: string,
    private readonly options: Partial<PlanInput> & { isReleased?: boolean; server?: MailServer } = {},
  ) {
    this.input = { ...CYCLE_2027, ...options };
    this.rules = this.input.rules;
    const plan = computePlan(this.input);
    this.state = openRequest({
      requestId: 'annual-report/2027/BRA',
      party: 'BRA',
      plan,
      isReleased: options.isReleased ?? true,
    });
    this.give({ type: 'tick', at: now });
  }

  /** Lets time pass, waking the machine whenever it asks for it. */
  until(at: string): this {
    for (let wakes = 0; ; wakes += 1) {
      if (wakes > 200) throw new Error(`the machine wakes without end at ${this.now}`);
      const wakeAt = nextWakeAt(this.state);
      if (wakeAt === null || wakeAt > at) break;
      this.give({ type: 'tick', at: wakeAt > this.now ? wakeAt : this.now });
    }
    this.now = at;
    return this;
  }

  /** Time passes while the service is down; then it wakes once. */
  outageUntil(at: string): this {
    this.now = at;
    return this.until(at);
  }

  answer(id: string, details: Partial<Extract<RequestEvent, { type: 'submission' }>> = {}): Outcome | null {
    const { now: at } = this;
    return this.give({
      type: 'submission',
      id,
      at,
      sender: 'focal@bra.example',
      receivedAt: at,
      isAcknowledged: false,
      ...details,
    });
  }

  message(id: string, receivedAt = this.now): Outcome | null {
    const hold = holdAfterMessage({ ...this.input, receivedAt });
    return this.give({
      type: 'message',
      id,
      at: this.now,
      sender: 'mission@oas.example',
      receivedAt,
      hold,
      isAcknowledged: false,
    });
  }

  bounce(id: string, role: string, isHard = true): Outcome | null {
    return this.give({ type: 'bounce', id, at: this.now, contact: `BRA/${role}`, isHard, detail: '550 unknown' });
  }

  release(id = 'release-1'): Outcome | null {
    return this.give({ type: 'released', id, at: this.now, by: 'the Coordinator' });
  }

  changePlan(id: string, change: Partial<PlanInput>): Outcome | null {
    const plan = computePlan({ ...this.input, ...change, ...this.noteAt() });
    return this.give({ type: 'planChanged', id, at: this.now, plan, because: 'an extension' });
  }

  /** The mail server speaks at last about the post that was under way. */
  settle(posts: PostOutcome[]): this {
    const post = this.postsUnderWay.shift();
    if (!post) throw new Error('no post is under way');
    this.give(this.postedOf(post, posts));
    return this;
  }

  acknowledged(what: 'submission' | 'message', subject: string, status: PostOutcome['status']): this {
    this.give({ type: 'acknowledged', at: this.now, what, subject, status, detail: status });
    return this;
  }

  give(event: RequestEvent): Outcome | null {
    if (event.at > this.now) this.now = event.at;
    const step = advance(this.state, event, this.rules);
    this.state = step.state;
    for (const effect of step.effects) this.carryOut(effect);
    return step.outcome;
  }

  /** `recall-1 at 2026-12-31T13:00:00.000Z`, one line a post. */
  postLines(): string[] {
    return this.posts.map(
      ({ rung, at, tone, attempt }) => `${rung} (${tone}${attempt > 1 ? `, attempt ${attempt}` : ''}) at ${at}`,
    );
  }

  /** The keys of tasks that wait for a person. */
  openTasks(): string[] {
    const open = new Set<string>();
    for (const task of this.tasks)
      if (task.change === 'raise') open.add(task.key);
      else open.delete(task.key);
    return [...open].sort();
  }

  /** Why each rung that was left out was left out, in the words of the log. */
  skipped(): string[] {
    return this.log
      .filter((entry) => entry.kind === 'rungSkipped')
      .map((entry) => `${String(entry.data['rung'])}: ${String(entry.data['because'])}`);
  }

  logKeys(): string[] {
    return this.log.map((entry) => entry.key);
  }

  private carryOut(effect: Effect): void {
    if (effect.kind === 'record') {
      this.log.push(...effect.log);
      this.tasks.push(...effect.tasks);
    } else if (effect.kind === 'acknowledge') {
      this.acknowledgements.push(`${effect.what} ${effect.subject}${effect.isLate ? ', late' : ''} at ${effect.at}`);
    } else {
      this.posts.push(effect);
      const posts = (this.options.server ?? TAKES_ALL)(effect, this.state);
      if (posts === null) this.postsUnderWay.push(effect);
      else this.give(this.postedOf(effect, posts));
    }
  }

  private postedOf(post: PostEffect, posts: PostOutcome[]): RequestEvent {
    const isNote = post.rung === 'request';
    return { type: 'posted', at: this.now, rung: post.rung, posts, plan: isNote ? this.planOfNote(post) : null };
  }

  private planOfNote({ at }: PostEffect): Plan {
    return planForNote({ ...this.input, plan: this.state.plan, noteAt: at });
  }

  private noteAt(): { noteAt?: string } {
    return this.state.clockStartedAt === null ? {} : { noteAt: this.state.clockStartedAt };
  }
}
