import { createMailListener } from '../adapters/smtp/listener.js';
import type { MailListener, MailLog, Receipt } from '../adapters/smtp/listener.js';
import type { DocumentStore } from '../adapters/documents/store.js';
import type { IntakeStore, NewReceipt } from '../adapters/postgres/intake-store.js';
import type { Clock } from '../domain/clock.js';
import { mailKey } from '../domain/reply-address.js';
import type { Addressing } from '../activities/addressing.js';

export interface IntakeDeps {
  host: string;
  port: number;
  addressing: Addressing;
  secrets: readonly string[];
  uploadPage: string;
  documents: DocumentStore;
  intake: IntakeStore;
  clock: Clock;
  startMail: (receiptId: string) => Promise<void>;
  log: MailLog;
}

const MAX_SIZE = 40 * 1024 * 1024;
/** A start that fails is tried again after these waits; then the sweep has it. */
const START_WAITS_MS = [200, 500, 1000, 2000, 5000];

/** Opens the door for answers: raw bytes and receipt rows are committed before the sender is told 'accepted'. */
export async function openIntake(deps: IntakeDeps): Promise<MailListener> {
  const { host, port, addressing, secrets, uploadPage, documents, intake, clock, log } = deps;
  return createMailListener({
    host,
    port,
    domain: addressing.domain,
    secrets,
    deskAddress: addressing.deskAddress,
    maxSize: MAX_SIZE,
    uploadPage,
    store: documents,
    isKnown: (id) => intake.isKnownMail(id),
    receive: async (receipt) => {
      const fresh = await intake.commitReceipts(receiptsOf(receipt, clock.now()));
      for (const receiptId of fresh) void start(deps, receiptId);
    },
    log,
  });
}

function receiptsOf(receipt: Receipt, receivedAt: string): NewReceipt[] {
  return receipt.recipients.map((recipient) => {
    const address = recipient.address.toLowerCase();
    return {
      id: mailKey(`${receipt.rawSha256}/${address}`),
      raw_sha256: receipt.rawSha256,
      size: receipt.size,
      envelope_from: receipt.envelopeFrom,
      recipient: address,
      recipient_kind: recipient.kind,
      mail_out_id: recipient.id,
      remote_address: receipt.remoteAddress,
      helo: receipt.helo,
      received_at: receivedAt,
    };
  });
}

/** The sender has its 250: a failure here delays the acknowledgement and loses nothing. */
async function start({ startMail, log }: IntakeDeps, receiptId: string): Promise<void> {
  for (const wait of [...START_WAITS_MS, null]) {
    try {
      await startMail(receiptId);
      return;
    } catch (fault) {
      if (wait === null) log.warn({ receiptId, fault: String(fault) }, 'left for the sweep');
      else await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
}
