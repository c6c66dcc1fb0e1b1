import { explainDeadline } from './deadline.js';
import { forecast } from './forecast.js';
import type { ForecastPost } from './forecast.js';
import type { IsoDate, IsoInstant, Rules } from './mandate.js';
import { compare } from './order.js';
import { advance } from './request.js';
import { openRequest } from './request/opening.js';
import { rungReasonWords } from './request/rung-reason.js';
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

/** What is supposed beside the plan. */
export interface PreviewContext {
  /** Now: what would be due before it leaves at once. */
  at: IsoInstant;
  /** Its date at headquarters. */
  today: IsoDate;
  rules: Rules;
  /** That of the other plan. */
  reportDate: IsoDate;
  /** That the request ends before its day; absent where it does not. */
  end?: { date: IsoDate; at: IsoInstant; because: string };
}

/**
 * What another plan would change in a running request, found by giving it to the request machine itself. Nothing is changed.
 * Where it would end, what leaves before that still leaves.
 */
export function previewPlan(request: PreviewRequest, plan: Plan, context: PreviewContext): Difference[] {
  const { at, rules, end } = context;
  const { id, party, stage } = request;
  const before = stateOf(request);
  const { state: after } = advance(before, { type: 'planChanged', id: 'preview', at, plan, because: 'preview' }, rules);
  const due = dateOf('due', 'due', before.plan.due.date, after.plan.due.date, explainDeadline(after.plan.due));
  const { close } = after.plan;
  const closing = end ?? { date: close.date, because: explainDeadline(close) };
  return [
    ...due,
    ...dateOf('closing', 'close', before.plan.close.date, closing.date, closing.because),
    ...postsOf(postsAhead(before, at), withDelays(postsAhead(after, at), { before, after, at }), after, end),
    ...(stage === 'closed' || end ? [] : tooLate(request, after.plan, context)),
  ].map((difference) => ({ request: id, party, ...difference }));
}

/** Whether the rule itself closes on the day of the report or after it, as with a duty that is due by a session. */
function closesAfterReport({ ladder }: Rules): boolean {
  return ladder.some(({ kind, when }) => kind === 'close' && when.from === 'report' && when.days >= 0);
}

/** What another plan would make come too late: a closing after its report, a due date after its day or already over. */
function tooLate(request: PreviewRequest, { due, close }: Plan, { today, rules, reportDate }: PreviewContext): Found[] {
  const found: Found[] = [];
  // What was so before is no consequence of the change.
  if (due.date === request.plan.due.date && close.date === request.plan.close.date) return found;
  if (close.date >= reportDate && !closesAfterReport(rules)) {
    const because = `the text would close on ${close.date}, and the report is due on ${reportDate}`;
    found.push({ change: 'late', rung: 'close', was: null, is: close.date, because });
  }
  if (request.answeredAt !== null) return found;
  if (due.date > reportDate) {
    const because = `the answer would be due on ${due.date}, after the day of the report, the session or the meeting, ${reportDate}`;
    found.push({ change: 'late', rung: 'due', was: null, is: due.date, because });
  } else if (due.date < today && request.plan.due.date >= today) {
    const because = `the due date would be over already: ${due.date} is before today, ${today}`;
    found.push({ change: 'late', rung: 'due', was: null, is: due.date, because });
  }
  return found;
}

type Found = Omit<Difference, 'request' | 'party'>;

function dateOf(change: 'due' | 'closing', rung: string, was: IsoDate, is: IsoDate, because: string): Found[] {
  return was === is ? [] : [{ change, rung, was, is, because }];
}

function postsOf(
  before: ForecastPost[],
  ahead: ForecastPost[],
  state: RequestState,
  end: PreviewContext['end'],
): Found[] {
  const after = ahead.filter((post) => end === undefined || post.at < end.at);
  const gone = before
    .filter((post) => !after.some((one) => one.rung === post.rung))
    .map((post): Found => {
      const isEnded = end !== undefined && ahead.some((one) => one.rung === post.rung);
      const because = isEnded
        ? end.because
        : rungReasonWords(state.rungs[post.rung]?.reason ?? 'it is not planned any more');
      return { change: 'gone', rung: post.rung, was: post.at, is: null, because };
    });
  const others = after.flatMap(({ rung, at: is, because }): Found[] => {
    const was = before.find((one) => one.rung === rung)?.at ?? null;
    if (was === is) return [];
    return [{ change: was === null ? 'added' : 'moved', rung, was, is, because }];
  });
  return [...gone, ...others].sort((a, b) => compare(a.is ?? a.was ?? '', b.is ?? b.was ?? ''));
}

/** A post that waits past its own hour, for a day off of the party, still waits where the plan leaves its hour as it was. */
function withDelays(
  posts: ForecastPost[],
  { before, after, at }: { before: RequestState; after: RequestState; at: IsoInstant },
): ForecastPost[] {
  return posts.map((post) => {
    const progress = before.rungs[post.rung];
    const hour = ({ plan }: RequestState): string | undefined => plan.rungs.find(({ id }) => id === post.rung)?.sendAt;
    const isAhead = progress?.status === 'decided' || progress?.status === 'pending';
    const isDelayed = isAhead && progress.sendAt > at && post.at <= at;
    return isDelayed && hour(before) === hour(after) ? { ...post, at: progress.sendAt } : post;
  });
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
