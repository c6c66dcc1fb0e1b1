import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Scope } from '../../domain/adjustment.js';
import type { DaysOff } from '../../domain/calendar-change.js';
import type { FileTextEnding, FileTextKind, TextPage } from '../../domain/file-text.js';
import type { Lack } from '../../domain/lack.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import type { Language, Register, Rules } from '../../domain/mandate.js';
import type { Period } from '../../domain/period.js';
import type { Answers } from '../../domain/questionnaire.js';
import type { LogEntry, LogKind, TaskKind } from '../../domain/request-events.js';
import type { AskKind, ClosedAs, Plan, RungProgress, Stage, SubmissionKind } from '../../domain/request-state.js';
import type { DispatchStatus, MailOutKind, MailOutStatus } from '../../office/ports/outbox.js';
import type { ReceiptOutcome, ReceiptSummary } from '../../office/ports/receipts.js';

/*
 * Dates are `yyyy-mm-dd` strings and instants ISO UTC strings on both ways (`database.ts` sets the parsers), so that no
 * JavaScript Date with a hidden zone is ever between the record and a rule. A number of 64 bits comes back as a string.
 * `test/adapters/postgres/schema.test.ts` holds this page against the migrated database.
 */

export interface CycleTable {
  id: string;
  obligation: string;
  year: number;
  /** `2027`, `2027-H1` or `2027-Q3`: what the cycle is for, and unique with its obligation. */
  period: Period;
  reportDate: string;
  openedAt: string;
  openedBecause: string;
  rules: JSONColumnType<Rules>;
  /** Whether the first notes leave without a person's word; true in the demonstration. */
  isReleased: boolean;
  setSize: number;
  closedAt: string | null;
}

export interface RequestTable {
  id: string;
  cycleId: string;
  party: string;
  language: Language;
  workflowId: string;
  stage: Stage;
  closedAs: ClosedAs | null;
  dueDate: string;
  dueAt: string;
  lateAfterAt: string;
  closeAt: string;
  clockStartedAt: string | null;
  answeredAt: string | null;
  holdUntil: string | null;
  nextRung: string | null;
  nextAt: string | null;
  /** How far each rung of the plan is. */
  rungs: JSONColumnType<Record<string, RungProgress>>;
  parkedBecause: string | null;
  /** Why the clock stands still; null while it runs. */
  pausedBecause: string | null;
  /** What the party asks for that waits for a decision, and holds its reminders. */
  asks: JSONColumnType<AskKind[]>;
  isReleased: boolean;
  plan: JSONColumnType<Plan>;
  updatedAt: string;
}

/** What became of a contact; `contact` is null for a confirmation of all. */
export interface ContactChangeTable {
  id: string;
  seq: Generated<string>;
  party: string;
  kind: 'replaced' | 'declined' | 'failed' | 'restored' | 'confirmed';
  contact: string | null;
  name: string | null;
  address: string | null;
  authority: string;
  reason: string;
  recordedBy: string;
  at: string;
}

export interface DispatchTable {
  requestId: string;
  rung: string;
  contact: string;
  role: string;
  tone: string;
  decideAt: string;
  sendAt: string;
  status: DispatchStatus;
  because: string | null;
  mailOutId: string | null;
}

export interface MailOutTable {
  id: string;
  stepKey: string;
  messageId: string;
  kind: MailOutKind;
  party: string | null;
  contact: string | null;
  language: Language;
  toName: string;
  toAddress: string;
  replyAddress: string;
  envelopeFrom: string;
  subject: string;
  text: string;
  html: string;
  /** The note that this one refers to, for the thread. */
  inReplyTo: string | null;
  isAutomaticReply: boolean;
  /** Business time of the Date header. */
  datedAt: string;
  status: MailOutStatus;
  attempts: number;
  /** A crash fell between the mail server's yes and our record: it may have been received twice, under one Message-ID. */
  isPerhapsDoubled: boolean;
  reply: string | null;
  sentAt: string | null;
  recordedAt: Generated<string>;
}

export interface MailOutRequestTable {
  mailOutId: string;
  requestId: string;
  rung: string;
}

export interface ReceiptTable {
  id: string;
  rawSha256: string;
  size: number;
  envelopeFrom: string;
  recipient: string;
  /** `file` is the address to which members of the office forward. */
  recipientKind: 'reply' | 'bounce' | 'desk' | 'file';
  /** Id of the mail whose signed address was written to. */
  mailOutId: string | null;
  remoteAddress: string;
  /** How the sending system greeted; '' where it is not known. */
  helo: Generated<string>;
  receivedAt: string;
  class: string | null;
  why: JSONColumnType<string[]>;
  outcome: ReceiptOutcome | null;
  detail: string | null;
  requestId: string | null;
  summary: JSONColumnType<ReceiptSummary> | null;
  handledAt: string | null;
  /** How often it could not be read or filed since it came, or since a person had it tried again. */
  failures: Generated<number>;
  /** How often that was begun and never ended: the process died. */
  begun: Generated<number>;
  /** Why it could not be handled, the last time. */
  trouble: Generated<string | null>;
}

export interface SubmissionTable {
  id: string;
  requestId: string;
  /** `desk`: a document that the Coordinator's office has filed itself. */
  via: 'mail' | 'web' | 'message' | 'desk';
  receiptId: string | null;
  contact: string | null;
  sender: string;
  receivedAt: string;
  part: number;
  version: number;
  text: string;
  isLate: boolean;
  kind: Generated<SubmissionKind>;
  /** When a person said that it was filed for the request by mistake; it counts nowhere since. */
  withdrawnAt: Generated<string | null>;
  withdrawnBecause: Generated<string | null>;
  /** Who said so; null in rows from before, whose reason begins with it. */
  withdrawnBy: Generated<string | null>;
  /** The member of the office who forwarded it to the desk. */
  forwardedBy: Generated<string | null>;
  /** Field by field, where it was given on the form; null for words and files alone. */
  answers: JSONColumnType<Answers, string | undefined> | null;
  /** The last word of a person on whether its content may be printed. */
  withheld: Generated<boolean | null>;
  withheldBecause: Generated<string | null>;
  /** When the request's workflow (or, after its end, the filing of a late answer) took it. */
  deliveredAt: string | null;
  recordedAt: Generated<string>;
}

export interface SubmissionFileTable {
  submissionId: string;
  position: number;
  name: string;
  type: string;
  size: number;
  sha256: string;
}

export interface MessageTable {
  id: string;
  requestId: string;
  receiptId: string | null;
  contact: string | null;
  sender: string;
  receivedAt: string;
  text: string;
  deliveredAt: string | null;
  /** Why it cannot count as the party's word without a person; null where it can. */
  doubt: Generated<string | null>;
  /** What it should have brought and has not. */
  lacks: JSONColumnType<Lack[], string | undefined>;
  /** It counts as an answer by itself once its files are scanned and clean. */
  awaitsScan: Generated<boolean>;
  /** The submission it became when the Coordinator said that it answers. */
  acceptedAs: string | null;
  /** What it asks for, as the party or the Coordinator says. */
  ask: AskKind | null;
  /** The date that is asked for, with an extension. */
  untilDate: string | null;
}

/** When the Coordinator is away, and who decides meanwhile: `domain/absence.ts`. */
export interface AbsenceTable {
  /** The day on which the Coordinator was back before `until_date`, and who said so. */
  backDate: Generated<string | null>;
  backBy: Generated<string | null>;
  id: string;
  fromDate: string;
  untilDate: string;
  deputyName: string;
  deputyAddress: string;
  authority: string;
  reason: string;
  recordedBy: string;
  at: string;
}

export interface TaskTable {
  id: string;
  requestId: string | null;
  receiptId: string | null;
  kind: TaskKind;
  data: JSONColumnType<LogEntry['data']>;
  raisedAt: string;
  doneAt: string | null;
  doneBecause: string | null;
}

export interface CaseLogTable {
  requestId: string;
  seq: number;
  key: string;
  kind: LogKind;
  at: string;
  recordedAt: Generated<string>;
  data: JSONColumnType<LogEntry['data']>;
}

export interface DigestTable {
  date: string;
  composedAt: string;
  /** Null where there was nothing to say. */
  mailOutId: string | null;
}

/** What a digest has told of, so that the next one does not. */
export interface DigestArrivalTable {
  what: 'submission' | 'message' | 'successor';
  id: string;
  digestDate: string;
}

/** Extensions and pauses: `domain/ledger.ts`. */
export interface LedgerTable {
  seq: Generated<number>;
  id: string;
  scope: Scope;
  kind: LedgerEntry['kind'];
  dueDate: string | null;
  fromDate: string | null;
  untilDate: string | null;
  /** Of a pause: what comes from those in scope waits for a person. */
  holdsMail: Generated<boolean>;
  authority: string;
  reason: string;
  recordedBy: string;
  at: string;
  endedAt: string | null;
  endedBy: string | null;
  endedBecause: string | null;
}

/** Report dates that were moved, with the date before. */
export interface ReportDateTable {
  id: string;
  cycleId: string;
  date: string;
  formerDate: string;
  authority: string;
  reason: string;
  recordedBy: string;
  at: string;
}

export interface ReportTable {
  id: Generated<number>;
  cycleId: string;
  sha256: string;
  compiledAt: string;
  because: string;
}

/** What is said of an entry of a register, in one go: `domain/entry.ts`. Appended only. */
export interface RegisterChangeTable {
  seq: Generated<number>;
  register: Register;
  entry: string;
  party: string | null;
  fields: JSONColumnType<Record<string, unknown>>;
  reason: string;
  recordedBy: string;
  at: string;
  recordedAt: Generated<string>;
}

/** A mail that came back from a contact's address without condemning it. */
export interface SoftBounceTable {
  id: string;
  contact: string;
  at: string;
  words: string;
}

/** An answer of a capital that was copied to its mission. */
export interface MissionCopyTable {
  submissionId: string;
  untilDate: string;
  at: string;
}

/** What a mission says of an answer of its capital. */
export interface StandingWordTable {
  id: string;
  seq: Generated<string>;
  submissionId: string;
  kind: 'confirmed' | 'objected';
  contact: string;
  reason: string;
  at: string;
}

/** What the scanner has said of a file: one that is `infected`, or `unscanned` until it has seen it, is not handed out. */
export interface FileCheckTable {
  sha256: string;
  verdict: 'clean' | 'infected' | 'unscanned';
  because: string;
  at: string;
}

/** What was read of a mail: the document that holds it, and the version of the reader. */
export interface ReadingTable {
  receiptId: string;
  version: number;
  sha256: string;
}

/** The words of a file. */
export interface FileTextTable {
  sha256: string;
  version: number;
  kind: FileTextKind | null;
  ending: FileTextEnding;
  pages: JSONColumnType<TextPage[]>;
}

/** A folder of an account at a provider; mails from before `since` are left alone. */
export interface MailboxTable {
  account: string;
  folder: string;
  since: string;
  /** Since when it cannot be read, and why; null while it can. */
  failingSince: Generated<string | null>;
  trouble: Generated<string | null>;
}

/** A mail of such a folder. `raw_sha256` is null while the server does not give it. */
export interface MailboxMailTable {
  account: string;
  folder: string;
  uidvalidity: string;
  uid: string;
  rawSha256: string | null;
  fault: string | null;
  tries: Generated<number>;
  at: string;
}

/** What was saved on the form of a request by those who hold the link of a contact, and is not sent yet. */
export interface QuestionnaireDraftTable {
  seq: Generated<string>;
  requestId: string;
  contact: string;
  answers: JSONColumnType<Answers>;
  at: string;
}

/** One reading of the calendars. */
export interface CalendarReadingTable {
  seq: Generated<string>;
  days: JSONColumnType<DaysOff>;
  at: string;
}

/** When a mail to a domain has left or will leave, within the minute; milliseconds since 1970. */
export interface SendingPlaceTable {
  domain: string;
  atMs: ColumnType<string, number, number>;
}

/** The installation that the database belongs to: one row at most. */
export interface InstallationTable {
  id: string;
  isOnly: Generated<boolean>;
  markedAt: Generated<string>;
}

export interface Schema {
  cycle: CycleTable;
  request: RequestTable;
  dispatch: DispatchTable;
  mailOut: MailOutTable;
  mailOutRequest: MailOutRequestTable;
  contactChange: ContactChangeTable;
  receipt: ReceiptTable;
  submission: SubmissionTable;
  submissionFile: SubmissionFileTable;
  message: MessageTable;
  task: TaskTable;
  caseLog: CaseLogTable;
  digest: DigestTable;
  digestArrival: DigestArrivalTable;
  report: ReportTable;
  ledger: LedgerTable;
  reportDate: ReportDateTable;
  absence: AbsenceTable;
  registerChange: RegisterChangeTable;
  fileCheck: FileCheckTable;
  reading: ReadingTable;
  fileText: FileTextTable;
  missionCopy: MissionCopyTable;
  standingWord: StandingWordTable;
  softBounce: SoftBounceTable;
  mailbox: MailboxTable;
  mailboxMail: MailboxMailTable;
  calendarReading: CalendarReadingTable;
  questionnaireDraft: QuestionnaireDraftTable;
  sendingPlace: SendingPlaceTable;
  installation: InstallationTable;
}
