import type { FileVerdict } from './file-check.js';
import { ownWordsOf } from './reply-preview.js';

/*
 * What a mail should have brought and has not. Its sender is told once, in words that tell what to do; until then it counts as a message,
 * so that nobody is reminded meanwhile and nothing is closed by a file that nobody can open.
 */

export const LACK_KINDS = ['protected', 'empty', 'link', 'named'] as const;
/** `link`: a document that lies on somebody's cloud; `named`: a file that its words name and that did not come. */
export type LackKind = (typeof LACK_KINDS)[number];

export interface Lack {
  kind: LackKind;
  /** The name of the file; the host of a link. */
  what: string;
}

/** Places where people leave documents for others. What lies there can change or vanish, and is no evidence. */
const CLOUDS =
  /\bhttps?:\/\/((?:[a-z0-9-]+\.)*(?:drive\.google\.com|docs\.google\.com|1drv\.ms|onedrive\.live\.com|onedrive\.com|sharepoint\.com|dropbox\.com|dropboxusercontent\.com|wetransfer\.com|we\.tl|box\.com|icloud\.com|mega\.nz|mega\.io|mediafire\.com|sendspace\.com|transfernow\.net|smash\.com|fromsmash\.com|terabox\.com|pcloud\.com|sync\.com|nextcloud\.com))(?=[/?#:\s>"')\]]|$)/giu;
/** A name with an extension of an office: what a letter mentions as its annex. */
const NAMED =
  /(?<![\p{L}\p{N}@/._-])[\p{L}\p{N}][\p{L}\p{N}_()&+.-]{0,120}\.(?:pdf|docx?|xlsx?|pptx?|odt|ods|rtf|zip)(?![\p{L}\p{N}@])/giu;
/** A letter's own words stand near its beginning. */
const READ_CHARACTERS = 20_000;
const AT_MOST = 3;

/**
 * What a mail lacks, at most three things. `files` are those that were sent with it, each with its verdict; its words are looked at only
 * where there are none.
 */
export function readLacks(text: string, files: readonly { name: string; verdict: FileVerdict }[]): Lack[] {
  const unusable = files.flatMap(({ name, verdict }): Lack[] =>
    verdict === 'protected' || verdict === 'empty' ? [{ kind: verdict, what: name }] : [],
  );
  if (files.length > 0) return unusable.slice(0, AT_MOST);
  const own = ownWordsOf(text).slice(0, READ_CHARACTERS);
  const links = [...own.matchAll(CLOUDS)].map(([, host = '']): Lack => ({ kind: 'link', what: host.toLowerCase() }));
  // A web address that ends in .pdf is a link; so is the name at its end.
  const named = [...own.replaceAll(/\bhttps?:\S+/gi, ' ').matchAll(NAMED)].map(([what]): Lack => ({
    kind: 'named',
    what,
  }));
  const all = links.length > 0 ? links : named;
  return [...new Map(all.map((lack) => [lack.what, lack])).values()].slice(0, AT_MOST);
}

/** What is lacking, for the record and the Coordinator. */
export function lackWords({ kind, what }: Lack): string {
  switch (kind) {
    case 'protected':
      return `${what} is protected by a password`;
    case 'empty':
      return `${what} is empty`;
    case 'link':
      return `it refers to a document at ${what} and brings none`;
    case 'named':
      return `it names ${what}, which did not come with it`;
  }
}
