import { shorten } from '../domain/text.js';
import type { MailListRow } from '../office/ports/desk.js';
import type { MailOutKind, MailOutStatus } from '../office/ports/outbox.js';
import type { Receipt, ReceiptOutcome } from '../office/ports/receipts.js';
import { requestLink } from './link.js';
import { instantOf } from './moment.js';
import type { Moment } from './moment.js';
import type { StageTone } from './stage.js';

const KINDS: Record<MailOutKind, string> = {
  note: 'Note verbale',
  letter: 'Letter',
  acknowledgement: 'Acknowledgement',
  handover: 'Handover to a successor',
  digest: 'Digest',
  copy: 'Copy for the Coordinator',
  filing: 'Question about a forwarded mail',
  missionCopy: 'Copy of an answer for the mission',
};

const STATUSES: Record<MailOutStatus, { words: string; tone: StageTone }> = {
  claimed: { words: 'Written, not yet offered', tone: 'open' },
  sending: { words: 'Offered, outcome not known', tone: 'wait' },
  sent: { words: 'Sent', tone: 'done' },
  failed: { words: 'Refused for good', tone: 'alert' },
  deferred: { words: 'Put off, to be tried again', tone: 'wait' },
};

const OUTCOMES: Record<ReceiptOutcome, { words: string; tone: StageTone }> = {
  filed: { words: 'Filed as an answer', tone: 'done' },
  repeated: { words: 'The same was filed before', tone: 'end' },
  message: { words: 'Filed as a message', tone: 'open' },
  held: { words: 'Held for you', tone: 'wait' },
  bounce: { words: 'A mail of ours came back', tone: 'alert' },
  ignored: { words: 'Kept, nothing to do', tone: 'end' },
  failed: { words: 'Could not be read', tone: 'alert' },
};

/** The most characters that a line shows of each. */
const SHOWN = { subject: 200, line: 500 } as const;

/** What a line of either list shows. */
interface MailLine {
  link: string;
  subject: string;
  when: Moment;
  /** The colour of the status or outcome. */
  tone: StageTone;
}

export interface SentLine extends MailLine {
  kind: string;
  toName: string;
  toAddress: string;
  status: string;
  attempts: string;
  isPerhapsDoubled: boolean;
  /** The mail server's words. */
  reply: string;
}

export interface ReceivedLine extends MailLine {
  from: string;
  mailClass: string;
  why: string;
  outcome: string;
  detail: string;
  /** How many. */
  files: number;
  requestId: string;
  requestLink: string;
}

/** A sent mail as a line of a list. */
export function sentLine(mail: MailListRow, zone: string): SentLine {
  const status = STATUSES[mail.status];
  return {
    link: `/desk/mail/sent/${mail.id}`,
    kind: KINDS[mail.kind],
    subject: shorten(mail.subject, SHOWN.subject),
    toName: mail.toName,
    toAddress: mail.toAddress,
    when: instantOf(mail.sentAt ?? mail.datedAt, zone),
    status: status.words,
    tone: status.tone,
    attempts: mail.attempts === 1 ? 'once' : `${mail.attempts} times`,
    isPerhapsDoubled: mail.isPerhapsDoubled,
    reply: shorten(mail.reply ?? '', SHOWN.line),
  };
}

/** A received mail as a line of a list. */
export function receivedLine(receipt: Receipt, zone: string): ReceivedLine {
  const outcome =
    receipt.outcome === null ? { words: 'Not yet handled', tone: 'wait' as const } : OUTCOMES[receipt.outcome];
  const { summary } = receipt;
  return {
    link: `/desk/mail/received/${receipt.id}`,
    subject: shorten(summary?.subject ?? '', SHOWN.subject),
    from: shorten(summary?.from.join(', ') || receipt.envelopeFrom || 'the null sender', SHOWN.line),
    when: instantOf(receipt.receivedAt, zone),
    mailClass: receipt.class ?? 'not yet read',
    why: shorten(receipt.why.join('; '), SHOWN.line),
    outcome: outcome.words,
    tone: outcome.tone,
    detail: shorten(receipt.detail ?? '', SHOWN.line),
    files: (summary?.attachments ?? []).length,
    requestId: receipt.requestId ?? '',
    requestLink: receipt.requestId === null ? '' : requestLink(receipt.requestId),
  };
}
