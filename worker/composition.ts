import { Client, Connection } from '@temporalio/client';
import path from 'node:path';
import { createAcknowledgementActivities } from '../activities/acknowledgement.js';
import { createAdjustmentActivities } from '../activities/adjustment.js';
import { createContactRoundActivities } from '../activities/contact-round.js';
import { createContactActivities } from '../activities/contact.js';
import { createCycleActivities } from '../activities/cycle.js';
import { createDigestActivities } from '../activities/digest.js';
import { createMailActivities } from '../activities/mail.js';
import { createPostActivities } from '../activities/post.js';
import { createRecordActivities } from '../activities/record.js';
import { createReportActivities } from '../activities/report.js';
import { createThanksActivities } from '../activities/thanks.js';
import { createAuthenticatorApart } from '../adapters/authentication/apart.js';
import { openFileStore } from '../adapters/documents/file-store.js';
import { createFileTextReader } from '../adapters/file-text/reader.js';
import { createScanner } from '../adapters/files/clamd.js';
import { createInspector } from '../adapters/files/inspect.js';
import { loadCatalogue } from '../adapters/mandates/catalogue.js';
import { createAccessToken } from '../adapters/oauth/access-token.js';
import { openDatabase } from '../adapters/postgres/database.js';
import { createReadingStore } from '../adapters/postgres/reading-store.js';
import { createSendingGate } from '../adapters/postgres/sending-gate.js';
import { createStores } from '../adapters/postgres/stores.js';
import { createReader } from '../adapters/reader/reader.js';
import { createMailTransport } from '../adapters/smtp/transport.js';
import { createCasePort } from '../adapters/temporal/case.js';
import { createStarts } from '../adapters/temporal/starts.js';
import { unusableIn } from '../domain/reserved-domain.js';
import { createDelivery } from '../office/intake/delivery.js';
import { createFileChecks } from '../office/intake/file-check.js';
import { createFileTexts } from '../office/intake/file-texts.js';
import { createMailOpening } from '../office/intake/opened-mail.js';
import { createMailSender } from '../office/posting/mail-sender.js';
import { createMissionCopies } from '../office/posting/mission-copy.js';
import { createWords } from '../office/posting/words.js';
import { addressingOf } from './addressing.js';
import { systemClock } from './clock.js';
import type { Config } from './config.js';
import { assertInstallation, documentsFolder, settleInstallation } from './installation.js';
import { readSecrets } from './secrets.js';
import { reachDatabase, reachTemporal } from './unreachable.js';

const FROM_NAME = 'OAS Coordinator on Trafficking in Persons';

/** The connection options and the namespace of the Temporal that is used. Throws where none was started or set. */
export function temporalOf(config: Config) {
  if (config.temporal === null)
    throw new Error('TEMPORAL_ADDRESS is not set: start the service with `npm start`, or set it');
  return { namespace: config.temporal.namespace ?? 'default', connectionOptions: config.temporal.connectionOptions };
}

/** How the service starts on the record. */
export interface StartOptions {
  /** Whether what is missing of the installation is made anew. */
  isNew: boolean;
  say: (line: string) => void;
  /** Is told of each idle connection to the database that broke. */
  onBroken: (fault: Error) => void;
}

/**
 * The record alone: database, documents and mandate files, for commands that need no engine. `start` says that the
 * service starts on them, and takes what there is to say of that.
 * @throws InstallationFault where they do not belong together.
 */
export async function openRecord(config: Config, start: StartOptions | null = null) {
  if (config.databaseUrl === null)
    throw new Error('DATABASE_URL is not set: start the service with `npm start`, or set it');
  const catalogue = await loadCatalogue(config.mandates);
  const db = openDatabase(config.databaseUrl, start === null ? {} : { onBroken: start.onBroken });
  try {
    await reachDatabase(config, async () => {
      if (start === null) return assertInstallation(config, db);
      for (const line of await settleInstallation(config, db, start)) start.say(line);
    });
  } catch (fault) {
    await db.destroy();
    throw fault;
  }
  const documents = await openFileStore(documentsFolder(config.data));
  return {
    catalogue,
    db,
    documents,
    reader: createReader({ thread: path.join(config.root, 'dist/adapters/reader/thread.js') }),
    textReader: createFileTextReader({ thread: path.join(config.root, 'dist/adapters/file-text/thread.js') }),
    readings: createReadingStore(db, documents),
    ...createStores(db),
  };
}
export type OpenRecord = Awaited<ReturnType<typeof openRecord>>;

/** The engine as clients see it. */
export async function connectEngine(config: Config) {
  const { namespace, connectionOptions } = temporalOf(config);
  const connection = await reachTemporal(connectionOptions.address, () => Connection.connect(connectionOptions));
  const client = new Client({ connection, namespace });
  return { connection, client, namespace, starts: createStarts(client), cases: createCasePort(client) };
}
export type Engine = Awaited<ReturnType<typeof connectEngine>>;

/** Everything that workflows may do to the world, over one record, one mail server and one engine. */
export async function compose(config: Config, record: OpenRecord, engine: Pick<Engine, 'starts' | 'cases'>) {
  const {
    catalogue,
    documents,
    cycles,
    requests,
    ledger,
    outbox,
    intake,
    contacts,
    digests,
    absences,
    reports,
    registers,
    standings,
  } = record;
  const secrets = await readSecrets(config.data);
  const addressing = addressingOf(config, secrets.replyKey);
  const mailOpening = createMailOpening({ ...record, addressing });
  const files = createFileChecks({
    inspect: createInspector(config.scanner === null ? null : createScanner(config.scanner)),
    isScanning: config.scanner !== null,
    checks: record.checks,
    documents,
    clock: systemClock,
  });
  const accessToken = config.oauth === null ? null : createAccessToken(config.oauth);
  const transport = createMailTransport({
    url: config.smtpUrl ?? `smtp://127.0.0.1:${config.mailboxSmtpPort}`,
    domain: config.mailDomain,
    accessToken: hasPassword(config.smtpUrl) ? null : accessToken,
    gate: createSendingGate(record.db, config.sendingRate),
    refuseReserved: !config.isDemonstration,
  });
  const sender = createMailSender({ outbox, transport, addressing, fromName: FROM_NAME });
  const words = createWords({ catalogue, findRecommendations: () => registers.findEntries('recommendations') });
  const copies = createMissionCopies({ standings, contacts, outbox, sender, words, addressing, catalogue });
  const mailing = { outbox, contacts, sender, words, addressing, catalogue };
  const posts = createPostActivities(mailing);
  const acknowledgements = createAcknowledgementActivities({ ...mailing, intake, copies });
  const acknowledge = (
    effect: Parameters<typeof acknowledgements.sendAcknowledgements>[0]['acknowledgements'][number],
  ) => acknowledgements.sendAcknowledgements({ acknowledgements: [effect] });
  const delivery = createDelivery({ intake, cases: engine.cases, catalogue, acknowledge });
  const coordinator = { name: FROM_NAME, address: config.coordinatorAddress };
  const opening = { isReleased: config.isDemonstration, setSize: config.setSize };
  const adjustments = createAdjustmentActivities({ ledger, cycles, cases: engine.cases, catalogue });
  const activities = {
    ...createRecordActivities({ requests, catalogue }),
    ...createCycleActivities({ cycles, ledger, catalogue, opening, registers }),
    ...posts,
    ...acknowledgements,
    ...createMailActivities({
      // By a workflow of its own: no mail waits for another mail.
      changeContact: (party, change, receiptId) => engine.starts.beginContact(party, change, receiptId),
      isReserved: unusableIn(config),
      intake,
      contacts,
      catalogue,
      documents,
      opening: mailOpening,
      files,
      fileTexts: createFileTexts(record),
      outbox,
      sender,
      staff: config.staff,
      deskUrl: config.publicUrl,
      delivery,
      addressing,
      authenticate: createAuthenticatorApart(config.authentication, {
        thread: path.join(config.root, 'dist/adapters/authentication/thread.js'),
      }),
      startMail: (receiptId) => engine.starts.mail(receiptId),
    }),
    ...createDigestActivities({
      digests,
      outbox,
      sender,
      addressing,
      catalogue,
      absences,
      registers,
      contacts,
      findTroubles: record.findTroubles,
      findStanding: record.findStanding,
      coordinator,
      deputyAfterWorkingDays: config.deputyAfterWorkingDays,
      deskUrl: config.publicUrl,
    }),
    ...createContactRoundActivities({ contacts, outbox, sender, addressing, catalogue }),
    ...createContactActivities({ intake, contacts, outbox, sender, words, addressing, catalogue }),
    ...createReportActivities({ reports, documents, catalogue }),
    ...createThanksActivities({ registers, outbox, contacts, sender, addressing, catalogue }),
    ...adjustments,
  };
  return {
    accessToken,
    activities,
    files,
    mailOpening,
    addressing,
    adjustments,
    delivery,
    opening,
    secrets,
    sender,
    transport,
    words,
  };
}
/** Whether a server is signed in to with a password, or not signed in to at all. */
function hasPassword(url: string): boolean {
  const { username, password } = new URL(url);
  return username === '' || password !== '';
}
export type Composition = Awaited<ReturnType<typeof compose>>;
