import { cut, isLonger, LONGEST } from '../domain/text.js';

/**
 * The words of an answer or a mail as a page of the desk shows them: no page is longer for one text than a person reads. A page of many
 * texts shows `most` characters of each that came by mail, whose own page has the rest.
 */
export function shownText(text: string, most: number = LONGEST.typed): string {
  const trimmed = text.trim();
  if (!isLonger(trimmed, most)) return trimmed;
  const shown = cut(trimmed, most);
  return `${shown}\n\n[Not shown here: ${trimmed.length - shown.length} more characters. The mail itself has them all.]`;
}

/** The end of a list that began long ago, and how many stand before it. */
export function newest<One>(list: readonly One[], most: number): { shown: One[]; earlier: number } {
  return { shown: list.slice(-most), earlier: Math.max(0, list.length - most) };
}
