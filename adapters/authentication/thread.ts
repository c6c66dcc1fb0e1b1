import { parentPort } from 'node:worker_threads';
import type { ReceivedMail } from '../../office/ports/authenticator.js';
import { asBuffer } from '../thread/lane.js';
import type { Answer, Job } from '../thread/lane.js';
import type { FoundProof } from './apart.js';
import { createAuthenticator } from './authenticator.js';

/* The thread in which signatures are verified by the DNS: every byte of a mail is looked at, in the manner that its sender chooses. */

const authenticate = createAuthenticator({ by: 'dns' });

parentPort?.on('message', (job: Job<ReceivedMail>) => {
  void answer(job).then((one) => parentPort?.postMessage(one));
});

async function answer({ id, raw, mail, ...envelope }: Job<ReceivedMail>): Promise<Answer<FoundProof>> {
  const given = { from: mail.from, headerBlock: asBuffer(mail.headerBlock) };
  return { id, proof: await authenticate({ ...envelope, raw: asBuffer(raw), mail: given }) };
}
