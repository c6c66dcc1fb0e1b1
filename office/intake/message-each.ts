import { messageIdOf } from '../../domain/keys.js';
import type { Intake } from '../ports/intake.js';
import type { NewMessage } from '../ports/messages.js';
import type { MailOrigin, Receipt } from '../ports/receipts.js';
import type { Delivery } from './delivery.js';

/**
 * Files a mail as a message to each request of the note that it answers, so that nobody is reminded and none is closed before a person
 * has looked. The first message bears the id of the receipt.
 */
export async function fileMessageForEach(
  { intake, delivery }: { intake: Intake; delivery: Delivery },
  { id: receiptId, receivedAt }: Receipt,
  { requestIds, contact }: Pick<MailOrigin, 'requestIds' | 'contact'>,
  said: Pick<NewMessage, 'sender' | 'text' | 'doubt'> & { detail: string; at: string },
): Promise<void> {
  const { detail, at, ...words } = said;
  const each = requestIds.map((requestId, index) => ({
    requestId,
    id: messageIdOf(receiptId, index),
  }));
  // The receipt is closed with the last of them, which a repeat after a crash still finds open.
  for (const { requestId, id } of each.toReversed()) {
    const message = { id, requestId, receiptId, contact, receivedAt, ...words };
    const handled = id === receiptId ? { receiptId, at, detail } : null;
    await intake.fileMessage(message, await delivery.holdFor(requestId, receivedAt), handled);
  }
}
