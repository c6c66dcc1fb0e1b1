import type { FileFinding } from '../../domain/file-check.js';

/** What the scanner has said of a file: one that is `infected`, or `unscanned` until it has seen it, is not handed out. */
export interface FileVerdict {
  sha256: string;
  verdict: 'clean' | 'infected' | 'unscanned';
  because: string;
  at: string;
}

/** A file by what it holds, and one of the names that it came under. */
export interface ReceivedFile {
  sha256: string;
  name: string;
}

/** An answer that counts, and a file of it that must not be handed out. */
export interface InfectedAnswer {
  submissionId: string;
  because: string;
}

/** What the scanner has said of stored files, by their hash. */
export interface FileVerdicts {
  find(sha256: string): Promise<FileVerdict | undefined>;

  /** What is infected stays so: a scanner that no longer knows a virus has not cleaned the file. */
  save(check: FileVerdict): Promise<void>;

  /** No scanner is there to wait for. */
  clear(sha256: string): Promise<void>;

  /** Files that the scanner could not see when they came, the longest waiting first. */
  findUnscanned(limit: number): Promise<string[]>;

  /** Files that came while there was no scanner, and after them those that it could not see, the longest waiting first. */
  findUnseen(limit: number): Promise<ReceivedFile[]>;

  /** Whether somebody sent it: what the office has written itself is not scanned. */
  isReceived(sha256: string): Promise<boolean>;

  /** Says on each mail that brought a file what is thought of it since. */
  note(sha256: string, finding: FileFinding): Promise<void>;

  /** Answers that count although the scanner finds something in a file of theirs, and of which no person has been told. */
  findInfectedAnswers(limit: number): Promise<InfectedAnswer[]>;
}
