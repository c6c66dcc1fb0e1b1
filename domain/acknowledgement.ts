import { MAIL_CLASSES } from './mail-class.js';
import type { MailClass } from './mail-class.js';

/** What is known of the mail to be acknowledged; null where it came by another way. */
export interface AcknowledgedMail {
  mailClass: MailClass | null;
  /** '' is the null sender. */
  envelopeFrom: string;
}

/** What is known of a received mail; `mailClass` is as the record has it. */
export function acknowledgedMail(mailClass: string | null, envelopeFrom: string): AcknowledgedMail {
  return { mailClass: MAIL_CLASSES.find((one) => one === mailClass) ?? null, envelopeFrom };
}

/** Addresses behind which nobody reads. */
const ROBOT =
  /^(no-?reply|do-?not-?reply|ne-?pas-?repondre|no-?responder|nao-?responda|mailer-daemon|postmaster|bounces?)\b/i;

/**
 * Why an acknowledgement does not leave; null where it does. RFC 3834, section 2: an automatic answer never goes to a null sender, a
 * list or another robot, or two of them would write to each other for ever.
 */
export function refusalToAcknowledge(sender: string, mail: AcknowledgedMail | null): string | null {
  // What was filed by hand has no sender who could be written to, and the office's own duties have no words for one.
  if (!sender.includes('@')) return 'the sender takes no acknowledgement';
  if (ROBOT.test(sender)) return 'a robot sent it';
  if (mail === null) return null;
  if (mail.envelopeFrom === '') return 'its envelope names no sender';
  if (mail.mailClass !== null && !ANSWERED.has(mail.mailClass)) return `it is of class ${mail.mailClass}`;
  return null;
}

const ANSWERED: ReadonlySet<MailClass> = new Set(['answer', 'message', 'empty']);
