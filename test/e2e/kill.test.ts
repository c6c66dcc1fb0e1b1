import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import type { Database } from '../../adapters/postgres/database.js';
import { partiesAsked } from '../../domain/membership.js';
import { install } from '../world/installation.js';
import type { Installation, Run } from '../world/installation.js';
import { deliver, queueMail } from '../world/mail-system.js';
import type { Delivered } from '../world/mail-system.js';
import type { MailLine, ReadMail } from '../world/mailbox-reader.js';
import { randomnessOf } from '../world/randomness.js';

/*
 * What a crash may do and what it may not. While a cycle opens and 66 answers arrive, kill -9 falls 10 times on the service and
 * on the Temporal server, once on the supervisor and once on PostgreSQL; in `npm run test:long` 20 times, three times and once.
 * The states' mail systems go on as real ones do: each keeps its answer and offers it until it has heard a 250, and then never
 * again. COORDINATOR_KILL_SEED chooses other points.
 */
const SEED = process.env.COORDINATOR_KILL_SEED ?? '2019';
const STORY_MS = 300_000;
const SLOW_MS = 120_000;

type Victim = 'service' | 'temporal';
/** Between two rounds the supervisor is killed and started again. */
const ROUNDS = process.env.COORDINATOR_LONG === undefined ? 2 : 4;
const ROUND: readonly Victim[] = ['service', 'service', 'service', 'temporal', 'temporal'];
/** The round, counted from 0, in whose middle PostgreSQL is killed as well. */
const POSTGRES_ROUND = ROUNDS / 2;
/** The capitals answer over so long a time, so that answers are under way at every kill. */
const ANSWERING_MS = ROUNDS * 19_000;
/** From the last kill and the last answer until all is acknowledged. */
const DRAIN_MS = 100_000;

interface Sent extends Delivered {
  party: string;
  sha256: string;
}

const kills: string[] = [];
let service: Installation;
let run: Run;
let record: Database;
/** The cycle that the service has opened: the next one, whenever the test is run. */
let cycle: string;
let asked: string[];
let sent: Sent[];
let mails: MailLine[];
/** What the supervisors printed before they were killed. */
const outputs: string[] = [];

beforeAll(async () => {
  const catalogue = await loadCatalogue('mandates');
  const today = new Date().toISOString().slice(0, 10);
  asked = partiesAsked(catalogue.parties, catalogue.disputed, today).map((party) => party.code);
  service = await install();
  run = service.start();
  const answering = answerAll();
  answering.catch(() => undefined); // awaited below, after the kills
  await killAll();
  sent = await answering;
  record = await service.record();
  ({ id: cycle } = await record.selectFrom('cycle').select('id').executeTakeFirstOrThrow());
  const drained = await untilAcknowledged();
  mails = await service.mailbox.list();
  tell(drained);
}, STORY_MS);

afterAll(() => service.erase(), SLOW_MS);

async function killAll(): Promise<void> {
  const random = randomnessOf(`${SEED}/kills`);
  const begun = performance.now();
  const note = (what: string): unknown => kills.push(`${((performance.now() - begun) / 1000).toFixed(1)} s ${what}`);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) {
      await delay(random.between(200, 3_000));
      await restartSupervisor();
      note('supervisor');
    }
    for (const [index, victim] of random.shuffle(ROUND).entries()) {
      // The first ones fall before the first 'Ready' and while the notes are leaving.
      await kill(victim, random.between(0, round === 0 && index < 2 ? 800 : 4_000));
      note(victim);
      if (round !== POSTGRES_ROUND || index !== 2) continue;
      await kill('postgres', random.between(0, 1_000));
      note('postgres');
    }
  }
}

/** Kills so long after the victim was there, ready or not; one that has ended by itself meanwhile is waited for again. */
async function kill(victim: string, pauseMs: number): Promise<void> {
  await untilRunning(victim);
  await delay(pauseMs);
  for (;;) {
    const pid = await untilRunning(victim);
    try {
      process.kill(pid, 'SIGKILL');
      await until(`the end of the ${victim} is noticed`, () => service.pid(victim) !== pid || null);
      return;
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'ESRCH') throw fault;
      await delay(20);
    }
  }
}

const untilRunning = (victim: string): Promise<number> => until(`the ${victim} runs`, () => service.pid(victim));

/** Fails with all that the supervisor has said when it has given up, or when two minutes have passed. */
async function until<T>(what: string, find: () => T | null): Promise<T> {
  const begun = performance.now();
  for (;;) {
    const found = find();
    if (found !== null) return found;
    const { exitCode, signalCode } = run.process;
    if (exitCode !== null || signalCode !== null || performance.now() - begun > SLOW_MS)
      throw new Error(`not in time: ${what}; after ${kills.join(', ')}\n${run.output()}`);
    await delay(20);
  }
}

async function restartSupervisor(): Promise<void> {
  run.process.kill('SIGKILL');
  await run.ended;
  outputs.push(run.output());
  run = service.start();
  await run.untilReady();
}

/** Whoever receives a note answers it, until all have or the time is over. */
async function answerAll(): Promise<Sent[]> {
  const answers = new Map<string, Promise<Sent>>();
  const until = performance.now() + STORY_MS;
  while (answers.size < 2 * asked.length && performance.now() < until) {
    for (const mail of await service.mailbox.list().catch(() => [])) {
      const [, code, role] = /\/(\w+)\/request\/(\w+)@/.exec(mail.messageId ?? '') ?? [];
      if (code === undefined || role === undefined || answers.has(`${code}/${role}`)) continue;
      const answered = answer(code, role, mail.id);
      answered.catch(() => undefined); // awaited below, when all have begun
      answers.set(`${code}/${role}`, answered);
    }
    await delay(200);
  }
  return Promise.all(answers.values());
}

/** Answers with a file of random bytes: the mission at once, the capital after a while. */
async function answer(code: string, role: string, mailId: string): Promise<Sent> {
  const random = randomnessOf(`${SEED}/${code}/${role}`);
  const note = await read(mailId);
  if (role === 'capital') await delay(random.between(0, ANSWERING_MS));
  const from = note.to[0] ?? '';
  const to = note.replyTo[0] ?? '';
  const content = random.bytes(random.between(1_000, 200_000));
  const raw = await queueMail({
    from,
    to,
    subject: `Re: ${note.subject}`,
    text: `${code}, ${role}`,
    inReplyTo: `<${note.messageId ?? ''}>`,
    attachments: [{ filename: `${code}-${role}.bin`, content }],
  });
  const delivered = await deliver(service.ports['smtp-port'], raw, { from, to }, Date.now() + STORY_MS);
  return { ...delivered, party: code, sha256: createHash('sha256').update(content).digest('hex') };
}

/** The mailbox restarts with the supervisor: until it is back nobody can look into it. */
async function read(mailId: string): Promise<ReadMail> {
  for (;;) {
    const mail = await service.mailbox.read(mailId).catch(() => null);
    if (mail !== null) return mail;
    await delay(500);
  }
}

/**
 * Waits until every mail has left and every acknowledgement has arrived, or the time is over: the tests then say what lacks.
 * @returns the seconds that it took.
 */
async function untilAcknowledged(): Promise<number> {
  const begun = performance.now();
  while (performance.now() < begun + DRAIN_MS) {
    try {
      const received = countById((await service.mailbox.list()).filter(isAcknowledgement));
      const open = await record.selectFrom('mailOut').select('id').where('status', '<>', 'sent').execute();
      const undelivered = await record.selectFrom('submission').select('id').where('deliveredAt', 'is', null).execute();
      if (received.size >= sent.length && open.length + undelivered.length === 0) break;
    } catch {
      // PostgreSQL or the mailbox is just coming back
    }
    await delay(250);
  }
  return (performance.now() - begun) / 1000;
}

function tell(drainedSeconds: number): void {
  const repeated = [...countById(mails).values()].filter((count) => count > 1).length;
  const retried = sent.filter(({ tries }) => tries > 1).length;
  process.stdout.write(
    `COORDINATOR_KILL_SEED=${SEED}, killed: ${kills.join(', ')}.\n` +
      `All was quiet ${drainedSeconds.toFixed(1)} s after the last answer. ${mails.length} mails, ${repeated} received twice under one ` +
      `Message-ID; ${retried} of ${sent.length} answers were offered more than once.\n`,
  );
}

const isCopy = ({ messageId }: MailLine): boolean => messageId?.includes('/copied/') ?? false;

const isAcknowledgement = ({ messageId }: MailLine): boolean => messageId?.includes('/acknowledgement/') ?? false;

function countById(some: MailLine[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { messageId } of some) counts.set(messageId ?? '', (counts.get(messageId ?? '') ?? 0) + 1);
  return counts;
}

it('was killed again and again at the service and Temporal, and the supervisor has started each again, and PostgreSQL', () => {
  expect(kills.filter((line) => / (service|temporal)$/.test(line))).toHaveLength(ROUNDS * ROUND.length);
  const output = [...outputs, run.output()].join('');
  for (const part of ['PostgreSQL', 'Temporal', String.raw`Service \(worker,web,intake\)`]) {
    expect(output).toMatch(new RegExp(`^${part} ended by SIGKILL; starting it again`, 'm'));
    expect(output).toMatch(new RegExp(`^${part} runs again$`, 'm'));
  }
});

it('stops the orphans of a supervisor that was killed before it starts its own', () => {
  const starts = [...outputs.slice(1), run.output()];
  expect(starts).toHaveLength(ROUNDS - 1);
  for (const output of starts) expect(output).toMatch(/^Stopped what an earlier run had left running: .*mailbox/m);
});

it('has sent one note to every mission and one letter to every capital, none missing and none under another Message-ID', () => {
  const notes = mails.filter((mail) => !isAcknowledgement(mail) && !isCopy(mail));
  const expected = asked.flatMap((code) => [
    `${cycle}/${code}/request/mission@tip-desk.example`,
    `${cycle}/${code}/request/capital@tip-desk.example`,
  ]);
  expect(asked).toHaveLength(33);
  expect([...countById(notes).keys()].sort()).toEqual(expected.sort());
  expect(new Set(notes.map(({ to }) => to.join())).size).toBe(66);
});

it('has told each mission once of what its capital has sent, under one Message-ID', () => {
  const copies = mails.filter(isCopy);
  expect(countById(copies).size).toBe(33);
  expect(new Set(copies.map(({ to }) => to.join())).size).toBe(33);
});

it('says of every mail that was received twice that this may be so, and the second is word for word the first', async () => {
  const marked = record.selectFrom('mailOut').select('messageId').where('isPerhapsDoubled', '=', true);
  const doubted = (await marked.execute()).map((row) => row.messageId);
  for (const [id, count] of countById(mails)) {
    if (count === 1) continue;
    expect(doubted).toContain(id);
    const copies = mails.filter((mail) => mail.messageId === id);
    const both = await Promise.all(copies.map((mail) => service.mailbox.read(mail.id)));
    expect(new Set(both.map(({ text, date, to }) => `${date ?? ''} ${to.join()} ${text}`)).size).toBe(1);
  }
});

it('has every answer that was told 250 on record once, with its file, however often it was offered', async () => {
  const files = await record
    .selectFrom('submissionFile')
    .innerJoin('submission', 'submission.id', 'submissionFile.submissionId')
    .select(['submission.requestId', 'submissionFile.sha256'])
    .execute();
  const found = files.map((file) => `${file.requestId} ${file.sha256}`);
  expect(found.sort()).toEqual(sent.map(({ party, sha256 }) => `${cycle}/${party} ${sha256}`).sort());
  const submissions = await record.selectFrom('submission').select(['id', 'deliveredAt']).execute();
  expect(submissions).toHaveLength(66);
  expect(submissions.filter((submission) => submission.deliveredAt === null)).toEqual([]);
  const receipts = await record.selectFrom('receipt').select('outcome').execute();
  expect(receipts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 66 }, () => 'filed'));
});

it('has acknowledged every answer under one Message-ID', async () => {
  const submissions = await record.selectFrom('submission').select(['id', 'requestId']).execute();
  const expected = submissions.map(({ id, requestId: request }) => `${request}/acknowledgement/${id}@tip-desk.example`);
  expect([...countById(mails.filter(isAcknowledgement)).keys()].sort()).toEqual(expected.sort());
});

it('has every request answered and waiting for its closing, none parked, and no workflow has failed', async () => {
  const requests = await record.selectFrom('request').select(['stage', 'parkedBecause']).execute();
  expect(requests).toEqual(Array.from({ length: 33 }, () => ({ stage: 'answered', parkedBecause: null })));
  expect(await record.selectFrom('task').selectAll().execute()).toEqual([]);
  const engine = await service.engine();
  try {
    const failed: string[] = [];
    const query = "ExecutionStatus in ('Failed', 'Terminated', 'TimedOut', 'Canceled')";
    for await (const one of engine.workflow.list({ query })) failed.push(one.workflowId);
    expect(failed).toEqual([]);
    const { count } = await engine.workflow.count("WorkflowType = 'requests' and ExecutionStatus = 'Running'");
    expect(count).toBe(33);
  } finally {
    await engine.connection.close();
  }
});
