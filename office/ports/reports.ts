import type { IsoDate } from '../../domain/mandate.js';
import type { StandingFinding } from '../../domain/standing.js';
import type { CycleRecord } from './cycles.js';
import type { RequestRecord } from './requests.js';
import type { FiledSubmission } from './submissions.js';

/** A report that was compiled. */
export interface Report {
  id: number;
  cycleId: string;
  sha256: string;
  compiledAt: string;
  because: string;
}

/** A message that the Coordinator has not taken for a reply. */
export interface OpenMessage {
  requestId: string;
  receivedAt: string;
}

/** A note or letter that a mail server took. */
export interface SentPost {
  requestId: string;
  rung: string;
  kind: 'note' | 'letter';
  datedAt: string;
}

/** Everything on record that a report tells. */
export interface ReportRecord {
  cycle: CycleRecord;
  requests: RequestRecord[];
  submissions: FiledSubmission[];
  messages: OpenMessage[];
  posts: SentPost[];
  /** Of answers that were copied to a mission, on the day of the instant. */
  standings: Map<string, StandingFinding>;
}

/** Reports, and the record of a cycle that they are compiled from. */
export interface Reports {
  /** The report of a cycle that was compiled for an instant of business time. */
  findReport: (cycleId: string, compiledAt: string) => Promise<Report | undefined>;

  /** The record of a cycle as of an instant, which falls on `today` at headquarters, all seen at one moment; null where there is no such cycle. */
  findRecord(cycleId: string, at: string, today: IsoDate): Promise<ReportRecord | null>;

  /** Writes a report, once for a cycle and an instant; a repeat returns the first. */
  fileReport(report: { cycleId: string; sha256: string; at: string; because: string }): Promise<Report>;
}
