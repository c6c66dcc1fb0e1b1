import { wellFormed } from './text.js';

/** Where a submission stands among those of its request. */
export interface Placement {
  /** One per sender, in order of arrival: another sender adds a part and never replaces. */
  part: number;
  /** Within a part: the same sender's next mail is a new version. */
  version: number;
}

/** The place of a sender's next submission. Addresses are compared without regard to case. */
export function placeSubmission(existing: (Placement & { sender: string })[], sender: string): Placement {
  const own = existing.filter((one) => one.sender.toLowerCase() === sender.toLowerCase());
  const part = own[0]?.part ?? existing.reduce((last, one) => Math.max(last, one.part), 0) + 1;
  return { part, version: own.reduce((last, one) => Math.max(last, one.version), 0) + 1 };
}

/** What a sender has written and which files came with it, by their hashes. */
interface Sent {
  text: string;
  files: readonly { sha256: string }[];
}

/**
 * Whether a mail brings what its sender has sent before: the same words and the same files. Mail programs break lines where they like,
 * and attach in any order.
 */
export function isSentAgain(newest: Sent, given: Sent): boolean {
  const words = ({ text }: Sent): string => wellFormed(text).replace(/\s+/g, ' ').trim();
  const files = (sent: Sent): string =>
    sent.files
      .map(({ sha256 }) => sha256)
      .sort()
      .join(' ');
  return words(newest) === words(given) && files(newest) === files(given);
}
