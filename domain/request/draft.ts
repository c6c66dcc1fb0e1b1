import { stepKey } from '../keys.js';
import type { Rules } from '../mandate.js';
import type {
  AcknowledgeEffect,
  Dispatch,
  Effect,
  LogEntry,
  LogKind,
  PostEffect,
  TaskChange,
} from '../request-events.js';
import type { Hold, Plan, PlannedRung, RequestState, RungProgress } from '../request-state.js';
import { projectionOf } from './projection.js';
import { isReminder, progressOf } from './rung.js';
import { isSameReason, reasonFacts, rungReasonWords } from './rung-reason.js';
import type { RungReason } from './rung-reason.js';
import { IN_PART, isUnapproved, ladderOver, progressFor } from './stage.js';

/** A state being changed: collects what must be recorded beside it, so that every change of state has its log entry. */
export class Draft {
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
  skip(rung: PlannedRung, reason: RungReason): void {
    const { status } = this.progress(rung.id);
    if (status !== 'pending' && status !== 'decided') return;
    if (status === 'decided') this.recall(rung, reason);
    this.leaveOut(rung.id, reason);
  }

  /** Takes back what was decided: its dispatch, and the question whether it may leave. */
  recall(rung: PlannedRung, reason: RungReason): void {
    this.dispatch(rung, rungReasonWords(reason));
    if (rung.approval) this.close(stepKey.approval(this.decisionOf(rung.id)), rungReasonWords(reason));
  }

  /** Takes back what was decided and not yet tried; it will be decided anew. */
  withdraw(rung: PlannedRung, reason: RungReason): void {
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

  /** No reminder that waits is decided or sent before the hold is over. */
  hold(hold: Hold, because: string): void {
    let isHeld = false;
    for (const rung of this.state.plan.rungs) {
      const progress = this.progress(rung.id);
      const waits = progress.status === 'pending' || progress.status === 'decided';
      if (!isReminder(rung) || rung.kind === 'notice' || !waits || progress.sendAt >= hold.sendAt) continue;
      if (progress.status === 'decided') this.recall(rung, { code: 'held' });
      this.set(rung.id, { status: 'pending', decideAt: hold.decideAt, sendAt: hold.sendAt });
      isHeld = true;
    }
    if (this.state.hold === null || hold.sendAt > this.state.hold.sendAt) this.state.hold = hold;
    if (isHeld) this.log('ladderHeld', stepKey.held(because), { until: hold.sendAt });
  }

  leaveOut(rung: string, reason: RungReason): void {
    this.set(rung, { status: 'skipped', reason });
    const { revivals = 0 } = this.progress(rung);
    this.log('rungSkipped', stepKey.skipped(rung, revivals), { rung, ...reasonFacts(reason) });
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
      if (known?.status === 'decided') this.recall(rung, { code: 'planChanged' });
      this.state.rungs = { ...this.state.rungs, [rung.id]: { ...known, ...progressOf(rung) } };
      const isSoft = this.state.isPart === true && rung.kind === 'escalation';
      const out = over ?? (isSoft ? IN_PART : null);
      if (out !== null && rung.kind !== 'close') this.set(rung.id, { status: 'skipped', reason: out });
    }
    this.state.plan = this.withUnderWay(plan);
    if (this.state.hold) this.hold(this.state.hold, stepKey.planChanged(cause));
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
    return (
      planned !== undefined && planned.dropped !== null && isSameReason(planned.dropped, this.progress(rung).reason)
    );
  }

  /** The same, of an entry that others write, too. */
  enter(entry: LogEntry): void {
    this.log(entry.kind, entry.key, entry.data);
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
