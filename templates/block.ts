/** What a rendered template is made of; text and HTML are both drawn from these, so their words cannot differ. */
export interface Block {
  kind: 'letterhead' | 'lines' | 'quote' | 'list' | 'paragraph';
  /** One entry a line or list item; a paragraph and a quotation have one entry. */
  lines: string[];
}

const MARKS: Record<string, Block['kind']> = { '#': 'letterhead', '|': 'lines', '>': 'quote', '-': 'list' };

/**
 * Reads the body of a rendered template: blocks stand apart by blank lines. Every line of a block begins with the same
 * mark (`# ` letterhead, `| ` kept line, `> ` quotation, `- ` list item) or none does: then it is a paragraph.
 *
 * @throws Error when one block mixes marks: the fault of a template
 */
export function parseBlocks(body: string): Block[] {
  return body
    .split(/\n(?:[ \t]*\n)+/)
    .map((chunk) => chunk.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map(toBlock);
}

function toBlock(lines: string[]): Block {
  const kinds = new Set(lines.map(kindOf));
  const kind = kindOf(lines[0] ?? '');
  if (kinds.size > 1)
    throw new Error(`A block of a mail template mixes ${[...kinds].join(' and ')}: ${lines[0] ?? ''}`);
  const contents = lines.map((line) => (kind === 'paragraph' ? line : line.slice(2)).trim());
  return { kind, lines: kind === 'paragraph' || kind === 'quote' ? [contents.join(' ')] : contents };
}

function kindOf(line: string): Block['kind'] {
  return line[1] === ' ' ? (MARKS[line[0] ?? ''] ?? 'paragraph') : 'paragraph';
}
