import { wasSent } from '../../domain/file-check.js';
import { worstOf } from '../../domain/file-check.js';
import type { FileFinding, FileVerdict } from '../../domain/file-check.js';
import { isSentFile } from '../../domain/mail-class.js';
import type { KeptMail } from '../../domain/reading.js';
import type { Receipt, ReceiptSummary } from '../ports/receipts.js';

/** The files that were sent with a mail, as they were read. */
function sentOf({ summary }: Pick<Receipt, 'summary'>): ReceiptSummary['attachments'] {
  return (summary?.attachments ?? []).filter(wasSent);
}

/** Every file that was sent with a mail; the reading of the mail has kept their bytes (`opened-mail.ts`). */
export function sentFilesOf({
  attachments,
}: Pick<KeptMail, 'attachments'>): { name: string; type: string; size: number; sha256: string }[] {
  return attachments.filter(isSentFile).map(({ name, type, size, sha256 }) => ({ name, type, size, sha256 }));
}

/** Each file that was sent, with what is thought of it. */
export function findingsOf(receipt: Pick<Receipt, 'summary'>): { name: string; verdict: FileVerdict }[] {
  return sentOf(receipt).map(({ name, finding }) => ({ name, verdict: finding?.verdict ?? 'sound' }));
}

/** The worst that is to be said of the files of a mail; null where none may harm. */
export function faultOf(receipt: Pick<Receipt, 'summary'>): FileFinding | null {
  return worstOf((receipt.summary?.attachments ?? []).flatMap(({ finding }) => finding ?? []));
}
