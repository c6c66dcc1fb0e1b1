import type { Lack } from '../../domain/lack.js';
import type { AskKind, Hold, SubmissionKind } from '../../domain/request-state.js';
import type { Submission } from './submissions.js';

/** What a party has written that is no answer, or none before a person has said so. */
export interface Message {
  id: string;
  requestId: string;
  receiptId: string | null;
  contact: string | null;
  sender: string;
  receivedAt: string;
  text: string;
  deliveredAt: string | null;
  /** Why it cannot count as the party's word without a person; null where it can. */
  doubt: string | null;
  /** What it should have brought and has not. */
  lacks: Lack[];
  /** It counts as an answer by itself once its files are scanned and clean. */
  awaitsScan: boolean;
  /** The submission it became when the Coordinator said that it answers. */
  acceptedAs: string | null;
  /** What it asks for, as the party or the Coordinator says. */
  ask: AskKind | null;
  /** The date that is asked for, with an extension. */
  untilDate: string | null;
}

export interface NewMessage {
  id: string;
  requestId: string;
  receiptId: string | null;
  contact: string | null;
  sender: string;
  receivedAt: string;
  text: string;
  /** What it asks for, where the party says so itself; the date with an extension. */
  ask?: { kind: AskKind; until: string | null };
  /** Why it cannot count as the party's word without a person. */
  doubt?: string;
  /** What it should have brought and has not. */
  lacks?: readonly Lack[];
  /** That it counts as an answer by itself once its files are scanned and clean. */
  awaitsScan?: boolean;
}

/** Messages: what a party writes that is no answer, or none before a person has said so. */
export interface Messages {
  /** Files a message and holds the ladder in the same transaction, so that no reminder slips out between. */
  fileMessage(
    message: NewMessage,
    hold: Hold,
    handled: { receiptId: string; at: string; detail: string } | null,
  ): Promise<Message>;

  findMessage(id: string): Promise<Message | undefined>;

  /** The messages that one mail was filed as, the one that is acknowledged first. */
  findMessagesOf(receiptId: string): Promise<Message[]>;

  /** The Coordinator's word that a message answers: it becomes a submission of its sender. */
  acceptMessage(
    messageId: string,
    submissionId: string,
    at: string,
    by: string,
    kind?: SubmissionKind,
  ): Promise<Submission>;

  /** What a message asks for, as the Coordinator reads it. Changes nothing where it was said before. */
  markAsk(messageId: string, kind: AskKind, until: string | null): Promise<void>;

  /** Messages that count as answers by themselves once their files are scanned, oldest first. */
  findAwaitingScan(limit: number): Promise<Message[]>;

  /** The scanner has seen the files of a message; `doubt` is what it thinks of them, where it is nothing good. */
  endAwaitingScan(messageId: string, doubt: string | null): Promise<void>;
}
