import { isTextWanted } from '../../domain/file-text.js';
import type { FileText } from '../../domain/file-text.js';
import type { FileTextReader } from '../ports/file-reader.js';

/** Where the words of files are kept, by the hash of the file. */
export interface FileTextStore {
  find(sha256: string): Promise<FileText | null>;
  /** Keeps the words of a file in the place of what an older reader has read. The same words may be saved again. */
  save(sha256: string, text: FileText): Promise<void>;
}

export interface FileTextsDeps {
  texts: FileTextStore;
  textReader: FileTextReader;
}

/** A mail of five hundred files is not held up for longer: files beyond are read when their words are wanted. */
const LONGEST_MS = 60_000;

/** The words of received files: read once for all mails that bring the same file. */
export function createFileTexts({ texts, textReader }: FileTextsDeps) {
  /** The words of a file, from its bytes only where nobody has read them, or an older reader did. */
  async function read(file: { sha256: string; bytes: Buffer }): Promise<FileText> {
    const kept = await texts.find(file.sha256);
    if (kept !== null && !isTextWanted(kept)) return kept;
    const text = await textReader.read(file.bytes);
    await texts.save(file.sha256, text);
    return text;
  }

  return {
    read,

    /** Reads one file after the other, as far as the time allows. */
    async readAll(files: readonly { sha256: string; bytes: Buffer }[]): Promise<void> {
      const until = performance.now() + LONGEST_MS;
      for (const file of files) {
        if (performance.now() > until) return;
        await read(file);
      }
    },
  };
}

export type FileTexts = ReturnType<typeof createFileTexts>;
