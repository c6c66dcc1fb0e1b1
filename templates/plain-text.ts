import type { Block } from './block.js';

/** Characters a line: RFC 5322 section 2.1.1 asks for at most 78; 72 leaves room for the `> ` of replies. */
const WIDTH = 72;

/** Blocks as plain text, wrapped at 72 characters. Links and other words longer than a line are never broken. */
export function toPlainText(blocks: Block[]): string {
  return `${blocks.map(blockText).join('\n\n')}\n`;
}

function blockText({ kind, lines }: Block): string {
  switch (kind) {
    case 'list':
      return lines.map((line) => wrap(line, '- ', '  ')).join('\n');
    case 'quote':
      return lines.map((line) => wrap(line, '    ', '    ')).join('\n');
    case 'letterhead':
    case 'lines':
      return lines.map((line) => wrap(line, '', '  ')).join('\n');
    case 'paragraph':
      return lines.map((line) => wrap(line, '', '')).join('\n');
  }
}

/**
 * Where a line may end: at an ordinary space (a no-break space keeps `17 h 30` together), yet not before a figure or
 * `D.C.` and not after the day of a date, so that `June 1, 2027`, `AG/RES. 2019` and `1er juin 2027` stay whole.
 */
const BREAK = /(?<!(?:^|[ (])\d{1,2}(?:\.?º|er)?) +(?!\d|D\.C\.)/;

function wrap(text: string, firstIndent: string, nextIndent: string): string {
  const rows: string[] = [];
  let row = '';
  for (const word of text.split(BREAK)) {
    const indent = rows.length === 0 ? firstIndent : nextIndent;
    if (row === '') row = indent + word;
    else if (row.length + 1 + word.length <= WIDTH) row += ` ${word}`;
    else {
      rows.push(row);
      row = nextIndent + word;
    }
  }
  return [...rows, row].join('\n');
}
