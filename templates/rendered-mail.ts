import type { Language } from '../domain/mandate.js';
import { parseBlocks } from './block.js';
import { toHtml } from './html.js';
import { toPlainText } from './plain-text.js';

export interface RenderedMail {
  subject: string;
  text: string;
  html: string;
}

/** The mail that a rendered template makes: its first line is the subject. */
export function mailOf(
  source: string,
  post: { kind: string; language: Language },
  anchors: { text: string; href: string }[] = [],
): RenderedMail {
  const { language } = post;
  const subject = subjectOf(source, post);
  const blocks = parseBlocks(source.slice(source.indexOf('\n') + 1));
  return { subject, text: toPlainText(blocks), html: toHtml({ language, subject, blocks, anchors }) };
}

function subjectOf(source: string, { kind, language }: { kind: string; language: Language }): string {
  const line = /^Subject: (.+)\n/.exec(source)?.[1];
  if (line === undefined)
    throw new Error(`Mail template ${language}/${kind}.hbs must begin with a line 'Subject: ...'`);
  return line.replace(/[\u00a0\u202f]/g, ' ').trim();
}
