import { randomUUID } from 'node:crypto';

export interface DeliveryNotice {
  /** The envelope sender of the mail that failed. */
  to: string;
  /** Who could not be reached. */
  recipient: string;
  code: number;
  /** `5.1.1` */
  status: string;
  words: string;
  /** The mail that failed; only its header goes back. */
  raw: Buffer;
  at: Date;
}

/** The name under which the embedded mailbox reports; `.invalid` can be nobody's (RFC 2606). */
const REPORTER = 'mailbox.invalid';

/**
 * A delivery status notification: RFC 3464 within a multipart/report (RFC 6522). A code of class 4 is reported as a
 * delay, one of class 5 as a failure.
 */
export function composeNotice(notice: DeliveryNotice): Buffer {
  const action = notice.code < 500 ? 'delayed' : 'failed';
  const boundary = `report-${randomUUID()}`;
  const header = /^[\s\S]*?(?=\r?\n\r?\n|$)/.exec(notice.raw.toString('latin1'))?.[0] ?? '';
  const lines = [
    `From: Mail Delivery System <MAILER-DAEMON@${REPORTER}>`,
    `To: <${notice.to}>`,
    `Subject: ${action === 'failed' ? 'Undelivered Mail Returned to Sender' : 'Delayed Mail (still being retried)'}`,
    `Date: ${notice.at.toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${randomUUID()}@${REPORTER}>`,
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status; boundary="${boundary}"`,
    '',
    `--${boundary}`,
    'Content-Type: text/plain; charset=us-ascii',
    '',
    action === 'failed' ? 'This mail could not be delivered:' : 'This mail could not be delivered yet:',
    '',
    `<${notice.recipient}>: ${notice.code} ${notice.status} ${notice.words}`,
    '',
    `--${boundary}`,
    'Content-Type: message/delivery-status',
    '',
    `Reporting-MTA: dns; ${REPORTER}`,
    '',
    `Final-Recipient: rfc822; ${notice.recipient}`,
    `Action: ${action}`,
    `Status: ${notice.status}`,
    `Diagnostic-Code: smtp; ${notice.code} ${notice.status} ${notice.words}`,
    '',
    `--${boundary}`,
    'Content-Type: text/rfc822-headers',
    '',
    ...header.split(/\r?\n/),
    '',
    `--${boundary}--`,
    '',
  ];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
