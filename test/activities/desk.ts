import { sql } from 'kysely';
import path from 'node:path';
import { createCycleActivities } from '../../activities/cycle.js';
import { createDigestActivities } from '../../activities/digest.js';
import { createReportActivities } from '../../activities/report.js';
import { openFileStore } from '../../adapters/documents/file-store.js';
import { openMailFolder } from '../../adapters/mailbox/mail-folder.js';
import type { StoredMail } from '../../adapters/mailbox/mail-folder.js';
import { startMailbox } from '../../adapters/mailbox/mailbox.js';
import { loadCatalogue } from '../../adapters/mandates/catalogue.js';
import { createAbsenceStore } from '../../adapters/postgres/absence-store.js';
import { createContactStore } from '../../adapters/postgres/contact-store.js';
import { createCycleStore } from '../../adapters/postgres/cycle-store.js';
import { createDigestStore } from '../../adapters/postgres/digest-store.js';
import { createIntakeStore } from '../../adapters/postgres/intake-store.js';
import { createLedgerStore } from '../../adapters/postgres/ledger-store.js';
import { findMailboxTroubles } from '../../adapters/postgres/mailbox-store.js';
import { createOutboxStore } from '../../adapters/postgres/outbox-store.js';
import { createRegisterStore } from '../../adapters/postgres/register-store.js';
import { createReportStore } from '../../adapters/postgres/report-store.js';
import { findStandingMail } from '../../adapters/postgres/standing-mail.js';
import { createMailTransport } from '../../adapters/smtp/transport.js';
import type { TaskKind } from '../../domain/request-events.js';
import type { ClosedAs, Stage } from '../../domain/request-state.js';
import type { NewSubmission } from '../../office/ports/submissions.js';
import { createAddressing } from '../../office/posting/addressing.js';
import { createMailSender } from '../../office/posting/mail-sender.js';
import { freePort, startRecord } from '../world/record.js';

export const CYCLE = 'annual-report/2027';
/** The cycle opens on its day at 10:00 in Washington; answers are due on 1 February 2027. */
export const OPENED_AT = '2026-11-16T15:00:00.000Z';
export const COORDINATOR = { name: 'Coordinator', address: 'coordinator@oas-demo.example' };

/** The desk of a cycle without its engine: a real record, the real mandate files, real mail. */
export type Desk = Awaited<ReturnType<typeof startDesk>>;

export async function startDesk() {
  const record = await startRecord();
  const { db } = record;
  const catalogue = await loadCatalogue(path.resolve('mandates'));
  const documents = await openFileStore(path.join(record.folder, 'documents'));
  const mailFolder = path.join(record.folder, 'mailbox');
  const mailbox = await startMailbox({
    host: '127.0.0.1',
    smtpPort: 0,
    httpPort: 0,
    folder: mailFolder,
    answers: { host: '127.0.0.1', port: await freePort() },
    rules: [],
    log: () => undefined,
  });
  const domain = 'tip-desk.example';
  const outbox = createOutboxStore(db);
  const intake = createIntakeStore(db);
  const digests = createDigestStore(db);
  const reports = createReportStore(db);
  const addressing = createAddressing({ domain, secret: 'a'.repeat(64), publicUrl: 'http://desk.example' });
  const transport = createMailTransport({ url: `smtp://127.0.0.1:${mailbox.smtpPort}`, domain, refuseReserved: false });
  const sender = createMailSender({ outbox, transport, addressing, fromName: 'OAS Coordinator' });
  const opening = { isReleased: true, setSize: 1 };
  const cycleActivities = createCycleActivities({
    cycles: createCycleStore(db),
    ledger: createLedgerStore(db),
    catalogue,
    opening,
    registers: createRegisterStore(db),
  });
  const deskUrl = 'http://desk.example';
  const absences = createAbsenceStore(db);
  const contacts = createContactStore(db);
  const coordinator = COORDINATOR;
  const deputyAfterWorkingDays = 3;
  const deps = {
    registers: createRegisterStore(db),
    contacts,
    findTroubles: (at: string) => findMailboxTroubles(db, at),
    findStanding: (at: string) => findStandingMail(db, at),
    digests,
    outbox,
    sender,
    addressing,
    catalogue,
    absences,
    coordinator,
    deputyAfterWorkingDays,
    deskUrl,
  };

  return {
    db,
    catalogue,
    documents,
    digests,
    absences,
    contacts,
    reports,
    ...createDigestActivities(deps),
    ...createReportActivities({ reports, documents, catalogue }),

    async open(obligation = 'annual-report'): Promise<void> {
      await cycleActivities.openCycle({
        cycleId: `${obligation}/2027`,
        obligation,
        year: 2027,
        openedAt: OPENED_AT,
        because: 'a test',
        ...opening,
      });
    },

    /** Puts states where a story would have brought them; all of them when none is named. */
    async place(
      parties: string[] | null,
      to: { stage: Stage; closedAs?: ClosedAs; isReached?: boolean },
    ): Promise<void> {
      const { stage, closedAs = null, isReached = true } = to;
      let query = db
        .updateTable('request')
        .set({ stage, closedAs, clockStartedAt: isReached ? OPENED_AT : null })
        .where('cycleId', '=', CYCLE);
      if (parties) query = query.where('party', 'in', parties);
      await query.execute();
    },

    async answer(party: string, change: Partial<NewSubmission> & { id: string; receivedAt: string }): Promise<void> {
      await intake.fileSubmission(
        {
          requestId: `${CYCLE}/${party}`,
          via: 'mail',
          receiptId: null,
          contact: `${party}/mission`,
          sender: `mission@${party.toLowerCase()}.example`,
          text: 'See the file.',
          files: [],
          ...change,
        },
        null,
      );
    },

    async message(party: string, id: string, receivedAt: string): Promise<void> {
      const sender = `mission@${party.toLowerCase()}.example`;
      const hold = { decideAt: receivedAt, sendAt: receivedAt };
      const message = {
        id,
        requestId: `${CYCLE}/${party}`,
        receiptId: null,
        contact: null,
        sender,
        receivedAt,
        text: 'Received.',
      };
      await intake.fileMessage(message, hold, null);
    },

    sayUse: (...given: Parameters<typeof intake.sayUse>) => intake.sayUse(...given),

    acceptMessage: (id: string, at: string) => intake.acceptMessage(id, `${id}-accepted`, at, 'a test'),

    async raise(kind: TaskKind, party: string | null, raisedAt: string, data = {}): Promise<void> {
      const requestId = party === null ? null : `${CYCLE}/${party}`;
      const row = {
        id: `${kind}/${party}/${raisedAt}`,
        kind,
        requestId,
        receiptId: null,
        raisedAt,
      };
      await db
        .insertInto('task')
        .values({ ...row, data: JSON.stringify(data), doneAt: null, doneBecause: null })
        .execute();
    },

    /** Every mail that has arrived at any addressee. */
    mails: async (): Promise<StoredMail[]> => (await openMailFolder(mailFolder)).list(),

    /** Empties the record. */
    async clear(): Promise<void> {
      const tables = [
        'report',
        'contactChange',
        'digestArrival',
        'digest',
        'absence',
        'task',
        'message',
        'submissionFile',
        'submission',
        'reading',
        'receipt',
        'missionCopy',
        'standingWord',
        'questionnaireDraft',
        'dispatch',
        'mailOutRequest',
        'mailOut',
        'caseLog',
        'request',
        'reportDate',
        'cycle',
      ];
      await sql`truncate ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
    },

    async stop(): Promise<void> {
      transport.close();
      await mailbox.stop();
      await record.stop();
    },
  };
}
