import type { NewReceipt } from '../../adapters/postgres/receipt-store.js';

/** A mail as the door commits it; what a test is about is given. */
export function newReceipt(given: Pick<NewReceipt, 'id'> & Partial<NewReceipt>): NewReceipt {
  return {
    raw_sha256: '0'.repeat(64),
    size: 100,
    envelope_from: 'sender@example.example',
    recipient: 'desk@tip-desk.example',
    recipient_kind: 'desk',
    mail_out_id: null,
    remote_address: '127.0.0.1',
    received_at: '2026-11-25T12:30:00.000Z',
    ...given,
  };
}
