import type { IsoDate, Paragraph, ParagraphStatus } from './mandate.js';

/** The status of a paragraph on a day; `undefined` before its resolution was adopted. */
export function statusOn(paragraph: Pick<Paragraph, 'statuses'>, date: IsoDate): ParagraphStatus | undefined {
  return paragraph.statuses.find(({ from, until }) => from <= date && (until === null || date < until));
}
