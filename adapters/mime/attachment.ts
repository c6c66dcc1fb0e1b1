import { createHash } from 'node:crypto';
import libmime from 'libmime';
import type { AttachmentFacts, AttachmentRole } from '../../domain/mail-class.js';
import { decodeWords, stripNulls } from './header.js';
import type { Leaf } from './tree.js';

/** A file that came with a mail, byte for byte. */
export interface Attachment extends AttachmentFacts {
  /** SHA-256 of the decoded bytes, in lower-case hex. */
  sha256: string;
  /** Place in the tree: `2`, `3.1`; within an attached message `2/1.2`. */
  path: string;
  /** Content-ID without its brackets, by which the HTML text shows a picture; null when there is none. */
  contentId: string | null;
  bytes: Buffer;
}

/** RFC 8551 and its older names: a signature beside the text, never a state's file. */
const SIGNATURE = new Set([
  'application/pkcs7-signature',
  'application/x-pkcs7-signature',
  'application/pgp-signature',
]);
const REPORT = new Set([
  'message/delivery-status',
  'message/global-delivery-status',
  'message/disposition-notification',
  'message/feedback-report',
  'text/rfc822-headers',
]);
const MAX_NAME = 255;

/** The file name that the sender gave, decoded, or null. Directories are cut off: a name is never a path. */
export function fileName(leaf: Leaf): string | null {
  const { filename } = leaf.node;
  if (filename === false) return null;
  const bare = decodeWords(filename)
    .replaceAll(/[\u0000-\u001f\u007f]/g, '')
    .replace(/^.*[/\\]/s, '')
    .trim();
  return bare === '' ? null : bare.slice(0, MAX_NAME);
}

/** True when the leaf is words of the mail itself: text without a file name that is not declared an attachment. */
export function isBodyText(leaf: Leaf): boolean {
  const { contentType, disposition, multipart } = leaf.node;
  const isText =
    contentType === 'text/plain' || contentType === 'text/html' || contentType === false || multipart !== false;
  return isText && disposition !== 'attachment' && fileName(leaf) === null;
}

/** The attachment that a leaf is; `html` is all HTML text of the mail, to tell pictures that it shows. */
export function toAttachment(leaf: Leaf, html: string): Attachment {
  const type = leaf.node.contentType === false ? 'application/octet-stream' : leaf.node.contentType;
  const contentId = readContentId(leaf);
  const isShown = contentId !== null && html.includes(`cid:${contentId}`);
  return {
    name: fileName(leaf) ?? `part-${leaf.path}.${libmime.detectExtension(type)}`,
    type,
    size: leaf.bytes.length,
    role: roleOf(leaf, type),
    inline: type.startsWith('image/') && isShown,
    sha256: createHash('sha256').update(leaf.bytes).digest('hex'),
    path: leaf.path,
    contentId,
    bytes: leaf.bytes,
  };
}

/** A file that lies inside another part: in a winmail.dat, in the words. */
export function fileAttachment(file: Pick<Attachment, 'name' | 'type' | 'role' | 'path' | 'bytes'>): Attachment {
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  return {
    ...file,
    name: file.name.slice(0, MAX_NAME),
    size: file.bytes.length,
    inline: false,
    sha256,
    contentId: null,
  };
}

function roleOf(leaf: Leaf, type: string): AttachmentRole {
  const parent = leaf.node.parentNode === false ? null : leaf.node.parentNode;
  if (SIGNATURE.has(type)) return 'signature';
  // A report returns our own mail: neither that nor the machine's part is a file that somebody sent.
  if (REPORT.has(type) || (parent !== null && parent.multipart === 'report')) return 'report';
  if (type === 'message/rfc822') return 'message';
  if (type === 'text/calendar' || type === 'application/ics') return 'calendar';
  return 'file';
}

function readContentId(leaf: Leaf): string | null {
  if (leaf.node.headers === false) return null;
  const value = stripNulls(leaf.node.headers.getFirst('content-id'))
    .trim()
    .replace(/^<(.*)>$/, '$1');
  return value === '' ? null : value;
}
