import type { MailVerdict } from '../../domain/mail-class.js';
import type { KeptMail } from '../../domain/reading.js';
import type { Intake } from '../ports/intake.js';
import type { Receipt } from '../ports/receipts.js';
import type { createContactFailures } from './contact-failure.js';
import type { Delivery } from './delivery.js';
import type { MailOpening, OpenedMail } from './opened-mail.js';
import type { createOrigins } from './origin.js';
import type { createTries } from './tries.js';

export interface MailDeliveryDeps {
  intake: Intake;
  delivery: Delivery;
  opening: MailOpening;
  origins: ReturnType<typeof createOrigins>;
  failures: ReturnType<typeof createContactFailures>;
  tries: ReturnType<typeof createTries>;
}

/** Tells requests what was filed of a mail. Everything may be repeated. */
export function createMailDelivery({ intake, delivery, opening, origins, failures, tries }: MailDeliveryDeps) {
  /** As it was read when it was filed; null where no reading is kept of it and it cannot be read any more. */
  async function open(receipt: Receipt): Promise<OpenedMail | null> {
    return (
      (await opening.findKept(receipt)) ??
      (await tries.attempt(receipt.id, (isSuspect) => opening.openReceipt(receipt, isSuspect)))
    );
  }

  async function deliverBounce(receipt: Receipt, at: string): Promise<void> {
    const { id: receiptId } = receipt;
    const opened = await open(receipt);
    if (opened === null) return tries.giveUpDelivery(receipt, at);
    const { mail, verdict } = opened;
    const origin = await origins.find(receipt, mail);
    const failed = origin ? await failures.fail(origin, { receipt, verdict, at }) : null;
    for (const requestId of origin?.requestIds ?? []) {
      const detail = receipt.detail ?? '';
      const again = failed?.repeated.find((one) => one.requestId === requestId)?.rung;
      const isGone = failed?.isDead === true || isHard(verdict, mail);
      await delivery.bounce(
        { requestId, receiptId, contact: origin?.contact ?? '', isHard: isGone, detail, again },
        at,
      );
    }
  }

  return {
    async deliver(receiptId: string, at: string): Promise<void> {
      const receipt = await opening.receiptOf(receiptId);
      if (receipt.outcome === 'filed') await delivery.submission(receiptId, at);
      if (receipt.outcome === 'repeated' && receipt.requestId !== null) {
        const sender = receipt.summary?.from[0] ?? receipt.envelopeFrom;
        const { requestId, receivedAt } = receipt;
        await delivery.repeated({ id: receiptId, requestId, sender, receivedAt }, at);
      }
      if (receipt.outcome === 'message') {
        for (const { id } of await intake.findMessagesOf(receiptId)) await delivery.message(id, at);
      }
      if (receipt.outcome === 'bounce') await deliverBounce(receipt, at);
    },
  };
}

/** Permanent by the report's own status, or by a status in its words where it is no report of RFC 3464. */
function isHard(verdict: MailVerdict, mail: KeptMail): boolean {
  if (verdict.recipients.some((recipient) => recipient.status !== ''))
    return verdict.recipients.some((recipient) => recipient.hard || recipient.status.startsWith('5.'));
  return /\b5\d\d[ -]5\.\d{1,3}\.\d{1,3}\b|\b550\b/.test(mail.text);
}
