import type { Catalogue } from '../domain/mandate.js';
import { shorten } from '../domain/text.js';
import type { ChangeContact } from '../office/decisions/successor.js';
import { createAdmissionFacts } from '../office/intake/admission-facts.js';
import { createAdmission } from '../office/intake/admission.js';
import { createContactFailures } from '../office/intake/contact-failure.js';
import { createContactWords } from '../office/intake/contact-word.js';
import type { Delivery } from '../office/intake/delivery.js';
import type { FileChecks } from '../office/intake/file-check.js';
import type { FileTexts } from '../office/intake/file-texts.js';
import { createFiling } from '../office/intake/filing.js';
import { createForwarding } from '../office/intake/forwarding.js';
import { createGuessing } from '../office/intake/guess.js';
import { createMailDelivery } from '../office/intake/mail-delivery.js';
import type { MailFiling } from '../office/intake/mail-filing.js';
import { createMailReading } from '../office/intake/mail-reading.js';
import type { Reading } from '../office/intake/mail-reading.js';
import type { MailOpening } from '../office/intake/opened-mail.js';
import { createOrigins } from '../office/intake/origin.js';
import { createSweep } from '../office/intake/sweep.js';
import { createTries } from '../office/intake/tries.js';
import type { Authenticator } from '../office/ports/authenticator.js';
import type { Contacts } from '../office/ports/contacts.js';
import type { DocumentStore } from '../office/ports/documents.js';
import type { Intake } from '../office/ports/intake.js';
import type { Outbox } from '../office/ports/outbox.js';
import type { Addressing } from '../office/posting/addressing.js';
import type { MailSender } from '../office/posting/mail-sender.js';

export interface MailDeps {
  intake: Intake;
  contacts: Contacts;
  catalogue: Catalogue;
  documents: DocumentStore;
  opening: MailOpening;
  files: FileChecks;
  fileTexts: FileTexts;
  outbox: Pick<Outbox, 'claimMail'>;
  sender: MailSender;
  /** Addresses of the members of the office, in lower case. */
  staff: readonly string[];
  /** Where the desk is, without a slash at the end. */
  deskUrl: string;
  delivery: Delivery;
  addressing: Addressing;
  authenticate: Authenticator;
  changeContact: ChangeContact;
  /** Whether nobody can have an address, where mail really leaves. */
  isReserved: (address: string) => boolean;
  /** Starts the workflow of a receipt; starting it twice does nothing. */
  startMail: (receiptId: string) => Promise<void>;
}

/** Of what became of a mail, in the history of its workflow. */
const LONGEST_DETAIL = 500;

export type MailActivities = ReturnType<typeof createMailActivities>;

/** Received mail, from the raw bytes to the record and on to the request. */
export function createMailActivities(deps: MailDeps) {
  const { intake, contacts, catalogue, opening, files, fileTexts, delivery, addressing, authenticate, startMail } =
    deps;
  const tries = createTries({ intake, delivery });
  const reading = createMailReading({ intake, files, fileTexts, opening, authenticate });
  const guessing = createGuessing({ intake, contacts, catalogue, addressing });
  const origins = createOrigins({ intake, addressing, findSender: guessing.findSender });
  const words = createContactWords({ ...deps, ...guessing });
  const filing = createFiling(deps);
  const forwarding = createForwarding({ ...deps, filing, guess: guessing.guess });
  const gather = createAdmissionFacts({ intake, catalogue, addressing, origins, words, ...guessing, forwarding });
  const admission = createAdmission({ intake, delivery, opening, gather, forwarding, words });
  const failures = createContactFailures({ contacts, catalogue });
  const outcomes = createMailDelivery({ intake, delivery, opening, origins, failures, tries });
  const sweeps = createSweep({ intake, files, delivery, reading, tries, startMail });

  /** What has become of a mail, where it was handled before. */
  async function findFiling(receiptId: string): Promise<MailFiling | null> {
    const { outcome, requestId, detail } = await opening.receiptOf(receiptId);
    return outcome === null ? null : { receiptId, outcome, requestId, detail: detail ?? '' };
  }

  return {
    /**
     * Reads raw mails and says of what class each is and why. What cannot be read is tried again some times, and then returned as
     * unparsable.
     */
    async readReceipts({ receiptIds }: { receiptIds: string[] }): Promise<{ receipts: Reading[] }> {
      const receipts = await forEach(receiptIds, async (receiptId) => {
        // What was handled before is not read again: whoever gave it up has said so.
        const found = await tries.attempt(receiptId, (isSuspect) => reading.read(receiptId, isSuspect));
        const { mailClass, why } = found ?? (await reading.noteUnread(receiptId));
        return { receiptId, mailClass, why };
      });
      return { receipts };
    },

    /** Files each mail in the record: as an answer, a message, a bounce, or held for a person. */
    async fileReceipts({ receiptIds, at }: { receiptIds: string[]; at: string }): Promise<{ filings: MailFiling[] }> {
      const filings = await forEach(receiptIds, async (receiptId) => {
        const known = await findFiling(receiptId);
        if (known !== null) return known;
        const filed = await tries.attempt(receiptId, (isSuspect) => admission.file(receiptId, at, isSuspect));
        if (filed !== null) return { ...filed, detail: shorten(filed.detail, LONGEST_DETAIL) };
        return tries.giveUp(await opening.receiptOf(receiptId), at);
      });
      return { filings };
    },

    /** Tells the requests what was filed for them. */
    async deliverFilings({ receiptIds, at }: { receiptIds: string[]; at: string }): Promise<void> {
      for (const receiptId of receiptIds) await outcomes.deliver(receiptId, at);
    },

    /** Starts and delivers what a crash left behind, files what waited for the scanner, and shows it what came before it. */
    async sweepReceipts({ at }: { at: string }): Promise<{ started: number; delivered: number }> {
      return sweeps.sweep(at);
    },
  };
}

/** The outcome of each; one that fails is told at the end, so that it stands in no other's way. */
async function forEach<T>(ids: readonly string[], work: (id: string) => Promise<T>): Promise<T[]> {
  const settled = [];
  for (const id of ids) settled.push(...(await Promise.allSettled([work(id)])));
  const fault = settled.find((one) => one.status === 'rejected');
  if (fault) throw fault.reason;
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}
