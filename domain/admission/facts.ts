import type { SenderProof } from '../authentication.js';
import type { FileFinding } from '../file-check.js';
import type { Confirmation } from '../forwarded.js';
import type { Lack } from '../lack.js';
import type { MailClass } from '../mail-class.js';
import type { SenderFinding } from '../sender.js';

/*
 * All that the admission of a received mail is decided by, as plain data. What the mail says itself is read of its bytes; the rest is
 * looked up before anything is decided. Nothing here is changed by looking it up.
 */

export interface AdmissionFacts {
  mail: AdmittedMail;
  arrival: Arrival;
  /** One author wrote it, and he is a member of the office. */
  isStaff: boolean;
  /** Whether it comes from where it says; null where nobody has looked. */
  proof: SenderProof | null;
  /** The mail of ours that it answers; null where there is none. */
  thread: Thread | null;
  /** What would make a mail of a shared mailbox one for us; null where the mailbox is ours alone, and where it answers a mail of ours. */
  stranger: StrangerFacts | null;
  /** The first request of the thread, for what a person writes and can be read; null where there is none. */
  request: RequestFacts | null;
  /** Whom its words name as a new contact; null where they name nobody. */
  successor: NamedInMail | null;
}

/** What a mail says itself. */
export interface AdmittedMail {
  class: MailClass;
  /** Why it is of that class, in words for the record. */
  why: readonly string[];
  subject: string;
  /** The address of its first author; of its envelope where it names none. */
  sender: string;
  isEncrypted: boolean;
  /** A mail system reports in it (RFC 3464, RFC 8098): nobody has written it. */
  isReport: boolean;
  /** A file was sent with it, which is no picture of its text. */
  hasFile: boolean;
  /** Another mail was forwarded in it. */
  holdsMail: boolean;
  /** It says thanks, and nothing else. */
  isCourtesy: boolean;
  confirmsContacts: boolean;
  /** An automatic mail with a link, which may be a note that a document system sends. */
  mayBeAnswer: boolean;
  /** Its first line, as a reply to the question where a forwarded mail belongs. */
  word: Confirmation;
  /** Whose delivery failed. */
  returned: readonly { address: string; status: string }[];
  /** Why it was not read whole, so that there may be files which nobody has seen; null where it was. */
  cutShort: string | null;
  /** The worst that is to be said of its files; null where none may harm. */
  fileFault: FileFinding | null;
  /** What it should have brought and has not. */
  lacks: readonly Lack[];
}

/** The address that a mail came to. */
export interface Arrival {
  kind: 'reply' | 'bounce' | 'desk' | 'file';
  /** That the address has the form of one that is given with a note, whoever has given it. */
  looksSigned: boolean;
  /** That all mail of the office comes to one address. */
  isShared: boolean;
}

/** The mail of ours that was answered. */
export interface Thread {
  /** The requests that it was about. */
  requestIds: readonly string[];
  /** The code of the party that it went to, and its name in English, as far as it is on file; null for a mail of the office itself. */
  party: { code: string; name: string } | null;
  /** That it asks for the contacts of the party. */
  isOnContacts: boolean;
  /** Only somebody who had it can have sent this answer: an address or link that was given with it shows that. */
  isGiven: boolean;
  /** The contact that it went to was replaced since. */
  isToFormer: boolean;
  /** The one author of the answer is the mission of the party. */
  isFromMission: boolean;
  /** The question to a member of the office where a mail belongs that he forwarded; null for every other mail. */
  asked: AskedOfOffice | null;
}

export interface AskedOfOffice {
  /** The forwarded mail. */
  receiptId: string;
  /** Whether it is on record. */
  isOnRecord: boolean;
  /** The request that was proposed; null where none was. */
  requestId: string | null;
  /** Who was asked. */
  toAddress: string;
}

/** What a mail has to do with us that answers no mail of ours. */
export interface StrangerFacts {
  /** It holds a code or a link that we have given. */
  namesUs: boolean;
  /** It returns a mail to somebody who is on file, or may be. */
  isOfKnown: boolean;
  /** Its author is on file, or may be. */
  isByKnown: boolean;
  /** Its words point to a request. Only asked where all else says that it is not for us. */
  isGuessed: boolean;
}

export interface RequestFacts {
  id: string;
  /** Why all its mail is held for a person; null where it is not. */
  mailHold: string | null;
  /** The request that has taken its place, where it is closed; null where none has. */
  laterId: string | null;
  /** What the author of the mail is to its party. */
  author: SenderFinding;
}

export interface NamedInMail {
  /** Who takes whose place without a person's word, as the record has it; null where a person decides. */
  taken: string | null;
  /** It takes the place of the contact that the answered mail went to. */
  replacesAddressee: boolean;
}

/** What a person writes, as far as a class can tell. */
const PERSONAL: ReadonlySet<MailClass> = new Set(['answer', 'message', 'empty']);

/** Whether a person wrote a mail. */
export function isPersonal({ mail }: Pick<AdmissionFacts, 'mail'>): boolean {
  return PERSONAL.has(mail.class);
}

/** Whether a person wrote it, in words that can be read here. */
export function isReadable({ mail }: Pick<AdmissionFacts, 'mail'>): boolean {
  return PERSONAL.has(mail.class) && !mail.isEncrypted;
}

/** The one request that a mail belongs to; null where it is none, or several. */
export function requestOf({ thread }: Pick<AdmissionFacts, 'thread'>): string | null {
  return thread?.requestIds.length === 1 ? (thread.requestIds[0] ?? null) : null;
}
