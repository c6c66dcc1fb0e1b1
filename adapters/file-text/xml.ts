import { Parser } from 'htmlparser2';
import type { Pages } from './pages.js';

/** What is done with the elements of a part; names come without their prefix, since every program chooses its own. */
export interface XmlReader {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

const WIDE: Readonly<Record<string, string>> = { fffe: 'utf-16le', feff: 'utf-16be' };
/** A piece that is given to the parser at once: between two of them the clock is looked at. */
const PIECE = 64 * 1024;

/**
 * Reads a part of an office document, piece by piece, so that neither the part nor a tree of it is ever held whole. The five entities of
 * XML are known and no others: a document type declares nothing here, so that nothing multiplies.
 * @throws RangeError where elements lie deeper than `depth`.
 */
export async function readXml(
  part: AsyncIterable<Buffer>,
  { pages, depth }: { pages: Pages; depth: number },
  reader: XmlReader,
): Promise<void> {
  let level = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        level += 1;
        if (level > depth) throw new RangeError(`elements lie deeper than ${depth}`);
        reader.open?.(localName(name), attributes);
      },
      ontext: (text) => reader.text?.(text),
      onclosetag(name) {
        level -= 1;
        reader.close?.(localName(name));
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const bytes of part) {
    decoder ??= new TextDecoder(WIDE[bytes.subarray(0, 2).toString('hex')] ?? 'utf-8');
    for (let at = 0; at < bytes.length; at += PIECE) {
      parser.write(decoder.decode(bytes.subarray(at, at + PIECE), { stream: true }));
      pages.check();
    }
  }
  parser.end();
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** An attribute by its name without a prefix, such as `r:id`; '' where there is none. */
export function attributeOf(attributes: Readonly<Record<string, string>>, name: string): string {
  const found = Object.keys(attributes).find((key) => localName(key) === name);
  return found === undefined ? '' : (attributes[found] ?? '');
}
