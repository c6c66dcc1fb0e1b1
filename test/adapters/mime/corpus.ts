import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** Real mail that lies beside the project; it is not part of it, so a clone elsewhere goes without. */
const ROOT = path.resolve(process.cwd(), '../shared/mail-corpus');

export interface Sample {
  file: string;
  raw: Buffer;
}

/** The samples of one folder, in order of name; an empty list, with a word on the console, where the folder is absent. */
export function readCorpus(folder: string): Sample[] {
  const root = path.join(ROOT, folder);
  if (!existsSync(root)) {
    console.warn(`${root} is absent: its real mails are not tested here`);
    return [];
  }
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.eml'))
    .sort()
    .map((file) => ({ file, raw: readFileSync(path.join(root, file)) }));
}

/** A table beside the samples, by its first column; empty where the folder is absent. */
export function readTable(folder: string): Map<string, string[]> {
  const file = path.join(ROOT, folder, 'EXPECTED.tsv');
  if (!existsSync(file)) return new Map();
  const rows = readFileSync(file, 'utf8').trim().split('\n').slice(1);
  return new Map(rows.map((row) => row.split('\t')).map(([name = '', ...cells]) => [name, cells]));
}
