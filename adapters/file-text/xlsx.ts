import type { Package } from './package.js';
import { Bounded } from './pages.js';
import type { Pages } from './pages.js';
import { attributeOf, readXml } from './xml.js';

const BOOK = 'xl/workbook.xml';
const RELATIONS = 'xl/_rels/workbook.xml.rels';
const SHARED = 'xl/sharedStrings.xml';

interface Sheet {
  name: string;
  part: string;
}

interface Reading {
  book: Package;
  pages: Pages;
  depth: number;
  /** Of the strings that are shared: what a cell can show of them is bounded likewise. */
  characters: number;
}

export function isWorkbook({ names }: Package): boolean {
  return names.includes(BOOK);
}

/**
 * The words and figures of a workbook, a page a sheet, a line a row. Figures stand as they are stored: a day is a number of days, since
 * only its style would tell that it is one (ISO/IEC 29500-1, 18.3.1.4 and 18.17.4).
 */
export async function readXlsx(reading: Reading): Promise<void> {
  const shared = await readShared(reading);
  for (const [index, { name, part }] of (await readSheets(reading)).entries()) {
    reading.pages.turn(index + 1, name);
    await readSheet(part, reading, shared);
  }
}

/** In the order of the workbook. */
async function readSheets({ book, pages, depth }: Reading): Promise<Sheet[]> {
  const targets = new Map<string, string>();
  await readXml(
    book.read(RELATIONS),
    { pages, depth },
    {
      open(name, attributes) {
        if (name === 'Relationship') targets.set(attributeOf(attributes, 'Id'), attributeOf(attributes, 'Target'));
      },
    },
  );
  const sheets: Sheet[] = [];
  await readXml(
    book.read(BOOK),
    { pages, depth },
    {
      open(name, attributes) {
        if (name !== 'sheet') return;
        const target = targets.get(attributeOf(attributes, 'id'));
        if (target !== undefined) sheets.push({ name: attributeOf(attributes, 'name'), part: partOf(target) });
      },
    },
  );
  return sheets;
}

function partOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`;
}

/** The strings that cells refer to by their number; phonetic readings beside them are left out. */
async function readShared({ book, pages, depth, characters }: Reading): Promise<string[]> {
  const all: string[] = [];
  let one: string[] = [];
  let words = 0;
  let phonetic = 0;
  let kept = 0;
  await readXml(
    book.read(SHARED),
    { pages, depth },
    {
      open(name) {
        if (name === 'si') one = [];
        else if (name === 't') words += 1;
        else if (name === 'rPh') phonetic += 1;
      },
      text(text) {
        if (words === 0 || phonetic > 0) return;
        kept += text.length;
        if (kept > characters) throw new Bounded('tooLong');
        one.push(text);
      },
      close(name) {
        if (name === 't') words -= 1;
        else if (name === 'rPh') phonetic -= 1;
        else if (name === 'si') all.push(one.join(''));
      },
    },
  );
  return all;
}

async function readSheet(part: string, { book, pages, depth }: Reading, shared: readonly string[]): Promise<void> {
  let type = '';
  let value: string[] | null = null;
  let isFirst = true;
  const show = (text: string): void => {
    if (text === '') return;
    pages.add(isFirst ? text : `\t${text}`);
    isFirst = false;
  };
  await readXml(
    book.read(part),
    { pages, depth },
    {
      open(name, attributes) {
        if (name === 'row') isFirst = true;
        else if (name === 'c') type = attributeOf(attributes, 't');
        else if (name === 'v' || name === 't') value = [];
      },
      text(text) {
        value?.push(text);
      },
      close(name) {
        if (name === 'row' && !isFirst) pages.add('\n');
        if (value === null || (name !== 'v' && name !== 't')) return;
        const text = value.join('');
        value = null;
        show(name === 'v' && type === 's' ? (shared[Number(text)] ?? '') : text);
      },
    },
  );
}
