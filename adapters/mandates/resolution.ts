import { isSameDocument, parseSymbol } from '../../domain/symbol.js';
import { checkSymbolYear } from './paragraph.js';
import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';
import { checkUnique } from './unique.js';

/** A resolution as the checks see it, wherever it stands. */
export interface Listed {
  id: string;
  symbol: unknown;
  adopted: unknown;
  /** The numbers of its paragraphs; null where its text is not on file or cannot be read. */
  numbers: unknown[] | null;
  source: Source;
  /** Where it stands in its source: empty for a file of its own. */
  path: Path;
}

/** Records resolutions that are listed twice, with or without their text, and years that their symbols deny. */
export function checkResolutions(cited: Source, resolutions: Source[]): void {
  checkUnique(cited, ['resolutions'], ['id']);
  const all = listResolutions(cited, resolutions);
  all.forEach(({ id, symbol, source, path }, index) => {
    checkSymbolYear(source, path);
    if (source === cited && resolutions.some((resolution) => resolution.id === id)) {
      source.fault([...path, 'id'], `resolutions/${id}.yaml exists`, 'Remove the entry here: its text is on file.');
    }
    const twin = all.slice(0, index).find((other) => isSameSymbol(other.symbol, symbol));
    if (twin) {
      const remedy = 'Correct the symbol, or remove one of the two.';
      source.fault([...path, 'symbol'], `"${String(symbol)}" is the symbol of ${twin.id} already`, remedy);
    }
  });
}

/** Every resolution of the files, those with a text first. */
export function listResolutions(cited: Source, resolutions: Source[]): Listed[] {
  return [...resolutions.map(listedOf), ...citedOf(cited)];
}

function listedOf(source: Source): Listed {
  return {
    id: source.id,
    symbol: valueAt(source.value, ['symbol']),
    adopted: valueAt(source.value, ['adoptedDate']),
    numbers:
      source.value === undefined
        ? null
        : listAt(source.value, ['paragraphs']).map((paragraph) => valueAt(paragraph, ['number'])),
    source,
    path: [],
  };
}

function citedOf(source: Source): Listed[] {
  return listAt(source.value, ['resolutions']).flatMap((resolution, index): Listed[] => {
    const id = valueAt(resolution, ['id']);
    if (typeof id !== 'string') return [];
    const [symbol, adopted] = ['symbol', 'adoptedDate'].map((key) => valueAt(resolution, [key]));
    return [{ id, symbol, adopted, numbers: null, source, path: ['resolutions', index] }];
  });
}

function isSameSymbol(a: unknown, b: unknown): boolean {
  const [one, other] = [a, b].map((text) => (typeof text === 'string' ? parseSymbol(text) : undefined));
  return one !== undefined && other !== undefined && isSameDocument(one, other);
}
