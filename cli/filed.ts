import type { OpenRecord } from '../worker/composition.js';

/** What was filed as an answer, as the record holds it. */
export interface Filed {
  /** The names of its files, in their order. */
  files: string[];
  /** The beginning of its text, in one line. */
  text: string;
}

const SHOWN = 120;

/** What was filed, by the ids of the submissions. */
export async function findFiled(
  { intake }: Pick<OpenRecord, 'intake'>,
  ids: readonly string[],
): Promise<Map<string, Filed>> {
  const found = await intake.findWordsAndFiles(ids);
  return new Map([...found].map(([id, { text, files }]) => [id, { files, text: beginningOf(text) }]));
}

/** `"CP/RES. 1234 (2500/27)", doc.txt`. */
export function filedWords({ files, text }: Filed): string {
  return [...(text === '' ? [] : [`"${text}"`]), ...files].join(', ');
}

function beginningOf(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  const characters = [...line];
  return characters.length <= SHOWN ? line : `${characters.slice(0, SHOWN).join('').trimEnd()}…`;
}
