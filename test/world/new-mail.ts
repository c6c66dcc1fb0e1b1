import type { NewMail } from '../../adapters/postgres/outbox-store.js';

/** A mail as it is composed: a digest, with a step and a Message-ID of its own. */
export function newMail(id: string): NewMail {
  return {
    id,
    step_key: `step/${id}`,
    message_id: `step/${id}@tip-desk.example`,
    kind: 'digest',
    party: null,
    contact: null,
    language: 'en',
    to_name: 'Coordinator',
    to_address: 'coordinator@oas-demo.example',
    reply_address: 'reply@tip-desk.example',
    envelope_from: 'bounce@tip-desk.example',
    subject: 'Digest',
    text: 'Digest',
    html: '<p>Digest</p>',
    in_reply_to: null,
    is_automatic_reply: false,
    dated_at: '2026-11-25T12:30:00.000Z',
  };
}
