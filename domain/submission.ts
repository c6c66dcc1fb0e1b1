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
