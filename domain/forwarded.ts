import { fold } from './fold.js';
import { trimBoth } from './trim.js';

/*
 * What a member of the office has forwarded to the desk inside the text of a mail: who wrote it first, when, and in which words. Mail
 * programs put a block of header lines before the text that they forward; its labels are read in the four languages of the
 * Organization, whatever surrounds them.
 */

export interface ForwardedText {
  from: { name: string; address: string };
  /** As it stands there: programs write dates in the manner of their country. */
  date: string;
  subject: string;
  text: string;
  /** What the member of the office wrote before it. */
  comment: string;
}

type Label = 'from' | 'date' | 'subject' | 'to';

/** Labels as mail programs print them, without accents. */
const LABELS: Record<Label, readonly string[]> = {
  from: ['from', 'de', 'remitente', 'remetente', 'expediteur', 'von'],
  date: [
    'date',
    'sent',
    'fecha',
    'enviado',
    'enviado el',
    'enviada em',
    'enviado em',
    'data',
    'envoye',
    'envoye le',
    'le',
  ],
  subject: ['subject', 'asunto', 'assunto', 'objet', 'sujet'],
  to: ['to', 'para', 'a', 'pour', 'cc', 'reply-to'],
};
/** The marks of a quote before a line. */
const MARKS = /^\s*(?:>\s?)*/;
const LINE = /^[*_]{0,2}([\p{L} -]{1,12}?)[\u00a0\u202f ]?:[*_]{0,2}([^]*)$/u;
/** Lines that announce what follows, and belong to nobody's words. */
const SEPARATOR =
  /^(?:[-_=*]{5}|[-_]*\s*(?:begin forwarded message|forwarded message|mensaje reenviado|inicio del mensaje reenviado|mensagem encaminhada|inicio da mensagem encaminhada|message transfere|debut du message (?:transfere|reexpedie)|original message|mensaje original|mensagem original|message d'origine)\s*(?::\s*)?[-_]*$)/i;
/** Blank lines that a block may have between its lines. */
const GAP = 1;
const READ_LINES = 400;
/** Lines that the header of a mail takes, each of its recipients on one. */
const BLOCK_LINES = 300;
/** RFC 5322, 2.1.1. */
const LONGEST_LINE = 998;

/** The first mail that was forwarded inside a text; null where there is none. A reply that is quoted below an answer is none. */
export function readForwarded(text: string): ForwardedText | null {
  const lines = text.split(/\r?\n/);
  // Blocks that are none may overlap: each line is read once.
  const head = lines.slice(0, READ_LINES + BLOCK_LINES).map(readLine);
  for (let at = 0; at < Math.min(lines.length, READ_LINES); at += 1) {
    if (head[at]?.label !== 'from') continue;
    const block = readBlock(head.slice(0, at + BLOCK_LINES), at);
    if (block === null) continue;
    const isQuoted = /^\s*>/.test(lines[at] ?? '');
    const rest = lines.slice(block.end).map((line) => (isQuoted ? line.replace(/^\s*>\s?/, '') : line));
    const before = lines.slice(0, at).filter((line) => !isSeparator(line));
    return { ...block.fields, text: rest.join('\n').trim(), comment: before.join('\n').trim() };
  }
  return null;
}

interface HeaderLine {
  label: Label | null;
  /** Behind the label; without one, the line itself. */
  value: string;
  isBlank: boolean;
}

function readLine(whole: string): HeaderLine {
  const line = whole.slice(0, LONGEST_LINE);
  const found = labelOf(line);
  return { label: null, value: line.replace(/^[>\s]+/, '').trim(), isBlank: /^[>\s]*$/.test(line), ...found };
}

function readBlock(
  lines: readonly HeaderLine[],
  start: number,
): { fields: Pick<ForwardedText, 'from' | 'date' | 'subject'>; end: number } | null {
  const fields: Partial<Record<Label, string>> = {};
  let last: Label | null = null;
  let blanks = 0;
  let at = start;
  for (; at < lines.length; at += 1) {
    const { label = null, value = '', isBlank = true } = lines[at] ?? {};
    if (isBlank) {
      blanks += 1;
      if (blanks > GAP || (fields.subject !== undefined && fields.from !== undefined)) break;
      continue;
    }
    if (label !== null && fields[label] === undefined) {
      fields[label] = value;
      last = label;
      blanks = 0;
    } else if (label === null && last === 'to' && blanks === 0) {
      continue; // A long list of recipients goes on over several lines.
    } else if (label === null && last !== null && blanks === 0 && fields[last] === '') {
      fields[last] = value;
    } else if (label === null) break;
  }
  const from = addressIn(fields.from ?? '');
  if (from === null || (fields.date === undefined && fields.subject === undefined)) return null;
  return { fields: { from, date: fields.date ?? '', subject: fields.subject ?? '' }, end: at };
}

function labelOf(line: string): { label: Label; value: string } | null {
  const [, words = '', value = ''] = LINE.exec(line.replace(MARKS, '')) ?? [];
  const folded = fold(words).trim();
  const label = (Object.keys(LABELS) as Label[]).find((one) => LABELS[one].includes(folded));
  return label === undefined ? null : { label, value: trimBoth(value.trim(), /[*_]/).trim() };
}

/** `Ana Díaz <ana@mre.gob>`, `ana@mre.gob [mailto:ana@mre.gob]`, `Ana Díaz [ana@mre.gob]`. */
function addressIn(value: string): { name: string; address: string } | null {
  const [address] = ADDRESS.exec(value.replaceAll(/mailto:/gi, ' ')) ?? [];
  if (address === undefined) return null;
  const name = value
    .slice(0, value.indexOf(address))
    .replaceAll(/[<["'\]>]|mailto:/gi, '')
    .trim();
  return { name, address };
}

/** RFC 5321, 4.5.3.1: 64 octets before the at sign; RFC 1035, 2.3.4: 63 in each name of a domain. */
const ADDRESS = /[^\s<>[\]"',;:()@]{1,64}@[^\s<>[\]"',;:()@.]{1,63}(?:\.[^\s<>[\]"',;:()@.]{1,63}){1,9}/;

/** An announcement of what follows, or a line of quotation marks alone. */
function isSeparator(line: string): boolean {
  const start = line.slice(0, LONGEST_LINE);
  if (/^[>\s]*$/.test(start)) return start.includes('>');
  return SEPARATOR.test(fold(start.replace(MARKS, '').trimEnd()));
}

/** What a member of the office replies to the question whether a match is right. */
export type Confirmation =
  { is: 'yes' } | { is: 'no' } | { is: 'message' } | { is: 'request'; requestId: string } | { is: 'unclear' };

const YES =
  /^(?:yes|yep|ok|okay|right|correct|confirm(?:ed)?|file(?: it)?|si|sim|oui|d'accord|de acuerdo|correcto|certo|exact)\b/;
const NO = /^(?:no|not|non|nao|wrong|incorrecto|errado|faux)\b/;
const MESSAGE = /^(?:message|mensaje|mensagem|as a message)\b/;
/** `annual-report/2027/BRA`. */
const REQUEST = /\b[a-z][a-z0-9-]{0,40}\/\d{4}(?:-[A-Z0-9]{1,9})?\/[A-Z][A-Z0-9-]{0,9}\b/;

/** Reads the first line of a reply; a request that it names counts before its yes. */
export function readConfirmation(own: string): Confirmation {
  const line = own.trimStart().slice(0, LONGEST_LINE).split(/\r?\n/)[0] ?? '';
  const requestId = REQUEST.exec(line)?.[0];
  if (requestId !== undefined) return { is: 'request', requestId };
  const folded = fold(line)
    .replaceAll(/[’´`]/g, "'")
    .replace(/^[^\p{L}]+/u, '');
  if (MESSAGE.test(folded)) return { is: 'message' };
  if (YES.test(folded)) return { is: 'yes' };
  return NO.test(folded) ? { is: 'no' } : { is: 'unclear' };
}
