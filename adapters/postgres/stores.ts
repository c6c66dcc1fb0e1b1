import { createAbsenceStore } from './absence-store.js';
import { createCalendarStore } from './calendar-store.js';
import { createContactStore } from './contact-store.js';
import { createCycleStore } from './cycle-store.js';
import type { Database } from './database.js';
import { createDeskQueries } from './desk-queries.js';
import { createDigestStore } from './digest-store.js';
import { createFileCheckStore } from './file-check-store.js';
import { createFileTextStore } from './file-text-store.js';
import { createIntakeStore } from './intake-store.js';
import { createLedgerStore } from './ledger-store.js';
import { findMailboxTroubles } from './mailbox-store.js';
import { createOutboxStore } from './outbox-store.js';
import { createQuestionnaireStore } from './questionnaire-store.js';
import { createRegisterStore } from './register-store.js';
import { createReportStore } from './report-store.js';
import { createRequestStore } from './request-store.js';
import { findStandingMail } from './standing-mail.js';
import { createStandingStore } from './standing-store.js';

/** All that is asked of the record, by subject, over one pool of connections. */
export function createStores(db: Database) {
  return {
    cycles: createCycleStore(db),
    requests: createRequestStore(db),
    ledger: createLedgerStore(db),
    calendars: createCalendarStore(db),
    outbox: createOutboxStore(db),
    intake: createIntakeStore(db),
    contacts: createContactStore(db),
    standings: createStandingStore(db),
    questionnaires: createQuestionnaireStore(db),
    checks: createFileCheckStore(db),
    texts: createFileTextStore(db),
    digests: createDigestStore(db),
    absences: createAbsenceStore(db),
    reports: createReportStore(db),
    registers: createRegisterStore(db),
    queries: createDeskQueries(db),
    findStanding: (at: string) => findStandingMail(db, at),
    findTroubles: (at: string) => findMailboxTroubles(db, at),
  };
}
