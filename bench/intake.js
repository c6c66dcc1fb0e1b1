/**
 * How many mails a second the door takes: mails of 20 KiB, sixteen connections, each mail on disk and on record before its 250. The
 * intake runs alone, with its PostgreSQL and Temporal on this machine; nothing is read or filed.
 *
 *   npm run bench:intake [-- MAILS]
 */
import { randomBytes } from 'node:crypto';
import nodemailer from 'nodemailer';
import { quantile, startService } from './service.js';

const MAILS = Number(process.argv[2] ?? 3000);
const SENDERS = 16;
const SIZE = 20 * 1024;

const LARGE = 25 * 1024 * 1024;
const LARGE_MAILS = 20;

const service = await startService(['--only', 'intake']);
const transport = nodemailer.createTransport({
  pool: true,
  maxConnections: SENDERS,
  maxMessages: Infinity,
  host: '127.0.0.1',
  port: service.ports.smtp,
  ignoreTLS: true,
});
try {
  await send(200); // the first connections, the first pages of the tables
  const begun = performance.now();
  const waits = await send(MAILS);
  const seconds = (performance.now() - begun) / 1000;
  console.log(
    `${MAILS} mails of ${SIZE / 1024} KiB in ${seconds.toFixed(1)} s: ${(MAILS / seconds).toFixed(0)} a second; from the ` +
      `start of a mail to its 250 ${quantile(waits, 0.5).toFixed(0)} ms in the middle, ${quantile(waits, 0.95).toFixed(0)} ms for 95 of 100`,
  );
  const before = service.memory();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, service.memory())), 20);
  const large = randomBytes((LARGE * 3) / 4)
    .toString('base64')
    .replace(/.{76}/g, '$&\r\n');
  const started = performance.now();
  for (let sent = 0; sent < LARGE_MAILS; sent += 1) await sendOne(`${sent}\r\n${large}`);
  clearInterval(timer);
  console.log(
    `${LARGE_MAILS} mails of ${LARGE / 1024 ** 2} MiB, one after the other: ${((performance.now() - started) / LARGE_MAILS).toFixed(0)} ms each; ` +
      `the service held ${before.toFixed(0)} MiB before and ${most.toFixed(0)} MiB at most`,
  );
} finally {
  transport.close();
  await service.stop();
}

/** Sends so many mails over all connections; returns how long each took, in milliseconds. */
async function send(count) {
  const waits = [];
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const content = randomBytes((SIZE * 3) / 4).toString('base64');
      const begun = performance.now();
      await sendOne(content.replace(/.{76}/g, '$&\r\n'));
      waits.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, one));
  return waits;
}

function sendOne(text) {
  return transport.sendMail({
    envelope: { from: 'sender@ministry.example', to: 'desk@tip-desk.example' },
    raw: `From: sender@ministry.example\r\nTo: desk@tip-desk.example\r\nSubject: load\r\n\r\n${text}\r\n`,
  });
}
