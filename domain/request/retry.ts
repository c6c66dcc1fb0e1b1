import { stepKey } from '../keys.js';
import type { Rules } from '../mandate.js';
import type { RequestEvent } from '../request-events.js';
import type { Draft } from './draft.js';

/* What a mail server has put off is tried again. */

/** A mail server that says 'later' is asked again after these minutes; then the post counts as failed (about three days). */
const RETRY_MINUTES = [1, 2, 5, 10, 15, 30, 60, 120, 240, ...Array.from({ length: 16 }, () => 240)];

/** Since version 2 of the rules for a week: three working days, with a weekend and holidays among them, are told by whoever sends. */
const LONGER_RETRY_MINUTES = [...RETRY_MINUTES, ...Array.from({ length: 24 }, () => 240)];

/** When what was tried `attempts` times is tried again; null where it counts as failed. */
export function retryAt(at: string, attempts: number, version: Rules['version'] = 1): string | null {
  const minutes = (version >= 2 ? LONGER_RETRY_MINUTES : RETRY_MINUTES)[attempts - 1];
  return minutes === undefined ? null : plusMinutes(at, minutes);
}

function plusMinutes(at: string, minutes: number): string {
  return new Date(Date.parse(at) + minutes * 60_000).toISOString();
}

/** Hands over every acknowledgement whose hour has come again. */
export function repeatAcknowledgements(draft: Draft): void {
  const { retries, submissions } = draft.state;
  draft.state.retries = retries.map((retry) => {
    if (retry.at === null || retry.at > draft.at) return retry;
    const { what, id } = retry;
    draft.acknowledge({ what, subject: id, isLate: submissions.find((one) => one.id === id)?.isLate ?? false });
    return { ...retry, at: null };
  });
}

/** What became of an acknowledgement: it is put off, or it is a task. */
export function acknowledged(draft: Draft, event: Extract<RequestEvent, { type: 'acknowledged' }>): void {
  const retry = draft.state.retries.find((one) => one.id === event.subject);
  const attempts = (retry?.attempts ?? 0) + 1;
  draft.state.retries = draft.state.retries.filter((one) => one.id !== event.subject);
  const at = event.status === 'deferred' && draft.state.stage !== 'closed' ? retryAt(draft.at, attempts) : null;
  if (at !== null) {
    draft.state.retries = [...draft.state.retries, { what: event.what, id: event.subject, at, attempts }];
  } else if (event.status === 'failed' || event.status === 'deferred') {
    draft.raise('undeliverable', stepKey.undeliverable(event.subject), {
      rung: 'acknowledgement',
      detail: event.detail,
    });
  }
}
