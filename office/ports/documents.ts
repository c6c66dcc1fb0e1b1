import type { Readable } from 'node:stream';

/** What is known of stored bytes: their name, which is their SHA-256 in lower-case hex, and their size in bytes. */
export interface StoredDocument {
  sha256: string;
  size: number;
}

/**
 * Where raw mails, attachments and issued reports are kept, named by their content. A document is never changed and
 * the same content is stored once; when a write resolves, the bytes have reached the disk.
 */
export interface DocumentStore {
  put(bytes: Uint8Array): Promise<StoredDocument>;
  /** Stores what a stream brings without holding it in memory. A stream that fails leaves nothing behind. */
  putStream(source: Readable): Promise<StoredDocument>;
  /** @throws DocumentMissing when there is no such document. */
  get(sha256: string): Promise<Buffer>;
  /** @throws DocumentMissing when there is no such document. */
  open(sha256: string): Promise<Readable>;
  has(sha256: string): Promise<boolean>;
}

export class DocumentMissing extends Error {
  override readonly name = 'DocumentMissing';
  constructor(readonly sha256: string) {
    super(`No document ${sha256} is in the store`);
  }
}
