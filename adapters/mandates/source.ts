import { isUtf8 } from 'node:buffer';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import type { Fault } from './fault.js';

/** Where a value stands in a file: keys of mappings and positions in lists. */
export type Path = readonly PropertyKey[];

/** A YAML file that was read, able to say on which line each of its values stands. */
export interface Source {
  file: string;
  /** The file's name without folder and ending; the id of what it holds. */
  id: string;
  /** The plain value; `undefined` if the file could not be read or parsed: its faults are then recorded already. */
  value: unknown;
  /** Records a fault at the value; where the path ends before it, at the innermost part that the file has. */
  fault: (path: Path, problem: string, remedy: string) => void;
}

/** What a text in YAML holds, and where its lines begin. */
export interface Yaml {
  document: Document.Parsed;
  lines: LineCounter;
}

export type ParseYaml = (text: string) => Yaml;

export const parseYaml: ParseYaml = (text) => {
  const lines = new LineCounter();
  return { document: parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: isSameKey }), lines };
};

/** A folder of mandate files while it is read: what is wrong with any of them is added to `faults`, never thrown. */
export interface Reading {
  folder: string;
  faults: Fault[];
  /** As `parseYaml` does when left out. */
  parse?: ParseYaml;
}

/** Reads one file of the mandates folder. */
export async function readSource({ folder, faults, parse = parseYaml }: Reading, file: string): Promise<Source> {
  const bytes = await readFile(join(folder, file)).catch((error: unknown) => {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = isMissing ? 'the file is missing' : `cannot be read: ${String(error)}`;
    faults.push({
      file,
      line: 1,
      key: '',
      problem,
      remedy: 'Put it back, or start from the one delivered with the program.',
    });
    return undefined;
  });
  const wrongLine = bytes === undefined ? undefined : lineOfWrongBytes(bytes);
  if (wrongLine !== undefined) {
    const remedy = 'Save the file in the encoding UTF-8, and see that the letters of this line are as they should be.';
    faults.push({ file, line: wrongLine, key: '', problem: 'is not written in UTF-8', remedy });
  }
  const text = wrongLine === undefined ? bytes?.toString('utf8') : undefined;
  const yaml = text === undefined ? undefined : parse(text);
  const lineAt = (offset: number): number => yaml?.lines.linePos(offset).line ?? 0;
  const syntaxFault = ({ offset, code, message }: Mistake) => {
    const isTwice = code === 'DUPLICATE_KEY';
    faults.push({
      file,
      line: lineAt(offset),
      key: '',
      problem: isTwice
        ? `the key ${keyAt(text ?? '', offset)} stands twice in one group`
        : `is not correct YAML: ${message}`,
      remedy: isTwice
        ? 'Keep one of the two, with what it should hold, and take the other away.'
        : 'Correct the spelling, the indentation or the quotes on this line or the one before it.',
    });
  };
  return {
    file,
    id: basename(file, '.yaml'),
    value: yaml && plainValue(yaml.document, syntaxFault),
    fault(path, problem, remedy) {
      const offset = yaml ? offsetOf(yaml.document, path) : 0;
      faults.push({ file, line: lineAt(offset) || 1, key: keyOf(path), problem, remedy });
    },
  };
}

interface Mistake {
  offset: number;
  /** As the library names it; null where it has no name. */
  code: string | null;
  message: string;
}

/** The first line, from 1, that holds bytes which are no UTF-8. No character of UTF-8 holds the byte of a line's end. */
function lineOfWrongBytes(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  let [line, start] = [1, 0];
  for (
    let end = bytes.indexOf(0x0a);
    end >= 0 && isUtf8(bytes.subarray(start, end));
    end = bytes.indexOf(0x0a, start)
  ) {
    start = end + 1;
    line += 1;
  }
  return line;
}

/** The key that begins at an offset, as it is written and without its quotes: `"2027"`. */
function keyAt(text: string, offset: number): string {
  const [, double, single, plain] = /^(?:"([^"\n]*)"|'([^'\n]*)'|([^:\n]*))/.exec(text.slice(offset)) ?? [];
  return `"${(double ?? single ?? plain ?? '').trim()}"`;
}

/** The document as plain values; `undefined` once a mistake of syntax was reported. */
function plainValue(document: Document.Parsed, report: (mistake: Mistake) => void): unknown {
  const mistakes = [...document.errors, ...document.warnings];
  for (const mistake of mistakes) report({ offset: mistake.pos[0], code: mistake.code, message: mistake.message });
  if (mistakes.length > 0) return undefined;
  try {
    return document.toJS() as unknown;
  } catch (error) {
    // Only references (*name) are resolved as late as this; the library does not say where they stand.
    report({ offset: 0, code: null, message: error instanceof Error ? error.message : String(error) });
    return undefined;
  }
}

/** Reads every `.yaml` file of a subfolder, in the order of their names. */
export async function readSources(reading: Reading, subfolder: string): Promise<Source[]> {
  const { folder, faults } = reading;
  const names = await readdir(join(folder, subfolder)).catch(() => undefined);
  const files = (names ?? []).filter((name) => name.endsWith('.yaml')).sort();
  for (const stray of (names ?? []).filter((name) => /\.(yml|json)$/i.test(name))) {
    const remedy = 'Files are read only if their name ends in .yaml: rename it, or take it away.';
    faults.push({ file: `${subfolder}/${stray}`, line: 1, key: '', problem: 'is not read', remedy });
  }
  if (files.length === 0) {
    const remedy = 'Put back the files delivered with the program.';
    faults.push({ file: `${subfolder}/`, line: 1, key: '', problem: 'holds no .yaml file', remedy });
  }
  return Promise.all(files.map((name) => readSource(reading, `${subfolder}/${name}`)));
}

/** The plain value at a path; `undefined` where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key)
        ? (inner as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

/** The list at a path; empty where there is none, since the schema has reported that already. */
export function listAt(value: unknown, path: Path): unknown[] {
  const list = valueAt(value, path);
  return Array.isArray(list) ? list : [];
}

function keyOf(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** Offset of the innermost part of a path that the file has: for a missing key, its parent. */
function offsetOf(document: Document.Parsed, path: Path): number {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const key of path) {
    if (isSeq(node) && typeof key === 'number') {
      node = (node.items[key] as Node | undefined) ?? null;
      offset = node?.range?.[0] ?? offset;
    } else if (isMap(node)) {
      const pair: Pair<Node, Node | null> | undefined = pairOf(node, key);
      node = pair?.value ?? null;
      offset = pair?.key.range?.[0] ?? offset;
    } else break;
  }
  return offset;
}

/** 2027 and '2027' are two keys in YAML and one in the plain value, where the later would silently win. */
function isSameKey(a: unknown, b: unknown): boolean {
  return isScalar(a) && isScalar(b) && String(a.value) === String(b.value);
}

/** Keys such as 2005 are numbers in YAML and texts in the plain value: compared as texts. */
function pairOf(map: YAMLMap, key: PropertyKey): Pair<Node, Node | null> | undefined {
  return (map.items as Pair<Node, Node | null>[]).find(
    (pair) => isScalar(pair.key) && String(pair.key.value) === String(key),
  );
}
