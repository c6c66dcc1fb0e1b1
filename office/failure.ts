import { ApplicationFailure } from '@temporalio/common';

/** Faults that only a person can mend: they are never retried. Everything else is. */
export const FailureType = {
  ObligationUnknown: 'ObligationUnknown',
  CycleUnknown: 'CycleUnknown',
  RequestUnknown: 'RequestUnknown',
  ReceiptUnknown: 'ReceiptUnknown',
  MailUnknown: 'MailUnknown',
  MailRefused: 'MailRefused',
} as const;
export type FailureType = (typeof FailureType)[keyof typeof FailureType];

/** A failure that ends the activity at once. The message names the field, what was wrong and what to do. */
export function permanent(type: FailureType, message: string, ...details: unknown[]): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type, ...details);
}
