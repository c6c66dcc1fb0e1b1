import type { IsoInstant } from './mandate.js';
import type { ClosedAs, SubmissionKind } from './request-state.js';

/** How a request stands with its answers, as the record has it. */
export interface AnsweredFacts {
  stage: string;
  /** ISO UTC, of the first answer that counts; null before it. */
  answeredAt: string | null;
  /** Of a closed request. */
  closedAs?: string | null;
}

/** Whether what was received is a part, of which the rest is or was still asked for. */
export function isAnsweredInPart({ stage, closedAs }: Pick<AnsweredFacts, 'stage' | 'closedAs'>): boolean {
  return (closedAs ?? stage) === 'answeredInPart';
}

/** Whether all that was asked for has been received: nothing is due any more. */
export function isAnswered(request: AnsweredFacts): boolean {
  return request.answeredAt !== null && !isAnsweredInPart(request);
}

/** Whether a whole answer may still come: the request runs, and what it has is nothing or a part. */
export function isAwaited(request: AnsweredFacts): boolean {
  return request.stage !== 'closed' && !isAnswered(request);
}

/** As what answers of these kinds answer a request: in part where all of them are parts; null without any. */
export function answeredAs(kinds: readonly SubmissionKind[]): 'answered' | 'answeredInPart' | null {
  if (kinds.length === 0) return null;
  return kinds.every((kind) => kind === 'part') ? 'answeredInPart' : 'answered';
}

/** The answers that count for a request which ended at `closeAt`: what was at our door later did not answer it. */
export function answersBefore<T extends { receivedAt: IsoInstant }>(answers: readonly T[], closeAt: IsoInstant): T[] {
  return answers.filter(({ receivedAt }) => receivedAt < closeAt);
}

/** Since when these answers answer a request: the first that was received; null without any. */
export function answeredSince(answers: readonly { receivedAt: IsoInstant }[]): IsoInstant | null {
  return answers.map(({ receivedAt }) => receivedAt).sort()[0] ?? null;
}

/** How a request was closed, as the record keeps it. */
export interface ClosedFacts {
  closedAs: ClosedAs | null;
  closeAt: IsoInstant;
  /** When the note was out; null where it never was. */
  clockStartedAt: IsoInstant | null;
}

/**
 * As what a closed request stands once an answer was taken away, and since when it is answered; `left` are the answers that stand. One
 * that was not closed by an answer stays closed as it was.
 */
export function closedWithout(
  { closedAs, closeAt, clockStartedAt }: ClosedFacts,
  left: readonly { receivedAt: IsoInstant; kind: SubmissionKind }[],
): { closedAs: ClosedAs | null; answeredAt: IsoInstant | null } {
  const counted = answersBefore(left, closeAt);
  const silent = clockStartedAt === null ? 'notSent' : 'noAnswer';
  const otherwise = closedAs === 'answered' || closedAs === 'answeredInPart' ? silent : closedAs;
  return {
    closedAs: answeredAs(counted.map(({ kind }) => kind)) ?? otherwise,
    answeredAt: answeredSince(counted),
  };
}
