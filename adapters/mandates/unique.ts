import type { Path, Source } from './source.js';
import { listAt, valueAt } from './source.js';

/** Records every entry of a list that repeats what an earlier one has under `key`. */
export function checkUnique(source: Source, list: Path, key: Path): void {
  checkUniqueAt(
    source,
    listAt(source.value, list).map((_, index) => [...list, index, ...key]),
  );
}

/** Records every path whose value an earlier path has already. */
export function checkUniqueAt(source: Source, paths: Path[]): void {
  const seen = new Set<string | number>();
  for (const path of paths) {
    const value = valueAt(source.value, path);
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    if (seen.has(value)) {
      source.fault(path, `"${value}" is used twice`, 'Give each entry its own, or remove one of the two.');
    }
    seen.add(value);
  }
}
