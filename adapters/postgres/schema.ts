import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { DaysOff } from '../../domain/calendar-change.js';
import type { Answers } from '../../domain/questionnaire.js';
import type { SenderProof } from '../../domain/authentication.js';
import type { Scope } from '../../domain/adjustment.js';
import type { FileTextEnding, FileTextKind, TextPage } from '../../domain/file-text.js';
import type { FileFinding } from '../../domain/file-check.js';
import type { Lack } from '../../domain/lack.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import type { Language, Register, Rules } from '../../domain/mandate.js';
import type { Period } from '../../domain/period.js';
import type { LogEntry, LogKind, TaskKind } from '../../domain/request-events.js';
import type { AskKind, ClosedAs, Plan, RungProgress, Stage, SubmissionKind } from '../../domain/request-state.js';

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
  report_date: string;
  opened_at: string;
  opened_because: string;
  rules: JSONColumnType<Rules>;
  /** Whether the first notes leave without a person's word; true in the demonstration. */
  is_released: boolean;
  set_size: number;
  closed_at: string | null;
}

export interface RequestTable {
  id: string;
  cycle_id: string;
  party: string;
  language: Language;
  workflow_id: string;
  stage: Stage;
  closed_as: ClosedAs | null;
  due_date: string;
  due_at: string;
  late_after_at: string;
  close_at: string;
  clock_started_at: string | null;
  answered_at: string | null;
  hold_until: string | null;
  next_rung: string | null;
  next_at: string | null;
  /** How far each rung of the plan is. */
  rungs: JSONColumnType<Record<string, RungProgress>>;
  parked_because: string | null;
  /** Why the clock stands still; null while it runs. */
  paused_because: string | null;
  /** What the party asks for that waits for a decision, and holds its reminders. */
  asks: JSONColumnType<AskKind[]>;
  is_released: boolean;
  plan: JSONColumnType<Plan>;
  updated_at: string;
}

export type DispatchStatus = 'planned' | 'claimed' | 'sent' | 'failed' | 'cancelled';

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
  recorded_by: string;
  at: string;
}

export interface DispatchTable {
  request_id: string;
  rung: string;
  contact: string;
  role: string;
  tone: string;
  decide_at: string;
  send_at: string;
  status: DispatchStatus;
  because: string | null;
  mail_out_id: string | null;
}

/** `claimed` is written but not yet offered; `sending` was offered and nothing is recorded of the outcome. */
export type MailOutStatus = 'claimed' | 'sending' | 'sent' | 'failed' | 'deferred';
export type MailOutKind =
  'note' | 'letter' | 'acknowledgement' | 'handover' | 'digest' | 'copy' | 'filing' | 'missionCopy';

export interface MailOutTable {
  id: string;
  step_key: string;
  message_id: string;
  kind: MailOutKind;
  party: string | null;
  contact: string | null;
  language: Language;
  to_name: string;
  to_address: string;
  reply_address: string;
  envelope_from: string;
  subject: string;
  text: string;
  html: string;
  /** The note that this one refers to, for the thread. */
  in_reply_to: string | null;
  is_automatic_reply: boolean;
  /** Business time of the Date header. */
  dated_at: string;
  status: MailOutStatus;
  attempts: number;
  /** A crash fell between the mail server's yes and our record: it may have been received twice, under one Message-ID. */
  is_perhaps_doubled: boolean;
  reply: string | null;
  sent_at: string | null;
  recorded_at: Generated<string>;
}

export interface MailOutRequestTable {
  mail_out_id: string;
  request_id: string;
  rung: string;
}

/** `repeated`: its sender had filed the very same before. */
export type ReceiptOutcome = 'filed' | 'repeated' | 'message' | 'held' | 'bounce' | 'ignored' | 'failed';

/** What is known of a received mail after reading, for lists. */
export interface ReceiptSummary {
  subject: string;
  from: string[];
  messageId: string | null;
  preview: string;
  /** `isSent` is false for pictures of the text itself; it and the type are missing in readings from before. */
  attachments: {
    name: string;
    type?: string;
    size: number;
    sha256: string;
    isSent?: boolean;
    /** What is to be thought of it; absent in readings from before. */
    finding?: FileFinding;
  }[];
  faults: string[];
  /** Whether it comes from where it says; absent where nobody has looked. */
  proof?: SenderProof;
}

export interface ReceiptTable {
  id: string;
  raw_sha256: string;
  size: number;
  envelope_from: string;
  recipient: string;
  /** `file` is the address to which members of the office forward. */
  recipient_kind: 'reply' | 'bounce' | 'desk' | 'file';
  /** Id of the mail whose signed address was written to. */
  mail_out_id: string | null;
  remote_address: string;
  /** How the sending system greeted; '' where it is not known. */
  helo: Generated<string>;
  received_at: string;
  class: string | null;
  why: JSONColumnType<string[]>;
  outcome: ReceiptOutcome | null;
  detail: string | null;
  request_id: string | null;
  summary: JSONColumnType<ReceiptSummary> | null;
  handled_at: string | null;
  /** How often it could not be read or filed since it came, or since a person had it tried again. */
  failures: Generated<number>;
  /** How often that was begun and never ended: the process died. */
  begun: Generated<number>;
  /** Why it could not be handled, the last time. */
  trouble: Generated<string | null>;
}

export interface SubmissionTable {
  id: string;
  request_id: string;
  /** `desk`: a document that the Coordinator's office has filed itself. */
  via: 'mail' | 'web' | 'message' | 'desk';
  receipt_id: string | null;
  contact: string | null;
  sender: string;
  received_at: string;
  part: number;
  version: number;
  text: string;
  is_late: boolean;
  kind: Generated<SubmissionKind>;
  /** When a person said that it was filed for the request by mistake; it counts nowhere since. */
  withdrawn_at: Generated<string | null>;
  withdrawn_because: Generated<string | null>;
  /** Who said so; null in rows from before, whose reason begins with it. */
  withdrawn_by: Generated<string | null>;
  /** The member of the office who forwarded it to the desk. */
  forwarded_by: Generated<string | null>;
  /** Field by field, where it was given on the form; null for words and files alone. */
  answers: JSONColumnType<Answers, string | undefined> | null;
  /** The last word of a person on whether its content may be printed. */
  withheld: Generated<boolean | null>;
  withheld_because: Generated<string | null>;
  /** When the request's workflow (or, after its end, the filing of a late answer) took it. */
  delivered_at: string | null;
  recorded_at: Generated<string>;
}

export interface SubmissionFileTable {
  submission_id: string;
  position: number;
  name: string;
  type: string;
  size: number;
  sha256: string;
}

export interface MessageTable {
  id: string;
  request_id: string;
  receipt_id: string | null;
  contact: string | null;
  sender: string;
  received_at: string;
  text: string;
  delivered_at: string | null;
  /** Why it cannot count as the party's word without a person; null where it can. */
  doubt: Generated<string | null>;
  /** What it should have brought and has not. */
  lacks: JSONColumnType<Lack[], string | undefined>;
  /** It counts as an answer by itself once its files are scanned and clean. */
  awaits_scan: Generated<boolean>;
  /** The submission it became when the Coordinator said that it answers. */
  accepted_as: string | null;
  /** What it asks for, as the party or the Coordinator says. */
  ask: AskKind | null;
  /** The date that is asked for, with an extension. */
  until_date: string | null;
}

/** When the Coordinator is away, and who decides meanwhile: `domain/absence.ts`. */
export interface AbsenceTable {
  /** The day on which the Coordinator was back before `until_date`, and who said so. */
  back_date: Generated<string | null>;
  back_by: Generated<string | null>;
  id: string;
  from_date: string;
  until_date: string;
  deputy_name: string;
  deputy_address: string;
  authority: string;
  reason: string;
  recorded_by: string;
  at: string;
}

export interface TaskTable {
  id: string;
  request_id: string | null;
  receipt_id: string | null;
  kind: TaskKind;
  data: JSONColumnType<LogEntry['data']>;
  raised_at: string;
  done_at: string | null;
  done_because: string | null;
}

export interface CaseLogTable {
  request_id: string;
  seq: number;
  key: string;
  kind: LogKind;
  at: string;
  recorded_at: Generated<string>;
  data: JSONColumnType<LogEntry['data']>;
}

export interface DigestTable {
  date: string;
  composed_at: string;
  /** Null where there was nothing to say. */
  mail_out_id: string | null;
}

/** What a digest has told of, so that the next one does not. */
export interface DigestArrivalTable {
  what: 'submission' | 'message' | 'successor';
  id: string;
  digest_date: string;
}

/** Extensions and pauses: `domain/ledger.ts`. */
export interface LedgerTable {
  seq: Generated<number>;
  id: string;
  scope: Scope;
  kind: LedgerEntry['kind'];
  due_date: string | null;
  from_date: string | null;
  until_date: string | null;
  /** Of a pause: what comes from those in scope waits for a person. */
  holds_mail: Generated<boolean>;
  authority: string;
  reason: string;
  recorded_by: string;
  at: string;
  ended_at: string | null;
  ended_by: string | null;
  ended_because: string | null;
}

/** Report dates that were moved, with the date before. */
export interface ReportDateTable {
  id: string;
  cycle_id: string;
  date: string;
  former_date: string;
  authority: string;
  reason: string;
  recorded_by: string;
  at: string;
}

export interface ReportTable {
  id: Generated<number>;
  cycle_id: string;
  sha256: string;
  compiled_at: string;
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
  recorded_by: string;
  at: string;
  recorded_at: Generated<string>;
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
  submission_id: string;
  until_date: string;
  at: string;
}

/** What a mission says of an answer of its capital. */
export interface StandingWordTable {
  id: string;
  seq: Generated<string>;
  submission_id: string;
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
  receipt_id: string;
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
  failing_since: Generated<string | null>;
  trouble: Generated<string | null>;
}

/** A mail of such a folder. `raw_sha256` is null while the server does not give it. */
export interface MailboxMailTable {
  account: string;
  folder: string;
  uidvalidity: string;
  uid: string;
  raw_sha256: string | null;
  fault: string | null;
  tries: Generated<number>;
  at: string;
}

/** What was saved on the form of a request by those who hold the link of a contact, and is not sent yet. */
export interface QuestionnaireDraftTable {
  seq: Generated<string>;
  request_id: string;
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
  at_ms: ColumnType<string, number, number>;
}

/** The installation that the database belongs to: one row at most. */
export interface InstallationTable {
  id: string;
  is_only: Generated<boolean>;
  marked_at: Generated<string>;
}

export interface Schema {
  cycle: CycleTable;
  request: RequestTable;
  dispatch: DispatchTable;
  mail_out: MailOutTable;
  mail_out_request: MailOutRequestTable;
  contact_change: ContactChangeTable;
  receipt: ReceiptTable;
  submission: SubmissionTable;
  submission_file: SubmissionFileTable;
  message: MessageTable;
  task: TaskTable;
  case_log: CaseLogTable;
  digest: DigestTable;
  digest_arrival: DigestArrivalTable;
  report: ReportTable;
  ledger: LedgerTable;
  report_date: ReportDateTable;
  absence: AbsenceTable;
  register_change: RegisterChangeTable;
  file_check: FileCheckTable;
  reading: ReadingTable;
  file_text: FileTextTable;
  mission_copy: MissionCopyTable;
  standing_word: StandingWordTable;
  soft_bounce: SoftBounceTable;
  mailbox: MailboxTable;
  mailbox_mail: MailboxMailTable;
  calendar_reading: CalendarReadingTable;
  questionnaire_draft: QuestionnaireDraftTable;
  sending_place: SendingPlaceTable;
  installation: InstallationTable;
}
