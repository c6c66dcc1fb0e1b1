import type { DeadlineStep } from '../domain/deadline.js';
import type { Lack } from '../domain/lack.js';
import type { IsoDate, Language, PartyKind, PostTone } from '../domain/mandate.js';
import type { Period } from '../domain/period.js';
import type { CountedFrom } from './date-proof.js';
import type { Moment } from './moment.js';
import type { OpenItem } from './open-item.js';

/** Posts that ask: notes verbales to a permanent mission, letters to the secretariat of an organ and to an official in the capital. */
export const REQUEST_KINDS = [
  'note-request',
  'note-recall',
  'note-reminder',
  'note-second-reminder',
  'note-closing',
  'note-extension',
  'note-moved',
  'note-rest',
  'note-joint',
  'note-handover',
  'organ-request',
  'organ-recall',
  'organ-reminder',
  'organ-second-reminder',
  'organ-closing',
  'organ-extension',
  'organ-moved',
  'organ-rest',
  'organ-joint',
  'organ-handover',
  'letter-request',
  'letter-recall',
  'letter-reminder',
  'letter-second-reminder',
  'letter-closing',
  'letter-extension',
  'letter-moved',
  'letter-rest',
  'letter-joint',
  'letter-handover',
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Posts that acknowledge. They leave within seconds, untouched by a person: they bear no number and no initials. */
export const RECEIPT_KINDS = [
  'ack-note',
  'ack-letter',
  'ack-late-note',
  'ack-late-letter',
  'ack-message-note',
  'ack-message-letter',
  'ack-copy-note',
  'ack-joint-note',
  'ack-joint-letter',
] as const;
export type ReceiptKind = (typeof RECEIPT_KINDS)[number];

export type PostKind = RequestKind | ReceiptKind;

/** A note that was sent before; the number is known when a person has entered it. */
export interface EarlierNote {
  date: IsoDate;
  /** In full as registered, `GS/CIM/N-014/27`; null while no one has entered it. */
  number: string | null;
}

/** What a post says about one request. */
export interface RequestWords {
  /** The wording that the request would have in a post of its own; needed where it shares one. */
  tone?: PostTone;
  obligation: {
    id: string;
    paragraph: number;
    /** `AG/RES. 2019 (XXXIV-O/04)`. */
    symbol: string;
    /** The obligation's title in the language of the post. */
    title: string;
    /** The paragraph in the language of the post; null when that language's official text is not on file. */
    officialText: string | null;
  };
  /** What the cycle is for: `2027`, `2027-H1`. */
  period: Period;
  /** The end of the due day: what requests, recalls and words of a later date print. */
  due: Moment;
  /** How the due date was counted. */
  dueProof: readonly DeadlineStep[];
  /** The day from which the request is counted: that of the report, the session or the meeting. */
  event: CountedFrom;
  /** What is asked about one by one; empty where the request is about nothing that is listed. */
  items: OpenItem[];
  /** When the text of the report closes: what reminders after the due date, escalations and late receipts print. */
  closing: Moment;
  /** How the day on which the text closes was counted. */
  closingProof: readonly DeadlineStep[];
  /** The notes on this request that went to the Permanent Mission before, oldest first; letters cite the same notes. */
  earlierNotes: EarlierNote[];
}

export interface ReceivedFile {
  /** As the sender named it; made printable here. */
  name: string;
  /** Bytes. */
  size: number;
  /** 64 hexadecimal digits. */
  sha256: string;
}

/** What was received: the instant at which it was committed at our door, and its place among the answers. */
export interface ReceiptWords {
  at: Moment;
  /** 1 for the first sender, 2 for the next one. */
  part: number;
  /** 1 for the first answer of a sender, 2 for the one that follows it. */
  version: number;
  /** Empty for an answer that is text only. Not printed for a mere message. */
  files: ReceivedFile[];
  /** What a message should have brought and has not. */
  lacks: readonly Lack[];
  /** For a copy to the mission: who has sent it, and the day until which the mission may object. */
  copy?: { sender: string; until: IsoDate };
}

interface CommonWords {
  /** The party's language of correspondence: `mission` is written in it. */
  language: Language;
  /** What the party is: an observer's mission has another name. */
  party: { kind: PartyKind; name: string; capitalName: string; mission: { long: string; short: string } };
  /** The office on the day of the post, its unit and reference in the post's language. */
  office: { unit: string; reference: string; city: string };
  /** The function a letter is addressed to, `National focal point`; notes are addressed to the mission as such. */
  addressee: string;
  /** The date printed: that of headquarters on the day of sending. */
  date: IsoDate;
  replyAddress: string;
  /** The signed page of the request, `http` or `https`. */
  link: string;
  /** What the post is about: several in a joint post, one in any other. */
  requests: RequestWords[];
}

export interface RequestPost extends CommonWords {
  kind: RequestKind;
  /** The note's number in full once a person has given it; null prints a blank: the number is a human act. */
  number: string | null;
}

export interface ReceiptPost extends CommonWords {
  kind: ReceiptKind;
  receipt: ReceiptWords;
}

/** Everything that a post's words depend on. */
export type PostWords = RequestPost | ReceiptPost;
