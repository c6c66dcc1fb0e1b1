import type { Package } from './package.js';
import type { Pages } from './pages.js';
import { attributeOf, readXml } from './xml.js';
import type { XmlReader } from './xml.js';

/** Some programs number it: `word/document2.xml`. */
const BODY = /^word\/document\d{0,3}\.xml$/i;
const NOTES = /^word\/(?:footnotes|endnotes)\d{0,3}\.xml$/i;

/** The part that makes a package a document; undefined where it is none. */
export function bodyOf({ names }: Package): string | undefined {
  return names.find((name) => BODY.test(name));
}

/** The words of a document, with its notes after them; what was deleted under track changes is left out (ISO/IEC 29500-1, 17.3.3). */
export async function readDocx(document: Package, pages: Pages, depth: number): Promise<void> {
  const parts = [bodyOf(document) ?? '', ...document.names.filter((name) => NOTES.test(name))];
  for (const part of parts) await readXml(document.read(part), { pages, depth }, documentReader(pages));
}

/** `w:t` holds words; every other text is an instruction, or was deleted. `mc:Fallback` says once more what stands beside it. */
function documentReader(pages: Pages): XmlReader {
  let words = 0;
  let fallbacks = 0;
  let cells = 0;
  return {
    open(name, attributes) {
      if (name === 'Fallback') fallbacks += 1;
      if (fallbacks > 0) return;
      if (name === 't') words += 1;
      else if (name === 'tc') cells += 1;
      else if (name === 'tab' || name === 'ptab') pages.add('\t');
      else if (name === 'noBreakHyphen') pages.add('-');
      else if (name === 'cr') pages.add('\n');
      else if (name === 'br') turnOr(pages, attributeOf(attributes, 'type') === 'page');
      else if (name === 'lastRenderedPageBreak') turnOr(pages, true);
    },
    text(text) {
      if (words > 0 && fallbacks === 0) pages.add(text);
    },
    close(name) {
      if (name === 'Fallback') fallbacks -= 1;
      if (fallbacks > 0) return;
      if (name === 't') words -= 1;
      else if (name === 'p') pages.add(cells > 0 ? ' ' : '\n');
      else if (name === 'tr') pages.add('\n');
      else if (name === 'tc') {
        cells -= 1;
        pages.add('\t');
      }
    },
  };
}

/** A break that a person has set is told once more by the program, on a page where nothing stands yet. */
function turnOr(pages: Pages, isPage: boolean): void {
  if (!isPage) pages.add('\n');
  else if (pages.isBegun) pages.turn();
}
