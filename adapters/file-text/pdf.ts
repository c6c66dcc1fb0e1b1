import { withoutText } from '../../domain/file-text.js';
import type { FileText, FileTextBounds } from '../../domain/file-text.js';
import { Pages } from './pages.js';
import { openPdfium } from './pdfium.js';
import type { Pdfium } from './pdfium.js';

/** `FPDF_ERR_PASSWORD` and `FPDF_ERR_SECURITY` of fpdfview.h. */
const NEEDS_PASSWORD: ReadonlySet<number> = new Set([4, 5]);
/** How PDFium marks a word that is parted at the end of a line. */
const PARTED_WORD = /[\u0002\ufffe](?:\r\n|\r|\n)?/g;

/**
 * The words of a PDF, page by page, by PDFium compiled to WebAssembly. Each file gets an instance of its own: what one does to the memory
 * meets no other, and none takes more than its bound.
 */
export async function readPdf(bytes: Buffer, bounds: FileTextBounds): Promise<FileText> {
  const pdfium = await openPdfium();
  const { malloc } = pdfium.pdfium.wasmExports;
  const place = malloc(bytes.length);
  if (place === 0) return withoutText('pdf', 'unreadable');
  pdfium.pdfium.HEAPU8.set(bytes, place);
  const document = pdfium.FPDF_LoadMemDocument(place, bytes.length, '');
  if (document === 0)
    return withoutText('pdf', NEEDS_PASSWORD.has(pdfium.FPDF_GetLastError()) ? 'encrypted' : 'unreadable');
  return new Pages(bounds).fill('pdf', (pages) => {
    const count = pdfium.FPDF_GetPageCount(document);
    for (let index = 0; index < count; index += 1) {
      pages.turn(index + 1);
      pages.add(wordsOf(pdfium, document, index, bounds.characters));
    }
  });
}

/** The words of a page; '' of one that is damaged, as the others may be whole. */
function wordsOf(pdfium: Pdfium, document: number, index: number, most: number): string {
  const page = pdfium.FPDF_LoadPage(document, index);
  if (page === 0) return '';
  const text = pdfium.FPDFText_LoadPage(page);
  try {
    return text === 0 ? '' : readWords(pdfium, text, most);
  } finally {
    if (text !== 0) pdfium.FPDFText_ClosePage(text);
    pdfium.FPDF_ClosePage(page);
  }
}

function readWords(pdfium: Pdfium, text: number, most: number): string {
  const { malloc, free } = pdfium.pdfium.wasmExports;
  // One more than is taken, so that a longer page is told to be too long.
  const count = Math.min(pdfium.FPDFText_CountChars(text), most + 1);
  if (count <= 0) return '';
  // UTF-16, and U+0000 at the end.
  const place = malloc((count + 1) * 2);
  if (place === 0) throw new RangeError('a page of the PDF takes more memory than there is');
  const written = Math.max(0, pdfium.FPDFText_GetText(text, 0, count, place) - 1);
  const { buffer } = pdfium.pdfium.HEAPU8;
  const words = Buffer.from(buffer, place, written * 2).toString('utf16le');
  free(place);
  return words.replaceAll(PARTED_WORD, '');
}
