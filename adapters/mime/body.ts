import type { MimeNode } from '@zone-eu/mailsplit';
import { convert } from 'html-to-text';
import type { DomNode, FormatCallback } from 'html-to-text';
import libmime from 'libmime';
import type { CharsetChoice } from '../../domain/reading.js';
import { decodeText } from './charset.js';
import { stripNulls } from './header.js';
import type { Leaf } from './tree.js';

export interface Body {
  /** All words of the mail, quotes and signature included: the record keeps the whole. */
  text: string;
  /** `html` when there was no plain text and the words were taken out of the HTML. */
  textFrom: 'plain' | 'html' | 'none';
  html: string | null;
  charsets: CharsetChoice[];
}

interface Words {
  kind: 'plain' | 'html';
  content: string;
  /** The multipart/alternative around it, where plain text and HTML say the same. */
  alternative: MimeNode | null;
}

/** Beyond this, HTML is cut before words are taken out of it; the raw bytes stay. */
const MAX_HTML = 2 * 1024 * 1024;
/** The converter's time grows with the square of the nesting: 400,000 open elements took 47 s. Real mail stays below 200. */
const MAX_OPEN_ELEMENTS = 1000;
/** Elements that are never closed, or that the next of their kind closes. */
const UNNESTED = new Set([
  'p',
  'li',
  'td',
  'th',
  'tr',
  'dt',
  'dd',
  'option',
  'br',
  'hr',
  'img',
  'meta',
  'link',
  'input',
  'col',
  'area',
]);

/** The words of a mail: of alternatives the plain text when it says anything, else the HTML; several parts in order. */
export function readBody(leaves: Leaf[]): Body {
  const charsets: CharsetChoice[] = [];
  const words = leaves.map((leaf) => readWords(leaf, charsets));
  const inPlain = new Set(words.filter(isPlainVersion).map(({ alternative }) => alternative));
  const spoken = words.filter((word) => word.kind === 'plain' || !inPlain.has(word.alternative));
  const text = spoken
    .map((word) => (word.kind === 'plain' ? word.content : htmlToText(word.content)).replaceAll('\r\n', '\n').trimEnd())
    .filter((part) => part.trim() !== '')
    .join('\n\n');
  const html = words.filter((word) => word.kind === 'html').map((word) => word.content);
  const hasPlain = spoken.some((word) => word.kind === 'plain' && word.content.trim() !== '');
  return {
    text,
    textFrom: text === '' ? 'none' : hasPlain ? 'plain' : 'html',
    html: html.length === 0 ? null : html.join('\n'),
    charsets,
  };
}

function readWords(leaf: Leaf, charsets: CharsetChoice[]): Words {
  const isHtml = leaf.node.contentType === 'text/html';
  const declared = leaf.node.charset || (isHtml ? charsetOfPage(leaf.bytes) : null);
  const { text, used } = decodeText(leaf.bytes, declared);
  charsets.push({ path: leaf.path, declared, used });
  const content = stripNulls(leaf.node.flowed ? libmime.decodeFlowed(text, leaf.node.delSp) : text);
  return {
    kind: isHtml ? 'html' : 'plain',
    content,
    alternative: alternativeOf(leaf.node),
  };
}

/** What a page says of itself where the part says nothing. */
function charsetOfPage(bytes: Buffer): string | null {
  const head = bytes.subarray(0, 4096).toString('latin1');
  return /<meta\b[^<>]{0,200}\bcharset\s*=\s*["']?([\w.:-]{2,40})/i.exec(head)?.[1] ?? null;
}

function alternativeOf(node: MimeNode): MimeNode | null {
  for (let parent = node.parentNode; parent !== false; parent = parent.parentNode) {
    if (parent.multipart === 'alternative') return parent;
  }
  return null;
}

/** Words that say in plain text what its neighbour says in HTML. */
function isPlainVersion(word: Words): boolean {
  return word.kind === 'plain' && word.alternative !== null && word.content.trim() !== '' && !isStub(word);
}

/** Some programs write into the plain alternative only that there is another: its reader would see none of the words. */
function isStub({ content }: Words): boolean {
  return content.length <= LONGEST_STUB && STUB.test(content);
}

const LONGEST_STUB = 400;
/** `This is an HTML message`, `su programa de correo no admite HTML`, `ver em um navegador com HTML`. */
const STUB =
  /\bhtml[ -](message|e-?mail|mail|format|capable|enabled|compatible|version|part|content)|(support|display|read|view|enable|soporta|admite|muestra|ver|suporta|exibe|visualizar?|lire|affiche\w{0,9}|prend en charge)(\s{1,9}\S{1,40}){0,6}\s{1,9}html\b|(mensaje|mensagem|message|correo|formato?|versi[oó]n|vers[aã]o)( \S{1,40}){0,2} html\b/i;

/** Links keep their address only where it differs from the words; pictures say nothing. Never throws, never stalls. */
export function htmlToText(whole: string): string {
  const html = whole.slice(0, MAX_HTML);
  if (isTooNested(html)) return stripTags(html);
  try {
    return convert(html, {
      wordwrap: false,
      limits: { maxDepth: 200, maxChildNodes: 20_000, maxInputLength: MAX_HTML },
      selectors: [
        { selector: 'img', format: 'skip' },
        { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
        { selector: 'h1', options: { uppercase: false } },
        { selector: 'h2', options: { uppercase: false } },
        { selector: 'h3', options: { uppercase: false } },
        { selector: 'table', options: { uppercaseHeaderCells: false } },
        { selector: 'blockquote', format: 'quote' },
        { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
        { selector: 'td', format: 'cell' },
        { selector: 'th', format: 'cell' },
      ],
      formatters: { cell: formatCell, quote: formatQuote },
    })
      .split('\n')
      .map((line) => (line.endsWith('\t') ? line.trimEnd() : line))
      .join('\n');
  } catch {
    return stripTags(html);
  }
}

/** A figure ends where its cell does: the converter would write those of a row one after the other. */
const formatCell: FormatCallback = (cell, walk, builder) => {
  walk(withoutParagraph(cell.children ?? []), builder);
  builder.addLiteral('\t');
};

/** Editors indent by the element that quotes: what has no mark of a quote, and a style that only moves it in, are the writer's words. */
const formatQuote: FormatCallback = (quote, walk, builder) => {
  const { style = '', type = '', class: kind = '', cite = '' } = (quote.attribs ?? {}) as Record<string, string>;
  const isMarked = /border-left/i.test(style) || type === 'cite' || cite !== '' || /quote|cite/i.test(kind);
  const isIndent = !isMarked && /border(-width)?:\s*(none|0)|margin(-left)?:[^;]{0,40}\b(40|30|20)px/i.test(style);
  builder.openBlock({ leadingLineBreaks: 2, reservedLineLength: 2 });
  walk(quote.children ?? [], builder);
  builder.closeBlock({
    trailingLineBreaks: 2,
    blockTransform: (text) => (isIndent ? text : quoted(text)),
  });
};

function quoted(text: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line !== '');
  const end = lines.findLastIndex((line) => line !== '');
  return lines
    .slice(Math.max(start, 0), end + 1)
    .map((line) => `> ${line}`)
    .join('\n');
}

/** Outlook makes a paragraph of every cell; where it is the only one, it is no more than the cell. */
function withoutParagraph(children: DomNode[]): DomNode[] {
  const [only, ...others] = children.filter(({ type, data }) => type !== 'text' || (data ?? '').trim() !== '');
  return only !== undefined && others.length === 0 && (only.name === 'p' || only.name === 'div')
    ? (only.children ?? [])
    : children;
}

/** Whether more elements are open at once than the converter can be asked to bear. */
function isTooNested(html: string): boolean {
  const open = new Map<string, number>();
  let total = 0;
  for (const [, slash, tag = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]{0,30})/gi)) {
    const name = tag.toLowerCase();
    if (UNNESTED.has(name)) continue;
    const count = open.get(name) ?? 0;
    // A closing tag closes only what is open: others are noise.
    if (slash !== '' && count === 0) continue;
    const step = slash === '' ? 1 : -1;
    open.set(name, count + step);
    total += step;
    if (total > MAX_OPEN_ELEMENTS) return true;
  }
  return false;
}

function stripTags(html: string): string {
  return html.replaceAll(/<[^<>]*>/g, ' ').replaceAll(/[ \t]+/g, ' ');
}
