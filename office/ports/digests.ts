import type { DigestArrival, DigestRequest, DigestTask, NewSuccessor } from '../../domain/digest.js';
import type { NewMail } from './outbox.js';

/** A digest on record. */
export interface FiledDigest {
  date: string;
  /** Null where there was nothing to say. */
  mail: { id: string; subject: string } | null;
}

/** What the record knows of requests, tasks and arrivals at one moment. */
export interface DigestRecord {
  requests: DigestRequest[];
  tasks: DigestTask[];
  arrivals: DigestArrival[];
  /** By a party's own word; told by no digest before. */
  successors: NewSuccessor[];
  /** The date of the digest before; null before the first. */
  lastDate: string | null;
}

/** What a digest tells of once. */
export type Told = Pick<DigestArrival, 'what' | 'id'> | { what: 'successor'; id: string };

/** Digests, one a date at most, and what they have told of. */
export interface Digests {
  /** The digest of a date at headquarters. */
  findDigest: (date: string) => Promise<FiledDigest | null>;

  /** What the digest of a date is chosen from, all seen at one moment. */
  findRecord(date: string): Promise<DigestRecord>;

  /**
   * Writes a digest, its mail and what it tells of in one transaction. Where the date has a mail already nothing is
   * written; the digest on record is returned.
   */
  fileDigest(digest: { date: string; at: string; mail: NewMail | null; told: Told[] }): Promise<FiledDigest>;
}
