import nodemailer from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { readMail } from '../../../adapters/mime/mail.js';
import { wrapTnef } from '../../../adapters/mime/tnef.js';
import { classMail } from '../../../domain/mail-class.js';
import { readAuthentication, readMatch } from '../../../domain/mail-explain.js';
import { previewOf } from '../../../domain/reply-preview.js';
import { hostileMails } from '../../world/hostile.js';
import { MUTATIONS, randomOf } from '../../world/mutation.js';
import { readCorpus } from './corpus.js';

/*
 * Broken mail of every kind: whatever bytes come, they are read, classed and previewed without a crash, a hang or memory without
 * bounds. COORDINATOR_FUZZ_MAILS says how many (`npm run bench:fuzz` reads 100,000), COORDINATOR_FUZZ_SEED which ones.
 */
const MAILS = Number(process.env.COORDINATOR_FUZZ_MAILS ?? '3000');
const SEED = Number(process.env.COORDINATOR_FUZZ_SEED ?? '19');
/** The long run, on a machine of its own, is held to two seconds; among other tests a mail may wait for them. */
const HANG_MS = MAILS > 3000 ? 2_000 : 10_000;
/** By so much the process may grow, whatever ran in it before. */
const GROWTH_BYTES = 1_000 * 1024 * 1024;
/** A mail of the corpus that is larger is left out as a seed: mutations of headers and structure are wanted. */
const LARGEST_SEED = 200_000;
/** Of what a hostile mail repeats. */
const HOSTILE_BYTES = 16 * 1024;

const OURS: SendMailOptions[] = [
  { subject: 'Re: note', text: 'See the file.', attachments: [{ filename: 'answer.pdf', content: '%PDF-1.4' }] },
  { subject: '=?utf-8?B?w7E=?=', html: '<p>Estimados</p><blockquote>note</blockquote>', text: 'Estimados\n\n> note' },
  {
    subject: 'Undelivered Mail Returned to Sender',
    headers: { 'Auto-Submitted': 'auto-replied' },
    text: '550 5.1.1 <x@y.example>: user unknown',
    attachments: [
      {
        contentType: 'message/delivery-status',
        content: 'Reporting-MTA: dns; mx\n\nFinal-Recipient: rfc822; x@y.example\nAction: failed\nStatus: 5.1.1\n',
      },
    ],
  },
  {
    subject: 'packed',
    text: 'begin 644 a.txt\n#86)C\n`\nend\n',
    attachments: [{ filename: 'winmail.dat', content: 'x' }],
  },
];

async function seeds(): Promise<Buffer[]> {
  const composer = nodemailer.createTransport({ streamTransport: true, buffer: true });
  const own = await Promise.all(
    OURS.map(async (mail) => {
      const { message } = await composer.sendMail({ from: 'a@capital.example', to: 'r@desk.example', ...mail });
      return message as Buffer;
    }),
  );
  const given = [...hostileMails(HOSTILE_BYTES), ...readCorpus('.')].map(({ raw }) => raw);
  return [...own, ...given.filter(({ length }) => length <= LARGEST_SEED)];
}

it(
  'is read whatever its bytes are, in bounded time and memory',
  async () => {
    const all = await seeds();
    const before = process.memoryUsage().rss;
    const random = randomOf(SEED);
    const slow: string[] = [];
    let slowest = 0;
    for (let index = 0; index < MAILS; index += 1) {
      let raw = all[random(all.length)] ?? Buffer.alloc(0);
      for (let count = random(4); count >= 0; count -= 1) {
        const mutate = MUTATIONS[random(MUTATIONS.length)];
        if (mutate) raw = mutate(raw, random, all[random(all.length)] ?? raw);
      }
      const begun = performance.now();
      await read(raw, index);
      const took = performance.now() - begun;
      slowest = Math.max(slowest, took);
      if (took > HANG_MS) slow.push(`mail ${index} of seed ${SEED} took ${took.toFixed(0)} ms`);
    }
    expect(slow).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(GROWTH_BYTES);
    if (MAILS > 3000)
      process.stdout.write(
        `${MAILS} mails of ${all.length} seeds: the slowest took ${slowest.toFixed(0)} ms; resident ` +
          `${(process.memoryUsage().rss / 1024 / 1024).toFixed(0)} MiB\n`,
      );
  },
  120_000 + MAILS * 20,
);

async function read(raw: Buffer, index: number): Promise<void> {
  try {
    const mail = await readMail(wrapTnef(raw));
    const verdict = classMail(mail, { from: null, recipients: [], domain: 'desk.example' });
    expect(typeof verdict.class).toBe('string');
    previewOf(mail.text);
    readMatch(mail);
    readAuthentication(mail);
  } catch (fault) {
    throw new Error(`mail ${index} of seed ${SEED} is not read: ${String(fault)}`, { cause: fault });
  }
}
