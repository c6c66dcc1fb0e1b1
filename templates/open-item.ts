import type { IsoDate, Language } from '../domain/mandate.js';
import type { FollowUpStatus } from '../domain/recommendation.js';
import { formatDate } from './dates.js';
import { printable, typeset } from './typography.js';
import type { Phrase, Wording } from './wording.js';

/** Something that is open for the party and that the request asks about: a recommendation. */
export interface OpenItem {
  heading: string;
  /** The symbol of the document that holds it; null where none is on file. */
  document: string | null;
  status: FollowUpStatus;
  /** Since when; null while the status is unknown. */
  date: IsoDate | null;
}

/** What is open, in words: a sentence above, and a line for each; `items` is not empty. */
export function openItemWords(
  items: readonly OpenItem[],
  language: Language,
  wording: Wording,
): { head: string; lines: string[] } {
  const head = wording.phrase(items.length === 1 ? 'openItem' : 'openItems', { count: String(items.length) });
  return { head, lines: items.map((item) => itemLine(item, language, wording)) };
}

function itemLine({ heading, document, status, date }: OpenItem, language: Language, wording: Wording): string {
  const name = typeset(printable(heading), language) + (document === null ? '' : ` (${document})`);
  const words = wording.phrase(STATUS_PHRASES[status], {});
  return wording.phrase(date === null ? 'itemLine' : 'itemLineDated', {
    name,
    status: words,
    date: date === null ? '' : formatDate(date, language),
  });
}

const STATUS_PHRASES: Record<FollowUpStatus, Phrase> = {
  'not-started': 'statusNotStarted',
  'in-progress': 'statusInProgress',
  implemented: 'statusImplemented',
  'not-accepted': 'statusNotAccepted',
  superseded: 'statusSuperseded',
  unknown: 'statusUnknown',
};
