import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { CatalogueInvalid, formatFaults } from '../adapters/mandates/fault.js';
import { ensureSchedules } from '../adapters/temporal/schedules.js';
import { registerSearchAttributes } from '../adapters/temporal/search-attributes.js';
import { TASK_QUEUE } from '../domain/ids.js';
import { statesOf } from '../domain/membership.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { isReservedAddress } from '../domain/reserved-domain.js';
import { createWebServer } from '../web/server.js';
import { createSignInLink } from '../web/session.js';
import { replanForCalendars } from './calendar-watch.js';
import { systemClock } from './clock.js';
import { compose, connectEngine, openRecord, temporalOf } from './composition.js';
import type { Composition, Engine, OpenRecord } from './composition.js';
import { ConfigError, loadConfig } from './config.js';
import type { Config } from './config.js';
import { createDeskCommands } from './desk-commands.js';
import { openFirstCycles } from './first-start.js';
import { heartbeat, HEARTBEAT_EVERY_MS } from './heartbeat.js';
import { InstallationFault } from './installation.js';
import { openIntake, openMailboxIntake } from './intake.js';
import { beginPulse } from './pulse.js';
import { refillEngine } from './refill.js';
import { ServerUnreachable } from './unreachable.js';

/*
 * The service process: worker, web and intake, or those of them that `--only` names; with `--new` what is missing of
 * the installation is made anew. The supervisor starts it; lines on standard output are progress, the last begins with
 * 'Ready'.
 */

const ROLES = ['worker', 'web', 'intake'] as const;
type Role = (typeof ROLES)[number];

/** Workflows kept in memory: an evicted one is replayed in some 50 ms, a cached one costs 123 KiB (measured). */
const MAX_CACHED_WORKFLOWS = 400;

/** A line that begins so stands after the addresses (`worker/supervisor.ts`). */
const HELD_BACK = '> ';
const SIGN_IN_HOURS = 12;

interface Part {
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' }, new: { type: 'boolean', default: false } } });
  beginPulse();
  const roles = rolesOf(values.only);
  const config = loadConfig();
  const log = pino(
    { level: config.logLevel, base: null, serializers: { fault: pino.stdSerializers.err } },
    pino.destination(2),
  );
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', (entry) => log.warn({ ...entry.meta }, entry.message)),
  });

  const record = await openRecord(config, {
    isNew: values.new,
    say,
    onBroken: (fault) => log.warn({ fault }, 'an idle connection to the database broke, and is replaced'),
  });
  const engine = await connectEngine(config);
  await registerSearchAttributes(engine.connection, engine.namespace);
  const composition = await compose(config, record, engine);
  const parts: Part[] = [];
  // The door for answers opens first and closes last: nothing that can be received is turned away.
  if (roles.includes('intake')) parts.push(await startIntake(config, record, engine, composition, log));
  if (roles.includes('worker')) parts.push(await startWorker(config, record, engine, composition));
  if (roles.includes('web')) parts.push(await startWeb(config, record, engine, composition));
  if (roles.includes('worker')) await untilOpened(record);
  for (const line of await afterwords(config, record, composition)) say(`${HELD_BACK}${line}`);
  say(`Ready ${roles.join(', ')}`);

  await untilSignal();
  for (const part of parts.reverse()) await part.stop();
  composition.transport.close();
  await Promise.all([record.reader.close(), record.textReader.close()]);
  await engine.connection.close();
  await record.db.destroy();
}

function rolesOf(only: string | undefined): readonly Role[] {
  if (only === undefined) return ROLES;
  const asked = only.split(',').map((role) => role.trim());
  const unknown = asked.filter((role) => !ROLES.includes(role as Role));
  if (unknown.length > 0) throw new Error(`--only takes ${ROLES.join(', ')}; not ${unknown.join(', ')}`);
  return ROLES.filter((role) => asked.includes(role));
}

async function startIntake(
  config: Config,
  record: OpenRecord,
  engine: Engine,
  composition: Composition,
  log: Logger,
): Promise<Part> {
  const { accessToken, addressing, secrets } = composition;
  const { documents, intake, db } = record;
  const deps = {
    addressing,
    secrets: [secrets.replyKey],
    documents,
    intake,
    clock: systemClock,
    startMail: (receiptId: string) => engine.starts.mail(receiptId),
    log,
  };
  const { mailbox } = config;
  const listener = await openIntake({
    ...deps,
    host: config.bind,
    port: config.smtpPort,
    uploadPage: config.publicUrl,
    tls: config.tls,
  });
  const token = mailbox?.password === null ? accessToken : null;
  const watch =
    mailbox === null ? null : await openMailboxIntake({ ...deps, db, account: mailbox, accessToken: token });
  if (mailbox !== null) say(`${HELD_BACK}Answers are taken from ${mailbox.folder} of ${mailbox.name}, too`);
  return {
    async stop() {
      await watch?.stop();
      await listener.stop();
    },
  };
}

async function startWorker(
  config: Config,
  record: OpenRecord,
  engine: Engine,
  composition: Composition,
): Promise<Part> {
  const connection = await NativeConnection.connect(temporalOf(config).connectionOptions);
  const worker = await Worker.create({
    connection,
    namespace: engine.namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: path.join(config.root, 'dist/workflow-bundle.js') },
    activities: composition.activities,
    interceptors: { activity: [heartbeat] },
    maxHeartbeatThrottleInterval: HEARTBEAT_EVERY_MS,
    maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '8 seconds',
  });
  const running = worker.run();
  await ensureSchedules(engine.client, record.catalogue.headquarters.zone);
  const { catalogue, cycles, calendars } = record;
  const refilled = await refillEngine(cycles, engine.starts);
  if (refilled.length > 0)
    say(`${HELD_BACK}Opened again from the record, since Temporal did not know them: ${refilled.join(', ')}`);
  const changed = await replanForCalendars({ catalogue, calendars, starts: engine.starts, now: systemClock.now() });
  if (changed !== null) say(`${HELD_BACK}Calendars: ${changed}. Running requests are planned anew`);
  const opened = await openFirstCycles({
    catalogue,
    cycles,
    starts: engine.starts,
    opening: composition.opening,
    now: systemClock.now(),
  });
  for (const id of opened) say(describeOpening(id, config));
  await engine.starts.sweep(`start-${systemClock.now()}`);
  return {
    async stop() {
      worker.shutdown();
      await running;
      await connection.close();
    },
  };
}

async function startWeb(config: Config, record: OpenRecord, engine: Engine, composition: Composition): Promise<Part> {
  const { delivery, files, mailOpening, words, addressing, secrets } = composition;
  const { publicUrl, isDemonstration, coordinatorAddress } = config;
  const web = createWebServer({
    ...record,
    opening: mailOpening,
    files,
    delivery,
    words,
    addressing,
    commands: createDeskCommands({ record, engine, composition, config, clock: systemClock }),
    clock: systemClock,
    secrets: { signing: [secrets.replyKey], session: secrets.sessionKey },
    settings: {
      host: config.bind,
      port: config.webPort,
      publicUrl,
      temporalUiUrl: config.temporalUiBaseUrl ?? '',
      namespace: engine.namespace,
      isDemonstration,
      mailboxUrl: isDemonstration ? `http://${config.bind}:${config.mailboxPort}` : null,
      coordinatorAddress,
    },
  });
  await web.listen();
  return { stop: () => web.close() };
}

/** What was loaded, what happens next, and how to get in: said after the addresses. */
async function afterwords(
  config: Config,
  { catalogue, cycles, requests }: OpenRecord,
  { secrets }: Composition,
): Promise<string[]> {
  const { isDemonstration } = config;
  const { resolutions, obligations, parties, headquarters } = catalogue;
  const symbols = resolutions.map((one) => `${one.symbol}, ${one.paragraphs.length} paragraphs`).join('; ');
  const states = statesOf(catalogue).length;
  const lines = [
    `Loaded: ${symbols}; ${obligations.length} duties; ${states} states and ${parties.length - states} other parties`,
  ];
  for (const cycle of await cycles.findCycles()) {
    if (cycle.closedAt !== null) continue;
    const progress = await cycles.findProgress(cycle.id);
    lines.push(
      `Open: ${cycle.id}, ${progress?.answered ?? 0} of ${progress?.asked ?? 0} answered, report ${cycle.reportDate}`,
    );
  }
  const next = await requests.findNextStep(systemClock.now());
  if (next?.at) {
    const day = `${dateIn(next.at, headquarters.zone)} ${hourIn(next.at, headquarters.zone)}`;
    lines.push(`Next: ${next.rung ?? ''} to ${next.party} on ${day} (Washington), unless an answer comes first`);
  }
  if (!isDemonstration) {
    const unusable = parties.flatMap((party) => party.contacts).filter(({ address }) => isReservedAddress(address));
    if (unusable.length > 0)
      lines.push(
        `Warning: ${unusable.length} contacts have addresses that can never receive mail, such as ${unusable[0]?.address ?? ''}: nothing is sent to them. Put real ones into mandates/parties/contacts.yaml and start again, before you release any note.`,
      );
  }
  lines.push(
    `Sign in to the desk: ${createSignInLink(secrets.sessionKey, config.publicUrl, systemClock.now(), SIGN_IN_HOURS)}`,
  );
  return lines;
}

function describeOpening(id: string, config: Config): string {
  if (config.isDemonstration)
    return `${HELD_BACK}Opened ${id}: its first notes leave now by themselves, since this is the demonstration`;
  return `${HELD_BACK}Opened ${id}: its first notes wait for your release on the desk`;
}

/** A first cycle's notes leave within a second or two; then the last lines can say what happens next. */
async function untilOpened({ cycles, requests }: OpenRecord): Promise<void> {
  for (let tries = 0; tries < 30; tries += 1) {
    const isOpen = (await cycles.findCycles()).length > 0;
    if (isOpen && !(await requests.isAnyScheduled())) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

/** A fault that a person can mend is a sentence; any other is told whole. */
function wordsOf(fault: unknown): unknown {
  if (fault instanceof CatalogueInvalid) return formatFaults(fault.faults);
  const isForPeople = [ServerUnreachable, ConfigError, InstallationFault].some((kind) => fault instanceof kind);
  return isForPeople ? (fault as Error).message : fault;
}

await main().catch((fault: unknown) => {
  console.error(wordsOf(fault));
  process.exit(1);
});
