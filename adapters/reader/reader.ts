import { Worker } from 'node:worker_threads';
import type { MailEnvelope } from '../../domain/mail-class.js';
import type { Mail } from '../mime/parsed-mail.js';
import type { ReadingAnswer, ReadingJob, ReadMail } from './job.js';

export type { ReadMail } from './job.js';

/** A mail could not be read: it took too long or too much memory, or a fault of ours met it. Its raw bytes are whole. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** Reads mail apart from the service. */
export interface MailReader {
  /**
   * The mail and its class; `isSuspect` for one that could not be read before: it gets more time, and no other mail waits for it.
   * @throws Unreadable
   */
  read(raw: Buffer, envelope?: MailEnvelope, isSuspect?: boolean): Promise<ReadMail>;
}

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
/** Of the objects that a thread makes; bytes are not among them. The most hungry of 40 MiB need half of it. */
const MEMORY_MB = 768;
/** Nothing is known of how a mail came. */
const NO_ENVELOPE: MailEnvelope = { from: null, recipients: [], domain: '' };

/**
 * What strangers send is read in threads: one that takes too long is ended, and the service has lost nothing but a thread. Threads start
 * with the first mail that they are needed for, and keep no process from ending.
 */
export function createReader(options: ReaderOptions): MailReader {
  const { thread, threads = THREADS, longestMs = LONGEST_MS, longestSuspectMs = LONGEST_SUSPECT_MS } = options;
  const ordinary = createLane(thread, threads, longestMs);
  const suspect = createLane(thread, 1, longestSuspectMs);
  return {
    read: (raw, envelope = NO_ENVELOPE, isSuspect = false) => (isSuspect ? suspect : ordinary)(raw, envelope),
  };
}

type Read = (raw: Buffer, envelope: MailEnvelope) => Promise<ReadMail>;

interface Waiting {
  raw: Buffer;
  envelope: MailEnvelope;
  resolve: (read: ReadMail) => void;
  reject: (fault: Unreadable) => void;
}

/** A row of mails and the threads that take from it. */
function createLane(script: string, threads: number, longestMs: number): Read {
  const waiting: Waiting[] = [];
  const idle: Worker[] = [];
  let running = 0;
  let count = 0;

  function next(): void {
    while (waiting.length > 0 && running < threads) {
      const one = waiting.shift();
      if (one) void take(one);
    }
  }

  async function take({ raw, envelope, resolve, reject }: Waiting): Promise<void> {
    running += 1;
    const worker = idle.pop() ?? startThread(script);
    worker.ref();
    try {
      const answer = await ask(worker, { id: (count += 1), raw, envelope }, longestMs);
      worker.unref();
      idle.push(worker);
      if ('fault' in answer) reject(new Unreadable(answer.fault));
      else resolve({ mail: withBuffers(answer.mail), verdict: answer.verdict });
    } catch (fault) {
      void worker.terminate();
      reject(new Unreadable(fault instanceof Error ? fault.message : String(fault), { cause: fault }));
    } finally {
      running -= 1;
      next();
    }
  }

  return (raw, envelope) =>
    new Promise((resolve, reject) => {
      waiting.push({ raw, envelope, resolve, reject });
      next();
    });
}

function startThread(script: string): Worker {
  const limits = { maxOldGenerationSizeMb: MEMORY_MB };
  const worker = new Worker(script, { resourceLimits: limits, stdout: true, stderr: true });
  // A thread that is being ended may still fail, when nobody waits for it any more.
  return worker.on('error', () => undefined);
}

/** Rejects where the thread ends, fails or takes too long: then it is of no more use. */
function ask(worker: Worker, job: ReadingJob, longestMs: number): Promise<ReadingAnswer> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: ReadingAnswer): void => settle(() => resolve(answer));
    const onError = (fault: Error): void => settle(() => reject(fault));
    const onExit = (): void => settle(() => reject(new Error('the thread that read it ended')));
    const onTimeout = (): void => settle(() => reject(new Error(`it takes longer than ${longestMs / 1000} s to read`)));
    const timer = setTimeout(onTimeout, longestMs);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      act();
    };
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
    worker.postMessage(job);
  });
}

/** Bytes that have passed between threads are bare arrays. */
function withBuffers(mail: Mail): Mail {
  return {
    ...mail,
    enclosed: mail.enclosed === null ? null : withBuffers(mail.enclosed),
    headerBlock: asBuffer(mail.headerBlock),
    attachments: mail.attachments.map((one) => ({ ...one, bytes: asBuffer(one.bytes) })),
  };
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
