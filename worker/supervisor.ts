import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ChildEndedError } from '../adapters/embedded/child.js';
import type { Child } from '../adapters/embedded/child.js';
import {
  AlreadyRunningError,
  claim,
  findRunning,
  isRunning,
  stopOrphans,
  stopOwnChildren,
} from '../adapters/embedded/pid-file.js';
import type { Claim } from '../adapters/embedded/pid-file.js';
import { assertPortsFree } from '../adapters/embedded/port.js';
import type { PortUse } from '../adapters/embedded/port.js';
import { hasCluster } from '../adapters/embedded/postgres-place.js';
import { findPostgresUrl, startPostgres } from '../adapters/embedded/postgres-server.js';
import { findTemporal } from '../adapters/embedded/temporal-binary.js';
import { startTemporal } from '../adapters/embedded/temporal-server.js';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import { CatalogueInvalid, formatFaults } from '../adapters/mandates/fault.js';
import { openDatabase } from '../adapters/postgres/database.js';
import { CONFIG_VARIABLES, EMBEDDED_HOST, environmentOf } from './config.js';
import type { Config, VariableName } from './config.js';
import { makeDataFolder } from './data-folder.js';
import { assertInstallation } from './installation.js';
import { startProgram } from './program.js';
import { removeRunning, writeRunning } from './running.js';
import { listenForStop } from './stop-request.js';
import type { StopRequest } from './stop-request.js';
import { SILENT_MS, watchOver } from './watchdog.js';
import { reachDatabase } from './unreachable.js';

/** What the service does; one process does all of it unless told otherwise. */
export const ROLES = ['worker', 'web', 'intake'] as const;
export type ServiceRole = (typeof ROLES)[number];

export interface SuperviseOptions {
  /** Roles with commas between; default: all. Another can be started beside on the same data folder, and shares its servers. */
  only?: string;
  /** Makes anew what is missing of the installation, once; without it a start stops there. */
  isNew?: boolean;
  /** Takes each line that the operator is to read. */
  print: (line: string) => void;
  /** Where the programs are; default: the compiled ones of this project. */
  programs?: { service: string; mailbox: string };
  /** So long the service may be silent before it is started anew, in milliseconds. */
  silentMs?: number;
}

/** One process that is kept running. */
interface Part {
  /** For messages: `Temporal`. */
  label: string;
  start(): Promise<Child>;
  child: Child | null;
}

/** Lines of the service that begin so are kept back, and stand without it after the addresses: what was loaded, what comes next. */
const HELD_BACK = '> ';
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 4_000;
/** A first start that is cut off from outside is tried so often. */
const FIRST_TRIES = 5;
/** A process that ran so long before it ended begins again with the shortest pause. */
const STABLE_MS = 20_000;

/**
 * Runs everything in the foreground until SIGINT, SIGTERM or SIGHUP: the embedded servers that no real one replaces, the
 * demonstration mailbox, and the service. What ends unasked is started again. What an earlier run left behind is stopped first.
 * The last line that is printed begins with `Ready`.
 * @returns the exit code: 0 when stopped by a signal; 1 when it could not start, after a line that says why and what to do.
 */
export async function supervise(config: Config, options: SuperviseOptions): Promise<number> {
  process.stdout.on('error', () => undefined); // a closed terminal must not end us before our children
  const stop = listenForStop();
  const claims: Claim[] = [];
  let run: Run | null = null;
  try {
    const roles = rolesOf(options.only);
    // Read again by the service; a fault in the files is told here, before anything is made or started.
    await loadCatalogue(config.mandates);
    await makeDataFolder(config.data);
    for (const role of roles) claims.push(await claim(config.data, `role-${role}`));
    run = new Run(config, options, roles, stop);
    const started = run.startAll();
    // Once a stop is asked for, whatever still starts is cut short, and its complaint about that is of no interest.
    started.catch(() => undefined);
    await Promise.race([started, stop.asked]);
    if (!stop.signal.aborted) await stop.asked;
    return 0;
  } catch (error) {
    options.print(explain(error, config));
    return 1;
  } finally {
    await run?.stopAll();
    for (const each of claims) await each.release();
    stop.dispose();
  }
}

/** @throws Error naming what is not a role. */
function rolesOf(only: string | undefined): readonly ServiceRole[] {
  if (only === undefined) return ROLES;
  const asked = only.split(',').map((role) => role.trim());
  const unknown = asked.filter((role) => !ROLES.some((known) => known === role));
  if (unknown.length > 0) throw new Error(`--only takes ${ROLES.join(', ')}, and not '${unknown.join(', ')}'.`);
  return ROLES.filter((role) => asked.includes(role));
}

function explain(error: unknown, config: Config): string {
  if (error instanceof CatalogueInvalid) return `${formatFaults(error.faults)}\nNothing was started.`;
  if (!(error instanceof AlreadyRunningError)) return error instanceof Error ? error.message : String(error);
  const { pid } = error.holder;
  return (
    `The coordinator already runs on ${config.data}, as process ${pid}. ` +
    `Stop that one (Ctrl-C there, or: kill ${pid}), or choose another data folder with --data or COORDINATOR_DATA.`
  );
}

class Run {
  readonly #parts: Part[] = [];
  readonly #held: string[] = [];
  #starting: Promise<unknown> = Promise.resolve();
  /** Aborted when we end, by a stop that was asked for or by a part that cannot be started. */
  readonly #ending = new AbortController();
  #tellsCommands = false;
  /** How often a part had to be started again. */
  #restarts = 0;

  constructor(
    readonly config: Config,
    readonly options: SuperviseOptions,
    readonly roles: readonly ServiceRole[],
    readonly stop: StopRequest,
  ) {
    stop.signal.addEventListener('abort', () => this.#ending.abort());
  }

  startAll(): Promise<void> {
    const started = this.#startInOrder();
    this.#starting = started.catch(() => undefined);
    return started;
  }

  async #startInOrder(): Promise<void> {
    const { config } = this;
    const print = this.options.print;
    const begun = performance.now();
    print(`Data folder: ${config.data}`);
    const orphans = await stopOrphans(config.data);
    if (orphans.length > 0) print(`Stopped what an earlier run had left running: ${orphans.join(', ')}`);

    const shared = await this.#findShared();
    await assertPortsFree(this.#ports(shared));
    if (config.databaseUrl !== null) await this.#assertInstallation(config.databaseUrl);
    else if (!(await hasCluster(config.data))) await this.#assertInstallation(null);
    const [databaseUrl, temporalAddress] = await this.#together(
      this.#database(shared.has('postgres')),
      this.#temporal(shared.has('temporal')),
      this.#mailbox(shared),
    );
    this.#tellsCommands = shared.size === 0;
    if (this.#tellsCommands) await writeRunning(config, { databaseUrl, temporalAddress });
    await this.#service(environmentOf(config, { databaseUrl, temporalAddress }));
    if (this.#ending.signal.aborted) return;

    for (const line of addresses(config, this.roles)) print(line);
    for (const line of this.#held) print(line);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    print(`Ready after ${seconds} s. Ctrl-C stops everything; a later start goes on from here.`);
  }

  /** Waits for all of them also when one fails, so that none starts behind our back; the others are cut short. */
  async #together<T extends readonly Promise<unknown>[]>(...starts: T): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
    for (const start of starts) start.catch(() => this.#ending.abort());
    await Promise.allSettled(starts);
    return Promise.all(starts);
  }

  /** Servers of this data folder that another start, of other roles, runs and watches over. */
  async #findShared(): Promise<Set<string>> {
    const found = new Set<string>();
    for (const what of ['postgres', 'temporal', 'mailbox']) {
      const record = await findRunning(this.config.data, what);
      if (record !== null && isRunning(record.owner)) found.add(what);
    }
    return found;
  }

  #ports(shared: Set<string>): PortUse[] {
    const { config } = this;
    const uses: [boolean, string, string, number, VariableName][] = [
      [this.roles.includes('web'), 'the web pages', config.bind, config.webPort, 'COORDINATOR_WEB_PORT'],
      [this.roles.includes('intake'), 'answers by mail', config.bind, config.smtpPort, 'COORDINATOR_SMTP_PORT'],
      [this.#hasMailbox(shared), "the mailbox's page", config.bind, config.mailboxPort, 'COORDINATOR_MAILBOX_PORT'],
      [
        this.#hasMailbox(shared),
        "the mailbox's SMTP",
        config.bind,
        config.mailboxSmtpPort,
        'COORDINATOR_MAILBOX_SMTP_PORT',
      ],
      [
        config.databaseUrl === null && !shared.has('postgres'),
        'PostgreSQL',
        EMBEDDED_HOST,
        config.postgresPort,
        'COORDINATOR_POSTGRES_PORT',
      ],
      [
        config.temporal === null && !shared.has('temporal'),
        'Temporal',
        EMBEDDED_HOST,
        config.temporalPort,
        'COORDINATOR_TEMPORAL_PORT',
      ],
      [
        config.temporal === null && !shared.has('temporal'),
        "Temporal's Web UI",
        EMBEDDED_HOST,
        config.temporalUiPort,
        'COORDINATOR_TEMPORAL_UI_PORT',
      ],
    ];
    return uses
      .filter(([isUsed]) => isUsed)
      .map(([, what, host, port, variable]) => {
        const option = CONFIG_VARIABLES.find(({ name }) => name === variable)?.option ?? '';
        return { what, host, port, option, variable };
      });
  }

  #hasMailbox(shared: Set<string>): boolean {
    return this.config.isDemonstration && this.roles.includes('worker') && !shared.has('mailbox');
  }

  async #database(isShared: boolean): Promise<string> {
    const { data, databaseUrl, postgresPort, environment } = this.config;
    if (databaseUrl !== null) return databaseUrl;
    const where = { dataDir: data, host: EMBEDDED_HOST, port: postgresPort };
    const log = (line: string): void => this.options.print(`PostgreSQL: ${line}`);
    if (!isShared) {
      await this.#startPart('PostgreSQL', async () => (await startPostgres({ ...where, env: environment, log })).child);
    }
    const url = await findPostgresUrl(where);
    if (url === null) throw new Error(`The password of the database in ${data} is missing.`);
    await this.#assertInstallation(url);
    return url;
  }

  /** As the service does itself; here it is told in one sentence, before more is made. Null: there is no database. */
  async #assertInstallation(url: string | null): Promise<void> {
    const { config } = this;
    const start = { isNew: this.options.isNew === true };
    if (url === null) return assertInstallation(config, null, start);
    const db = openDatabase(url, { maxConnections: 1 });
    try {
      await reachDatabase({ databaseUrl: url }, () => assertInstallation(config, db, start));
    } finally {
      await db.destroy();
    }
  }

  async #temporal(isShared: boolean): Promise<string | null> {
    const { data, temporal, temporalPort, temporalUiPort, temporalCli, environment } = this.config;
    if (temporal !== null) return null;
    if (!isShared) {
      const binary = await findTemporal({
        chosen: temporalCli,
        folder: join(data, 'bin'),
        env: environment,
        log: (line) => this.options.print(`Temporal: ${line}`),
        signal: this.#ending.signal,
      });
      const options = {
        dataDir: data,
        host: EMBEDDED_HOST,
        port: temporalPort,
        uiPort: temporalUiPort,
        env: environment,
      };
      await this.#startPart(
        'Temporal',
        async () => (await startTemporal({ ...options, binary: binary.path })).child,
        binary.version,
      );
    }
    return `${EMBEDDED_HOST}:${temporalPort}`;
  }

  async #mailbox(shared: Set<string>): Promise<void> {
    const { config } = this;
    if (!this.#hasMailbox(shared)) return;
    const args = {
      host: config.bind,
      folder: join(config.data, 'mailbox'),
      'smtp-port': config.mailboxSmtpPort,
      'http-port': config.mailboxPort,
      'answer-host': config.bind,
      'answer-port': config.smtpPort,
    };
    await this.#startPart('Demonstration mailbox', () =>
      startProgram({
        what: 'mailbox',
        script: this.#program('mailbox'),
        args: Object.entries(args).flatMap(([name, value]) => [`--${name}`, String(value)]),
        dataDir: config.data,
        env: config.environment,
        onLine: () => undefined,
      }),
    );
  }

  async #service(env: NodeJS.ProcessEnv): Promise<void> {
    const roles = this.roles.join(',');
    let isFirst = true;
    await this.#startPart(`Service (${roles})`, async () => {
      const child = await startProgram({
        what: this.roles.length === ROLES.length ? 'service' : `service-${this.roles.join('-')}`,
        script: this.#program('service'),
        // A part that goes missing later must not be made by a service that is started again.
        args: ['--only', roles, ...(this.options.isNew && isFirst ? ['--new'] : [])],
        dataDir: this.config.data,
        env,
        onLine: (line) => {
          if (!isFirst) return; // at a restart only the restart itself is news
          if (line.startsWith(HELD_BACK)) this.#held.push(line.slice(HELD_BACK.length));
          else this.options.print(line);
        },
      });
      isFirst = false;
      return child;
    });
  }

  #program(name: 'service' | 'mailbox'): string {
    const { root } = this.config;
    const ours = {
      service: join(root, 'dist/worker/service.js'),
      mailbox: join(root, 'dist/adapters/mailbox/main.js'),
    };
    return (this.options.programs ?? ours)[name];
  }

  async #startPart(label: string, start: () => Promise<Child>, detail?: string): Promise<void> {
    if (this.#ending.signal.aborted) throw new Error('The start was cut short');
    const begun = performance.now();
    const part: Part = { label, start, child: null };
    this.#parts.push(part);
    part.child = await this.#startFirst(part);
    void this.#keep(part);
    const seconds = ((performance.now() - begun) / 1000).toFixed(1);
    this.options.print(`${label}: running after ${seconds} s${detail === undefined ? '' : ` (${detail})`}`);
  }

  /**
   * A start that is cut down from outside is tried again, and so is one that failed because another part was: only what gives up
   * by itself ends the whole.
   */
  async #startFirst(part: Part): Promise<Child> {
    for (let tries = 1; ; tries += 1) {
      const restarts = this.#restarts;
      try {
        return await part.start();
      } catch (error) {
        const isCutDown = error instanceof ChildEndedError && error.exit.signal !== null;
        const isLast = tries === FIRST_TRIES || this.#ending.signal.aborted;
        if (isLast || !(isCutDown || this.#restarts > restarts)) throw error;
        this.options.print(`${part.label} was cut off while it started; starting it again`);
        await Promise.race([delay(FIRST_PAUSE_MS), this.stop.asked]);
      }
    }
  }

  /** Starts a part again whenever it ends unasked, after a pause that doubles from one second. */
  async #keep(part: Part): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (part.child !== null && !this.#ending.signal.aborted) {
      const since = performance.now();
      this.#watch(part.label, part.child);
      const { code, signal } = await part.child.exited;
      if (this.#ending.signal.aborted) return;
      if (performance.now() - since > STABLE_MS) pauseMs = FIRST_PAUSE_MS;
      this.#restarts += 1;
      this.options.print(
        `${part.label} ended ${signal === null ? `with code ${code}` : `by ${signal}`}; starting it again in ${pauseMs / 1000} s`,
      );
      pauseMs = await this.#startAgain(part, pauseMs);
    }
  }

  /** Only what says that it lives can fall silent: the servers of others are not watched so. */
  #watch(label: string, child: Child): void {
    const { silentMs = SILENT_MS, print } = this.options;
    if (!/^Service/.test(label)) return;
    const onSilent = (seconds: number): void =>
      print(`${label} has not answered for ${seconds} s: it is ended, and starts again`);
    watchOver(child, { silentMs, onSilent });
  }

  async #startAgain(part: Part, firstPauseMs: number): Promise<number> {
    for (let pauseMs = firstPauseMs; ; pauseMs = longer(pauseMs)) {
      await Promise.race([delay(pauseMs), this.stop.asked]);
      if (this.#ending.signal.aborted) return pauseMs;
      try {
        part.child = await part.start();
        this.options.print(`${part.label} runs again`);
        return longer(pauseMs);
      } catch (error) {
        if (this.#ending.signal.aborted) return pauseMs;
        this.options.print(`${part.label} could not be started again: ${explain(error, this.config)}`);
      }
    }
  }

  /** In the order of use: the service before what it writes to. */
  async stopAll(): Promise<void> {
    this.#ending.abort();
    let isInsisted = false;
    void this.stop.insisted.then(() => {
      isInsisted = true;
      for (const { child } of this.#parts) child?.stop(true).catch(() => undefined);
    });
    const rank = (part: Part): number =>
      [/^Service/, /mailbox/, /^Temporal/, /^PostgreSQL/].findIndex((each) => each.test(part.label));
    for (const { child } of [...this.#parts].sort((a, b) => rank(a) - rank(b))) await child?.stop(isInsisted);
    // A start that was under way has children that no part knows of yet, and may bring one more.
    await stopOwnChildren(this.config.data);
    await Promise.race([this.#starting, delay(5_000, undefined, { ref: false })]);
    await stopOwnChildren(this.config.data);
    if (this.#tellsCommands) await removeRunning(this.config.data);
  }
}

const longer = (pauseMs: number): number => Math.min(pauseMs * 2, LONGEST_PAUSE_MS);

/** Where everything is, one line each. */
function addresses(config: Config, roles: readonly ServiceRole[]): string[] {
  const lines: [boolean, string, string][] = [
    [roles.includes('web'), 'Desk and pages', config.publicUrl],
    [config.isDemonstration, 'Demonstration mailbox', `http://${config.bind}:${config.mailboxPort}`],
    [roles.includes('intake'), 'Answers by mail', `smtp://${config.bind}:${config.smtpPort}`],
    [config.temporalUiBaseUrl !== null, 'Temporal Web UI', config.temporalUiBaseUrl ?? ''],
    [config.databaseUrl === null, 'PostgreSQL', `${EMBEDDED_HOST}:${config.postgresPort}, database coordinator`],
  ];
  return lines.filter(([isShown]) => isShown).map(([, name, value]) => `${name.padEnd(22)}${value}`);
}
