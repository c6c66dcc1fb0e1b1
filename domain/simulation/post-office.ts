import { explainDeadline } from '../deadline.js';
import { isHandedOver } from '../posting/handover.js';
import { isJoinable, joiningRung } from '../posting/joint-post.js';
import { postponementWords } from '../posting/postponement.js';
import { projectionOf } from '../request/projection.js';
import type { PostEffect, PostOutcome } from '../request-events.js';
import type { PlannedRung, RequestState } from '../request-state.js';
import type { AddressBook } from './address-book.js';
import type { SimulatedLine } from './line.js';
import type { Timetable } from './timetable.js';

/** A request of the party, as its post sees it. */
export interface PostedRequest {
  readonly state: RequestState;
  readonly timetable: Timetable;
}

interface DueRung {
  requestId: string;
  rung: PlannedRung;
}

/** Joins what a party is due on one day. Mail arrives unless the party is unreachable. */
export class PostOffice {
  /** Who has had which step of which request. */
  private readonly mailed = new Set<string>();
  /** Steps of requests that have left to anybody. */
  private readonly posted = new Set<string>();
  private lastPostAt: string | null = null;
  /** Rungs that left with the post of another request, before their own hour came. */
  private readonly claimed = new Set<string>();

  constructor(
    private readonly party: string,
    private readonly addressBook: AddressBook,
    private readonly requests: readonly PostedRequest[],
    private readonly lines: SimulatedLine[],
  ) {}

  post(effect: PostEffect, { state, timetable }: PostedRequest, isReachable: boolean): PostOutcome[] {
    const { at } = effect;
    const rung = state.plan.rungs.find((one) => one.id === effect.rung);
    if (!rung) return [];
    const own = { requestId: effect.requestId, rung };
    if (this.claimed.delete(keyOf(own))) return this.outcomesOf(own, isReachable);
    const { lastPostAt } = this;
    const ruled = timetable.rulePost(rung, at, { hold: state.hold, lastPostAt, isRepeat: this.isRepeat(own) });
    if (ruled.ruling === 'postpone') {
      const { until, why } = ruled;
      return [{ contact: '', status: 'postponed', until, why, detail: postponementWords(why) }];
    }
    const joined = isJoinable(rung) ? this.joining(effect) : [];
    for (const one of joined) this.claimed.add(keyOf(one));
    if (isReachable && this.print(at, [own, ...joined])) this.lastPostAt = at;
    return this.outcomesOf(own, isReachable);
  }

  /** Tells a successor of all that the party has been asked and has not answered, or in part; of nothing where all is answered. */
  handOver(at: string, to: string): void {
    const requests = this.requests.flatMap(({ state }) => (isHandedOver(state) ? [state.requestId] : []));
    if (requests.length === 0) return;
    const because = 'the successor is told of all that is open';
    this.lines.push({ at, kind: 'mail', party: this.party, requests, rung: 'handover', to, because });
  }

  /** The step that is to leave again after an address has failed; undefined where nobody stands in. */
  repeats(contact: string, { plan, rungs, requestId }: RequestState): string | undefined {
    const [standIn] = this.addressBook.recipients(['alternate']);
    const last = plan.rungs.filter(
      (rung) => rungs[rung.id]?.status === 'sent' && this.mailed.has(`${keyOf({ requestId, rung })} ${contact}`),
    );
    return standIn && standIn.id !== contact ? last.at(-1)?.id : undefined;
  }

  private isRepeat(due: DueRung): boolean {
    return this.posted.has(keyOf(due));
  }

  /** What became of a rung's posts, contact by contact. */
  private outcomesOf(due: DueRung, isReachable: boolean): PostOutcome[] {
    return this.addressBook.recipients(due.rung.to).map((contact) => ({
      contact: contact.id,
      status: isReachable ? 'sent' : 'failed',
      detail: isReachable ? '' : 'unreachable',
    }));
  }

  private joining({ requestId, at }: PostEffect): DueRung[] {
    return this.requests.flatMap(({ state }) => {
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
  private print(at: string, dues: DueRung[]): boolean {
    const count = this.lines.length;
    for (const contact of this.addressBook.contacts()) {
      const own = dues.filter(
        (due) =>
          this.addressBook.recipients(due.rung.to).some(({ id }) => id === contact.id) &&
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
        party: this.party,
        requests: own.map(({ requestId }) => requestId),
        rung: own.map(({ rung }) => rung.id).join(' + '),
        to: contact.id,
        because: own.map((due) => this.wordsOf(due, at)).join('; with it: '),
      });
    }
    return this.lines.length > count;
  }

  private wordsOf({ requestId, rung }: DueRung, at: string): string {
    const request = this.requests.find(({ state }) => state.requestId === requestId);
    const delay = request ? request.timetable.delayOf(rung, at, request.state) : null;
    return [explainDeadline(rung.date), ...(delay === null ? [] : [delay])].join('; ');
  }
}

function keyOf({ requestId, rung }: DueRung): string {
  return `${requestId} ${rung.id}`;
}
