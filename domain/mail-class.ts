import { autoReplyWords } from './auto-reply.js';
import { readNotice } from './bounce-notice.js';
import { reasonOf } from './bounce-reason.js';
import { beforeReturned, readBounceWords, replyOf, wordsOn } from './bounce-words.js';
import type { DeliveryStatus } from './delivery-status.js';

export type { DeliveryStatus } from './delivery-status.js';

/**
 * What kind of mail has arrived, from facts alone. The rules are those that the field agrees on: RFC 3834 (automatic
 * answers), RFC 3464 (delivery reports), RFC 5965 (complaints), RFC 2919 (lists), and the words that mail systems
 * without those headers write. A class never decides what happens to a request; the matcher and the machine do.
 */

export const MAIL_CLASSES = [
  'answer',
  'message',
  'auto-reply',
  'bounce',
  'delay',
  'complaint',
  'calendar',
  'list',
  'loop',
  'empty',
  'unparsable',
] as const;
export type MailClass = (typeof MAIL_CLASSES)[number];

/** Our own mail carries this header with our domain; seen again, it has come round. */
export const LOOP_HEADER = 'x-coordinator-loop';

export interface MailAddress {
  /** As written, decoded; empty when only an address was given. */
  name: string;
  /** In lower case after the at sign; as written before it. */
  address: string;
}

/** One header field: name in lower case, value unfolded and decoded. Repeated fields stay repeated, in order. */
export interface MailHeader {
  name: string;
  value: string;
}

/** `container` is a winmail.dat that was opened, `words` the text that it holds beside the files. */
export type AttachmentRole = 'file' | 'message' | 'calendar' | 'signature' | 'report' | 'container' | 'words';

export interface AttachmentFacts {
  name: string;
  /** Media type as declared, in lower case. */
  type: string;
  /** Decoded size in bytes. */
  size: number;
  role: AttachmentRole;
  /** True for a picture that the HTML text shows: kept, but not a file sent in answer. */
  inline: boolean;
}

export interface DeliveryReport {
  /** The system that reports. */
  reportingMta: string;
  /** The Message-ID of our mail that came back with the report, or null. */
  originalMessageId: string | null;
  recipients: DeliveryStatus[];
}

/** What the classing needs to know of a mail; `adapters/mime` reads it from raw bytes. */
export interface MailFacts {
  headers: MailHeader[];
  from: MailAddress[];
  subject: string;
  text: string;
  attachments: AttachmentFacts[];
  /** The `report-type` of a multipart/report, in lower case; null when it is none. */
  reportType: string | null;
  delivery: DeliveryReport | null;
  /** METHOD of a text/calendar part, in lower case; null when there is none. */
  calendarMethod: string | null;
  /** Whom the returned mail was sent to, where one came back. */
  returnedTo: string[];
  /** The mail attached to this one that is a delivery report itself: a person has passed it on, or a gateway has wrapped it. */
  enclosed: MailFacts | null;
}

export interface MailEnvelope {
  /** The envelope sender; '' is the null sender, null is unknown (a file that came without an envelope). */
  from: string | null;
  /** What our own recipients of this mail were. */
  recipients: { kind: 'reply' | 'bounce' | 'desk' | 'file' }[];
  /** Our own mail domain. */
  domain: string;
}

export interface FailedRecipient extends DeliveryStatus {
  /** The three digits of SMTP in the server's words; empty when there are none. */
  reply: string;
  /** Why, in one word: `userunknown`, `mailboxfull`. */
  reason: string;
  /** True when the address itself is at fault: nobody is there, the host is unknown, it has moved, it takes no mail. */
  hard: boolean;
}

export interface MailVerdict {
  class: MailClass;
  /** The rules that fired, in words for a person. */
  why: string[];
  /** A file came along: an automatic reply with a file goes to a person. */
  hasFile: boolean;
  /** Whose delivery failed or is late; empty for all but bounces and delays. */
  recipients: FailedRecipient[];
}

/** The Message-ID of the mail that a delivery report returns: the mail itself, or one attached to it. */
export function returnedIdOf({ delivery, enclosed }: Pick<MailFacts, 'delivery' | 'enclosed'>): string | null {
  return (delivery ?? enclosed?.delivery)?.originalMessageId ?? null;
}

/** The addresses that a mail says it is from. */
export function authorsOf(mail: Pick<MailFacts, 'from'>): string[] {
  return mail.from.map(({ address }) => address);
}

/** True for a file that a person chose to send: no picture of the text, no signature, no machine's report. */
export function isSentFile(attachment: AttachmentFacts): boolean {
  return !attachment.inline && (attachment.role === 'file' || attachment.role === 'message');
}

/**
 * The class of a mail and the reasons for it. The first rule that holds decides: loops and machines before people, so
 * that no robot's mail ever counts as a state's answer.
 */
export function classMail(mail: MailFacts, envelope: MailEnvelope): MailVerdict {
  const hasFile = mail.attachments.some(isSentFile);
  for (const rule of RULES) {
    const finding = rule(mail, envelope, hasFile);
    if (finding !== null) return { recipients: [], hasFile, ...finding };
  }
  return { class: 'message', why: ['words, but no file'], hasFile, recipients: [] };
}

type Finding = Pick<MailVerdict, 'class' | 'why'> & Partial<Pick<MailVerdict, 'recipients'>>;
type Rule = (mail: MailFacts, envelope: MailEnvelope, hasFile: boolean) => Finding | null;

/** A report comes before the loop: a bounce may repeat the headers of the mail that it returns. */
const RULES: Rule[] = [
  unparsable,
  complaint,
  notice,
  deliveryReport,
  wrappedReport,
  loop,
  automaticReply,
  undelivered,
  calendar,
  list,
  answer,
  passedOn,
  empty,
];

/** Bytes without a single header field are no mail: a person looks at them. */
function unparsable(mail: MailFacts): Finding | null {
  return mail.headers.length === 0 ? { class: 'unparsable', why: ['it has no header field of a mail'] } : null;
}

function complaint(mail: MailFacts): Finding | null {
  if (mail.reportType === 'feedback-report') return { class: 'complaint', why: ['a feedback report (RFC 5965)'] };
  if (mail.attachments.some(({ type }) => type === 'message/feedback-report'))
    return { class: 'complaint', why: ['carries a feedback report (RFC 5965)'] };
  if (values(mail, 'x-apple-unsubscribe').length > 0)
    return { class: 'complaint', why: ['a mail program asks for no more mail'] };
  const returned = mail.attachments.some(({ role }) => role === 'message' || role === 'report');
  const isReporter = mail.text.trim() === '' || authorsOf(mail).some((address) => COMPLAINT_DESK.test(address));
  return returned && isReporter && COMPLAINT_SUBJECT.test(mail.subject)
    ? { class: 'complaint', why: [`returns a mail and says: ${mail.subject}`] }
    : null;
}

/** Who passes on complaints. A person may write of abuse, too, and attach a mail: trafficking in persons is abuse. */
const COMPLAINT_DESK =
  /^(staff|abuse\w*|fbl\w*|feedback\w*|complaints?|scomp|postmaster|mailer-?daemon|no-?reply|do-?not-?reply|arf|spam\w*)[@+._-]/i;

const COMPLAINT_SUBJECT = /^\s*(complaint about (a )?message|(e-?mail )?abuse report|spam report|feedback report)/i;

/** Sending services tell in JSON what others tell in a report. */
function notice(mail: MailFacts): Finding | null {
  const found = readNotice(mail.text);
  if (found === null) return null;
  const why = [`a service's notice of ${found.kind}`];
  if (found.kind === 'complaint') return { class: 'complaint', why };
  if (found.kind === 'delivery') return { class: 'auto-reply', why };
  return { class: 'bounce', why, recipients: found.recipients.map((recipient) => judge(recipient, '', '')) };
}

function deliveryReport(mail: MailFacts): Finding | null {
  const recipients = judgeAll(mail.delivery?.recipients ?? [], mail.text);
  const failed = recipients.filter((recipient) => recipient.action === 'failed');
  if (failed.length > 0) {
    return {
      class: 'bounce',
      why: failed.map((r) => `delivery report: ${r.address} failed ${r.status}`),
      recipients: failed,
    };
  }
  const delayed = recipients.filter((recipient) => recipient.action === 'delayed');
  if (delayed.length > 0) {
    return { class: 'delay', why: delayed.map((r) => `delivery report: ${r.address} is delayed`), recipients: delayed };
  }
  if (recipients.length > 0 && recipients.every((r) => GOOD_ACTIONS.has(r.action))) {
    return { class: 'auto-reply', why: ['a delivery report of success'] };
  }
  if (mail.delivery !== null || mail.reportType === 'delivery-status') {
    const why = ['a delivery report (RFC 3464) that names no action'];
    return { class: 'bounce', why, recipients: recipients.length > 0 ? recipients : recipientsInWords(mail) };
  }
  // A filter that refuses a mail for its owner says so in a receipt (RFC 5429, 2.1.2).
  const isRefused = REFUSED.test(mail.text.slice(0, 2000)) && isUndelivered(mail);
  return mail.reportType === 'disposition-notification' && !isRefused
    ? { class: 'auto-reply', why: ['a read receipt (RFC 8098)'] }
    : null;
}

/** A gateway sends on what a mail system said under the null sender; under the name of a person it is what that person has to tell. */
function wrappedReport(mail: MailFacts, envelope: MailEnvelope): Finding | null {
  if (mail.enclosed === null) return null;
  const isFromMachine =
    envelope.from === '' || (envelope.from === null && (isFromNobody(mail) || authorsOf(mail).some(isDaemon)));
  const finding = isFromMachine ? deliveryReport(mail.enclosed) : null;
  return finding && { ...finding, why: ['a delivery report that a gateway has wrapped', ...finding.why] };
}

/** A returned mail that a person shows is no answer, whatever it is attached to. */
function passedOn(mail: MailFacts): Finding | null {
  return mail.enclosed === null ? null : { class: 'message', why: ['a delivery report that somebody has passed on'] };
}

const REFUSED = /\b(was|has been|is) (automatically )?(rejected|refused)\b/i;
const GOOD_ACTIONS = new Set(['delivered', 'relayed', 'expanded']);

/** What is said of one of several recipients is not said of the others. */
function judgeAll(recipients: DeliveryStatus[], whole: string): FailedRecipient[] {
  const text = whole.slice(0, READ_CHARACTERS);
  const transcript = beforeReturned(text);
  const seen = new Set<string>();
  const distinct = recipients.filter(({ address }) => {
    const key = address.toLowerCase();
    const isRepeated = key !== '' && seen.has(key);
    seen.add(key);
    return !isRepeated;
  });
  const [, second] = distinct;
  const wordsFor = ({ address }: DeliveryStatus, index: number): string => {
    if (second === undefined) return text;
    // None of our mails goes to so many: what is said of the others is their status.
    return index < MAX_JUDGED ? wordsOn(address, text) : '';
  };
  return distinct.map((one, index) => judge(one, wordsFor(one, index), transcript));
}

/** A report says why in its beginning; a text of megabytes is the mail that it returns. */
const READ_CHARACTERS = 40_000;
const MAX_JUDGED = 100;

/** What failed and why. Where the report has no words of its own, those of the mail are read. */
function judge(recipient: DeliveryStatus, text: string, transcript: string): FailedRecipient {
  const words =
    recipient.diagnostic === ''
      ? (readBounceWords(text, { failed: [recipient.address], sentTo: [], own: [] }).recipients[0]?.diagnostic ?? '')
      : recipient.diagnostic;
  // What a warning says of waiting is no reason.
  const isLate = recipient.action === 'delayed' && recipient.status !== '';
  const { reason, hard } = isLate
    ? reasonOf(recipient.status, recipient.diagnostic)
    : reasonOf(recipient.status, words, beforeReturned(text), transcript);
  return { ...recipient, reply: replyOf(words), reason, hard: hard && recipient.action === 'failed' };
}

function recipientsInWords(mail: MailFacts): FailedRecipient[] {
  const failed = values(mail, 'x-failed-recipients')
    .flatMap((value) => value.split(/[\s,]+/))
    .filter((address) => address.includes('@'))
    .slice(0, MAX_JUDGED);
  const reporter = authorsOf(mail)[0]?.split('@').at(-1);
  const own = [
    ...authorsOf(mail),
    ...values(mail, 'to').flatMap((value) => value.match(/[^\s<>",;@]{1,64}@[^\s<>",;@]{1,255}/g) ?? []),
  ];
  return judgeAll(readBounceWords(mail.text, { failed, sentTo: mail.returnedTo, own, reporter }).recipients, mail.text);
}

function loop(mail: MailFacts, envelope: MailEnvelope): Finding | null {
  const isOwn = values(mail, LOOP_HEADER).some((value) => value.toLowerCase() === envelope.domain.toLowerCase());
  return isOwn ? { class: 'loop', why: [`carries our own ${LOOP_HEADER} header`] } : null;
}

/**
 * X-Auto-Response-Suppress is no sign: real answers from Exchange carry it. It only withholds our acknowledgement.
 */
function automaticReply(mail: MailFacts): Finding | null {
  const why: string[] = [];
  const autoSubmitted = values(mail, 'auto-submitted').find((value) => !/^no\b/i.test(value));
  if (autoSubmitted !== undefined && !isUndelivered(mail)) why.push(`Auto-Submitted: ${autoSubmitted}`);
  if (values(mail, 'precedence').some((value) => /^auto[_-]reply$/i.test(value.trim())))
    why.push('Precedence: auto_reply');
  for (const name of AUTO_REPLY_HEADERS)
    if (values(mail, name).some((value) => !PASSED_ON.test(value)) && !isUndelivered(mail)) why.push(`has ${name}`);
  const words = autoReplyWords(mail.subject, mail.text);
  if (words !== null) why.push(words);
  return why.length > 0 ? { class: 'auto-reply', why } : null;
}

/** `no`, or that a rule has passed a person's mail on: CommuniGate writes `X-Autogenerated: Mirror` on it. */
const PASSED_ON = /^\s*(no|mirror|forward|redirect)\w*\s*$/i;
const AUTO_REPLY_HEADERS = [
  'x-autoreply',
  'x-autorespond',
  'x-auto-reply',
  'x-auto-response',
  'x-autoresponder',
  'x-autogenerated',
  'x-mail-autoreply',
  'x-vacation',
];

/**
 * A bounce address is not given to people: what arrives there from the null sender is a mail system speaking. A null sender alone is no bounce where
 * the mail came to an address that people answer to: some gateways send people's mail so. It is a machine's at most, and with a
 * file it goes to a person.
 */
function undelivered(mail: MailFacts, envelope: MailEnvelope): Finding | null {
  const why: string[] = [];
  if (envelope.recipients.some((recipient) => recipient.kind === 'bounce'))
    why.push('came to an envelope sender address');
  if (envelope.from === '') why.push('the envelope sender is null');
  else if (envelope.from === null && isFromNobody(mail)) why.push('the return path is null');
  const signs = undeliveredSigns(mail);
  why.push(...signs);
  if (why.length === 0) return null;
  // A person, or a program that calls itself away, may write to the address that a mail says it returns to.
  if (signs.length === 0 && envelope.from !== null && envelope.from !== '') return null;
  // A program that calls itself away comes from nobody, too.
  const returns = mail.returnedTo.length > 0 || SERVER_WORDS.test(mail.text.slice(0, 4000));
  const saysFailed = NOT_DELIVERED.test(mail.text.slice(0, 4000)) || UNDELIVERED_SUBJECT.test(mail.subject);
  if (signs.length === 0 && envelope.from === null && !returns && !saysFailed) return { class: 'auto-reply', why };
  const isToPeople = envelope.recipients.length > 0 && envelope.recipients.every(({ kind }) => kind === 'reply');
  if (signs.length === 0 && isToPeople && envelope.from === '') return { class: 'auto-reply', why };
  const said = DELAY_WORDS.test(mail.subject) ? `the subject says delayed: ${mail.subject}` : delayInWords(mail.text);
  if (said !== null) {
    const recipients = recipientsInWords(mail).map((one) => ({ ...one, action: 'delayed', hard: false }));
    return { class: 'delay', why: [...why, said], recipients };
  }
  return { class: 'bounce', why, recipients: recipientsInWords(mail) };
}

function isUndelivered(mail: MailFacts): boolean {
  return undeliveredSigns(mail).length > 0;
}

function undeliveredSigns(mail: MailFacts): string[] {
  const why: string[] = [];
  // Anybody can be called an administrator: a name alone needs a second sign.
  const daemon =
    mail.from.find(({ name, address }) => isDaemon(address || name)) ??
    (returnsMail(mail) ? mail.from.find(({ name }) => DAEMON_NAME.test(name.replace(/^\W+/, ''))) : undefined);
  if (values(mail, 'x-failed-recipients').length > 0) why.push('has X-Failed-Recipients');
  if (daemon !== undefined && UNDELIVERED_SUBJECT.test(mail.subject)) {
    why.push(`${daemon.address || daemon.name} says: ${mail.subject}`);
  } else if (daemon !== undefined && /^mailer-daemon@/i.test(daemon.address)) why.push(`from ${daemon.address}`);
  if (daemon !== undefined && why.length === 0 && SERVER_WORDS.test(mail.text.slice(0, 4000)))
    why.push(`${daemon.address || daemon.name} repeats a server's refusal`);
  const isRobot = mail.from.some(({ address }) => ROBOT.test(address));
  if (
    isRobot &&
    mail.returnedTo.length > 0 &&
    mail.attachments.every(({ role }) => role === 'message' || role === 'report') &&
    (UNDELIVERED_SUBJECT.test(mail.subject) || isFromNobody(mail) || NOT_DELIVERED.test(mail.text.slice(0, 4000)))
  )
    why.push('a robot returns a mail');
  return why;
}

function isFromNobody(mail: MailFacts): boolean {
  return values(mail, 'return-path').some((value) => NOBODY.test(value.trim()));
}

/** The null sender, as it stands or as some servers write it down. */
const NOBODY = /^<?(?:mailer-daemon(?:@\S*)?)?>?$/i;

/** Whether a mail shows that another could not be delivered, whoever wrote it. */
function returnsMail(mail: MailFacts): boolean {
  const text = mail.text.slice(0, 4000);
  return isFromNobody(mail) || mail.returnedTo.length > 0 || SERVER_WORDS.test(text) || NOT_DELIVERED.test(text);
}

/** A program that warns says that it goes on trying; one that gives up does not. */
function delayInWords(whole: string): string | null {
  const text = beforeReturned(whole.slice(0, 8000));
  const [said] = STILL_TRYING.exec(text) ?? [];
  const isOver = GIVEN_UP.test(text) || (NOT_DELIVERED_YET.test(text) && !GOES_ON.test(text));
  return said === undefined || isOver ? null : `its words say delayed: ${said}`;
}

const STILL_TRYING =
  /(is|has been) delayed (for|by)|has not yet been delivered|(will|shall) (keep|continue) (on )?(trying|to try|attempting)|delivery attempts will continue|warning (message )?only|seguir[aá] intent|continuar[aá] (a )?tent|(nouvelles?|autres?) tentatives/i;
const GIVEN_UP =
  /permanent|given up|giving up|gave up|no further attempts|(has|have) failed|no longer valid|removed from the/i;
/** What warnings say, too, before they say that they go on. */
const NOT_DELIVERED_YET = /could not be delivered|no se (pudo|ha podido)/i;
const GOES_ON =
  /(will|shall) (keep|continue) (on )?(trying|to try|attempting|to be made)|delivery attempts will continue|seguir[aá] intent|continuar[aá] (a )?tent/i;
const NOT_DELIVERED =
  /undeliver|(could|can|did|was|has|have)( ?n[o']t)( yet)?( be| been)? (deliver|reach|sent)|(unable|failed|failure) to (deliver|reach|send)|delivery (has )?failed|no (se )?(pudo|ha podido|puede)( ser)? entreg|n[aã]o (foi|p[oô]de) (ser )?entreg|n['’]a pas (pu|[eé]t[eé])|permanent error/i;
const ROBOT = /^(no-?reply|do-?not-?reply)/i;
const SERVER_WORDS = /^[^\S\r\n\u2028\u2029]*(error:|error message below|<<< ?[45]\d\d|[45]\d\d[ -])/im;
const DAEMON =
  /^("?system administrator"?|mailer-?daemon|post[-_]?master|mail-?admin\w*|mdaemon|daemon|mail[._-]delivery[._-](sub)?system)([@\\]|$)/i;
/** `smtp.delivery-service@`, `mx_smtp_gateway@`: the name of a machine, in words that marks part. */
function isDaemon(author: string): boolean {
  const [name = ''] = author.slice(0, LONGEST_NAME).toLowerCase().split(/[@\\]/);
  const words = name.split(/[._-]/);
  const smtp = words.indexOf('smtp');
  return (
    DAEMON.test(author) || (smtp >= 0 && smtp < words.length - 1 && /^(service|gateway)s?$/.test(words.at(-1) ?? ''))
  );
}

/** RFC 5321, 4.5.3.1.1 has 64 octets before the at sign, and a name of a domain of Windows stands before a backslash. */
const LONGEST_NAME = 128;
const DAEMON_NAME =
  /^((e-?|internet )?(mail|message)?\s*(delivery (sub)?system|delivery service)|mailer-?daemon|postmaster|system administrator|administrador d[eo]l? sistema|administrateur( du)? syst[eè]me)(\W*$|\W+(at|on|for)\b)/i;
const UNDELIVERED_SUBJECT = new RegExp(
  [
    'undeliver(ed|able)',
    'deliver(y|ed)?.{0,30}(fail|error|problem|status|notif|report|impossible|unsuccessful)',
    '(fail|error|problem|unable|not).{0,30}deliver',
    'return(ed|ing).{0,15}(mail|message|to sender)',
    'fail(ed|ure)\\s+(notice|mail|notification)',
    '(mail|message).{0,15}(error|failure|not sent|undelivered|delay|warning|rejected)|(rejected|refused).{0,15}(mail|message)',
    'non[- ]?(delivery|remis)|ndr\\b',
    'no se (puede|pudo|ha podido) entregar|no entregado|(error|fallo|falla) (de|en la) entrega|devoluci[oó]n (de(l)? )?(correo|mensaje)|(correo|mensaje) (devuelto|rechazado)',
    'n[aã]o (foi|[eé]) poss[ií]vel entregar|n[aã]o entregue|falha n[ao] (entrega|envio)|(e-?mail|mensagem) devolvid[ao]',
    'non (remis|distribu[eé])|[eé]chec de (la )?(remise|distribution|livraison)|(impossible|impossibilit[eé]) de (remettre|distribuer)',
    'unzustellbar',
    'user unknown|mailbox (full|unavailable)|could not be sent',
    'delayed|warning|bounce',
    '(retraso|demora|atraso) (en|de|na) la? ?(entrega|env[ií]o)|entrega (retrasada|demorada|atrasada)|(remise|distribution) (retard[eé]e|diff[eé]r[eé]e)',
  ].join('|'),
  'i',
);
const DELAY_WORDS =
  /\bdelayed\b|\bdelay\)|still being retried|will (be )?retr(y|ied)|warning: (message|could)|(retraso|demora|atraso) (en|de|na) la? ?(entrega|env[ií]o)|entrega (retrasada|demorada|atrasada)|(remise|distribution) (retard[eé]e|diff[eé]r[eé]e)/i;

function calendar(mail: MailFacts): Finding | null {
  const isAlone = mail.text.trim() === '' && mail.attachments.every(({ role }) => role === 'calendar');
  if (isAlone && mail.attachments.length > 0) return { class: 'calendar', why: ['nothing but a calendar entry'] };
  return mail.calendarMethod !== null && mail.calendarMethod !== 'publish'
    ? { class: 'calendar', why: [`a calendar ${mail.calendarMethod}`] }
    : null;
}

/** A list or a bulk sender is not a state speaking; a file may still be inside, so a person sees it. */
function list(mail: MailFacts): Finding | null {
  const why: string[] = [];
  for (const name of ['list-id', 'list-post', 'mailing-list'])
    if (values(mail, name).length > 0) why.push(`has ${name}`);
  const bulk = values(mail, 'precedence').find((value) => /^(list|bulk|junk)$/i.test(value.trim()));
  if (bulk !== undefined) why.push(`Precedence: ${bulk}`);
  const isReply = ['in-reply-to', 'references'].some((name) => values(mail, name).length > 0);
  if (!isReply && values(mail, 'list-unsubscribe').length > 0)
    why.push('has list-unsubscribe (RFC 2369), and is no reply');
  return why.length > 0 ? { class: 'list', why } : null;
}

function answer(mail: MailFacts, _envelope: MailEnvelope, hasFile: boolean): Finding | null {
  if (!hasFile) return null;
  return { class: 'answer', why: mail.attachments.filter(isSentFile).map(({ name }) => `came with the file ${name}`) };
}

function empty(mail: MailFacts): Finding | null {
  // What a winmail.dat says in a form that is not read as text was written all the same.
  if (mail.attachments.some(({ role }) => role === 'words')) return null;
  // A picture in the text may be the page that was scanned.
  if (mail.attachments.some(({ inline }) => inline))
    return { class: 'message', why: ['nothing but a picture in the text'] };
  // Some editors leave marks of no width where nothing was written.
  return mail.text.replaceAll(/[\u200b-\u200f\u2060\ufeff]/g, '').trim() === ''
    ? { class: 'empty', why: ['neither words nor a file'] }
    : null;
}

function values(mail: MailFacts, name: string): string[] {
  return mail.headers.filter((header) => header.name === name).map((header) => header.value);
}
