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
  /** The numbers of its paragraphs; null where its text is not on file. */
  numbers: unknown[] | null;
  /** Where it stands: null for a file under `resolutions/`. */
  path: Path | null;
}

/** Records resolutions without text that have a text as well, or that are listed twice. */
export function checkCited(cited: Source, resolutions: Source[]): void {
  checkUnique(cited, ['resolutions'], ['id']);
  const all = listResolutions(cited, resolutions);
  all.forEach((one, index) => {
    if (one.path === null) return;
    checkSymbolYear(cited, one.path);
    if (resolutions.some(({ id }) => id === one.id)) {
      const remedy = 'Remove the entry here: its text is on file.';
      cited.fault([...one.path, 'id'], `resolutions/${one.id}.yaml exists`, remedy);
    }
    const twin = all.slice(0, index).find((other) => isSameSymbol(other.symbol, one.symbol));
    if (twin) {
      const remedy = 'Correct the symbol, or remove one of the two.';
      cited.fault([...one.path, 'symbol'], `"${String(one.symbol)}" is the symbol of ${twin.id} already`, remedy);
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
    numbers: listAt(source.value, ['paragraphs']).map((paragraph) => valueAt(paragraph, ['number'])),
    path: null,
  };
}

function citedOf(source: Source): Listed[] {
  return listAt(source.value, ['resolutions']).flatMap((resolution, index): Listed[] => {
    const id = valueAt(resolution, ['id']);
    if (typeof id !== 'string') return [];
    const symbol = valueAt(resolution, ['symbol']);
    return [{ id, symbol, adopted: valueAt(resolution, ['adoptedDate']), numbers: null, path: ['resolutions', index] }];
  });
}

function isSameSymbol(a: unknown, b: unknown): boolean {
  const [one, other] = [a, b].map((text) => (typeof text === 'string' ? parseSymbol(text) : undefined));
  return one !== undefined && other !== undefined && isSameDocument(one, other);
}
