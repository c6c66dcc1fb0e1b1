import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '../../adapters/postgres/database.js';
import { install } from '../world/installation.js';
import type { Installation, Run } from '../world/installation.js';
import { hostileMails } from '../world/hostile.js';
import { deliver, queueMail } from '../world/mail-system.js';
import type { Delivered } from '../world/mail-system.js';
import { openMailboxReader } from '../world/mailbox-reader.js';
import type { MailLine } from '../world/mailbox-reader.js';
import { randomnessOf } from '../world/randomness.js';

/*
 * A flood of answers while the service and the Temporal server are killed: every mail that was told 250 is on record, once, and
 * acknowledged under one Message-ID. `npm run test:long` sends twice as many, COORDINATOR_LOAD_MAILS
 * makes the flood larger still (`npm run bench:load` sends 10,000), COORDINATOR_LOAD_SEED chooses other points for the kills.
 */
const USUAL = process.env.COORDINATOR_LONG === undefined ? '150' : '300';
const MAILS = Number(process.env.COORDINATOR_LOAD_MAILS ?? USUAL);
const SEED = process.env.COORDINATOR_LOAD_SEED ?? '2004';
const SENDERS = 16;
const KILLS = MAILS <= 300 ? 4 : 12;
/** A quarter of a second a mail from the first until all is quiet on an idle machine, half as much again, and three minutes for the kills. */
const STORY_MS = MAILS * 375 + 180_000;

interface Sent extends Delivered {
  sha256: string;
  from: string;
}

let service: Installation;
let run: Run;
let record: Database;
let sent: Sent[];
let hostile: string[];
let seconds: { sending: number; draining: number };
const kills: string[] = [];

beforeAll(async () => {
  service = await install();
  run = service.start();
  await run.untilReady();
  record = await service.record();
  const notes = await untilNotes();
  const begun = performance.now();
  const flood = sendAll(notes);
  const attack = sendHostile(notes[0]?.to ?? '');
  attack.catch(() => undefined); // awaited with the flood
  flood.catch(() => undefined); // awaited below, after the kills
  await killAll(() => begun);
  sent = await flood;
  hostile = await attack;
  const through = performance.now();
  await untilQuiet();
  seconds = { sending: (through - begun) / 1000, draining: (performance.now() - through) / 1000 };
  process.stdout.write(
    `COORDINATOR_LOAD_SEED=${SEED}, killed: ${kills.join(', ')}. ${sent.length} mails were taken in ` +
      `${seconds.sending.toFixed(1)} s (${(sent.length / seconds.sending).toFixed(0)} a second), all was filed, told and ` +
      `acknowledged ${seconds.draining.toFixed(1)} s later.\n`,
  );
}, STORY_MS + 60_000);

afterAll(() => service.erase(), 60_000);

async function untilNotes(): Promise<{ from: string; to: string }[]> {
  const reader = openMailboxReader(`http://127.0.0.1:${service.ports['mailbox-port']}`);
  for (;;) {
    const notes = (await reader.list()).filter(({ messageId }) => messageId?.includes('/request/'));
    if (notes.length >= 66) {
      const mails = await Promise.all(notes.map(({ id }) => reader.read(id)));
      return mails.map(({ to, replyTo }) => ({ from: to[0] ?? '', to: replyTo[0] ?? '' }));
    }
    await delay(200);
  }
}

/** So many mail systems at once, each of which goes on until it has heard a 250. */
async function sendAll(notes: { from: string; to: string }[]): Promise<Sent[]> {
  const random = randomnessOf(`${SEED}/mails`);
  const waiting = Array.from({ length: MAILS }, (_one, index) => ({
    index,
    note: notes[random.between(0, notes.length - 1)] ?? { from: '', to: '' },
  }));
  const done: Sent[] = [];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { index, note } = next;
      // Bytes of chance alone begin, one time in some thousands, as a program does, and are held for a person.
      const content = Buffer.concat([Buffer.from(`answer;${index}\n`), randomnessOf(`${SEED}/${index}`).bytes(15_000)]);
      const raw = await queueMail({
        ...note,
        subject: `Answer ${index}`,
        text: `Answer ${index}`,
        attachments: [{ filename: `${index}.bin`, content }],
      });
      const delivered = await deliver(service.ports['smtp-port'], raw, note, Date.now() + STORY_MS);
      done.push({ ...delivered, from: note.from, sha256: createHash('sha256').update(content).digest('hex') });
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, work));
  return done;
}

/** What would stop a service that reads it by itself, to the general address, all the while. */
async function sendHostile(reply: string): Promise<string[]> {
  const to = `desk${reply.slice(reply.lastIndexOf('@'))}`;
  const names: string[] = [];
  for (const { name, raw } of hostileMails(64 * 1024).filter((_one, index) => index % 6 === 0)) {
    await deliver(service.ports['smtp-port'], raw, { from: 'stranger@nowhere.example', to }, Date.now() + STORY_MS);
    names.push(name);
  }
  return names;
}

async function killAll(begun: () => number): Promise<void> {
  const random = randomnessOf(`${SEED}/kills`);
  for (let index = 0; index < KILLS; index += 1) {
    const victim = index % 2 === 0 ? 'service' : 'temporal';
    await delay(random.between(500, MAILS <= 300 ? 4_000 : 20_000));
    const pid = await running(victim);
    process.kill(pid, 'SIGKILL');
    kills.push(`${((performance.now() - begun()) / 1000).toFixed(1)} s ${victim}`);
    while (service.pid(victim) === pid) await delay(20);
  }
  await running('service');
}

async function running(victim: string): Promise<number> {
  for (;;) {
    const pid = service.pid(victim);
    if (pid !== null) return pid;
    if (run.process.exitCode !== null) throw new Error(`the supervisor gave up:\n${run.output()}`);
    await delay(50);
  }
}

/** Until nothing is left to file, to tell a request or to send; the tests then say what lacks. */
async function untilQuiet(): Promise<void> {
  const until = performance.now() + STORY_MS;
  let quietSince: number | null = null;
  while (performance.now() < until) {
    const isBusy = await busy().catch(() => true);
    quietSince = isBusy ? null : (quietSince ?? performance.now());
    if (quietSince !== null && performance.now() - quietSince > 2_000) return;
    await delay(500);
  }
}

async function busy(): Promise<boolean> {
  const receipts = await record.selectFrom('receipt').select('id').where('handledAt', 'is', null).limit(1).execute();
  const untold = await record.selectFrom('submission').select('id').where('deliveredAt', 'is', null).limit(1).execute();
  const unsent = await record.selectFrom('mailOut').select('id').where('status', '<>', 'sent').limit(1).execute();
  return receipts.length + untold.length + unsent.length > 0;
}

it('was killed again and again, and went on', () => {
  expect(kills).toHaveLength(KILLS);
  expect(sent).toHaveLength(MAILS);
});

it('has every mail that was told 250 on record, once, with its file', async () => {
  const files = await record
    .selectFrom('submissionFile')
    .innerJoin('submission', 'submission.id', 'submissionFile.submissionId')
    .select(['submissionFile.sha256', 'submission.sender'])
    .execute();
  expect(files.map(({ sha256, sender }) => `${sha256} ${sender}`).sort()).toEqual(
    sent.map(({ sha256, from }) => `${sha256} ${from}`).sort(),
  );
  const receipts = await record.selectFrom('receipt').select('outcome').where('recipientKind', '=', 'reply').execute();
  expect(receipts.filter(({ outcome }) => outcome !== 'filed')).toEqual([]);
  expect(receipts).toHaveLength(MAILS);
});

it('has handled what strangers sent to stop it, and nothing of it has failed', async () => {
  const receipts = await record
    .selectFrom('receipt')
    .select(['outcome', 'failures', 'trouble'])
    .where('recipientKind', '=', 'desk')
    .execute();
  expect(receipts).toHaveLength(hostile.length);
  expect(receipts.filter(({ outcome }) => outcome === null || outcome === 'failed')).toEqual([]);
  expect(run.output()).not.toContain('has not answered');
});

it('has acknowledged nothing under two Message-IDs', async () => {
  const mails = (await service.mailbox.list()).filter((mail: MailLine) =>
    mail.messageId?.includes('/acknowledgement/'),
  );
  const bySubject = new Map<string, Set<string>>();
  for (const { messageId } of mails) {
    const subject = /\/acknowledgement\/([^@]+)@/.exec(messageId ?? '')?.[1] ?? '';
    bySubject.set(subject, (bySubject.get(subject) ?? new Set()).add(messageId ?? ''));
  }
  expect(bySubject.size).toBeGreaterThan(0);
  expect([...bySubject.values()].filter((ids) => ids.size > 1)).toEqual([]);
  const rows = await record.selectFrom('mailOut').selectAll().where('kind', '=', 'acknowledgement').execute();
  expect(rows.filter(({ status }) => status !== 'sent')).toEqual([]);
  // Whatever arrived twice was marked as perhaps doubled.
  const doubted = new Set(rows.filter((row) => row.isPerhapsDoubled).map((row) => row.messageId));
  const counts = new Map<string, number>();
  for (const { messageId } of mails) counts.set(messageId ?? '', (counts.get(messageId ?? '') ?? 0) + 1);
  expect([...counts].filter(([id, count]) => count > 1 && !doubted.has(id))).toEqual([]);
});

it('has stopped no request by a fault', async () => {
  const parked = await record.selectFrom('request').select('id').where('parkedBecause', 'is not', null).execute();
  expect(parked).toEqual([]);
});
