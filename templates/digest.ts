import { digestHeadline } from '../domain/digest.js';
import type { DigestSection } from '../domain/digest.js';
import type { IsoDate } from '../domain/mandate.js';
import type { Block } from './block.js';
import { formatDate } from './dates.js';
import { toHtml } from './html.js';
import { toPlainText } from './plain-text.js';
import type { RenderedMail } from './post.js';

export interface DigestWords {
  date: IsoDate;
  sections: DigestSection[];
  /** The desk, without a slash at the end. */
  deskUrl: string;
}

/** The Coordinator's digest: internal, in English, one line a state, each with its page on the desk. */
export function renderDigest({ date, sections, deskUrl }: DigestWords): RenderedMail {
  const subject = `Digest of ${formatDate(date, 'en')}: ${digestHeadline(sections)}`;
  const pageOf = (requestId: string | null): string =>
    requestId === null ? `${deskUrl}/desk` : `${deskUrl}/desk/requests/${requestId}`;
  const blocks: Block[] = [
    { kind: 'letterhead', lines: ['OAS Coordinator on Trafficking in Persons', `Digest of ${formatDate(date, 'en')}`] },
    ...sections.flatMap(({ title, lines }): Block[] => [
      { kind: 'lines', lines: [`${title} (${lines.length})`] },
      { kind: 'list', lines: lines.map((line) => `${oneLine(line.text)} ${pageOf(line.requestId)}`) },
    ]),
    { kind: 'paragraph', lines: [`The desk: ${deskUrl}/desk`] },
  ];
  // The longest address first: one may begin as another does.
  const links = [
    ...new Set([
      ...sections.flatMap((section) => section.lines.map((line) => pageOf(line.requestId))),
      `${deskUrl}/desk`,
    ]),
  ].sort((a, b) => b.length - a.length);
  const anchors = links.map((href) => ({ text: href, href }));
  return { subject, text: toPlainText(blocks), html: toHtml({ language: 'en', subject, blocks, anchors }) };
}

/** Senders and reasons come from outside: a line break would forge a line of the digest. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
