import { fileAttachment } from './attachment.js';
import type { Mail } from './parsed-mail.js';

/** A mail that nobody could open: no word of it is known, and its bytes are its one file. */
export function closedMail(name: string, raw: Buffer): Mail {
  return {
    headerBlock: Buffer.alloc(0),
    headers: [],
    from: [],
    fromFields: 0,
    sender: [],
    replyTo: [],
    to: [],
    cc: [],
    deliveredTo: [],
    subject: '',
    messageId: null,
    inReplyTo: [],
    references: [],
    date: null,
    returnPath: null,
    text: '',
    textFrom: 'none',
    html: null,
    charsets: [],
    attachments: [fileAttachment({ name, type: 'message/rfc822', bytes: raw, role: 'message', path: '1' })],
    reportType: null,
    delivery: null,
    returnedTo: [],
    enclosed: null,
    calendarMethod: null,
    protection: 'none',
    faults: [],
  };
}
