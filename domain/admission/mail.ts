import { mayBeAnswer } from '../auto-reply.js';
import { confirmsContacts } from '../contact-reply.js';
import { isOnlyCourtesy } from '../courtesy.js';
import type { FileFinding, FileVerdict } from '../file-check.js';
import { readConfirmation, readForwarded } from '../forwarded.js';
import type { Confirmation } from '../forwarded.js';
import { readLacks } from '../lack.js';
import type { MailFacts, MailVerdict } from '../mail-class.js';
import { ownWordsOf, wordsToShow } from '../reply-preview.js';
import { cut } from '../text.js';
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

/** What the words of a mail say by themselves, whoever wrote them and whatever they answer. */
export interface MailWords {
  /** The beginning of what the author wrote, for lists. */
  preview: string;
  /** Another mail was forwarded in them. */
  isForwarded: boolean;
  /** They say thanks, and nothing else. */
  isCourtesy: boolean;
  confirmsContacts: boolean;
  /** An automatic mail with a link, which may be a note that a document system sends. */
  mayBeAnswer: boolean;
  /** The first line, as a reply to the question where a forwarded mail belongs. */
  word: Confirmation;
}

const PREVIEW_LENGTH = 500;

/** Asked once, where a text on which a rule does not end can be ended (`adapters/reader`), and kept with the reading of the mail. */
export function readMailWords({ subject, text }: Pick<MailFacts, 'subject' | 'text'>): MailWords {
  return {
    preview: cut(wordsToShow(text), PREVIEW_LENGTH),
    isForwarded: readForwarded(text) !== null,
    isCourtesy: isOnlyCourtesy(text),
    confirmsContacts: confirmsContacts(text),
    mayBeAnswer: mayBeAnswer(subject, text),
    word: readConfirmation(ownWordsOf(text)),
  };
}

/** What a mail says itself, as admission asks it. */
export function readAdmittedMail(
  mail: MailFacts,
  verdict: MailVerdict,
  { isForwarded, isCourtesy, confirmsContacts, mayBeAnswer, word }: MailWords,
  given: MailCircumstances,
): AdmittedMail {
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
    holdsMail: mail.attachments.some(({ role }) => role === 'message') || isForwarded,
    isCourtesy,
    confirmsContacts,
    mayBeAnswer,
    word,
    returned: verdict.recipients.map(({ address, status }) => ({ address, status })),
    cutShort,
    fileFault,
    lacks: readLacks(text, files),
  };
}
