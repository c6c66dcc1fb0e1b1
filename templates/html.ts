import Handlebars from 'handlebars';
import type { Language } from '../domain/mandate.js';
import type { Block } from './block.js';
import { readMailFile } from './mail-file.js';

/** Exact texts that become links: only our own addresses, never a text that merely looks like one. */
export interface Anchor {
  text: string;
  href: string;
}

interface Page {
  language: Language;
  subject: string;
  blocks: Block[];
  anchors: Anchor[];
}

const PARAGRAPH = 'margin:0 0 16px 0;';
const LETTERHEAD = [
  'margin:0;font-size:18px;line-height:26px;font-weight:bold;color:#1b365d;',
  'margin:0;font-size:15px;line-height:22px;color:#1b365d;',
  'margin:0;font-size:15px;line-height:22px;color:#44546a;',
];

let layout: HandlebarsTemplateDelegate | undefined;

/** Blocks as a complete HTML page: every text escaped, styles inline, one column that fits a phone and Outlook. */
export function toHtml({ language, subject, blocks, anchors }: Page): string {
  layout ??= Handlebars.create().compile(readMailFile('layout.html.hbs'), { strict: true });
  const draw = (block: Block): string => blockHtml(block, anchors);
  return layout({
    language,
    subject,
    letterhead: blocks.filter(isLetterhead).map(draw).join('\n'),
    content: blocks
      .filter((block) => !isLetterhead(block))
      .map(draw)
      .join('\n'),
  });
}

function isLetterhead(block: Block): boolean {
  return block.kind === 'letterhead';
}

function blockHtml({ kind, lines }: Block, anchors: Anchor[]): string {
  const texts = lines.map((line) => linked(unbroken(line), anchors));
  switch (kind) {
    case 'letterhead':
      return texts.map((text, index) => `<p style="${LETTERHEAD[Math.min(index, 2)]}">${text}</p>`).join('\n');
    case 'lines':
      return `<p style="${PARAGRAPH}">${texts.join('<br>\n')}</p>`;
    case 'quote':
      return `<blockquote style="margin:0 0 16px 0;padding:0 0 0 16px;border-left:3px solid #b8c4d6;">${texts.join('')}</blockquote>`;
    case 'list':
      return `<ul style="margin:0 0 16px 0;padding:0 0 0 22px;">\n${texts
        .map((text) => `<li style="margin:0 0 6px 0;">${text}</li>`)
        .join('\n')}\n</ul>`;
    case 'paragraph':
      return `<p style="${PARAGRAPH}">${texts.join('')}</p>`;
  }
}

/** Keeps a day with its month, `D.C.` with its city and a symbol in one piece, as the plain text does. */
function unbroken(text: string): string {
  return text.replace(
    /(?<=(?:^|[ (])\d{1,2}(?:\.?º|er)?) (?=\p{L})| (?=\d{1,2}, \d{4}|D\.C\.)|(?<=AG\/RES\.) /gu,
    '\u00a0',
  );
}

function linked(text: string, anchors: Anchor[]): string {
  const found = anchors.map((anchor) => ({ anchor, at: text.indexOf(anchor.text) })).filter(({ at }) => at >= 0);
  const first = found.sort((a, b) => a.at - b.at)[0];
  if (first === undefined) return escape(text);
  const { anchor, at } = first;
  const rest = text.slice(at + anchor.text.length);
  const label = `<a href="${escape(anchor.href)}" style="display:inline-block;max-width:100%;color:#0b5394;overflow-wrap:anywhere;">${escape(anchor.text)}</a>`;
  return escape(text.slice(0, at)) + label + linked(rest, anchors);
}

function escape(text: string): string {
  return Handlebars.Utils.escapeExpression(text);
}
