import { cut, LONGEST, wellFormed } from './text.js';

/*
 * The words of a file, as search, passages and rules read them. They are read once, in a thread of their own (`adapters/file-text`), and
 * kept by the hash of the file: an annex that ten missions send is read for the first of them.
 */

/** Rises whenever a file may read otherwise than before: what an older reader has kept is then read anew when it is wanted. */
export const FILE_TEXT_VERSION = 1;

/** The kinds whose words are read, told by their bytes and never by their name. */
export type FileTextKind = 'pdf' | 'docx' | 'xlsx' | 'rtf' | 'text';

/**
 * How the reading of a file ended: `text` holds all its words; `none` has no words that can be read, such as a scan or a kind that is not
 * read; `encrypted` needs a password; `unreadable` is damaged, or was made to harm; `tooLong` and `timedOut` hold the words of its
 * beginning, as far as they were read within the bounds.
 */
export type FileTextEnding = 'text' | 'none' | 'encrypted' | 'unreadable' | 'tooLong' | 'timedOut';

/** A page of a PDF, a page of a document as its program broke it last, a sheet of a workbook; the whole of a plain text. */
export interface TextPage {
  /** From 1. Pages without words are left out, so that numbers may be missing. */
  page: number;
  /** Of a sheet; absent where a page has no name. */
  name?: string;
  /** Well-formed; lines end with `\n`, cells of a row are parted by a tab. */
  text: string;
}

export interface FileText {
  /** The `FILE_TEXT_VERSION` that read it. */
  version: number;
  /** Null where the bytes are of no kind that is read. */
  kind: FileTextKind | null;
  ending: FileTextEnding;
  pages: TextPage[];
}

/** What is read of one file at most. */
export interface FileTextBounds {
  pages: number;
  /** Of all pages together. */
  characters: number;
  /** Of what is unpacked of an archive, all parts together. */
  unpackedBytes: number;
  /** Elements within elements. */
  depth: number;
  milliseconds: number;
}

/** Three times the longest report that a mission has sent; half a million words keep a row below what the record takes. */
export const FILE_TEXT_BOUNDS: FileTextBounds = {
  pages: 2_000,
  characters: 1_000_000,
  unpackedBytes: 128 * 1024 * 1024,
  depth: 256,
  milliseconds: 15_000,
};

/** A file whose words nobody has read, with the reason. */
export function withoutText(kind: FileTextKind | null, ending: Exclude<FileTextEnding, 'text'>): FileText {
  return { version: FILE_TEXT_VERSION, kind, ending, pages: [] };
}

/** Whether the words of a file are to be read: nobody has, or an older reader did. */
export function isTextWanted(kept: Pick<FileText, 'version'> | null): boolean {
  return kept === null || kept.version < FILE_TEXT_VERSION;
}

/** How many characters were read of a file. */
export function lengthOf({ pages }: Pick<FileText, 'pages'>): number {
  return pages.reduce((sum, { text }) => sum + text.length, 0);
}

/** Controls that no text needs, and marks that stand for no letter; tabs and ends of lines stay. */
const NO_TEXT = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufdd0-\ufdef\ufffe\uffff]/g;

/** Words as they are kept: well-formed, without controls, every line ended by `\n`, no more than `most` characters. */
export function cleanText(text: string, most: number): string {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\r', '\n').replaceAll(NO_TEXT, '');
  return cut(wellFormed(lines), most);
}

/** The name of a sheet, as it is kept. */
export function cleanName(name: string): string {
  return cleanText(name, LONGEST.name);
}
