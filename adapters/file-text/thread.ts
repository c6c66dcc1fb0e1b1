import { parentPort } from 'node:worker_threads';
import { asBuffer } from '../thread/lane.js';
import type { Answer, Job } from '../thread/lane.js';
import { readFileText } from './file-text.js';
import type { FileTextResult, FileTextTask } from './job.js';

/* The thread in which the words of files are read, one after the other; whoever started it ends it where one takes too long. */

parentPort?.on('message', (job: Job<FileTextTask>) => {
  void answer(job).then((one) => parentPort?.postMessage(one));
});

async function answer({ id, bytes }: Job<FileTextTask>): Promise<Answer<FileTextResult>> {
  return { id, text: await readFileText(asBuffer(bytes)) };
}
