import { parentPort } from 'node:worker_threads';
import { classMail } from '../../domain/mail-class.js';
import { readMail } from '../mime/mail.js';
import type { ReadingAnswer, ReadingJob } from './job.js';
import { tryRules } from './trial.js';

/* The thread in which mails are read, one after the other. It knows nothing but bytes; whoever started it ends it where it takes too long. */

parentPort?.on('message', (job: ReadingJob) => {
  void answer(job).then((one) => parentPort?.postMessage(one));
});

async function answer({ id, raw, envelope }: ReadingJob): Promise<ReadingAnswer> {
  try {
    const mail = await readMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
    const verdict = classMail(mail, envelope);
    tryRules(mail);
    return { id, mail, verdict };
  } catch (fault) {
    return { id, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
  }
}
