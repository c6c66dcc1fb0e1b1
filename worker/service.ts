import path from 'node:path';
import { parseArgs } from 'node:util';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { migrate } from '../adapters/postgres/database.js';
import { registerSearchAttributes } from '../adapters/temporal/search-attributes.js';
import { ensureSchedules } from '../adapters/temporal/schedules.js';
import { TASK_QUEUE } from '../domain/ids.js';
import { createWebServer } from '../web/server.js';
import { compose, connectEngine, connectWorker, openRecord, systemClock } from './composition.js';
import type { Composition, Engine, OpenRecord } from './composition.js';
import { loadConfig } from './config.js';
import type { Config } from './config.js';
import { createDeskCommands } from './desk-commands.js';
import { openFirstCycles } from './first-start.js';
import { openIntake } from './intake.js';

/*
 * The service process: worker, web and intake, or those of them that `--only` names. The supervisor starts it; lines on
 * standard output are progress, the last begins with 'Ready'.
 */

const ROLES = ['worker', 'web', 'intake'] as const;
type Role = (typeof ROLES)[number];

/** Workflows kept in memory: an evicted one is replayed in some 50 ms, a cached one costs 123 KiB (measured). */
const MAX_CACHED_WORKFLOWS = 400;

interface Part {
  stop(): Promise<void>;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const roles = rolesOf(values.only);
  const config = loadConfig();
  const log = pino({ level: config.logLevel, base: null }, pino.destination(2));
  Runtime.install({
    shutdownSignals: [],
    logger: new DefaultLogger('WARN', (entry) => log.warn({ ...entry.meta }, entry.message)),
  });

  const record = await openRecord(config);
  await migrate(record.db);
  const engine = await connectEngine(config);
  await registerSearchAttributes(engine.connection, engine.namespace);
  const composition = await compose(config, record, engine);
  const parts: Part[] = [];
  // The door for answers opens first and closes last: nothing that can be received is turned away.
  if (roles.includes('intake')) parts.push(await startIntake(config, record, engine, composition, log));
  if (roles.includes('worker')) parts.push(await startWorker(config, record, engine, composition));
  if (roles.includes('web')) parts.push(await startWeb(config, record, engine, composition));
  for (const line of loadedLines(record)) say(line);
  say(`Ready ${roles.join(', ')}`);

  await untilSignal();
  for (const part of parts.reverse()) await part.stop();
  composition.transport.close();
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
  const { addressing, secrets } = composition;
  const listener = await openIntake({
    host: config.bind,
    port: config.smtpPort,
    addressing,
    secrets: [secrets.replyKey],
    uploadPage: config.publicUrl,
    documents: record.documents,
    intake: record.intake,
    clock: systemClock,
    startMail: (receiptId) => engine.starts.mail(receiptId),
    log,
  });
  return { stop: () => listener.stop() };
}

async function startWorker(
  config: Config,
  record: OpenRecord,
  engine: Engine,
  composition: Composition,
): Promise<Part> {
  const connection = await connectWorker(config);
  const worker = await Worker.create({
    connection,
    namespace: engine.namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: { codePath: path.join(config.root, 'dist/workflow-bundle.js') },
    activities: composition.activities,
    maxCachedWorkflows: MAX_CACHED_WORKFLOWS,
    shutdownGraceTime: '5 seconds',
    shutdownForceTime: '8 seconds',
  });
  const running = worker.run();
  await ensureSchedules(engine.client, record.catalogue.headquarters.zone);
  const { catalogue, cycles } = record;
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
  const { catalogue, db, documents, intake, cycles } = record;
  const { delivery, words, addressing, secrets } = composition;
  const { publicUrl, isDemonstration, coordinatorAddress } = config;
  const web = createWebServer({
    catalogue,
    db,
    documents,
    intake,
    cycles,
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

function loadedLines({ catalogue }: OpenRecord): string[] {
  const { resolutions, obligations, parties } = catalogue;
  return [
    `Loaded ${resolutions.map((one) => `${one.symbol} (${one.paragraphs.length} paragraphs)`).join(', ')}; ${obligations.map((one) => one.id).join(', ')}; ${parties.length} states`,
  ];
}

function describeOpening(id: string, config: Config): string {
  if (config.isDemonstration) return `Opened ${id}: the first notes leave now, since this is the demonstration`;
  return `Opened ${id}: the first notes wait for your release on the desk`;
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

await main();
