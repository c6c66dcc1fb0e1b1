import type { FileFinding } from '../../domain/file-check.js';
import type { FileText } from '../../domain/file-text.js';

/** Reads the words of files apart from the service. */
export interface FileTextReader {
  /** Never rejects on what strangers send: a file that ends its thread is unreadable, one that keeps it busy has timed out. */
  read(bytes: Buffer): Promise<FileText>;
  /** Ends the threads; what is being read is rejected, since that says nothing of the file. */
  close(): Promise<void>;
}

/** What is to be thought of a file, and whether a scanner has seen it: an archive that nobody can open is judged without one. */
export interface Inspection {
  finding: FileFinding;
  isScanned: boolean;
}

/** Says what is to be thought of a file. Never throws on what strangers send. */
export type Inspector = (file: { name: string; bytes: Buffer }) => Promise<Inspection>;
