import type { Lack } from '../lack.js';
import type { Doubt } from './doubt.js';

/** What becomes of a received mail; `requestId` is the one request that it is kept under, null for none. */
export type AdmissionVerdict =
  /** Nothing is done. */
  | { is: 'ignored'; requestId: string | null }
  /** A person decides; `hasTask` is false where another decision on the same mail waits for her already. */
  | { is: 'held'; requestId: string | null; hasTask: boolean }
  /** A mail of ours came back. */
  | { is: 'bounce'; requestId: string | null }
  | { is: 'answer'; requestId: string }
  /** It counts as no answer, and nobody is reminded meanwhile; with `awaitsScan` it becomes one once its files are found clean. */
  | { is: 'message'; requestId: string; doubt: Doubt | null; lacks: readonly Lack[]; awaitsScan: boolean }
  /** It is a message to each request of the thread. */
  | { is: 'messageForEach'; doubt: Doubt | null }
  /** The member of the office who forwarded it is asked where it belongs; `isToShared`: it came to the address of all mail. */
  | { is: 'askOffice'; isToShared: boolean }
  /** A forwarded mail is filed by the word of who forwarded it; as an answer where it brings a file. */
  | { is: 'fileForwarded'; receiptId: string; requestId: string; as: 'message' | 'answer' }
  /** The mission says that the contacts on file are right. */
  | { is: 'confirmContacts'; party: string; requestId: string | null };

/** It waits for a person. */
export function held(requestId: string | null): AdmissionVerdict {
  return { is: 'held', requestId, hasTask: true };
}

/** A verdict in words for a person who asks what would become of a mail. */
export function verdictWords(verdict: AdmissionVerdict): string {
  switch (verdict.is) {
    case 'ignored':
      return 'nothing is done';
    case 'held':
      return verdict.hasTask ? 'held for a person' : 'held beside another decision on it';
    case 'bounce':
      return 'the return of a mail of ours';
    case 'answer':
      return `filed as an answer to ${verdict.requestId}`;
    case 'message':
      return verdict.awaitsScan
        ? `a message to ${verdict.requestId}, and an answer once its files are found clean`
        : `a message to ${verdict.requestId}`;
    case 'messageForEach':
      return 'a message to each request of the note';
    case 'askOffice':
      return 'its member is asked where it belongs';
    case 'fileForwarded':
      return `the mail ${verdict.receiptId} is filed for ${verdict.requestId}`;
    case 'confirmContacts':
      return `the contacts of ${verdict.party} are confirmed`;
  }
}
