import type { NewReceipt } from '../../office/ports/receipts.js';

/** A mail as the door commits it; what a test is about is given. */
export function newReceipt(given: Pick<NewReceipt, 'id'> & Partial<NewReceipt>): NewReceipt {
  return {
    rawSha256: '0'.repeat(64),
    size: 100,
    envelopeFrom: 'sender@example.example',
    recipient: 'desk@tip-desk.example',
    recipientKind: 'desk',
    mailOutId: null,
    remoteAddress: '127.0.0.1',
    receivedAt: '2026-11-25T12:30:00.000Z',
    ...given,
  };
}
