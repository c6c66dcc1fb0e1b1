import { advance } from '../request.js';
import { openRequest } from '../request/opening.js';
import { nextWakeAt } from '../request/wake.js';
import type { RequestEvent } from '../request-events.js';
import type { RequestState } from '../request-state.js';
import { isArrival, isDecision, isPassage } from '../script.js';
import { tellClosing, tellEvent } from './chronicle.js';
import { cuesOf } from './cue.js';
import type { Cue } from './cue.js';
import { carryOut } from './effect.js';
import type { PostedRequest } from './post-office.js';
import type { Timetable } from './timetable.js';
import type { World } from './world.js';

/** One request from its opening to its end. */
export class Life implements PostedRequest {
  state: RequestState;
  readonly timetable: Timetable;
  /** When something happens next; null at the end. */
  nextAt: string | null;
  private readonly queue: RequestEvent[];
  private readonly script: Cue[];

  constructor(private readonly world: World) {
    const { openedAt } = world.input;
    this.timetable = world.timetable;
    this.script = cuesOf(world).filter((cue) => !settleBefore(cue, world));
    this.state = stateAtOpening(world);
    this.queue = [{ type: 'tick', at: openedAt }];
    this.nextAt = openedAt;
  }

  goOn(): void {
    const event = this.queue.shift() ?? this.nextEvent();
    if (event !== 'nothing') this.live(event);
    this.nextAt = this.queue[0]?.at ?? this.nextInstant();
  }

  private live(event: RequestEvent): void {
    const { world, state: before } = this;
    tellEvent(event, before, world);
    const step = advance(before, event, world.input.rules);
    this.state = step.state;
    if (this.state.stage === 'closed' && before.stage !== 'closed') tellClosing(this.state, event, world);
    for (const effect of step.effects) this.queue.push(...carryOut(effect, this.state, world));
  }

  /** `nothing` is an act of the script that changed nothing. */
  private nextEvent(): RequestEvent | 'nothing' {
    const wakeAt = nextWakeAt(this.state);
    const cue = this.script[0];
    if (cue && (wakeAt === null || cue.at < wakeAt)) {
      this.script.shift();
      return cue.make(this.state) ?? 'nothing';
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

/** The request at its opening, after what came before it. */
function stateAtOpening({ requestId, party, timetable }: World): RequestState {
  const [plan, pauses] = [timetable.plan(), timetable.pauses()];
  return openRequest({ requestId, party: party.code, plan, isReleased: true, pauses });
}

/** Whether a cue is over before the request opens: an act lasts; an answer before there is a request is none. */
function settleBefore({ at, one, make }: Cue, { input, requestId, party, timetable, diary }: World): boolean {
  const { openedAt } = input;
  if (at >= openedAt || isPassage(one)) return false;
  if (!isArrival(one) && !isDecision(one)) {
    make(openRequest({ requestId, party: party.code, plan: timetable.plan(), isReleased: true }));
    return true;
  }
  if (!timetable.isBeforeOpening(at)) return false;
  diary.pass(one, at, `${requestId} is not open before ${timetable.dayOf(openedAt)}`);
  return true;
}
