import { Worker } from 'node:worker_threads';

/** What is asked of a thread, with what it takes to tell the answer to it from others. */
export type Job<Task> = { id: number } & Task;
/** What a thread answers; `fault` where it could not do it. */
export type Answer<Result> = { id: number } & (Result | { fault: string });

/** A row of jobs, and the threads that take from it. */
export interface Lane<Task, Result> {
  /** Rejects where the thread ends, fails or takes too long. */
  ask(task: Task): Promise<Result>;
  /** Ends the threads; what is being done is rejected. */
  close(): Promise<void>;
}

export interface LaneOptions {
  /** The compiled script of the threads. */
  script: string;
  /** How many jobs are done at once. */
  threads: number;
  /** Milliseconds for a job. */
  longestMs: number;
  /** Of the objects that a thread makes, in MiB; bytes are not among them. */
  memoryMb?: number;
}

/** A job took longer than it may. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** The most hungry mail of 40 MiB needs half of it. */
const MEMORY_MB = 768;

interface Waiting<Task, Result> {
  task: Task;
  resolve: (result: Result) => void;
  reject: (fault: Error) => void;
}

/**
 * Work on what strangers send, in threads: one that takes too long is ended, and the service has lost nothing but a thread. Threads start
 * with the first job that they are needed for, and keep no process from ending.
 */
export function createLane<Task extends object, Result extends object>({
  script,
  threads,
  longestMs,
  memoryMb = MEMORY_MB,
}: LaneOptions): Lane<Task, Result> {
  const waiting: Waiting<Task, Result>[] = [];
  const all = new Set<Worker>();
  const idle: Worker[] = [];
  let running = 0;
  let count = 0;

  function next(): void {
    while (waiting.length > 0 && running < threads) {
      const one = waiting.shift();
      if (one) void take(one);
    }
  }

  async function take({ task, resolve, reject }: Waiting<Task, Result>): Promise<void> {
    running += 1;
    const worker = idle.pop() ?? startThread(script, memoryMb);
    all.add(worker);
    worker.ref();
    try {
      const answer = await answerOf<Task, Result>(worker, { id: (count += 1), ...task }, longestMs);
      worker.unref();
      idle.push(worker);
      if ('fault' in answer) reject(new Error(answer.fault));
      else resolve(answer);
    } catch (fault) {
      all.delete(worker);
      void worker.terminate();
      reject(fault instanceof Error ? fault : new Error(String(fault), { cause: fault }));
    } finally {
      running -= 1;
      next();
    }
  }

  return {
    ask: (task) =>
      new Promise((resolve, reject) => {
        waiting.push({ task, resolve, reject });
        next();
      }),
    close: async () => {
      waiting.splice(0).forEach(({ reject }) => reject(new Error('the service is being ended')));
      idle.length = 0;
      await Promise.all([...all].map((worker) => worker.terminate()));
      all.clear();
    },
  };
}

function startThread(script: string, memoryMb: number): Worker {
  const limits = { maxOldGenerationSizeMb: memoryMb };
  const worker = new Worker(script, { resourceLimits: limits, stdout: true, stderr: true });
  // A thread that is being ended may still fail, when nobody waits for it any more.
  return worker.on('error', () => undefined);
}

/** Rejects where the thread is of no more use. */
function answerOf<Task, Result>(worker: Worker, job: Job<Task>, longestMs: number): Promise<Answer<Result>> {
  return new Promise((resolve, reject) => {
    const onMessage = (answer: Answer<Result>): void => settle(() => resolve(answer));
    const onError = (fault: Error): void => settle(() => reject(fault));
    const onExit = (): void => settle(() => reject(new Error('the thread that read it ended')));
    const onTimeout = (): void =>
      settle(() => reject(new TooLate(`it takes longer than ${longestMs / 1000} s to read`)));
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
export function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
