import type { MailEnvelope } from '../../domain/mail-class.js';
import { Unreadable } from '../../office/ports/mail-reader.js';
import type { MailReader, ReadMail } from '../../office/ports/mail-reader.js';
import type { Mail } from '../../office/ports/parsed-mail.js';
import { asBuffer, createLane } from '../thread/lane.js';
import type { ReadingTask } from './job.js';

export interface ReaderOptions {
  /** The compiled `thread.js` of this folder. */
  thread: string;
  /** Milliseconds for a mail; the slowest of 100,000 mutated ones took 66, one of 40 MiB some seconds. */
  longestMs?: number;
  /** The same for a suspect one. */
  longestSuspectMs?: number;
  /** How many mails are read at once; one more may be that is suspect. */
  threads?: number;
}

const LONGEST_MS = 15_000;
const LONGEST_SUSPECT_MS = 60_000;
const THREADS = 3;
/** Nothing is known of how a mail came. */
const NO_ENVELOPE: MailEnvelope = { from: null, recipients: [], domain: '' };

/** Reads what strangers send in threads (`lane.ts`). */
export function createReader(options: ReaderOptions): MailReader {
  const { thread: script, threads = THREADS, longestMs = LONGEST_MS, longestSuspectMs = LONGEST_SUSPECT_MS } = options;
  const ordinary = createLane<ReadingTask, ReadMail>({ script, threads, longestMs });
  const suspect = createLane<ReadingTask, ReadMail>({ script, threads: 1, longestMs: longestSuspectMs });
  return {
    async read(raw, envelope = NO_ENVELOPE, isSuspect = false) {
      try {
        const { mail, attached, ...rest } = await (isSuspect ? suspect : ordinary).ask({ raw, envelope });
        return { mail: withBuffers(mail), attached: attached && withBuffers(attached), ...rest };
      } catch (fault) {
        throw new Unreadable(fault instanceof Error ? fault.message : String(fault), { cause: fault });
      }
    },
    async close() {
      await Promise.all([ordinary.close(), suspect.close()]);
    },
  };
}

function withBuffers(mail: Mail): Mail {
  return {
    ...mail,
    enclosed: mail.enclosed === null ? null : withBuffers(mail.enclosed),
    headerBlock: asBuffer(mail.headerBlock),
    attachments: mail.attachments.map((one) => ({ ...one, bytes: asBuffer(one.bytes) })),
  };
}
