import type { IsoInstant } from './mandate.js';
import { openRequest } from './request/opening.js';
import type {
  Ask,
  ClosedAs,
  DeliveryStatus,
  KnownSubmission,
  Outcome,
  Plan,
  RequestState,
  RungProgress,
  Stage,
} from './request-state.js';

/*
 * A request as its record tells it: what a workflow starts from where the engine knows nothing of it, at its opening or after the engine
 * was lost.
 */

/** What is on record of a request. */
export interface RecordedRequest {
  requestId: string;
  party: string;
  plan: Plan;
  isReleased: boolean;
  stage: Stage;
  closedAs: ClosedAs | null;
  rungs: Record<string, RungProgress>;
  clockStartedAt: IsoInstant | null;
  answeredAt: IsoInstant | null;
  holdUntil: IsoInstant | null;
  parkedBecause: string | null;
  /** When it was stopped; null where it never was. */
  parkedAt: IsoInstant | null;
  /** Pauses that stand open. */
  pauses: { id: string; because: string }[];
  /** What its workflow has heard of, in the order in which it was received; what was withdrawn is left out. */
  submissions: (KnownSubmission & { isAcknowledged: boolean })[];
  messageIds: string[];
  deliveries: Record<string, DeliveryStatus>;
  /** What waits for a decision. */
  asks: Ask[];
  /** Who has accepted that no answer will come. */
  justifiedBy: string | null;
}

/**
 * The state that the record tells. One of which nothing has happened yet is as it was opened. A post that was with the mail activity is
 * tried again under its step, which sends nothing twice; an answer without an acknowledgement is acknowledged. Events that were heard
 * are answered again as what they were.
 */
export function restoreRequest(recorded: RecordedRequest): RequestState {
  const { requestId, party, plan, isReleased, pauses, stage, holdUntil, parkedAt, asks, justifiedBy } = recorded;
  const opened = openRequest({ requestId, party, plan, isReleased, pauses });
  const rungs = Object.entries(recorded.rungs).map(([id, rung]): [string, RungProgress] => [
    id,
    rung.status === 'sending' ? { ...rung, status: 'decided' } : rung,
  ]);
  const heard = (filedAs: Outcome['filedAs'], isLate = false): Outcome => ({ filedAs, isLate, stage });
  return {
    ...opened,
    stage,
    closedAs: recorded.closedAs,
    rungs: { ...opened.rungs, ...Object.fromEntries(rungs) },
    clockStartedAt: recorded.clockStartedAt,
    answeredAt: recorded.answeredAt,
    // The start of that day is not on record: what was held is decided at its hour.
    hold: holdUntil === null ? null : { decideAt: holdUntil, sendAt: holdUntil },
    submissions: recorded.submissions.map(({ isAcknowledged: _, ...one }) => one),
    messageIds: recorded.messageIds,
    deliveries: recorded.deliveries,
    retries: recorded.submissions
      .filter(({ isAcknowledged }) => !isAcknowledged)
      .map(({ id, receivedAt }) => ({ what: 'submission', id, at: receivedAt, attempts: 0 })),
    ...(asks.length > 0 ? { asks } : {}),
    ...(stage === 'answeredInPart' || recorded.closedAs === 'answeredInPart' ? { isPart: true } : {}),
    ...(justifiedBy === null ? {} : { justifiedBy }),
    seen: Object.fromEntries([
      ...recorded.submissions.map(({ id, isLate }) => [id, heard('submission', isLate)] as const),
      ...recorded.messageIds.map((id) => [id, heard('message')] as const),
    ]),
    parkedBecause: recorded.parkedBecause,
    ...(parkedAt === null || recorded.parkedBecause === null ? {} : { parkedAt }),
  };
}
