import type { SubmissionKind } from './request-state.js';

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
