import { cut, isLonger, LONGEST } from '../domain/text.js';

/** The words of an answer or a mail as a page of the desk shows them: no page is longer for one text than a person reads. */
export function shownText(text: string): string {
  const trimmed = text.trim();
  if (!isLonger(trimmed, LONGEST.typed)) return trimmed;
  const rest = trimmed.length - LONGEST.typed;
  return `${cut(trimmed, LONGEST.typed)}\n\n[Not shown here: ${rest} more characters. The mail itself has them all.]`;
}
