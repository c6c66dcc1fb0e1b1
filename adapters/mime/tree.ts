import { Splitter } from '@zone-eu/mailsplit';
import type { MimeNode, SplitterChunk } from '@zone-eu/mailsplit';
import type { MailFault } from '../../domain/reading.js';
import { readable } from './raw.js';
import { splitBase64 } from './transfer.js';
import { readUuencoded } from './uuencode.js';

export type { MailFault };

/** A leaf of the MIME tree with its bytes as sent and as decoded. */
export interface Leaf {
  node: MimeNode;
  /** Place in the tree as IMAP counts: `1`, `2.1`. */
  path: string;
  bytes: Buffer;
  /** True for a sealed part whose content follows it as leaves of their own. */
  isOpened?: true;
}

export interface MimeTree {
  /** The header block of the message itself, as sent. */
  headerBlock: Buffer;
  root: MimeNode | null;
  leaves: Leaf[];
  faults: MailFault[];
}

export interface TreeLimits {
  /** Raw bytes; a larger message is cut here and says so. */
  maxSize: number;
  maxParts: number;
  /** Multiparts within multiparts. Deeper leaves are kept and the fault is noted. */
  maxDepth: number;
}

/** A transfer encoding that means 'as it stands' (RFC 2045, 6). */
const IDENTITY = new Set(['', '7bit', '8bit', 'binary', 'base64', 'quoted-printable']);
const UUENCODED = new Set(['x-uuencode', 'uuencode', 'x-uue', 'uue']);
/** Gateways write headers of megabytes; every line counts as 64 bytes at least. */
const MAX_HEADER = 16 * 1024 * 1024;
/** How many times parts are looked for beyond the boundaries that a mail names. */
const MAX_STRAYS = 3;

interface Collected {
  node: MimeNode;
  body: Buffer[];
  /** Everything between the delimiters of a multipart, in case that no part follows. */
  filling: Buffer[];
  children: number;
  path: string;
  depth: number;
}

/**
 * Splits a message into its leaves. Attached messages stay closed: the caller opens them by reading their bytes anew.
 * Never rejects: what could be read before a fault is returned with the fault.
 */
export async function splitMail(given: Buffer, limits: TreeLimits, strays = MAX_STRAYS): Promise<MimeTree> {
  const raw = readable(given);
  const faults: MailFault[] = [];
  if (raw.length > limits.maxSize) {
    faults.push({ code: 'too-large', detail: `${raw.length} bytes; read up to ${limits.maxSize}` });
  }
  const nodes = await collect(raw.subarray(0, limits.maxSize), limits, faults);
  const leaves: Leaf[] = [];
  for (const collected of nodes.values()) {
    const { node } = collected;
    if (node.multipart !== false && strays > 0) {
      const found = await strayParts(collected, { limits, strays, faults });
      leaves.push(...found);
      if (collected.children > 0 || found.length > 0) continue;
    }
    if (node.multipart !== false && collected.children > 0) continue;
    if (node.multipart !== false) {
      faults.push({
        code: 'no-parts',
        detail: `${collected.path === '' ? 'the message' : `part ${collected.path}`} is ${String(node.contentType)} without a part`,
      });
    }
    const absent = ABSENT[String(node.contentType)];
    if (absent !== undefined) faults.push({ code: 'elsewhere', detail: absent });
    if (collected.depth > limits.maxDepth) faults.push({ code: 'too-deep', detail: `part ${collected.path}` });
    const source = Buffer.concat(node.multipart === false ? collected.body : collected.filling);
    leaves.push({ node, path: collected.path, bytes: await decodeTransfer(node, source, collected.path, faults) });
  }
  const [first] = nodes.values();
  return {
    headerBlock: first === undefined ? Buffer.alloc(0) : first.node.getHeaders(),
    root: first?.node ?? null,
    leaves,
    faults,
  };
}

/** What a mail may hold in place of what was sent (RFC 2046, 5.2.2 and 5.2.3). */
const ABSENT: Record<string, string> = {
  'message/partial': 'it is one of several pieces of a mail that was divided on its way',
  'message/external-body': 'what was sent lies elsewhere, and is only named here',
};

/** A line that a delimiter looks like, before a field of a part. */
const STRAY = /^--([^\r\n"\\]{1,70}?)[ \t]*\r?\n(?=content-(?:type|transfer-encoding|disposition)[ \t]*:)/im;

/**
 * Parts that stand under another boundary than the one that is named, under none, or after the closing delimiter: a mail program
 * shows them as raw text or not at all, and a file is a file.
 */
async function strayParts(
  { node, filling, children, path }: Collected,
  { limits, strays, faults }: { limits: TreeLimits; strays: number; faults: MailFault[] },
): Promise<Leaf[]> {
  const whole = Buffer.concat(filling);
  const text = whole.toString('latin1');
  const closing = children === 0 ? null : /^--[^\r\n]{1,200}?--[ \t]*\r?\n/m.exec(text);
  if (children > 0 && closing === null) return [];
  const from = closing === null ? 0 : closing.index + closing[0].length;
  const [, boundary] = STRAY.exec(text.slice(from)) ?? [];
  if (boundary === undefined) return [];
  const subtype = /^[a-z-]+/.exec(String(node.multipart))?.[0] ?? 'mixed';
  const head = Buffer.from(`Content-Type: multipart/${subtype}; boundary="${boundary}"\r\n\r\n`, 'latin1');
  const tree = await splitMail(Buffer.concat([head, whole.subarray(from)]), limits, strays - 1);
  faults.push(...tree.faults.map((fault) => ({ ...fault, detail: `beyond a boundary: ${fault.detail}` })));
  const place = (inner: string) => {
    const [first = '1', ...rest] = inner.split('.');
    return [path, String(Number(first) + children), ...rest].filter((step) => step !== '').join('.');
  };
  return tree.leaves.map((leaf) => ({ ...leaf, path: place(leaf.path) }));
}

/** A type as it was meant: `text`, `text/plain charset=…` without its semicolon, a part of a digest without a type of its own. */
function tidyType(node: MimeNode): void {
  const [bare = ''] = /^[^\s;,"]+/.exec(node.contentType || '') ?? [];
  const [, charset] = /\bcharset\s*=\s*["']?([\w.:-]+)/i.exec(node.contentType || '') ?? [];
  if (node.charset === false && charset !== undefined) node.charset = charset;
  node.contentType = bare === 'text' ? 'text/plain' : bare || false;
  const isUntyped = node.headers !== false && !node.headers.hasHeader('content-type');
  if (isUntyped && node.parentNode !== false && node.parentNode.multipart === 'digest')
    node.contentType = 'message/rfc822';
}

async function collect(raw: Buffer, limits: TreeLimits, faults: MailFault[]): Promise<Map<MimeNode, Collected>> {
  const splitter = new Splitter({ ignoreEmbedded: true, maxChildNodes: limits.maxParts, maxHeadSize: MAX_HEADER });
  const nodes = new Map<MimeNode, Collected>();
  const place = (node: MimeNode): Collected => {
    const known = nodes.get(node);
    if (known !== undefined) return known;
    const parent = node.parentNode === false ? undefined : place(node.parentNode);
    if (parent !== undefined) parent.children += 1;
    const path = parent === undefined ? '' : [parent.path, parent.children].filter(String).join('.');
    const collected = { node, body: [], filling: [], children: 0, path: path || '1', depth: (parent?.depth ?? -1) + 1 };
    // The root is '1' when it is the only leaf, and no step of the path when it holds parts.
    if (parent === undefined && node.multipart !== false) collected.path = '';
    tidyType(node);
    nodes.set(node, collected);
    return collected;
  };
  try {
    splitter.end(raw);
    for await (const chunk of splitter as AsyncIterable<SplitterChunk>) {
      if (chunk.type === 'node') place(chunk);
      else if (chunk.type === 'body') place(chunk.node).body.push(chunk.value);
      else if (chunk.type === 'data' && chunk.node.headers !== false) place(chunk.node).filling.push(chunk.value);
    }
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    faults.push(
      /child nodes/i.test(words) ? { code: 'too-many-parts', detail: words } : { code: 'unreadable', detail: words },
    );
  }
  return nodes;
}

async function decodeTransfer(node: MimeNode, source: Buffer, path: string, faults: MailFault[]): Promise<Buffer> {
  const encoding = (node.encoding || '').replaceAll(/["';]/g, '').trim();
  if (UUENCODED.has(encoding)) {
    const [file] = readUuencoded(source.toString('latin1'));
    if (file !== undefined) return file.bytes;
  }
  if (!IDENTITY.has(encoding)) {
    faults.push({
      code: 'transfer-encoding',
      detail: `part ${path} is sent as '${encoding.slice(0, 60)}': kept as it stands`,
    });
  }
  if (encoding !== 'base64' && encoding !== 'quoted-printable') return source;
  node.encoding = encoding;
  const isText = node.contentType === false || node.contentType.startsWith('text/');
  const { encoded, below } =
    encoding === 'base64' ? splitBase64(source, isText) : { encoded: source, below: Buffer.alloc(0) };
  const decoder = node.getDecoder();
  const decoded: Buffer[] = [];
  try {
    decoder.end(encoded);
    for await (const chunk of decoder) decoded.push(chunk as Buffer);
  } catch (error) {
    faults.push({
      code: 'transfer-encoding',
      detail: `part ${path}: ${error instanceof Error ? error.message : String(error)}`,
    });
  }
  if (isText && below.length > 0) decoded.push(Buffer.from(decoded.length > 0 ? '\n' : ''), below);
  return Buffer.concat(decoded);
}
