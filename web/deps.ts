import type { Clock } from '../domain/clock.js';
import type { Catalogue } from '../domain/mandate.js';
import type { Delivery } from '../office/intake/delivery.js';
import type { FileChecks } from '../office/intake/file-check.js';
import type { MailOpening } from '../office/intake/opened-mail.js';
import type { Absences } from '../office/ports/absences.js';
import type { Contacts } from '../office/ports/contacts.js';
import type { Cycles } from '../office/ports/cycles.js';
import type { DeskQueries } from '../office/ports/desk.js';
import type { DocumentStore } from '../office/ports/documents.js';
import type { Intake } from '../office/ports/intake.js';
import type { Ledger } from '../office/ports/ledger.js';
import type { Questionnaires } from '../office/ports/questionnaires.js';
import type { Registers } from '../office/ports/registers.js';
import type { Standings } from '../office/ports/standings.js';
import type { Troubles } from '../office/ports/troubles.js';
import type { Addressing } from '../office/posting/addressing.js';
import type { Words } from '../office/posting/words.js';
import type { DeskCommands } from './commands.js';
import type { DeskPages } from './page.js';

export interface WebSettings {
  /** The address to listen on. */
  host: string;
  /** 0 takes a free port. */
  port: number;
  /** How people reach these pages, without a slash at the end; with https the session cookie is Secure. */
  publicUrl: string;
  /** Temporal's Web UI, without a slash at the end; '' where none is known. */
  temporalUiUrl: string;
  namespace: string;
  /** Notes go to the demonstration mailbox and nowhere else. */
  isDemonstration: boolean;
  mailboxUrl: string | null;
  /** Where copies for the Coordinator go. */
  coordinatorAddress: string;
}

export interface WebLog {
  warn(fields: object, words: string): void;
  error(fields: object, words: string): void;
}

/** What the pages ask of the record. */
interface WebStores extends Troubles {
  intake: Intake;
  cycles: Cycles;
  ledger: Ledger;
  contacts: Contacts;
  registers: Registers;
  standings: Standings;
  questionnaires: Questionnaires;
  absences: Absences;
  queries: DeskQueries;
}

export interface WebDeps extends WebStores {
  catalogue: Catalogue;
  documents: DocumentStore;
  opening: MailOpening;
  files: FileChecks;
  delivery: Delivery;
  words: Words;
  addressing: Addressing;
  commands: DeskCommands;
  clock: Clock;
  secrets: {
    /** Keys that signed the links of notes, the newest first. */
    signing: readonly string[];
    /** Signs sign-in links and sessions. */
    session: string;
  };
  settings: WebSettings;
  /** Standard error when left out. */
  log?: WebLog;
}

/** What every route is given. */
export interface WebContext extends WebDeps {
  pages: DeskPages;
  log: WebLog;
}
