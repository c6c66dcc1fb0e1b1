import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import path from 'node:path';
import nodemailer from 'nodemailer';
import type { SendMailOptions } from 'nodemailer';
import { createAcknowledgementActivities } from '../../activities/acknowledgement.js';
import { createAdjustmentActivities } from '../../activities/adjustment.js';
import { createContactRoundActivities } from '../../activities/contact-round.js';
import { createContactActivities } from '../../activities/contact.js';
import { createCycleActivities } from '../../activities/cycle.js';
import { createDigestActivities } from '../../activities/digest.js';
import { createMailActivities } from '../../activities/mail.js';
import { createPostActivities } from '../../activities/post.js';
import { createRecordActivities } from '../../activities/record.js';
import { createReportActivities } from '../../activities/report.js';
import { createThanksActivities } from '../../activities/thanks.js';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { createFileTextReader } from '../../adapters/file-text/reader.js';
import { createInspector } from '../../adapters/files/inspect.js';
import { openMailFolder } from '../../adapters/mailbox/mail-folder.js';
import type { StoredMail } from '../../adapters/mailbox/mail-folder.js';
import { startMailbox } from '../../adapters/mailbox/mailbox.js';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { createAbsenceStore } from '../../adapters/postgres/absence-store.js';
import { createContactStore } from '../../adapters/postgres/contact-store.js';
import { createCycleStore } from '../../adapters/postgres/cycle-store.js';
import { createDigestStore } from '../../adapters/postgres/digest-store.js';
import { createFileCheckStore } from '../../adapters/postgres/file-check-store.js';
import { createFileTextStore } from '../../adapters/postgres/file-text-store.js';
import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { createLedgerStore } from '../../adapters/postgres/ledger-store.js';
import { createOutboxStore } from '../../adapters/postgres/outbox-store.js';
import { createReadingStore } from '../../adapters/postgres/reading-store.js';
import { createRegisterStore } from '../../adapters/postgres/register-store.js';
import { createReportStore } from '../../adapters/postgres/report-store.js';
import { createRequestStore } from '../../adapters/postgres/request-store.js';
import { findStandingMail } from '../../adapters/postgres/standing-mail.js';
import { createStandingStore } from '../../adapters/postgres/standing-store.js';
import { createReader } from '../../adapters/reader/reader.js';
import { createMailTransport } from '../../adapters/smtp/transport.js';
import { createCasePort } from '../../adapters/temporal/case.js';
import { indexedTypes } from '../../adapters/temporal/search-attributes.js';
import { createStarts } from '../../adapters/temporal/starts.js';
import type { CycleInput } from '../../domain/cycle.js';
import { TASK_QUEUE } from '../../domain/ids.js';
import type { Catalogue } from '../../domain/mandate.js';
import { createDelivery } from '../../office/intake/delivery.js';
import { createFileChecks } from '../../office/intake/file-check.js';
import { createFileTexts } from '../../office/intake/file-texts.js';
import { createMailOpening } from '../../office/intake/opened-mail.js';
import { createAddressing } from '../../office/posting/addressing.js';
import { createMailSender } from '../../office/posting/mail-sender.js';
import { createMissionCopies } from '../../office/posting/mission-copy.js';
import { createWords } from '../../office/posting/words.js';
import { openIntake } from '../../worker/intake.js';
import { workflowBundle } from './bundle.js';
import { startRecord } from './record.js';
import { shiftedCatalogue } from './shifted.js';

const DOMAIN = 'tip-desk.example';
const SECRET = 'a'.repeat(64);

/** A year on the time-skipping server, with a real record and real SMTP both ways. */
export type Story = Awaited<ReturnType<typeof startStory>>;

/** The SDK gives a test server five seconds to start, which two busy cores do not always have. */
async function startTestServer(tries = 4): Promise<TestWorkflowEnvironment> {
  const executable = { type: 'existing-path' as const, path: process.env.COORDINATOR_TEST_SERVER ?? '' };
  try {
    return await TestWorkflowEnvironment.createTimeSkipping({ server: { executable } });
  } catch (error) {
    if (tries <= 1 || !String(error).includes('did not start within')) throw error;
    return startTestServer(tries - 1);
  }
}

/**
 * The service in twenty-eight years: what is to come on the files of today is still to come, whenever the tests are run.
 * `prepare` may change the mandate data, for instance to leave states out. Unless `keepsApprovals`, no rung waits for a person: most
 * stories have no Coordinator. One story at a time: skipping is global to its server.
 */
export async function startStory(
  prepare: (catalogue: Catalogue) => Catalogue = (catalogue) => catalogue,
  { keepsApprovals = false }: { keepsApprovals?: boolean } = {},
) {
  installRuntime();
  const env = await startTestServer();
  const record = await startRecord();
  await env.connection.operatorService.addSearchAttributes({ namespace: 'default', searchAttributes: indexedTypes() });
  const given = await loadCatalogue(path.resolve('mandates'));
  const catalogue = prepare(shiftedCatalogue(keepsApprovals ? given : withoutApprovals(given)));
  const clock = await storyClock(env);
  const documents = await openFileStore(path.join(record.folder, 'documents'));
  const stores = {
    cycles: createCycleStore(record.db),
    requests: createRequestStore(record.db),
    ledger: createLedgerStore(record.db),
    outbox: createOutboxStore(record.db),
    intake: createIntakeStore(record.db),
    contacts: createContactStore(record.db),
    digests: createDigestStore(record.db),
    reports: createReportStore(record.db),
    registers: createRegisterStore(record.db),
  };
  const { outbox, intake, registers } = stores;
  const words = createWords({ catalogue, findRecommendations: () => registers.findEntries('recommendations') });
  const starts = createStarts(env.client);
  const cases = createCasePort(env.client);
  const addressing = createAddressing({ domain: DOMAIN, secret: SECRET, publicUrl: 'http://desk.tip-desk.example' });
  const mailFolder = path.join(record.folder, 'mailbox');
  const door = await openIntake({
    host: '127.0.0.1',
    port: 0,
    addressing,
    secrets: [SECRET],
    uploadPage: 'http://desk.tip-desk.example',
    documents,
    intake,
    clock,
    startMail: (receiptId) => starts.mail(receiptId),
    log: {
      info: () => undefined,
      warn: (fields, words) => process.stderr.write(`${words} ${JSON.stringify(fields)}\n`),
    },
  });
  const mailbox = await startMailbox({
    host: '127.0.0.1',
    smtpPort: 0,
    httpPort: 0,
    folder: mailFolder,
    answers: { host: '127.0.0.1', port: door.port },
    rules: [],
    log: () => undefined,
  });
  const transport = createMailTransport({
    url: `smtp://127.0.0.1:${mailbox.smtpPort}`,
    domain: DOMAIN,
    refuseReserved: false,
  });
  const sender = createMailSender({ outbox, transport, addressing, fromName: 'OAS Coordinator' });
  const { contacts } = stores;
  const standings = createStandingStore(record.db);
  const copies = createMissionCopies({ standings, contacts, outbox, sender, words, addressing, catalogue });
  const mailing = { outbox, contacts, sender, words, addressing, catalogue };
  const posts = {
    ...createPostActivities(mailing),
    ...createAcknowledgementActivities({ ...mailing, intake, copies }),
  };
  const delivery = createDelivery({
    intake,
    cases,
    catalogue,
    acknowledge: (effect) => posts.sendAcknowledgements({ acknowledgements: [effect] }),
  });
  const coordinator = { name: 'Coordinator', address: 'coordinator@oas-demo.example' };
  const opening = { isReleased: true, setSize: 1 };
  const files = createFileChecks({
    inspect: createInspector(null),
    isScanning: false,
    checks: createFileCheckStore(record.db),
    documents,
    clock,
  });
  const reader = createReader({ thread: path.resolve('dist/adapters/reader/thread.js') });
  const textReader = createFileTextReader({ thread: path.resolve('dist/adapters/file-text/thread.js') });
  const readings = createReadingStore(record.db, documents);
  const mailOpening = createMailOpening({ intake, documents, reader, readings, addressing });
  const worker = await Worker.create({
    connection: env.nativeConnection,
    taskQueue: TASK_QUEUE,
    workflowBundle: workflowBundle(),
    activities: {
      ...createRecordActivities({ requests: stores.requests, catalogue }),
      ...createCycleActivities({
        cycles: stores.cycles,
        ledger: stores.ledger,
        catalogue,
        opening,
        registers: createRegisterStore(record.db),
      }),
      ...createAdjustmentActivities({ cycles: stores.cycles, ledger: stores.ledger, cases, catalogue }),
      ...posts,
      ...createMailActivities({
        authenticate: () => Promise.resolve(null),
        intake,
        contacts: stores.contacts,
        catalogue,
        documents,
        opening: mailOpening,
        files,
        fileTexts: createFileTexts({ texts: createFileTextStore(record.db), textReader }),
        outbox,
        sender,
        staff: [],
        deskUrl: 'http://desk.tip-desk.example',
        delivery,
        addressing,
        changeContact: (party, change, receiptId) => starts.beginContact(party, change, receiptId),
        isReserved: () => false,
        startMail: (receiptId) => starts.mail(receiptId),
      }),
      ...createDigestActivities({
        digests: stores.digests,
        outbox,
        sender,
        addressing,
        catalogue,
        absences: createAbsenceStore(record.db),
        findTroubles: () => Promise.resolve([]),
        findStanding: (at) => findStandingMail(record.db, at),
        contacts: stores.contacts,
        registers: createRegisterStore(record.db),
        coordinator,
        deputyAfterWorkingDays: 3,
        deskUrl: 'http://desk.tip-desk.example',
      }),
      ...createContactRoundActivities({ contacts: stores.contacts, outbox, sender, addressing, catalogue }),
      ...createContactActivities({
        intake,
        contacts: stores.contacts,
        outbox,
        sender,
        words,
        addressing,
        catalogue,
      }),
      ...createReportActivities({ reports: stores.reports, documents, catalogue }),
      ...createThanksActivities({
        registers: stores.registers,
        outbox,
        contacts: stores.contacts,
        sender,
        addressing,
        catalogue,
      }),
    },
  });
  const running = worker.run();

  return {
    env,
    catalogue,
    record,
    documents,
    delivery,
    ...stores,
    starts,
    clock,
    mailFolder,

    /** Puts a recommendation on record, open for every state: without one, nobody is asked about any. */
    async recommend(): Promise<void> {
      const fields = {
        document: null,
        meeting: 'Isla Margarita, 14 to 17 March 2006',
        heading: { en: 'Prevention', es: 'Prevención', pt: 'Prevenção', fr: 'Prévention' },
        text: {},
        source: 'press release E-063/06 (headings of the four groups only)',
        closed: null,
      };
      const change = { entry: 'prevention', party: null, fields, reason: 'the story' };
      await registers.record('recommendations', () => [change], { by: 'the story', at: clock.now() });
    },

    /** Opens a cycle now and waits until it has done everything that is due at once. */
    async open(input: Partial<CycleInput> = {}): Promise<void> {
      await starts.cycle({
        obligation: 'annual-report',
        year: 2055,
        because: 'the story begins',
        ...opening,
        ...input,
      });
      // On a busy machine the opening may be slower than what counts as quiet.
      while ((await stores.cycles.findCycles()).length === 0) await new Promise((resolve) => setTimeout(resolve, 50));
      await this.quiet();
    },

    /** Lets so much time pass. */
    async pass(duration: `${number} days` | `${number} hours` | `${number} minutes`): Promise<void> {
      await env.sleep(duration);
      await clock.read();
      await this.quiet();
      await clock.read();
    },

    /** Lets time pass until a date at noon UTC. */
    async until(date: string): Promise<void> {
      await clock.read();
      const wait = Date.parse(`${date}T16:00:00.000Z`) - Date.parse(clock.now());
      if (wait <= 0) throw new Error(`the story is past ${date} already: ${clock.now()}`);
      await this.pass(`${Math.ceil(wait / 60_000)} minutes`);
    },

    /** Waits in real time until no mail has moved and nothing is left to deliver. */
    async quiet(): Promise<void> {
      let before = '';
      for (let same = 0; same < 3;) {
        const begun = performance.now();
        await new Promise((resolve) => setTimeout(resolve, 120));
        const now = await fingerprint();
        // The worker is in this process: what took so long has kept it from its work as well.
        const isStalled = performance.now() - begun > 300;
        same = now === before && !isStalled ? same + 1 : 0;
        before = now;
      }
    },

    /** Every mail that has arrived at any addressee. */
    async mails(): Promise<StoredMail[]> {
      return (await openMailFolder(mailFolder)).list().reverse();
    },

    async readMail(id: string) {
      return (await openMailFolder(mailFolder)).read(id);
    },

    /** Sends a mail through SMTP to our door. Resolves with the server's words. */
    async send(mail: SendMailOptions): Promise<string> {
      await clock.read();
      const client = nodemailer.createTransport({ host: '127.0.0.1', port: door.port, ignoreTLS: true });
      const info = await client.sendMail(mail);
      await this.quiet();
      return info.response;
    },

    async request(party: string) {
      const row = await stores.requests.findRequest(`annual-report/2055/${party}`);
      if (!row) throw new Error(`no request of ${party}`);
      return row;
    },

    async stop(): Promise<void> {
      worker.shutdown();
      await running;
      transport.close();
      await reader.close();
      await textReader.close();
      await mailbox.stop();
      await door.stop();
      await env.teardown();
      await record.stop();
    },
  };

  /** What changes while anything is going on. */
  async function fingerprint(): Promise<string> {
    const { db } = record;
    const log = await db
      .selectFrom('caseLog')
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    const mails = await db.selectFrom('mailOut').select(['id', 'status']).orderBy('id').execute();
    const open = await db.selectFrom('receipt').select('id').where('handledAt', 'is', null).execute();
    const undelivered = await db.selectFrom('submission').select('id').where('deliveredAt', 'is', null).execute();
    const unsettled = mails.filter((mail) => mail.status !== 'sent' && mail.status !== 'failed').length;
    const { numInFlightActivities, numInFlightWorkflowActivations } = worker.getStatus();
    const atWork = numInFlightActivities + numInFlightWorkflowActivations;
    const busy = open.length + undelivered.length + unsettled + atWork > 0 ? String(Math.random()) : '';
    return JSON.stringify([log.n, mails.length, busy]);
  }
}

/** The test server's clock, read when the story moves. */
async function storyClock(env: TestWorkflowEnvironment) {
  let skew = 0;
  const clock = {
    now: () => new Date(Date.now() + skew).toISOString(),
    async read(): Promise<void> {
      skew = (await env.currentTimeMs()) - Date.now();
    },
  };
  await clock.read();
  return clock;
}

let isInstalled = false;

function installRuntime(): void {
  if (isInstalled) return;
  Runtime.install({ logger: new DefaultLogger('WARN'), shutdownSignals: [] });
  isInstalled = true;
}

function withoutApprovals(catalogue: Catalogue): Catalogue {
  const obligations = catalogue.obligations.map((obligation) => {
    const ladder = obligation.rules.ladder.map(({ approval: _, ...rung }) => rung);
    return { ...obligation, rules: { ...obligation.rules, ladder } };
  });
  return { ...catalogue, obligations };
}
