import type { CycleRecord } from './cycles.js';
import type { Message } from './messages.js';
import type { EarlierNote, MailOut } from './outbox.js';
import type { Receipt } from './receipts.js';
import type { Report } from './reports.js';
import type { LogRecord, RequestRecord } from './requests.js';
import type { FiledSubmission } from './submissions.js';
import type { Task } from './tasks.js';

/** A request as a line of the overview. */
export interface RequestLine {
  request: RequestRecord;
  parts: number;
  versions: number;
  last: LogRecord | null;
}

/** Everything on record of one request. */
export interface RequestFile {
  request: RequestRecord;
  cycle: CycleRecord;
  log: LogRecord[];
  mailsOut: (MailListRow & { rung: string })[];
  mailsIn: Receipt[];
  submissions: FiledSubmission[];
  messages: Message[];
  tasks: Task[];
}

/** What a party's own page may show: the mail that carried the link, and its requests. */
export interface AnswerFile {
  mail: MailOut;
  requests: RequestRecord[];
  submissions: FiledSubmission[];
}

/** A sent mail without its words. */
export type MailListRow = Pick<
  MailOut,
  | 'id'
  | 'kind'
  | 'party'
  | 'contact'
  | 'toName'
  | 'toAddress'
  | 'subject'
  | 'datedAt'
  | 'status'
  | 'attempts'
  | 'isPerhapsDoubled'
  | 'reply'
  | 'sentAt'
>;

/** A page of a long list; `hasMore` says that another follows. */
export interface ListPage<Row> {
  rows: Row[];
  hasMore: boolean;
}

/** What the desk and the parties' pages read. Nothing here writes. */
export interface DeskQueries {
  /** Throws when the database does not answer. */
  ping(): Promise<void>;

  findSubmissions: (requestIds: string[]) => Promise<FiledSubmission[]>;

  findLines(cycleId: string): Promise<RequestLine[]>;

  /** Decisions that wait in a cycle, and those on mail that belongs to no request; oldest first. */
  findOpenTasks(cycleId: string): Promise<Task[]>;

  /** How many decisions wait in every other cycle that has any. */
  countTasksElsewhere(cycleId: string): Promise<{ cycleId: string; count: number }[]>;

  /** Messages by id, for the tasks that name them. */
  findMessages(ids: string[]): Promise<Message[]>;

  findRequestFile(id: string): Promise<RequestFile | null>;

  /** The notes on a request that have left, oldest first. */
  findNotesSent(requestId: string): Promise<EarlierNote[]>;

  /** Requests of a cycle whose notes wait for release. */
  findAwaitingRelease(cycleId: string): Promise<RequestRecord[]>;

  /** Received mail that waits for a person, held, failed or not yet handled: newest first; pages count from 1. */
  findWaitingReceipts(page: number): Promise<ListPage<Receipt>>;

  /** All received mail, newest first; pages count from 1. */
  findReceipts(page: number): Promise<ListPage<Receipt>>;

  findReceipt(id: string): Promise<{ receipt: Receipt; tasks: Task[] } | null>;

  /** All sent mail, newest first; pages count from 1. */
  findSentMails(page: number): Promise<ListPage<MailListRow>>;

  findSentMail(id: string): Promise<{ mail: MailOut; requestIds: string[] } | null>;

  /** Reports of all cycles, newest first. */
  findReports(): Promise<Report[]>;

  findReport(id: number): Promise<Report | undefined>;

  /** What the link of a mail opens; null where no such mail is on record. */
  findAnswerFile(mailOutId: string): Promise<AnswerFile | null>;

  /**
   * The name under which a document came in, for its download; null where it is not known by one. Equal bytes may have come under
   * several: the one that is asked for counts, if it is on record, so that no link can give a file a name of its own.
   */
  findDocumentName(sha256: string, asked: string): Promise<string | null>;
}
