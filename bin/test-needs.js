import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A module named by its place: `from './x.js'`, `import('./x.js')`, `new URL('./x.js', import.meta.url)`. */
const NEIGHBOUR = /['"`](\.{1,2}\/[\w./-]+\.js)['"`]/g;

/** Code that runs what is built, not the sources: the command, a thread of its own, the bundle of the workflows. */
const BUILT = /['"`](?:[./]*dist['"`/]|bin\/coordinator\.js)/;

const VARIABLE = /\bCOORDINATOR_[A-Z_]+/g;

/**
 * What test files need, read from them and from every module that they lead to by relative imports, however far.
 * @param {string} root the project's folder
 * @param {string[]} files absolute paths of test files
 * @returns {{ variables: Set<string>, built: boolean }} the variables that a file below `test/` names, and whether anything runs
 *   what is in `dist/`
 */
export function needsOf(root, files) {
  const seen = new Set(files);
  const variables = new Set();
  let built = false;
  // A set that grows while it is walked: each module is read once, also where two import each other.
  for (const file of seen) {
    const text = readFileSync(file, 'utf8');
    if (relative(root, file).startsWith('test')) for (const [name] of text.matchAll(VARIABLE)) variables.add(name);
    built ||= BUILT.test(text);
    for (const [, place] of text.matchAll(NEIGHBOUR)) {
      const neighbour = sourceOf(join(dirname(file), place));
      if (neighbour !== null) seen.add(neighbour);
    }
  }
  return { variables, built };
}

/** A module is imported by the name that it will have when built; a script of `bin/` or of a test has that name already. */
function sourceOf(path) {
  return [path.replace(/\.js$/, '.ts'), path].find((candidate) => existsSync(candidate)) ?? null;
}
