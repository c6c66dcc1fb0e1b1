import { explainDeadline } from './deadline.js';
import { forecast } from './forecast.js';
import type { ForecastPost } from './forecast.js';
import type { IsoDate, IsoInstant, Rules } from './mandate.js';
import { advance, openRequest } from './request.js';
import type { Plan, RequestState, RungProgress, Stage } from './request-state.js';

/** A running request as the record has it, as far as a preview needs it. */
export interface PreviewRequest {
  id: string;
  party: string;
  stage: Stage;
  isReleased: boolean;
  plan: Plan;
  rungs: Record<string, RungProgress>;
  clockStartedAt: IsoInstant | null;
  answeredAt: IsoInstant | null;
  holdUntil: IsoInstant | null;
  parkedBecause: string | null;
  pausedBecause: string | null;
}

/** What would be otherwise: a post that is added, moved or gone, a date that moves, or what then comes too late. */
export interface Difference {
  change: 'added' | 'moved' | 'gone' | 'due' | 'closing' | 'late';
  request: string;
  party: string;
  /** The rung; `due` and `close` for dates. */
  rung: string;
  /** An instant for posts, a date for dates; null where there was or would be none. */
  was: string | null;
  is: string | null;
  because: string;
}

/**
 * What another plan would change in a running request, found by giving it to the request machine itself. Nothing is changed.
 * `at` is now: what would be due before it leaves at once. `reportDate` is that of the other plan.
 */
export function previewPlan(
  request: PreviewRequest,
  plan: Plan,
  { at, rules, reportDate }: { at: IsoInstant; rules: Rules; reportDate: IsoDate },
): Difference[] {
  const { id, party } = request;
  const before = stateOf(request);
  const { state: after } = advance(before, { type: 'planChanged', id: 'preview', at, plan, because: 'preview' }, rules);
  const common = { request: id, party };
  const differences: Difference[] = [
    ...dateOf('due', 'due', before.plan.due.date, after.plan.due.date, explainDeadline(after.plan.due)),
    ...dateOf('closing', 'close', before.plan.close.date, after.plan.close.date, explainDeadline(after.plan.close)),
    ...postsOf(postsAhead(before, at), postsAhead(after, at), after),
  ].map((difference) => ({ ...common, ...difference }));
  if (request.stage !== 'closed' && after.plan.close.date >= reportDate) {
    const because = `the text would close on ${after.plan.close.date}, and the report is due on ${reportDate}`;
    differences.push({ ...common, change: 'late', rung: 'close', was: null, is: after.plan.close.date, because });
  }
  return differences;
}

type Found = Omit<Difference, 'request' | 'party'>;

function dateOf(change: 'due' | 'closing', rung: string, was: IsoDate, is: IsoDate, because: string): Found[] {
  return was === is ? [] : [{ change, rung, was, is, because }];
}

function postsOf(before: ForecastPost[], after: ForecastPost[], state: RequestState): Found[] {
  const gone = before
    .filter((post) => !after.some((one) => one.rung === post.rung))
    .map((post): Found => {
      const because = state.rungs[post.rung]?.reason ?? 'it is not planned any more';
      return { change: 'gone', rung: post.rung, was: post.at, is: null, because };
    });
  const others = after.flatMap(({ rung, at: is, because }): Found[] => {
    const was = before.find((one) => one.rung === rung)?.at ?? null;
    if (was === is) return [];
    return [{ change: was === null ? 'added' : 'moved', rung, was, is, because }];
  });
  return [...gone, ...others].sort((a, b) => compare(a.is ?? a.was ?? '', b.is ?? b.was ?? ''));
}

/** The posts to come; what is due already leaves now. */
function postsAhead(state: RequestState, at: IsoInstant): ForecastPost[] {
  const leaving = Object.fromEntries(
    Object.entries(state.rungs).map(([rung, progress]) => [
      rung,
      progress.status === 'sending' && progress.attempts === 1
        ? { ...progress, status: 'decided' as const, sendAt: at }
        : progress,
    ]),
  );
  const pausedBecause = state.pauses?.at(-1)?.because ?? null;
  return forecast({ stage: state.stage, plan: state.plan, rungs: leaving, pausedBecause });
}

/** The machine's state without what the record does not show: enough to be planned anew, not to be carried on. */
function stateOf(request: PreviewRequest): RequestState {
  const { id, party, plan, isReleased, answeredAt, holdUntil, pausedBecause } = request;
  const pauses = pausedBecause === null ? [] : [{ id: 'open', because: pausedBecause }];
  const { stage, rungs, clockStartedAt, parkedBecause } = request;
  return {
    ...openRequest({ requestId: id, party, plan, isReleased, pauses }),
    stage,
    rungs,
    clockStartedAt,
    answeredAt,
    parkedBecause,
    hold: holdUntil === null ? null : { decideAt: holdUntil, sendAt: holdUntil },
    ...(stage === 'answeredInPart' ? { isPart: true } : {}),
    submissions: answeredAt === null ? [] : [{ id: 'answer', sender: '', receivedAt: answeredAt, isLate: false }],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
