import type { UseSaid } from '../../domain/publication.js';
import type { Answers } from '../../domain/questionnaire.js';
import type { SubmissionKind } from '../../domain/request-state.js';

/** What was sent in answer. */
export interface Submission {
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
  kind: SubmissionKind;
  /** When a person said that it was filed for the request by mistake; it counts nowhere since. */
  withdrawnAt: string | null;
  withdrawnBecause: string | null;
  /** Who said so; null in rows from before, whose reason begins with it. */
  withdrawnBy: string | null;
  /** The member of the office who forwarded it to the desk. */
  forwardedBy: string | null;
  /** Field by field, where it was given on the form; null for words and files alone. */
  answers: Answers | null;
  /** The last word of a person on whether its content may be printed. */
  withheld: boolean | null;
  withheldBecause: string | null;
  /** When the request's workflow (or, after its end, the filing of a late answer) took it. */
  deliveredAt: string | null;
  recordedAt: string;
}

/** A file of an answer. */
export interface SubmissionFile {
  submissionId: string;
  position: number;
  name: string;
  type: string;
  size: number;
  sha256: string;
}

/** An answer to be filed; its place among the versions and parts is found under the request's lock. */
export interface NewSubmission {
  id: string;
  requestId: string;
  via: Submission['via'];
  receiptId: string | null;
  contact: string | null;
  sender: string;
  receivedAt: string;
  text: string;
  /** An answer like any other when left out. */
  kind?: SubmissionKind;
  /** The member of the office who forwarded it. */
  forwardedBy?: string | null;
  /** Field by field, where it was given on the form. */
  answers?: Answers | null;
  files: { name: string; type: string; size: number; sha256: string }[];
}

/** An answer as the matrix of a duty lays it out. */
export type GivenAnswer = Pick<Submission, 'answers' | 'text' | 'withheld' | 'withheldBecause'> & {
  party: string;
  request: string;
  submission: string;
  receivedAt: string;
  obligation: string;
};

/** An answer with its files, in the order of the sender. */
export interface FiledSubmission {
  submission: Submission;
  files: SubmissionFile[];
}

/** Answers, each with its version, its part and its files. What was filed by mistake stays and counts nowhere. */
export interface Submissions {
  /**
   * Files an answer with the next version or part of its sender. An id that is on record is returned as it stands; so is the
   * sender's newest answer where a mail brings the same text and files once more: nobody is recorded twice for pressing Send twice.
   */
  fileSubmission(
    submission: NewSubmission,
    handled: { receiptId: string; at: string; detail: string } | null,
  ): Promise<Submission>;

  /** The newest answer of a sender to a request. */
  findNewest(requestId: string, sender: string): Promise<Submission | undefined>;

  findSubmission(id: string): Promise<{ submission: Submission; files: SubmissionFile[] } | null>;

  /** The newest answer that any party has given to a cycle and that counts. */
  findNewestOf(cycleId: string): Promise<{ id: string; party: string; receivedAt: string } | undefined>;

  /** What was answered to some duties and counts, nil returns left out; oldest first. */
  findAnswersTo(obligations: readonly string[]): Promise<GivenAnswer[]>;

  /** The words of answers and the names of their files in their order, by the ids of the answers. */
  findWordsAndFiles(ids: readonly string[]): Promise<Map<string, { text: string; files: string[] }>>;

  /** The answers that a mail was filed as and that still count. */
  findSubmissionsOf(receiptId: string): Promise<Submission[]>;

  /** Whether a submission was made of a message that could not count without a person: its sender has not been acknowledged. */
  isOfDoubt(submissionId: string): Promise<boolean>;

  /** How often a mail was taken away from a request. */
  countWithdrawn(receiptId: string, requestId: string): Promise<number>;

  /** A person's word that an answer was filed by mistake: it stays on record and counts nowhere. Returns whether it counted. */
  withdraw(submissionId: string, said: { at: string; by: string; because: string }): Promise<boolean>;

  /** Answers that were taken away before `before` and whose workflow has not heard of it. */
  findUntold(before: string, limit: number): Promise<string[]>;

  /** Corrects how a closed request was closed, and since when it is answered, once an answer was taken away (`closedWithout`). */
  correctWithdrawn(requestId: string, at: string): Promise<void>;

  /**
   * An answer that was at our door before the closing, and that only we were slow to deliver, makes a closed request an
   * answered one. Changes nothing otherwise.
   */
  correctClosing(requestId: string, receivedAt: string, at: string, kind: SubmissionKind): Promise<void>;

  /** The Coordinator's word whether all that a request has received is a part: no reminder is claimed after a full answer. */
  markPart(requestId: string, isPart: boolean): Promise<void>;

  /** A person's word on whether the content of an answer may be printed, above the form and every mark; the log keeps each word. */
  sayUse(submissionId: string, said: UseSaid & { by: string; at: string }): Promise<void>;
}
