import type { NewMail } from '../../office/ports/outbox.js';

/** A mail as it is composed: a digest, with a step and a Message-ID of its own. */
export function newMail(id: string): NewMail {
  return {
    id,
    stepKey: `step/${id}`,
    messageId: `step/${id}@tip-desk.example`,
    kind: 'digest',
    party: null,
    contact: null,
    language: 'en',
    toName: 'Coordinator',
    toAddress: 'coordinator@oas-demo.example',
    replyAddress: 'reply@tip-desk.example',
    envelopeFrom: 'bounce@tip-desk.example',
    subject: 'Digest',
    text: 'Digest',
    html: '<p>Digest</p>',
    inReplyTo: null,
    isAutomaticReply: false,
    datedAt: '2026-11-25T12:30:00.000Z',
  };
}
