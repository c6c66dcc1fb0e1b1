import type { FileText } from '../../domain/file-text.js';

/** What the thread is asked to read. */
export interface FileTextTask {
  bytes: Uint8Array;
}

export interface FileTextResult {
  text: FileText;
}
