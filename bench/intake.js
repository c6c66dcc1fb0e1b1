/**
 * How many mails a second the door takes: mails of 20 KiB, sixteen connections, each mail on disk and on record before its 250. The
 * intake runs alone, with its PostgreSQL and Temporal on this machine; nothing is read or filed.
 *
 *   npm run bench:intake [-- MAILS]
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import nodemailer from 'nodemailer';

const MAILS = Number(process.argv[2] ?? 3000);
const SENDERS = 16;
const SIZE = 20 * 1024;

const NAMES = ['web', 'smtp', 'mailbox', 'mailbox-smtp', 'temporal', 'temporal-ui', 'postgres'];
const ports = Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await freePort()])));
const data = await mkdtemp(path.join(tmpdir(), 'coordinator-intake-'));
const options = NAMES.flatMap((name) => [`--${name}-port`, String(ports[name])]);
const service = spawn(process.execPath, ['bin/coordinator.js', 'start', '--only', 'intake', ...options], {
  env: { ...process.env, COORDINATOR_DATA: data },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  await untilReady(service);
  const transport = nodemailer.createTransport({
    pool: true,
    maxConnections: SENDERS,
    maxMessages: Infinity,
    host: '127.0.0.1',
    port: ports.smtp,
    ignoreTLS: true,
  });
  await send(transport, 200); // the first connections, the first pages of the tables
  const begun = performance.now();
  const waits = await send(transport, MAILS);
  const seconds = (performance.now() - begun) / 1000;
  transport.close();
  waits.sort((a, b) => a - b);
  const at = (share) => waits[Math.floor(waits.length * share)].toFixed(0);
  console.log(
    `${MAILS} mails of ${SIZE / 1024} KiB in ${seconds.toFixed(1)} s: ${(MAILS / seconds).toFixed(0)} a second; ` +
      `from the start of a mail to its 250 ${at(0.5)} ms in the middle, ${at(0.95)} ms for 95 of 100`,
  );
} finally {
  service.kill('SIGINT');
  await new Promise((resolve) => service.once('exit', resolve));
  await rm(data, { recursive: true, force: true });
}

/** Sends so many mails over all connections; returns how long each took, in milliseconds. */
async function send(transport, count) {
  const waits = [];
  let left = count;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const content = randomBytes((SIZE * 3) / 4).toString('base64');
      const begun = performance.now();
      await transport.sendMail({
        envelope: { from: 'sender@ministry.example', to: 'desk@tip-desk.example' },
        raw: `From: sender@ministry.example\r\nTo: desk@tip-desk.example\r\nSubject: load\r\n\r\n${content.replace(/.{76}/g, '$&\r\n')}\r\n`,
      });
      waits.push(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, one));
  return waits;
}

function untilReady(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (/^Ready/m.test(output)) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${output}`)));
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
