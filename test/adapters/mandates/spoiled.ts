import { cp, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '../../../adapters/mandates/catalogue.js';
import type { Fault } from '../../../adapters/mandates/fault.js';
import { CatalogueInvalid } from '../../../adapters/mandates/fault.js';
import type { ParseYaml, Yaml } from '../../../adapters/mandates/source.js';
import { parseYaml } from '../../../adapters/mandates/source.js';

/** A copy of the mandate files that a test may spoil; the caller removes it. */
export async function copyMandates(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mandates-'));
  await cp('mandates', folder, { recursive: true });
  return folder;
}

/** Replaces the first place in a file where a text stands, and returns the line of `at` in the result. */
export async function spoilFile(
  folder: string,
  file: string,
  find: string | RegExp,
  replacement: string,
  at: string,
): Promise<number> {
  const path = join(folder, file);
  const before = await readFile(path, 'utf8');
  const after = before.replace(find, replacement);
  if (after === before) throw new Error(`${file} does not hold ${String(find)}`);
  await writeFile(path, after);
  const offset = after.indexOf(at);
  if (offset < 0) throw new Error(`${file} does not hold ${at}`);
  return after.slice(0, offset).split('\n').length;
}

/** Of one suite: a test spoils a file or two, and the other thirty are as they were in the test before. */
const parsed = new Map<string, Yaml>();

const remembering: ParseYaml = (text) => {
  const known = parsed.get(text) ?? parseYaml(text);
  parsed.set(text, known);
  return known;
};

/** Every fault of the files of a folder; none if they can be used. */
export async function faultsOf(folder: string): Promise<Fault[]> {
  try {
    await loadCatalogue(folder, remembering);
    return [];
  } catch (error) {
    if (error instanceof CatalogueInvalid) return error.faults;
    throw error;
  }
}
