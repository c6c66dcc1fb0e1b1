import { FILE_TEXT_BOUNDS, withoutText } from '../../domain/file-text.js';
import type { FileText, FileTextBounds } from '../../domain/file-text.js';
import { bodyOf, readDocx } from './docx.js';
import { byteKindOf } from './kind.js';
import { openPackage } from './package.js';
import { Pages } from './pages.js';
import { readPdf } from './pdf.js';
import { readPlain, readRtf } from './plain.js';
import { isWorkbook, readXlsx } from './xlsx.js';

/**
 * The words of a file. Never rejects on what strangers send: what cannot be read says so, and what is too long is read as far as the
 * bounds allow. The time of a PDF's page is not bounded here; whoever calls ends the thread.
 */
export async function readFileText(bytes: Buffer, bounds: FileTextBounds = FILE_TEXT_BOUNDS): Promise<FileText> {
  const kind = byteKindOf(bytes);
  try {
    switch (kind) {
      case 'pdf':
        return await readPdf(bytes, bounds);
      case 'zip':
        return await readPackage(bytes, bounds);
      case 'protected':
        return withoutText(null, 'encrypted');
      case 'rtf':
        return await new Pages(bounds).fill('rtf', (pages) => readRtf(bytes, pages));
      case 'text':
        return await new Pages(bounds).fill('text', (pages) => readPlain(bytes, pages, bounds.characters));
      case 'other':
        return withoutText(null, 'none');
    }
  } catch {
    return withoutText(kind === 'pdf' || kind === 'rtf' || kind === 'text' ? kind : null, 'unreadable');
  }
}

async function readPackage(bytes: Buffer, bounds: FileTextBounds): Promise<FileText> {
  const parts = await openPackage(bytes, bounds.unpackedBytes);
  const { depth, characters } = bounds;
  if (parts.isProtected) return withoutText(null, 'encrypted');
  if (bodyOf(parts) !== undefined)
    return new Pages(bounds)
      .fill('docx', (pages) => readDocx(parts, pages, depth))
      .catch(() => withoutText('docx', 'unreadable'));
  if (isWorkbook(parts))
    return new Pages(bounds)
      .fill('xlsx', (pages) => readXlsx({ book: parts, pages, depth, characters }))
      .catch(() => withoutText('xlsx', 'unreadable'));
  return withoutText(null, 'none');
}
