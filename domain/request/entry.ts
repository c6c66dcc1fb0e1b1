import { stepKey } from '../keys.js';
import type { IsoInstant } from '../mandate.js';
import type { LogEntry } from '../request-events.js';
import type { KnownSubmission } from '../request-state.js';

/*
 * What a case log says of what arrives: written by the machine, and by whoever delivers to a request whose workflow has ended.
 */

type Arrived = { id: string; at: IsoInstant };

export function submissionEntry(
  { id, at }: Arrived,
  { sender, isLate, kind }: Pick<KnownSubmission, 'sender' | 'isLate' | 'kind'>,
): LogEntry {
  const data = { submission: id, sender, isLate, ...(kind === undefined ? {} : { kind }) };
  return { key: stepKey.submission(id), kind: 'submissionFiled', at, data };
}

/** `facts` are whatever else is said of it. */
export function messageEntry(
  { id, at }: Arrived,
  { sender, isCourtesy, facts = {} }: { sender: string; isCourtesy: boolean; facts?: LogEntry['data'] },
): LogEntry {
  const data = { message: id, sender, ...facts, ...(isCourtesy ? { isCourtesy } : {}) };
  return { key: stepKey.message(id), kind: 'messageReceived', at, data };
}

export function bounceEntry(
  { id, at }: Arrived,
  { contact, isHard, detail }: { contact: string; isHard: boolean; detail: string },
): LogEntry {
  return { key: stepKey.bounce(id), kind: 'bounced', at, data: { contact, isHard, detail } };
}
