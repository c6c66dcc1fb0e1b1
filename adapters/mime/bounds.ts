import type { DeliveryReport, MailAddress, MailHeader } from '../../domain/mail-class.js';
import { cut, isLonger, LONGEST, wellFormedAll } from '../../domain/text.js';
import type { Attachment, Mail } from '../../office/ports/parsed-mail.js';
import type { MailFault } from './tree.js';

/** No rule reads more of a field, or more fields: a hostile header repeats itself for megabytes. */
const MAX_FIELD = 16_000;
const MAX_FIELDS = 5_000;
/** A mail to more people than these is no letter of a mission. */
const MAX_ADDRESSES = 1_000;
/** Authors beyond these say no more than that nobody can tell who has written. */
const MAX_AUTHORS = 20;
/** RFC 5322, 2.1.1, less the brackets: what is longer is no id that could be answered. */
const MAX_ID = 990;
/** A mission that scans a report page by page sends some two hundred; each file beyond costs a place on disk, in the record and on a page. */
const MAX_FILES = 500;
const MAX_FAULTS = 50;
/** Of a media type, a report type, the name of a server. */
const MAX_WORD = 255;

/**
 * A mail as it is read, with every text well-formed and no longer than its place allows: whatever is made of it can be kept, shown and
 * sent. What was cut of the words is a fault, so that a person sees the whole; an address is never cut, since it would be another's.
 */
export function bounded(mail: Mail): Mail {
  const whole = wellFormedAll(mail, Infinity);
  const addresses = (list: MailAddress[], most = MAX_ADDRESSES): MailAddress[] =>
    list.slice(0, most).map(boundedAddress);
  return {
    ...whole,
    headers: whole.headers.slice(0, MAX_FIELDS).map(boundedField),
    from: addresses(whole.from, MAX_AUTHORS),
    sender: addresses(whole.sender),
    replyTo: addresses(whole.replyTo),
    to: addresses(whole.to),
    cc: addresses(whole.cc),
    deliveredTo: whole.deliveredTo.slice(0, MAX_ADDRESSES).filter((one) => one.length <= LONGEST.address),
    returnedTo: whole.returnedTo.slice(0, MAX_ADDRESSES).filter((one) => one.length <= LONGEST.address),
    subject: cut(whole.subject, LONGEST.subject),
    text: cut(whole.text, LONGEST.words),
    html: whole.html === null ? null : cut(whole.html, 2 * LONGEST.words),
    messageId: whole.messageId !== null && isId(whole.messageId) ? whole.messageId : null,
    inReplyTo: whole.inReplyTo.filter(isId),
    references: whole.references.filter(isId),
    returnPath: whole.returnPath === null ? null : cut(whole.returnPath, LONGEST.address),
    reportType: whole.reportType === null ? null : cut(whole.reportType, MAX_WORD),
    calendarMethod: whole.calendarMethod === null ? null : cut(whole.calendarMethod, MAX_WORD),
    delivery: whole.delivery === null ? null : boundedReport(whole.delivery),
    attachments: whole.attachments.slice(0, MAX_FILES).map(boundedAttachment),
    charsets: whole.charsets.map(({ path, declared, used }) => ({
      path,
      declared: declared === null ? null : cut(declared, MAX_WORD),
      used,
    })),
    faults: boundedFaults(whole),
  };
}

function boundedFaults({ faults, text, attachments }: Mail): MailFault[] {
  const kept = faults.slice(0, MAX_FAULTS).map(({ code, detail }) => ({ code, detail: cut(detail, LONGEST.line) }));
  return [
    ...(isLonger(text, LONGEST.words) ? [TOO_LONG] : []),
    ...(attachments.length > MAX_FILES ? [tooMany(attachments.length)] : []),
    ...kept,
  ];
}

const TOO_LONG: MailFault = {
  code: 'too-large',
  detail: `its words are longer than ${LONGEST.words} characters: the rest stands in the raw mail`,
};

function tooMany(count: number): MailFault {
  const detail = `it holds ${count} files, of which ${MAX_FILES} were taken: the rest stands in the raw mail`;
  return { code: 'too-many-parts', detail };
}

/** An address that is too long for any mail server is kept as a name, so that it is seen and nobody is taken for it. */
function boundedAddress({ name, address }: MailAddress): MailAddress {
  if (address.length <= LONGEST.address) return { name: cut(name, LONGEST.name), address };
  return { name: cut(name || address, LONGEST.name), address: '' };
}

function boundedField({ name, value }: MailHeader): MailHeader {
  return { name: cut(name, MAX_WORD), value: cut(value, MAX_FIELD) };
}

function boundedReport({ reportingMta, originalMessageId, recipients }: DeliveryReport): DeliveryReport {
  return {
    reportingMta: cut(reportingMta, MAX_WORD),
    originalMessageId: originalMessageId !== null && isId(originalMessageId) ? originalMessageId : null,
    recipients: recipients.map((one) => ({
      ...one,
      address: one.address.length <= LONGEST.address ? one.address : '',
      action: cut(one.action, MAX_WORD),
      status: cut(one.status, MAX_WORD),
      diagnostic: cut(one.diagnostic, LONGEST.line),
    })),
  };
}

function boundedAttachment(attachment: Attachment): Attachment {
  const { type, contentId } = attachment;
  return {
    ...attachment,
    type: cut(type, MAX_WORD),
    contentId: contentId === null ? null : cut(contentId, MAX_ID),
  };
}

function isId(id: string): boolean {
  return id.length <= MAX_ID;
}
