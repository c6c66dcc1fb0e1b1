import { mayBeAnswer } from '../auto-reply.js';
import { confirmsContacts } from '../contact-reply.js';
import { isOnlyCourtesy } from '../courtesy.js';
import type { FileFinding, FileVerdict } from '../file-check.js';
import { readConfirmation, readForwarded } from '../forwarded.js';
import { readLacks } from '../lack.js';
import type { MailFacts, MailVerdict } from '../mail-class.js';
import { ownWordsOf } from '../reply-preview.js';
import type { AdmittedMail } from './facts.js';

/** What is known of a mail beside its words. */
export interface MailCircumstances {
  /** The envelope sender; '' for the null sender. */
  envelopeFrom: string;
  isEncrypted: boolean;
  cutShort: string | null;
  /** The worst that is to be said of its files; null where none may harm. */
  fileFault: FileFinding | null;
  /** The files that were sent with it, each with what is thought of it. */
  files: readonly { name: string; verdict: FileVerdict }[];
}

/** What a mail says itself, as admission asks it. */
export function readAdmittedMail(mail: MailFacts, verdict: MailVerdict, given: MailCircumstances): AdmittedMail {
  const { envelopeFrom, isEncrypted, cutShort, fileFault, files } = given;
  const { subject, text } = mail;
  return {
    class: verdict.class,
    why: verdict.why,
    subject,
    sender: mail.from[0]?.address ?? envelopeFrom,
    isEncrypted,
    isReport: mail.reportType !== null || mail.delivery !== null,
    hasFile: verdict.hasFile,
    holdsMail: mail.attachments.some(({ role }) => role === 'message') || readForwarded(text) !== null,
    isCourtesy: isOnlyCourtesy(text),
    confirmsContacts: confirmsContacts(text),
    mayBeAnswer: mayBeAnswer(subject, text),
    word: readConfirmation(ownWordsOf(text)),
    returned: verdict.recipients.map(({ address, status }) => ({ address, status })),
    cutShort,
    fileFault,
    lacks: readLacks(text, files),
  };
}
