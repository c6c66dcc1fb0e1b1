import { isIsoDate } from '../../domain/iso-date.js';
import { PARAGRAPH_KINDS } from '../../domain/mandate.js';
import { parseSymbol } from '../../domain/symbol.js';
import { checkIntervals, checkNoGap } from './interval.js';
import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';
import { checkUnique } from './unique.js';

/** Records what is wrong with the operative paragraphs of a resolution: missing ones, duties, dated statuses. */
export function checkParagraphs(source: Source): void {
  checkUnique(source, ['paragraphs'], ['number']);
  checkCount(source);
  listAt(source.value, ['paragraphs']).forEach((paragraph, index) => {
    const path = ['paragraphs', index];
    checkText(source, paragraph, path);
    checkNoRepeat(source, [...path, 'kinds']);
    checkDuty(source, paragraph, path);
    checkStatuses(source, path);
  });
}

/** Records a year in a resolution's symbol that is not that of its adoption. */
export function checkSymbolYear(source: Source, path: Path): void {
  const symbol = valueAt(source.value, [...path, 'symbol']);
  const adopted = valueAt(source.value, [...path, 'adoptedDate']);
  const year = typeof symbol === 'string' ? parseSymbol(symbol)?.year : undefined;
  if (typeof year !== 'number' || typeof adopted !== 'string' || !isIsoDate(adopted)) return;
  if (!adopted.startsWith(`${year}-`)) {
    const problem = `${adopted} is not in ${year}, the year of the symbol`;
    source.fault([...path, 'adoptedDate'], problem, 'Correct the date or the symbol: one of the two is mistyped.');
  }
}

function checkCount(source: Source): void {
  const paragraphs = listAt(source.value, ['paragraphs']);
  const count = valueAt(source.value, ['operativeParagraphs']);
  // A count that is no small number has been reported by its shape, and says nothing here.
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 500) return;
  const numbers = new Set(paragraphs.map((paragraph) => valueAt(paragraph, ['number'])));
  for (let number = 1; number <= count; number += 1) {
    if (!numbers.has(number)) {
      const remedy = `Put it back under "- number: ${number}", with text, kinds, addressee, duty and statuses.`;
      source.fault(['paragraphs'], `paragraph ${number} is missing: the resolution has ${count}`, remedy);
    }
  }
  paragraphs.forEach((paragraph, index) => {
    const number = valueAt(paragraph, ['number']);
    if (typeof number === 'number' && number > count) {
      const remedy = 'Correct the number, or operativeParagraphs.';
      source.fault(['paragraphs', index, 'number'], `is ${number}, and the resolution has ${count} paragraphs`, remedy);
    }
  });
}

function checkText(source: Source, paragraph: unknown, path: Path): void {
  const text = valueAt(paragraph, ['text']);
  if (typeof text === 'object' && text !== null && Object.keys(text).length === 0) {
    source.fault([...path, 'text'], 'has no language', 'Give the official text in at least one language.');
  }
}

function checkDuty(source: Source, paragraph: unknown, path: Path): void {
  checkNoRepeat(source, [...path, 'duty']);
  const duty = listAt(paragraph, ['duty']);
  if (!duty.includes('nobody')) return;
  if (duty.length > 1) {
    source.fault([...path, 'duty'], 'names nobody beside somebody', 'Remove nobody, or leave it alone.');
  }
  if (listAt(paragraph, ['kinds']).some((kind) => kind !== 'welcome' && isKind(kind))) {
    const problem = "is nobody's, and the paragraph does more than welcome";
    source.fault([...path, 'duty'], problem, 'Name who must act.');
  }
}

function isKind(kind: unknown): boolean {
  return PARAGRAPH_KINDS.some((known) => known === kind);
}

function checkStatuses(source: Source, paragraph: Path): void {
  const path = [...paragraph, 'statuses'];
  checkIntervals(source, path);
  const adopted = valueAt(source.value, ['adoptedDate']);
  if (typeof adopted !== 'string' || !isIsoDate(adopted)) return;
  checkNoGap(source, path, adopted);
  listAt(source.value, path).forEach((status, index) => {
    const from = valueAt(status, ['from']);
    if (typeof from === 'string' && isIsoDate(from) && from < adopted) {
      const problem = `${from} is before the adoption of the resolution on ${adopted}`;
      source.fault([...path, index, 'from'], problem, 'Let the first status begin on the day of the adoption.');
    }
  });
}

function checkNoRepeat(source: Source, path: Path): void {
  const words = listAt(source.value, path);
  words.forEach((word, index) => {
    if (words.indexOf(word) < index) {
      source.fault([...path, index], `"${String(word)}" is named twice`, 'Name each once.');
    }
  });
}
