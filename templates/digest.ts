import type { Digest, DigestPage } from '../domain/digest.js';
import type { IsoDate } from '../domain/mandate.js';
import { hourIn } from '../domain/plan.js';
import type { Block } from './block.js';
import { formatDate, formatHour } from './dates.js';
import { dayWords, digestHeadline, digestSections } from './digest-line.js';
import type { DigestLineWords } from './digest-line.js';
import { loadPages } from './page.js';
import type { Pages } from './page.js';
import { toPlainText } from './plain-text.js';
import type { RenderedMail } from './rendered-mail.js';

export interface DigestWords {
  digest: Digest;
  /** The zone of headquarters, in which times are given, and its city. */
  zone: string;
  city: string;
  /** The date of the digest before; null before the first. */
  lastDate: IsoDate | null;
  /** Where the desk is, without a slash at the end. */
  deskUrl: string;
}

let pages: Pages | undefined;

/** The digest as a mail: internal, in English, text and HTML from the same lines, each with its page on the desk. */
export function renderDigest({ digest, zone, city, lastDate, deskUrl }: DigestWords): RenderedMail {
  const headline = digestHeadline(digest);
  const sections = digestSections(digest, zone).map(({ heading, lines }) => ({
    heading: `${heading} (${lines.length})`,
    lines: named(lines).map((line) => ({ ...line, link: linkOf(deskUrl, line.page) })),
  }));
  const data = {
    subject: `Digest of ${formatDate(digest.date, 'en')}: ${headline}`,
    headline,
    day: dayWords(digest.date),
    standing: `As of ${formatHour(hourIn(digest.at, zone), 'en')} in ${city.replace(/\.$/, '')}.${since(lastDate)}`,
    sections,
    deskLink: `${deskUrl}/desk`,
  };
  pages ??= loadPages('digest');
  return { subject: data.subject, text: textOf(data), html: pages.render('mail', data) };
}

/** So many lines of a section are read in a mail; a flood of held mail must not make one of megabytes. */
const NAMED = 60;

function named(lines: DigestLineWords[]): DigestLineWords[] {
  const more = lines.length - NAMED;
  if (more <= 0) return lines;
  const words =
    more === 1
      ? 'one line is left out here and stands on the desk.'
      : `${more} lines are left out here and stand on the desk.`;
  return [...lines.slice(0, NAMED), { name: 'And more', page: { page: 'overview', id: '' }, words }];
}

function since(lastDate: IsoDate | null): string {
  return lastDate === null ? '' : ` The digest before was that of ${formatDate(lastDate, 'en')}.`;
}

interface DigestData {
  headline: string;
  day: string;
  standing: string;
  sections: { heading: string; lines: (DigestLineWords & { link: string })[] }[];
  deskLink: string;
}

function textOf({ headline, day, standing, sections, deskLink }: DigestData): string {
  const paragraph = (text: string): Block => ({ kind: 'paragraph', lines: [text] });
  const opening = toPlainText([paragraph(day), paragraph(headline), paragraph(standing)]);
  const lists = sections.map(({ heading, lines }) => {
    const items = lines.map(({ name, words, link }) => {
      const item = toPlainText([{ kind: 'list', lines: [`${name}: ${words}`] }]).trimEnd();
      return `${item}\n  ${link}`;
    });
    return `${heading.toUpperCase()}\n\n${items.join('\n')}\n`;
  });
  return [opening, ...lists, `The desk: ${deskLink}\n`].join('\n');
}

/** Ids hold slashes, and so do the addresses of their pages. */
function linkOf(deskUrl: string, { page, id }: DigestPage): string {
  const path = id.split('/').map(encodeURIComponent).join('/');
  switch (page) {
    case 'request':
      return `${deskUrl}/desk/requests/${path}`;
    case 'receipt':
      return `${deskUrl}/desk/mail/received/${path}`;
    case 'release':
      return `${deskUrl}/desk/cycles/${path}/release`;
    case 'registers':
      return `${deskUrl}/desk/registers`;
    case 'overview':
      return `${deskUrl}/desk`;
  }
}
