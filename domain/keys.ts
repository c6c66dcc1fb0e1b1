/*
 * The keys of tasks, of entries in a case log and of mails: made and read here alone, since the same step has the same key in every
 * version. A key is unique in its request; the id of a task bears the request, too.
 */

/** Keys of tasks and log entries of a request. */
export const stepKey = {
  message: (id: string) => `message/${id}`,
  submission: (id: string) => `submission/${id}`,
  bounce: (id: string) => `bounce/${id}`,
  ask: (kind: string, id: string) => `${kind}/${id}`,
  /** `decision` names a rung, and which decision of it: `recall-2/2`. */
  approval: (decision: string) => `approval/${decision}`,
  approved: (decision: string) => `approved/${decision}`,
  decided: (decision: string) => `decided/${decision}`,
  skipped: (rung: string, revivals: number) => (revivals > 0 ? `skipped/${rung}/${revivals + 1}` : `skipped/${rung}`),
  postponed: (decision: string, until: string) => `postponed/${decision}/${until}`,
  undeliverable: (rung: string) => `undeliverable/${rung}`,
  bounced: (contact: string) => `bounced/${contact}`,
  parked: (at: string) => `parked/${at}`,
  withdrawn: (submission: string) => `withdrawn/${submission}`,
} as const;

/** The id of a task of a request. */
export function requestTaskId(requestId: string, key: string): string {
  return `${requestId}#${key}`;
}

/** The id of the task that a received mail waits in. */
export function receiptTaskId(receiptId: string): string {
  return `receipt/${receiptId}`;
}

const SUCCESSOR = 'successor/';

/** The id of the task that puts a named successor before the Coordinator; `id` is that of the mail or page that names it. */
export function successorTaskId(id: string): string {
  return `${SUCCESSOR}${id}`;
}

/** What named the successor of such a task: what a person types for it. */
export function namingOf(taskId: string): string {
  return taskId.startsWith(SUCCESSOR) ? taskId.slice(SUCCESSOR.length) : taskId;
}

/** Keys of mails. `rung` is a step of the ladder, `role` that of the addressee. */
export const mailStep = {
  post: (requestId: string, rung: string, role: string) => `${requestId}/${rung}/${role}`,
  acknowledgement: (requestId: string, subject: string) => `${requestId}/acknowledgement/${subject}`,
  missionCopy: (requestId: string, submission: string) => `${requestId}/copied/${submission}`,
  handover: (party: string, change: string) => `handover/${party}/${change}`,
} as const;

/** Whether a mail is a post of this rung of this request, not one that another request has joined it to. */
export function isPostOf(step: string, requestId: string, rung: string): boolean {
  return step.startsWith(`${requestId}/${rung}/`);
}

/** A mail that is filed for several requests is a message to each: the first bears the id of the receipt. */
export function messageIdOf(receiptId: string, index: number): string {
  return index === 0 ? receiptId : `${receiptId}-${index + 1}`;
}

/** Whether a message is another than the first that was made of a mail. */
export function isFurtherMessage(id: string, receiptId: string | null): boolean {
  return receiptId !== null && id.startsWith(`${receiptId}-`);
}
