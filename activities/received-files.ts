import type { DocumentStore } from '../adapters/documents/store.js';
import type { Mail } from '../adapters/mime/mail.js';
import { wasSent } from '../adapters/postgres/receipt-store.js';
import type { ReceiptRow } from '../adapters/postgres/receipt-store.js';
import type { ReceiptSummary } from '../adapters/postgres/schema.js';
import { worstOf } from '../domain/file-check.js';
import type { FileFinding, FileVerdict } from '../domain/file-check.js';
import { isSentFile } from '../domain/mail-class.js';

/** The files that were sent with a mail, as they were read. */
function sentOf({ summary }: Pick<ReceiptRow, 'summary'>): ReceiptSummary['attachments'] {
  return (summary?.attachments ?? []).filter(wasSent);
}

/** Keeps the bytes of every file that was sent with a mail; what is kept already is kept once. */
export async function keepSent(
  mail: Pick<Mail, 'attachments'>,
  documents: DocumentStore,
): Promise<{ name: string; type: string; size: number; sha256: string }[]> {
  const kept = [];
  for (const { name, type, size, bytes } of mail.attachments.filter(isSentFile)) {
    kept.push({ name, type, size, sha256: (await documents.put(bytes)).sha256 });
  }
  return kept;
}

/** Each file that was sent, with what is thought of it. */
export function findingsOf(receipt: Pick<ReceiptRow, 'summary'>): { name: string; verdict: FileVerdict }[] {
  return sentOf(receipt).map(({ name, finding }) => ({ name, verdict: finding?.verdict ?? 'sound' }));
}

/** The worst that is to be said of the files of a mail; null where none may harm. */
export function faultOf(receipt: Pick<ReceiptRow, 'summary'>): FileFinding | null {
  return worstOf((receipt.summary?.attachments ?? []).flatMap(({ finding }) => finding ?? []));
}
