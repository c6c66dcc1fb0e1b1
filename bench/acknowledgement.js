/**
 * How long an official waits: from the 250 that an answer is told to the arrival of its acknowledgement at the mail server, at five
 * answers a second, with everything running on this machine. And what an answer costs of the machine, this bench included.
 *
 *   npm run bench:acknowledgement [-- ANSWERS]
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import nodemailer from 'nodemailer';
import { quantile, startService } from './service.js';

const ANSWERS = Number(process.argv[2] ?? 300);
const EVERY_MS = 200;
const QUIET_MS = 120_000;

const service = await startService();
const mailbox = `http://127.0.0.1:${service.ports.mailbox}/api/mails`;
const get = async (path = '') => (await fetch(`${mailbox}${path}`)).json();
const transport = nodemailer.createTransport({ host: '127.0.0.1', port: service.ports.smtp, ignoreTLS: true });
try {
  await until(async () => (await get()).length >= 66, 'the first notes have not left');
  const notes = await Promise.all(
    (await get()).filter((mail) => /\/request\//.test(mail.messageId)).map(({ id }) => get(`/${id}`)),
  );
  const idle = await busyMs(5_000);
  const before = busyTicks();
  const begun = performance.now();
  const taken = new Map();
  const sending = [];
  for (let index = 0; index < ANSWERS; index += 1) {
    await delay(Math.max(0, begun + index * EVERY_MS - performance.now()));
    sending.push(answer(notes[index % notes.length], index, taken));
  }
  await Promise.all(sending);
  const isReceipt = (mail) => /\/acknowledgement\//.test(mail.messageId ?? '');
  await until(async () => (await get()).filter(isReceipt).length >= ANSWERS, 'not every answer was acknowledged');
  const seconds = (performance.now() - begun) / 1000;
  const cost = (busyTicks() - before) * 10 - idle * seconds;
  const receipts = await Promise.all((await get()).filter(isReceipt).map(({ id }) => get(`/${id}`)));
  const waits = receipts.map(
    ({ receivedAt, inReplyTo }) => Date.parse(receivedAt) - (taken.get(inReplyTo[0]) ?? Number.NaN),
  );
  const at = (share) => `${quantile(waits, share).toFixed(0)} ms`;
  console.log(
    `${ANSWERS} answers at ${1000 / EVERY_MS} a second, ${receipts.length} acknowledged: ${at(0.5)} in the middle, ${at(0.95)} for ` +
      `95 of 100, ${at(1)} at most; ${(cost / ANSWERS).toFixed(0)} ms of processor an answer`,
  );
  if (quantile(waits, 0.95) >= 1000) process.exitCode = 1;
} finally {
  transport.close();
  await service.stop();
}

/** Answers a note with a file of 20 KiB, and keeps the moment of the 250. */
async function answer(note, index, taken) {
  const messageId = `bench-${index}@capital.example`;
  await transport.sendMail({
    from: note.to[0],
    to: note.replyTo[0],
    subject: `Re: ${note.subject}`,
    messageId: `<${messageId}>`,
    text: `Answer ${index}`,
    attachments: [{ filename: 'report.pdf', content: randomBytes(20 * 1024) }],
  });
  taken.set(messageId, Date.now());
}

async function until(holds, otherwise) {
  const end = performance.now() + QUIET_MS;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(otherwise);
    await delay(250);
  }
}

/** What the machine does without us, in milliseconds of processor a second. */
async function busyMs(duration) {
  const before = busyTicks();
  await delay(duration);
  return ((busyTicks() - before) * 10) / (duration / 1000);
}

/** Hundredths of a second that all processors have worked since the machine started (Linux). */
function busyTicks() {
  const [user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
    .split('\n')[0]
    .trim()
    .split(/\s+/)
    .slice(1)
    .map(Number);
  return user + nice + system + irq + softirq;
}
