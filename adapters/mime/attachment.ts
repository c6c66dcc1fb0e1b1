import { createHash } from 'node:crypto';
import libmime from 'libmime';
import type { AttachmentRole } from '../../domain/mail-class.js';
import { cutFileName, wellFormed } from '../../domain/text.js';
import type { Attachment } from '../../office/ports/parsed-mail.js';
import { decodeText } from './charset.js';
import { decodeWords, stripNulls } from './header.js';
import type { Leaf } from './tree.js';

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
const CONTROLS = /[\u0000-\u001f\u007f]/g;
/** Text that a mail may be written in; what else is text is a file. */
const BODY_TYPES = new Set([
  'text/plain',
  'text/html',
  'text/markdown',
  'text/x-markdown',
  'text/enriched',
  'text/richtext',
]);

/** The file name that the sender gave, decoded, or null. Directories are cut off: a name is never a path. */
export function fileName(leaf: Leaf): string | null {
  const { filename } = leaf.node;
  if (filename === false) return null;
  const [, path] = WINDOWS_PATH.exec(headerText(leaf)) ?? [];
  if (path !== undefined) return cleanName(decodeWords(path.replaceAll(/[\r\n]+[ \t]*/g, ' '))) || null;
  // What could not be decoded is taken as it was sent, and read as a subject is.
  const [, words] = filename.includes('\ufffd') ? (ENCODED_NAME.exec(headerText(leaf)) ?? []) : [];
  if (words !== undefined) return cleanName(decodeWords(words)) || null;
  return cleanName(decodeWords(filename.replaceAll(CONTROLS, ''))) || null;
}

/** A path of Windows in quotes: its backslashes are no quoted pairs of RFC 5322, whose marks would run its folders into its name. */
const WINDOWS_PATH = /name\s*=\s*"((?:[A-Za-z]:\\|\\\\)[^"]{1,1000})"/i;

const ENCODED_NAME = /name\s*=\s*"?(=\?[^"\r\n;]{1,1000}\?=)"?/i;

function headerText({ node }: Leaf): string {
  if (node.headers === false) return '';
  const { headers } = node;
  return ['content-disposition', 'content-type'].map((name) => headers.getFirst(name).slice(0, MAX_FIELD)).join('\n');
}

/** A field of a part is short; a gateway's may be megabytes. */
const MAX_FIELD = 8192;

/** A name without directories, controls, marks that turn the writing round (`fdp.exe` reads as `exe.pdf`) and quotes around it. */
function cleanName(name: string): string {
  const bare = latinOf(name)
    .replaceAll(CONTROLS, '')
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/^.*[/\\]/s, '')
    .trim()
    .replace(/^'(.+)'$/, '$1');
  return cutFileName(wellFormed(bare));
}

/** Raw bytes of a name that were read as Latin-1 and are Windows-1252: no name holds the controls between. */
function latinOf(name: string): string {
  return /[\u0080-\u009f]/.test(name) && !/[^\u0000-\u00ff]/.test(name)
    ? decodeText(Buffer.from(name, 'latin1'), null).text
    : name;
}

/** True when the leaf is words of the mail itself: text without a file name that is not declared an attachment. */
export function isBodyText(leaf: Leaf): boolean {
  const { contentType, disposition, multipart } = leaf.node;
  const isText = contentType === false || BODY_TYPES.has(contentType) || multipart !== false;
  return isText && !isOtherVersion(leaf) && disposition !== 'attachment' && fileName(leaf) === null;
}

/** What says the same as its neighbours in a form for one kind of reader: enriched text, a page for mail programs with AMP, a watch. */
function isOtherVersion({ node }: Leaf): boolean {
  const isAlternative = node.parentNode !== false && node.parentNode.multipart === 'alternative';
  return isAlternative && /^text\/(?!plain$|html$|calendar$)/.test(node.contentType || '');
}

/** The Content-IDs of the pictures that an HTML text shows, as they stand there. */
export function shownIn(html: string): ReadonlySet<string> {
  return new Set([...html.matchAll(/cid:([^\s"'<>()\\]{1,998})/g)].map(([, id = '']) => id));
}

/** The attachment that a leaf is; `shown` are the pictures that the text of the mail shows. */
export function toAttachment(leaf: Leaf, shown: ReadonlySet<string>): Attachment {
  const type = leaf.node.contentType === false ? 'application/octet-stream' : leaf.node.contentType;
  const contentId = readContentId(leaf);
  const isShown = contentId !== null && [contentId, encodeURIComponent(contentId)].some((id) => shown.has(id));
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
    name: cleanName(file.name) || 'file',
    size: file.bytes.length,
    inline: false,
    sha256,
    contentId: null,
  };
}

function roleOf(leaf: Leaf, type: string): AttachmentRole {
  const parent = leaf.node.parentNode === false ? null : leaf.node.parentNode;
  if (SIGNATURE.has(type)) return 'signature';
  if (leaf.isOpened === true) return 'container';
  if (isOtherVersion(leaf) && fileName(leaf) === null) return 'words';
  // A report returns our own mail: neither that nor the machine's part is a file that somebody sent.
  const isOfReport = parent !== null && parent.multipart === 'report' && /^(message|text|multipart)\//.test(type);
  if (REPORT.has(type) || isOfReport) return 'report';
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
