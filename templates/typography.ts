import type { Language } from '../domain/mandate.js';

/**
 * Sets the apostrophe of words (`d'Haïti` becomes `d’Haïti`) and, in French, makes the spaces that stand before
 * `: ; ? !` and inside `« »` non-breaking: narrow before `; ? !`, of full width elsewhere. Nothing is inserted, so an
 * address or a link keeps its characters; names of files and quotations of an official text are not sent through here.
 */
export function typeset(text: string, language: Language): string {
  const withApostrophes = text.replace(/(\p{L})'(?=\p{L})/gu, '$1’');
  if (language !== 'fr') return withApostrophes;
  return withApostrophes
    .replace(/ (?=[;?!])/g, '\u202f')
    .replace(/ (?=[:»])/g, '\u00a0')
    .replace(/« /g, '«\u00a0');
}

/**
 * A name that a stranger chose (a file's), fit for print on one line: control and line characters and the marks that
 * turn the direction of writing, which can make `exe.pdf` out of `fdp.exe`, are shown as replacement characters.
 */
export function printable(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '\ufffd')
    .replace(/\s+/gu, ' ')
    .trim();
}
