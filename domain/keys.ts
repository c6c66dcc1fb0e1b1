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
  awaitingRelease: (revivals: number) => (revivals > 0 ? `awaitingRelease/${revivals + 1}` : 'awaitingRelease'),
  /** A step by which the Coordinator is told: of a party's silence, or of a duty of her own. */
  told: (rung: string, isOwnDuty: boolean) => `${isOwnDuty ? 'duty' : 'escalated'}/${rung}`,
  skipped: (rung: string, revivals: number) => (revivals > 0 ? `skipped/${rung}/${revivals + 1}` : `skipped/${rung}`),
  postponed: (decision: string, until: string) => `postponed/${decision}/${until}`,
  /** `subject` is a rung, or what could not be acknowledged. */
  undeliverable: (subject: string) => `undeliverable/${subject}`,
  bounced: (contact: string) => `bounced/${contact}`,
  /** A step that came back leaves again. */
  again: (cause: string) => `again/${cause}`,
  held: (cause: string) => `held/${cause}`,
  asked: (id: string) => `asked/${id}`,
  settled: (id: string) => `settled/${id}`,
  planChanged: (id: string) => `plan/${id}`,
  paused: (id: string) => `paused/${id}`,
  resumed: (id: string) => `resumed/${id}`,
  judged: (id: string) => `judged/${id}`,
  parked: (at: string) => `parked/${at}`,
  unparked: (id: string) => `unparked/${id}`,
  withdrawn: (submission: string) => `withdrawn/${submission}`,
  useSaid: (submission: string, at: string) => `use/${submission}/${at}`,
  posted: (mail: string) => `posted/${mail}`,
  notPosted: (status: 'failed' | 'deferred', mail: string, attempts: number) => `${status}/${mail}/${attempts}`,
} as const;

/** The id of a task of a request. */
export function requestTaskId(requestId: string, key: string): string {
  return `${requestId}#${key}`;
}

/** What an ask of a request is known by, from the id of the task in which it waits. */
export function askOf(taskId: string, requestId: string, kind: string): string {
  return taskId.slice(requestTaskId(requestId, stepKey.ask(kind, '')).length);
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
  /** A copy of a first note to the Coordinator, before the note leaves; each time that she asks for it. */
  copy: (requestId: string, role: string, at: string) => `${requestId}/copy/${role}/${at.replace(/\D/g, '')}`,
  /** A note that is shown before it is written: no mail bears it. */
  preview: (requestId: string, role: string) => `${requestId}/plan/${role}`,
  digest: (date: string) => `digest/${date}`,
  /** The digest of the deputy, beside that of the Coordinator. */
  deputy: (digest: string) => `${digest}/deputy`,
  /** The step by which a pledge is thanked for, once. */
  thanks: (pledge: string) => `thanks/${pledge}`,
  /** The step by which a pledge that is unpaid is asked for, for the `number`th time. */
  pledgeReminder: (pledge: string, number: number) => `pledge-reminder/${pledge}/${number}`,
  /** The step of a note on contacts: one a cycle and party. */
  contactNote: (cycle: string, party: string) => `contacts/${cycle}/${party}/mission`,
  /** The step of an acknowledgement to a mission whose mail has confirmed or replaced contacts: one a mail. */
  contactReceipt: (party: string, receiptId: string) => `contacts/received/${party}/${receiptId}`,
  /** Asks a member of the office where a mail belongs that he has forwarded; `requestId` is what is proposed, if anything. */
  forwarded: (receiptId: string, requestId: string | null) => `forwarded/${receiptId}/${requestId ?? 'none'}`,
} as const;

/** The party that a mail on contacts was written to, by the mail's step; null for any other mail. */
export function partyOfContactMail(step: string): string | null {
  const [, asked, told] = /^contacts\/(?:[^/]+\/\d[^/]*\/([^/]+)\/mission|received\/([^/]+)\/[^/]+)$/.exec(step) ?? [];
  return asked ?? told ?? null;
}

/** The mail and the proposal of a question where it belongs; null for any other mail. */
export function readForwardedStep(step: string): { receiptId: string; requestId: string | null } | null {
  const [, receiptId, requestId] = /^forwarded\/([^/]+)\/(.+)$/.exec(step) ?? [];
  if (receiptId === undefined || requestId === undefined) return null;
  return { receiptId, requestId: requestId === 'none' ? null : requestId };
}

/** Ids of answers and messages that come of others. */
export const filingId = {
  /** An answer that a person has made of a message. */
  accepted: (message: string) => `${message}-accepted`,
  /** An answer whose files were clean once a scanner had seen them. */
  scanned: (message: string) => `scanned-${message}`,
  /** The message by which a person hears that a scanner finds something in an answer on file. */
  infected: (submission: string) => `infected-${submission}`,
} as const;

/** Ids of what becomes of a contact, by what brings it about. */
export const changeId = {
  refused: (mail: string) => `refused/${mail}`,
  bounced: (receipt: string) => `bounce/${receipt}`,
  /** A decision on a successor that was named. */
  judged: (isAccepted: boolean, task: string) => `${isAccepted ? 'accepted' : 'declined'}/${task}`,
} as const;

/** Ids of what a person decides; a request that has seen one takes it once. */
export const decisionId = {
  settled: (task: string) => `settled/${task}`,
  asked: (message: string) => `${message}/asked`,
  extended: (task: string, dueDate: string) => `${task}/${dueDate}`,
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
