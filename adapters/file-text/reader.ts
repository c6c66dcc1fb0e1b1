import { FILE_TEXT_BOUNDS, withoutText } from '../../domain/file-text.js';
import type { FileTextReader } from '../../office/ports/file-reader.js';
import { createLane, TooLate } from '../thread/lane.js';
import type { FileTextResult, FileTextTask } from './job.js';

export interface FileTextReaderOptions {
  /** The compiled `thread.js` of this folder. */
  thread: string;
  /** Milliseconds for a file, beyond those after which the thread ends by itself. */
  longestMs?: number;
  /** How many files are read at once. */
  threads?: number;
}

const THREADS = 2;
/** Of one page, at the end of which the thread looks at the clock. */
const LAST_PAGE_MS = 10_000;
/** Of objects, in MiB: the words of a file, and a workbook's shared ones. What PDFium takes is bounded in `pdfium.ts`. */
const MEMORY_MB = 384;

/** Reads files in threads apart from those that read mail: no file keeps the mail that it came with from being filed. */
export function createFileTextReader(options: FileTextReaderOptions): FileTextReader {
  const { thread: script, threads = THREADS, longestMs = FILE_TEXT_BOUNDS.milliseconds + LAST_PAGE_MS } = options;
  const lane = createLane<FileTextTask, FileTextResult>({ script, threads, longestMs, memoryMb: MEMORY_MB });
  let isClosing = false;
  return {
    async read(bytes) {
      try {
        return (await lane.ask({ bytes })).text;
      } catch (fault) {
        if (isClosing) throw fault;
        return withoutText(null, fault instanceof TooLate ? 'timedOut' : 'unreadable');
      }
    },
    async close() {
      isClosing = true;
      await lane.close();
    },
  };
}
