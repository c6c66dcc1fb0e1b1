import type { ContactChange } from '../../domain/contact.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import type { Language, Rules } from '../../domain/mandate.js';
import type { Postponement } from '../../domain/posting/postponement.js';
import type { Plan } from '../../domain/request-state.js';
import type { RequestRecord } from './requests.js';

/** A mail that leaves, or has left. */
export interface MailOut {
  id: string;
  stepKey: string;
  messageId: string;
  kind: MailOutKind;
  party: string | null;
  contact: string | null;
  language: Language;
  toName: string;
  toAddress: string;
  replyAddress: string;
  envelopeFrom: string;
  subject: string;
  text: string;
  html: string;
  /** The note that this one refers to, for the thread. */
  inReplyTo: string | null;
  isAutomaticReply: boolean;
  /** Business time of the Date header. */
  datedAt: string;
  status: MailOutStatus;
  attempts: number;
  /** A crash fell between the mail server's yes and our record: it may have been received twice, under one Message-ID. */
  isPerhapsDoubled: boolean;
  reply: string | null;
  sentAt: string | null;
  recordedAt: string;
}

/** A step of the ladder that is due to one contact. */
export interface Dispatch {
  requestId: string;
  rung: string;
  contact: string;
  role: string;
  tone: string;
  decideAt: string;
  sendAt: string;
  status: DispatchStatus;
  because: string | null;
  mailOutId: string | null;
}

export type DispatchStatus = 'planned' | 'claimed' | 'sent' | 'failed' | 'cancelled';

/** `claimed` is written but not yet offered; `sending` was offered and nothing is recorded of the outcome. */
export type MailOutStatus = 'claimed' | 'sending' | 'sent' | 'failed' | 'deferred';

export type MailOutKind =
  'note' | 'letter' | 'acknowledgement' | 'handover' | 'digest' | 'copy' | 'filing' | 'missionCopy';

/** A mail as composed, before it is offered to any server. */
export type NewMail = Pick<
  MailOut,
  | 'id'
  | 'stepKey'
  | 'messageId'
  | 'kind'
  | 'party'
  | 'contact'
  | 'language'
  | 'toName'
  | 'toAddress'
  | 'replyAddress'
  | 'envelopeFrom'
  | 'subject'
  | 'text'
  | 'html'
  | 'inReplyTo'
  | 'isAutomaticReply'
  | 'datedAt'
>;

/** An earlier note of the same request that a reminder refers to. */
export interface EarlierNote {
  /** Business time of the note. */
  datedAt: string;
  messageId: string;
}

/** What another request of the same party is due, and how that request stands. */
export interface WaitingRung {
  request: RequestRecord;
  rung: string;
  dispatches: Dispatch[];
  earlier: EarlierNote[];
  /** Extensions and pauses that concern the request. */
  ledger: LedgerEntry[];
}

export interface ClaimContext {
  request: RequestRecord;
  /** The rules and the report date that the cycle was opened with. */
  cycle: { rules: Rules; reportDate: string };
  dispatches: Dispatch[];
  earlier: EarlierNote[];
  /** Extensions and pauses that concern the request. */
  ledger: LedgerEntry[];
  /** What became of the party's contacts. */
  changes: ContactChange[];
  /** Rungs of the party's other requests that are decided, not claimed, and whose requests have no full answer. */
  waiting: WaitingRung[];
  /** Business time of the last note or letter to the party; null where it has had none. */
  lastPostAt: string | null;
  /** That the step has left before, and leaves again to whoever stands in. */
  isRepeat: boolean;
}

/** What the composer decides under the lock: send these mails (with a plan that the note fixes), or wait. */
export type ClaimRuling =
  | { ruling: 'send'; mails: { dispatches: Dispatch[]; mail: NewMail }[]; plan: Plan | null }
  | { ruling: 'postpone'; until: string; why: Postponement };

export type Claim =
  | { claim: 'cancelled' }
  | { claim: 'postponed'; until: string; why: Postponement }
  | { claim: 'mails'; mails: MailOut[]; plan: Plan };

/** The steps of the ladder that become mails. */
export interface Claims {
  /**
   * Turns the dispatch rows of a rung into mails, once, and with them what else the party is due: recipients, words, reply
   * address and Message-ID are fixed here. Nothing is claimed where an answer is on record.
   */
  claimRung(
    input: { requestId: string; rung: string; at: string },
    rule: (context: ClaimContext) => ClaimRuling,
  ): Promise<Claim>;
}

/** What has left to a party. */
export interface SentNotes {
  findRequest(requestId: string): Promise<RequestRecord | undefined>;

  /** The requests of a party that have left and wait for an answer, or for the rest of one. */
  findOpen(party: string): Promise<{ request: RequestRecord; earlier: EarlierNote[] }[]>;

  /** The notes to which a further post of the request refers, oldest first. */
  findEarlierNotes(requestId: string): Promise<EarlierNote[]>;

  /** The newest mail on a request that has left to a contact. */
  findNewestTo(requestId: string, contact: string): Promise<MailOut | undefined>;

  /** The notes of a round of contacts that have left, each with the key of its step. */
  findContactNotes(cycleId: string): Promise<{ step: string; datedAt: string }[]>;
}

/**
 * Mails that leave, as those who write and send them need it: each is written once for its step, offered, and settled. What a store
 * must keep of this is `test/contracts/outbox.ts`.
 */
export interface Outbox {
  /** Writes a mail once by its step key, with the requests that it belongs to; a repeat returns the first. */
  claimMail(mail: NewMail, requests: { requestId: string; rung: string }[]): Promise<MailOut>;
  findMail(id: string): Promise<MailOut | undefined>;
  /**
   * Marks a mail as offered. One that was offered before without a recorded outcome is marked as perhaps doubled; one that was sent or
   * has failed stays as it is.
   */
  beginSending(id: string): Promise<MailOut>;
  /** Records what the server said. */
  settleMail(input: {
    mail: MailOut;
    status: 'sent' | 'failed' | 'deferred';
    reply: string;
    at: string;
  }): Promise<void>;
  /** Whether another acknowledgement on the request has been written to an address since an instant. */
  isAcknowledged(of: { requestId: string; address: string; since: string; exceptId: string }): Promise<boolean>;
}
