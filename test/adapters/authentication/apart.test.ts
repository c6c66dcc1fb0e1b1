import path from 'node:path';
import { createAuthenticatorApart } from '../../../adapters/authentication/apart.js';
import { readMail } from '../../../adapters/mime/mail.js';
import { doubtOfProof } from '../../../domain/authentication.js';

const thread = path.resolve('dist/adapters/authentication/thread.js');
const envelope = { envelopeFrom: 'a@nowhere.example', remoteAddress: '127.0.0.1', helo: 'mx.nowhere.example' };
/** Its body is looked at byte by byte, as the signature says; no key is asked for before. */
const SIGNED = 'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=nowhere.example; s=s; h=from; bh=AAAA; b=AAAA';

it('verifies in a thread as without one, and doubts what takes too long while the service goes on', async () => {
  const raw = Buffer.from(`${SIGNED}\r\nFrom: <a@nowhere.example>\r\n\r\nwords${'\n'.repeat(6_000_000)}end`);
  const mail = await readMail(raw);
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 20);
  const proof = await createAuthenticatorApart({ by: 'dns' }, { thread, longestMs: 1_500 })({ raw, mail, ...envelope });
  clearInterval(timer);
  expect(proof).toMatchObject({ by: 'dns', domain: 'nowhere.example', dmarc: 'unknown' });
  expect(doubtOfProof(proof)).not.toBeNull();
  expect(ticks).toBeGreaterThan(20);

  const short = Buffer.from('From: <a@nowhere.example>\r\n\r\nwords');
  const honest = await createAuthenticatorApart(
    { by: 'dns' },
    { thread },
  )({
    raw: short,
    mail: await readMail(short),
    ...envelope,
  });
  expect(honest).toMatchObject({ by: 'dns', domain: 'nowhere.example' });
  expect(honest?.ambiguity).toBeUndefined();
});

it('asks no thread where nothing is to be verified', async () => {
  const raw = Buffer.from('From: <a@nowhere.example>\r\n\r\nwords');
  const authenticate = createAuthenticatorApart({ by: 'off' }, { thread: 'none' });
  await expect(authenticate({ raw, mail: await readMail(raw), ...envelope })).resolves.toBeNull();
});
