import { existsSync, readFileSync } from 'node:fs';

// The templates are data and are not compiled: the built code in dist/templates reads them from the source folder.
const FOLDER = [new URL('./mail/', import.meta.url), new URL('../../templates/mail/', import.meta.url)];

/**
 * The text of a file under `templates/mail`.
 *
 * @throws Error that names the file and the folders looked into
 */
export function readMailFile(path: string): string {
  const found = FOLDER.map((folder) => new URL(path, folder)).find((file) => existsSync(file));
  if (found === undefined) {
    const places = FOLDER.map((folder) => folder.pathname).join(' or ');
    throw new Error(`Mail template ${path} is missing: expected it in ${places}`);
  }
  return readFileSync(found, 'utf8');
}
