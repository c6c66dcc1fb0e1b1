import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createAcknowledgementActivities } from '../../activities/acknowledgement.js';
import { createAdjustmentActivities } from '../../activities/adjustment.js';
import { createContactActivities } from '../../activities/contact.js';
import { createCycleActivities } from '../../activities/cycle.js';
import { createMailActivities } from '../../activities/mail.js';
import { createPostActivities } from '../../activities/post.js';
import { createRecordActivities } from '../../activities/record.js';
import { createAuthenticator } from '../../adapters/authentication/authenticator.js';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { createFileTextReader } from '../../adapters/file-text/reader.js';
import type { Scanner } from '../../adapters/files/clamd.js';
import { createInspector } from '../../adapters/files/inspect.js';
import { openMailFolder } from '../../adapters/mailbox/mail-folder.js';
import type { StoredMail } from '../../adapters/mailbox/mail-folder.js';
import { startMailbox } from '../../adapters/mailbox/mailbox.js';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { createFileTextStore } from '../../adapters/postgres/file-text-store.js';
import { createReadingStore } from '../../adapters/postgres/reading-store.js';
import { createStores } from '../../adapters/postgres/stores.js';
import { createReader } from '../../adapters/reader/reader.js';
import type { ReaderOptions } from '../../adapters/reader/reader.js';
import { createMailTransport } from '../../adapters/smtp/transport.js';
import { actorWords } from '../../domain/actor.js';
import type { Catalogue } from '../../domain/mandate.js';
import { mailKey } from '../../domain/reply-address.js';
import { createDelivery } from '../../office/intake/delivery.js';
import { createFileChecks } from '../../office/intake/file-check.js';
import { createFileTexts } from '../../office/intake/file-texts.js';
import { createMailOpening } from '../../office/intake/opened-mail.js';
import { createAddressing } from '../../office/posting/addressing.js';
import { createCopies } from '../../office/posting/copy.js';
import { createMailSender } from '../../office/posting/mail-sender.js';
import { createMissionCopies } from '../../office/posting/mission-copy.js';
import { createWords } from '../../office/posting/words.js';
import type { WebSettings } from '../../web/deps.js';
import { createWebServer } from '../../web/server.js';
import { createSession, SESSION_COOKIE } from '../../web/session.js';
import { startRecord } from '../world/record.js';
import type { KeptRecord } from '../world/record.js';
import { createCases } from './case.js';
import { send } from './client.js';
import type { Answer } from './client.js';

export const CYCLE = 'annual-report/2027';
export const SESSION_KEY = 's'.repeat(64);
export const SIGNING_KEY = 'k'.repeat(64);
const DOMAIN = 'tip-desk.example';
const ORIGIN = 'http://127.0.0.1:8300';

/** The request of a party in the cycle of 2027. */
export function idOf(party: string): string {
  return `${CYCLE}/${party}`;
}

/** Tries an activity again some times, as the engine does without end. */
async function untilDone(activity: () => Promise<unknown>, tries = 8): Promise<void> {
  try {
    await activity();
  } catch (fault) {
    if (tries <= 1) throw fault;
    await untilDone(activity, tries - 1);
  }
}

export type Desk = Awaited<ReturnType<typeof openDesk>>;

export interface DeskOptions {
  /** The codes of those who are asked; all when left out. */
  parties?: readonly string[];
  prepare?: (catalogue: Catalogue) => Catalogue;
  settings?: Partial<WebSettings>;
  sharedAddress?: string;
  /** A virus scanner; none when left out. */
  scan?: Scanner;
  /** How mail is read; as in the service when left out. */
  reader?: ReaderOptions;
  /** Where another desk has left its record and its files; an empty record when left out. */
  from?: KeptRecord;
}

/** The pages over a real record and real SMTP on loopback; requests are driven by the real machine, at a clock that tests set. */
export async function openDesk(options: DeskOptions = {}) {
  const { parties: codes, prepare = (one: Catalogue) => one } = options;
  const record = await startRecord(options.from);
  const given = prepare(await loadCatalogue(path.resolve('mandates')));
  const parties = given.parties.filter(({ code }) => codes?.includes(code) ?? true);
  const catalogue = { ...given, parties };
  const documents = await openFileStore(path.join(record.folder, 'documents'));
  const clock = { at: '2026-11-16T15:00:00.000Z', now: () => clock.at };
  const stores = createStores(record.db);
  const { outbox, intake, contacts, cycles, ledger, requests, registers, standings } = stores;
  const addressing = createAddressing({
    domain: DOMAIN,
    secret: SIGNING_KEY,
    publicUrl: ORIGIN,
    sharedAddress: options.sharedAddress ?? null,
  });
  const folder = path.join(record.folder, 'mailbox');
  const mailbox = await startMailbox({
    host: '127.0.0.1',
    smtpPort: 0,
    httpPort: 0,
    folder,
    answers: { host: '127.0.0.1', port: 9 },
    rules: [],
    log: () => undefined,
  });
  const transport = createMailTransport({
    url: `smtp://127.0.0.1:${mailbox.smtpPort}`,
    domain: DOMAIN,
    refuseReserved: false,
  });
  const sender = createMailSender({ outbox, transport, addressing, fromName: 'OAS Coordinator' });
  const words = createWords({ catalogue, findRecommendations: () => registers.findEntries('recommendations') });
  const copies = createMissionCopies({ standings, contacts, outbox, sender, words, addressing, catalogue });
  const mailing = { outbox, contacts, sender, words, addressing, catalogue };
  const posts = {
    ...createPostActivities(mailing),
    ...createAcknowledgementActivities({ ...mailing, intake, copies }),
  };
  const cases = createCases({ record: createRecordActivities({ requests, catalogue }), posts });
  const acknowledge = (effect: Parameters<typeof posts.sendAcknowledgements>[0]['acknowledgements'][number]) =>
    posts.sendAcknowledgements({ acknowledgements: [effect] });
  const delivery = createDelivery({ intake, cases, catalogue, acknowledge });
  const reader = createReader(options.reader ?? { thread: path.resolve('dist/adapters/reader/thread.js') });
  const textReader = createFileTextReader({ thread: path.resolve('dist/adapters/file-text/thread.js') });
  const readings = createReadingStore(record.db, documents);
  const mailOpening = createMailOpening({ intake, documents, reader, readings, addressing });
  const files = createFileChecks({
    inspect: createInspector(options.scan ?? null),
    isScanning: options.scan !== undefined,
    checks: stores.checks,
    documents,
    clock,
  });
  const contactActivities = createContactActivities({ intake, contacts, outbox, sender, words, addressing, catalogue });
  const asked = { compiled: [] as string[], started: [] as string[] };
  const mails = createMailActivities({
    intake,
    contacts,
    catalogue,
    documents,
    opening: mailOpening,
    files,
    fileTexts: createFileTexts({ texts: createFileTextStore(record.db), textReader }),
    outbox,
    sender,
    staff: ['assistant@oas-demo.example'],
    deskUrl: ORIGIN,
    delivery,
    addressing,
    authenticate: createAuthenticator({ by: 'header', authserv: 'mx.tip-desk.example' }),
    changeContact: async (party, change, receiptId) => {
      await contactActivities.recordContact({ party, change });
      if (receiptId !== null) await contactActivities.acknowledgeContacts({ party, receiptId, at: clock.now() });
    },
    isReserved: () => false,
    startMail: (receiptId) => {
      asked.started.push(receiptId);
      return Promise.resolve();
    },
  });
  const opening = { isReleased: true, setSize: 1 };
  const cycleActivities = createCycleActivities({
    cycles,
    ledger,
    catalogue,
    opening,
    registers,
  });
  const coordinator = { name: 'Coordinator', address: 'coordinator@oas-demo.example' };
  const adjustments = createAdjustmentActivities({ ledger, cycles, cases, catalogue });
  const coordinatorCopies = createCopies({
    catalogue,
    outbox,
    cycles,
    ledger,
    contacts,
    sender,
    words,
    addressing,
    coordinator,
  });
  const warnings: string[] = [];

  const web = createWebServer({
    ...stores,
    catalogue,
    documents,
    opening: mailOpening,
    files,
    delivery,
    words,
    addressing,
    commands: {
      async release(cycleId, ids, by) {
        const at = clock.now();
        const sets = await cycles.releaseRequests(cycleId, ids, actorWords(by), at);
        const released = sets.flatMap((set) => set.requestIds);
        for (const id of released)
          await cases.take(id, { type: 'released', id: `release/${id}`, at, by: actorWords(by) });
        return released.length;
      },
      findRefusal: (adjustment) => adjustments.findRefusal({ adjustment, at: clock.now() }),
      async adjust(adjustment) {
        const at = clock.now();
        const { requestIds } = await adjustments.recordAdjustment({ adjustment, at });
        const { requests: told } = await adjustments.adjustRequests({ adjustment, requestIds, at });
        return told.length;
      },
      changeContact: (party, change) => contactActivities.recordContact({ party, change }),
      compileReport(cycleId) {
        asked.compiled.push(cycleId);
        return Promise.resolve();
      },
      sendCopies: (ids) => coordinatorCopies.sendCopies(ids, clock.now()),
    },
    clock,
    secrets: { signing: [SIGNING_KEY], session: SESSION_KEY },
    settings: {
      host: '127.0.0.1',
      port: 0,
      publicUrl: ORIGIN,
      temporalUiUrl: 'http://127.0.0.1:8233',
      namespace: 'default',
      isDemonstration: false,
      mailboxUrl: null,
      coordinatorAddress: coordinator.address,
      ...options.settings,
    },
    log: {
      warn: (_fields, text) => warnings.push(text),
      error: (fields, text) => warnings.push(`${text} ${String((fields as { fault?: unknown }).fault)}`),
    },
  });

  const { url } = await web.listen();
  const cookie = (): string => `${SESSION_COOKIE}=${createSession(SESSION_KEY, clock.now())}`;

  return {
    ...record,
    catalogue,
    documents,
    clock,
    intake,
    outbox,
    contacts,
    registers,
    ledger,
    sender,
    posts,
    activities: mails,
    cases,
    delivery,
    addressing,
    web,
    warnings,
    asked,

    /** Opens the cycle of 2027 at the clock and does what is due at once. */
    async open({
      isReleased = true,
      obligation = 'annual-report',
      period = '2027',
    }: { isReleased?: boolean; obligation?: string; period?: string } = {}): Promise<string[]> {
      const openedAt = clock.now();
      const because = 'its opening day 2026-11-16 has come';
      const input = { obligation, year: 2027, period, because, isReleased, setSize: 1 };
      const { sets } = await cycleActivities.openCycle({ ...input, cycleId: `${obligation}/${period}`, openedAt });
      for (const set of sets) await cases.open(set.requestIds, set.rules);
      await cases.pass(openedAt);
      return sets.flatMap((set) => set.requestIds);
    },

    /** Puts a recommendation on record, open for every state: without one, nobody is asked about any. */
    async recommend(): Promise<void> {
      const heading = { en: 'Prevention' };
      const fields = { document: null, meeting: 'M', heading, text: {}, source: 'S', closed: null };
      const change = { entry: 'prevention', party: null, fields, reason: 'a test' };
      await registers.record('recommendations', () => [change], { by: 'a test', at: clock.now() });
    },

    /** The address on file of whoever has a role for a party. */
    contactOf(party: string, role: string): string {
      const contacts = catalogue.parties.find(({ code }) => code === party)?.contacts;
      return contacts?.find((one) => one.role === role)?.address ?? '';
    },

    /** A party's request as the record has it. */
    async request(party: string) {
      return record.db.selectFrom('request').selectAll().where('id', '=', idOf(party)).executeTakeFirstOrThrow();
    },

    /** What a party has answered, also what was taken away. */
    async submissions(party: string) {
      return record.db.selectFrom('submission').selectAll().where('requestId', '=', idOf(party)).execute();
    },

    /** The path of the answer page that the note to a contact opens. */
    answerPath(party: string, role = 'mission', rung = 'request'): string {
      return new URL(addressing.identify(`${idOf(party)}/${rung}/${role}`).link).pathname;
    },

    /** Commits and handles a received mail as the intake does. */
    async receive(
      raw: string | Buffer,
      recipient: string,
      recipientKind: 'reply' | 'bounce' | 'desk' | 'file',
      mailOutId: string | null,
    ): Promise<string> {
      const { sha256, size } = await documents.put(Buffer.from(raw));
      const id = mailKey(`${sha256}/${recipient}`);
      const receipt = {
        id,
        rawSha256: sha256,
        size,
        envelopeFrom: 'sender@example.example',
        recipient,
        recipientKind,
        mailOutId,
        remoteAddress: '127.0.0.1',
        receivedAt: clock.now(),
      };
      await intake.commitReceipts([receipt]);
      await untilDone(() => mails.readReceipts({ receiptIds: [id] }));
      await untilDone(() => mails.fileReceipts({ receiptIds: [id], at: clock.now() }));
      await untilDone(() => mails.deliverFilings({ receiptIds: [id], at: clock.now() }));
      return id;
    },

    /** From now on the mail server refuses or puts off what goes to these addresses: `reject.json` of the demonstration mailbox. */
    async refuse(rules: { pattern: string; reply: string }[]): Promise<void> {
      await writeFile(path.join(folder, 'reject.json'), JSON.stringify(rules));
    },

    /** What the sweep does every two minutes. */
    async sweep(): Promise<void> {
      await mails.sweepReceipts({ at: clock.now() });
    },

    /** Every mail that has arrived at any addressee, oldest first. */
    async mails(): Promise<StoredMail[]> {
      return (await openMailFolder(folder)).list().reverse();
    },

    /** The plain text of such a mail, as its reader sees it. */
    async mailText(id: string): Promise<string> {
      return (await (await openMailFolder(folder)).read(id)).text;
    },

    /** The bytes of such a mail. */
    async rawMail(id: string): Promise<string> {
      return (await (await openMailFolder(folder)).raw(id)).toString();
    },

    url,
    cookie,

    /** A page as anybody sees it. */
    async read(path: string): Promise<Answer> {
      return send(url + path);
    },

    /** A form that is sent to a path. */
    async post(path: string, form: { payload: Buffer; headers: Record<string, string> }): Promise<Answer> {
      return send(url + path, { method: 'POST', ...form });
    },

    /** A page of the desk as its owner sees it. */
    async page(path: string): Promise<Answer> {
      return send(url + path, { headers: { cookie: cookie() } });
    },

    /** A button of the desk, pressed by its owner on our own page. */
    async press(
      path: string,
      fields: [string, string][],
      headers: Record<string, string> = { 'sec-fetch-site': 'same-origin' },
    ): Promise<Answer> {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const payload = new URLSearchParams(fields).toString();
      return send(url + path, { method: 'POST', headers: { cookie: cookie(), ...type, ...headers }, payload });
    },

    async stop(): Promise<void> {
      await close();
      await record.stop();
    },

    /** Stops, and leaves its record and its files for others to begin from. */
    async keep(name: string): Promise<KeptRecord> {
      await close();
      return record.keep(name);
    },
  };

  async function close(): Promise<void> {
    await web.close();
    await reader.close();
    await textReader.close();
    transport.close();
    await mailbox.stop();
  }
}
