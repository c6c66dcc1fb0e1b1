import { trimEnd } from '../../domain/trim.js';
import { decompressRtf } from './rtf.js';

/** A file inside a winmail.dat. */
export interface TnefFile {
  name: string;
  type: string;
  bytes: Buffer;
  /** True for the words of the mail itself, which Outlook packs as well. */
  isBody: boolean;
}

const SIGNATURE = 0x223e9f78;
const HEADER_BYTES = 6;
const LEVEL_ATTACHMENT = 2;
const MAX_FILES = 1000;

const ATTRIBUTE = { body: 0x800c, attachStart: 0x9002, attachData: 0x800f, attachTitle: 0x8010, attachMapi: 0x9005 };
const MESSAGE_MAPI = 0x9003;
const PROPERTY = { longName: 0x3707, name: 0x3704, displayName: 0x3001, data: 0x3701, mime: 0x370e };
const BODY = { plain: 0x1000, rtf: 0x1009, html: 0x1013 };

/** MAPI types by their length; those that are missing here are strings and blobs with a length of their own. */
const FIXED: Record<number, number> = {
  0x0001: 4,
  0x0002: 4,
  0x0003: 4,
  0x0004: 4,
  0x0005: 8,
  0x0006: 8,
  0x0007: 8,
  0x000a: 4,
  0x000b: 4,
  0x0014: 8,
  0x0040: 8,
  0x0048: 16,
};
const VARIABLE = new Set([0x000d, 0x001e, 0x001f, 0x0102]);
const UNICODE = 0x1f;
const MULTIPLE = 0x1000;

interface Draft {
  title: string;
  data: Buffer | null;
  properties: Map<number, Buffer>;
}

/** Whether the bytes are a winmail.dat (MS-OXTNEF, 2.1.3.1), whatever they are called. */
export function isTnef(bytes: Buffer): boolean {
  return bytes.length >= HEADER_BYTES && bytes.readUInt32LE(0) === SIGNATURE;
}

/** The files inside a winmail.dat, in order, then the words of the mail. What is cut short is given as far as it goes. Never throws. */
export function readTnef(bytes: Buffer): TnefFile[] {
  const drafts: Draft[] = [];
  const bodies = new Map<number, Buffer>();
  try {
    for (const { level, id, value } of attributes(bytes)) {
      if (level === LEVEL_ATTACHMENT) addTo(drafts, id, value);
      else if (id === MESSAGE_MAPI) collectBodies(value, bodies);
      else if (id === ATTRIBUTE.body && !bodies.has(BODY.plain)) bodies.set(BODY.plain, value);
    }
  } catch {
    // A property that ends in the middle: what came before it is whole.
  }
  return [...drafts.slice(0, MAX_FILES).map(toFile), ...bodyFiles(bodies)];
}

function* attributes(bytes: Buffer): Generator<{ level: number; id: number; value: Buffer }> {
  if (!isTnef(bytes)) return;
  let at = HEADER_BYTES;
  while (at + 9 <= bytes.length) {
    const level = bytes.readUInt8(at);
    if (level !== 1 && level !== LEVEL_ATTACHMENT) return;
    const id = bytes.readUInt16LE(at + 1);
    const length = bytes.readUInt32LE(at + 5);
    yield { level, id, value: bytes.subarray(at + 9, at + 9 + length) };
    // A checksum of two bytes follows each value.
    at += 9 + length + 2;
  }
}

function addTo(drafts: Draft[], id: number, value: Buffer): void {
  if (id === ATTRIBUTE.attachStart && drafts.length > MAX_FILES) return;
  if (id === ATTRIBUTE.attachStart) {
    drafts.push({ title: '', data: null, properties: new Map() });
    return;
  }
  let draft = drafts.at(-1);
  if (draft === undefined) drafts.push((draft = { title: '', data: null, properties: new Map() }));
  if (id === ATTRIBUTE.attachTitle) draft.title = latin(value);
  if (id === ATTRIBUTE.attachData) draft.data = value;
  if (id === ATTRIBUTE.attachMapi) readProperties(value, draft.properties);
}

/** MS-OXTNEF, 2.1.3.4: a count, then type and id of each property and its value, padded to four bytes. */
function readProperties(block: Buffer, into: Map<number, Buffer>): void {
  const count = block.readUInt32LE(0);
  let at = 4;
  for (let index = 0; index < count && at + 4 <= block.length; index += 1) {
    const type = block.readUInt16LE(at);
    const id = block.readUInt16LE(at + 2);
    at += 4;
    if (id >= 0x8000) at = skipName(block, at);
    const base = type & ~MULTIPLE;
    const isCounted = VARIABLE.has(base) || (type & MULTIPLE) !== 0;
    const values = isCounted ? block.readUInt32LE(at) : 1;
    if (isCounted) at += 4;
    for (let item = 0; item < values && at < block.length; item += 1) {
      const isVariable = VARIABLE.has(base);
      const length = isVariable ? block.readUInt32LE(at) : (FIXED[base] ?? 4);
      if (isVariable) at += 4;
      const value = block.subarray(at, at + length);
      at += padded(length);
      if (into.has(id)) continue;
      into.set(id, base === UNICODE ? Buffer.from(utf16(value)) : value);
    }
  }
}

function skipName(block: Buffer, start: number): number {
  const kind = block.readUInt32LE(start + 16);
  if (kind === 0) return start + 24;
  const length = block.readUInt32LE(start + 20);
  return start + 24 + padded(length);
}

/** To four bytes. A length has 32 bits without a sign: in bitwise arithmetic one of four thousand millions would lead back. */
function padded(length: number): number {
  return Math.ceil(length / 4) * 4;
}

function collectBodies(block: Buffer, bodies: Map<number, Buffer>): void {
  const properties = new Map<number, Buffer>();
  try {
    readProperties(block, properties);
  } finally {
    for (const id of Object.values(BODY)) {
      const value = properties.get(id);
      if (value !== undefined) bodies.set(id, value);
    }
  }
}

function bodyFiles(bodies: Map<number, Buffer>): TnefFile[] {
  const files: TnefFile[] = [];
  const plain = bodies.get(BODY.plain);
  const html = bodies.get(BODY.html);
  const rtf = bodies.get(BODY.rtf);
  if (plain !== undefined)
    files.push({ name: 'message.txt', type: 'text/plain', bytes: withoutEnd(plain), isBody: true });
  if (html !== undefined) files.push({ name: 'message.html', type: 'text/html', bytes: html, isBody: true });
  const words = rtf === undefined ? null : decompressRtf(rtf);
  if (words !== null) files.push({ name: 'message.rtf', type: 'application/rtf', bytes: words, isBody: true });
  return files;
}

function toFile({ title, data, properties }: Draft, index: number): TnefFile {
  const text = (id: number) => latin(properties.get(id) ?? Buffer.alloc(0));
  const name = text(PROPERTY.longName) || title || text(PROPERTY.name) || text(PROPERTY.displayName);
  const bare = name
    .replaceAll(/[\u0000-\u001f\u007f]/g, '')
    .replace(/^.*[/\\]/s, '')
    .trim();
  return {
    name: bare || `file-${index + 1}`,
    type: text(PROPERTY.mime).toLowerCase() || 'application/octet-stream',
    bytes: data ?? properties.get(PROPERTY.data) ?? Buffer.alloc(0),
    isBody: false,
  };
}

function utf16(value: Buffer): string {
  return trimEnd(value.subarray(0, value.length & ~1).toString('utf16le'), /\u0000/);
}

/** A name in UTF-8 where it is that, else byte for byte. */
function latin(value: Buffer): string {
  const bare = withoutEnd(value);
  const text = bare.toString('utf8');
  return text.includes('\ufffd') ? bare.toString('latin1') : text;
}

function withoutEnd(value: Buffer): Buffer {
  let end = value.length;
  while (end > 0 && value[end - 1] === 0) end -= 1;
  return value.subarray(0, end);
}

/** A bare winmail.dat as the mail that it came in; anything else as it is. */
export function wrapTnef(raw: Buffer): Buffer {
  if (!isTnef(raw)) return raw;
  const head = 'Content-Type: application/ms-tnef; name=winmail.dat\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  return Buffer.from(`${head}${raw.toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`, 'latin1');
}
