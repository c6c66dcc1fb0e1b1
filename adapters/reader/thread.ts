import { parentPort } from 'node:worker_threads';
import { readMailWords } from '../../domain/admission/mail.js';
import { classMail } from '../../domain/mail-class.js';
import type { ReadMail } from '../../office/ports/mail-reader.js';
import type { Mail } from '../../office/ports/parsed-mail.js';
import { readMail } from '../mime/mail.js';
import { asBuffer } from '../thread/lane.js';
import type { Answer, Job } from '../thread/lane.js';
import type { ReadingTask } from './job.js';
import { tryRules } from './trial.js';

/* The thread in which mails are read, one after the other. It knows nothing but bytes; whoever started it ends it where it takes too long. */

/** Rules run once more in the service, where nothing ends them: words that keep them busy for so long go to a person. */
const LONGEST_TRIAL_MS = 8_000;

parentPort?.on('message', (job: Job<ReadingTask>) => {
  void answer(job).then((one) => parentPort?.postMessage(one));
});

async function answer({ id, raw, envelope }: Job<ReadingTask>): Promise<Answer<ReadMail>> {
  try {
    const mail = await readMail(asBuffer(raw));
    const verdict = classMail(mail, envelope);
    const begun = performance.now();
    const words = readMailWords(mail);
    tryRules(mail);
    const attached = await readAttached(mail);
    if (attached !== null) tryRules(attached);
    const took = performance.now() - begun;
    if (took > LONGEST_TRIAL_MS) return { id, fault: `its words take ${Math.round(took / 1000)} s to judge` };
    return { id, mail, attached, verdict, words };
  } catch (fault) {
    return { id, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
  }
}

/** The first mail that is attached to a mail, read as one that had come by itself; null where there is none. */
async function readAttached({ attachments }: Mail): Promise<Mail | null> {
  const first = attachments.find(({ role }) => role === 'message');
  return first === undefined ? null : readMail(first.bytes);
}
