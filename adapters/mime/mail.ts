import type { MimeNode } from '@zone-eu/mailsplit';
import libmime from 'libmime';
import type { Attachment, Mail } from '../../office/ports/parsed-mail.js';
import { fileAttachment, isBodyText, shownIn, toAttachment } from './attachment.js';
import { htmlToText, readBody } from './body.js';
import type { Body } from './body.js';
import { bounded } from './bounds.js';
import { decodeText } from './charset.js';
import { readDeliveryReport, readReturnedTo } from './delivery-report.js';
import {
  DELIVERED_TO_FIELDS,
  decodeHeaders,
  decodeWords,
  fieldValues,
  readAddresses,
  readDate,
  readHeaderBlock,
  readMessageIds,
  stripNulls,
} from './header.js';
import type { RawHeader } from './header.js';
import { rtfToText } from './rtf-text.js';
import { signedContent } from './smime.js';
import { isTnef, readTnef } from './tnef.js';
import { splitMail } from './tree.js';
import type { Leaf, MailFault, MimeTree, TreeLimits } from './tree.js';
import { readUuencoded } from './uuencode.js';

export type { Mail } from '../../office/ports/parsed-mail.js';

export interface ReadLimits extends TreeLimits {
  /** How many attached messages within attached messages are opened. */
  maxOpened: number;
}

export const DEFAULT_LIMITS: ReadLimits = { maxSize: 64 * 1024 * 1024, maxParts: 1000, maxDepth: 100, maxOpened: 3 };

/**
 * Reads a raw mail. Never throws on what strangers send: what could be read is returned, with `faults` for the rest.
 *
 * Every leaf with a file name is an attachment, whatever its disposition, and so is every leaf that is neither plain
 * text nor HTML. Attached messages are kept as files and opened as well: the files inside follow them in the list,
 * with a path such as `2/1.2`.
 */
export async function readMail(raw: Buffer, limits: ReadLimits = DEFAULT_LIMITS): Promise<Mail> {
  const split = await splitMail(raw, limits);
  const tree = { ...split, leaves: await openSigned(split.leaves, limits, split.faults) };
  const headers = readHeaderBlock(tree.headerBlock);
  // Bytes without a header are words all the same, if nobody's mail.
  const written =
    headers.length === 0 ? readWhole(raw.subarray(0, limits.maxSize)) : readBody(tree.leaves.filter(isBodyText));
  const shown = shownIn(written.html ?? '');
  const attachments = tree.leaves
    .filter((leaf) => !isBodyText(leaf))
    .map((leaf) => toAttachment(leaf, shown))
    .flatMap(openTnef);
  const body = written.text === '' ? (packedBody(attachments) ?? written) : written;
  const inWords = tree.leaves.filter(isBodyText).flatMap(filesInWords);
  const { all: opened, enclosed } = await openMessages([...attachments, ...inWords], limits, tree.faults);
  return bounded({
    ...readEnvelopeFields(headers),
    ...body,
    headerBlock: tree.headerBlock,
    attachments: opened,
    reportType: readReportType(tree),
    delivery: readDeliveryReport(tree.leaves),
    returnedTo: readReturnedTo(tree.leaves),
    enclosed,
    calendarMethod: readCalendarMethod(tree.leaves),
    protection: readProtection(tree),
    faults: tree.faults,
  });
}

function readWhole(raw: Buffer): Body {
  const { text, used } = decodeText(raw, null);
  const charsets = [{ path: '1', declared: null, used }];
  return { text: stripNulls(text).replaceAll('\r\n', '\n').trimEnd(), textFrom: 'plain', html: null, charsets };
}

function readEnvelopeFields(headers: RawHeader[]) {
  const [returnPath] = fieldValues(headers, 'return-path');
  return {
    headers: decodeHeaders(headers),
    from: readAddresses(headers, 'from'),
    fromFields: fieldValues(headers, 'from').length,
    sender: readAddresses(headers, 'sender'),
    replyTo: readAddresses(headers, 'reply-to'),
    to: readAddresses(headers, 'to'),
    cc: readAddresses(headers, 'cc'),
    deliveredTo: DELIVERED_TO_FIELDS.flatMap((name) => readAddresses(headers, name).map(({ address }) => address)),
    subject: decodeWords(fieldValues(headers, 'subject')[0] ?? ''),
    messageId: readMessageIds(headers, 'message-id')[0] ?? null,
    inReplyTo: readMessageIds(headers, 'in-reply-to'),
    references: readMessageIds(headers, 'references'),
    date: readDate(headers),
    returnPath: returnPath === undefined ? null : returnPath.replace(/^\s*<(.*)>\s*$/s, '$1').trim(),
  };
}

/** The attachments with those of attached messages after each, and the first of these messages that is a delivery report. */
async function openMessages(
  attachments: Attachment[],
  limits: ReadLimits,
  faults: MailFault[],
): Promise<{ all: Attachment[]; enclosed: Mail | null }> {
  const all: Attachment[] = [];
  let enclosed: Mail | null = null;
  for (const attachment of attachments) {
    all.push(attachment);
    if (attachment.role !== 'message') continue;
    if (limits.maxOpened <= 0) {
      faults.push({ code: 'too-deep', detail: `the message ${attachment.name} is kept closed` });
      continue;
    }
    const inner = await readMail(attachment.bytes, { ...limits, maxOpened: limits.maxOpened - 1 });
    const report = isReport(inner) ? inner : inner.enclosed;
    if (report !== null) all.push({ ...(all.pop() ?? attachment), role: 'report' });
    enclosed ??= report;
    // One by one: a call takes some hundred thousand arguments at most, and winmail.dat in winmail.dat holds more files.
    for (const file of inner.attachments) all.push({ ...file, path: `${attachment.path}/${file.path}` });
    faults.push(...inner.faults.map((fault) => ({ ...fault, detail: `in ${attachment.name}: ${fault.detail}` })));
  }
  return { all, enclosed };
}

function isReport({ delivery, reportType }: Mail): boolean {
  return delivery !== null || reportType === 'delivery-status';
}

/** A winmail.dat is followed by the files inside it; where it holds none it stays a file. */
function openTnef(attachment: Attachment): Attachment[] {
  if (!isTnef(attachment.bytes)) return [attachment];
  const files = readTnef(attachment.bytes);
  if (files.length === 0) return [attachment];
  const inner = files.map(({ name, type, bytes, isBody }, index) =>
    fileAttachment({ name, type, bytes, role: isBody ? 'words' : 'file', path: `${attachment.path}/${index + 1}` }),
  );
  return [{ ...attachment, role: 'container' }, ...inner];
}

/** The words of a mail that came as nothing but a winmail.dat: what Outlook packed is what was written. */
function packedBody(attachments: Attachment[]): Pick<Body, 'text' | 'textFrom' | 'html' | 'charsets'> | null {
  const packed = attachments.filter(({ role, path }) => role === 'words' && path.includes('/'));
  const [words] = ['text/plain', 'text/html', 'application/rtf'].flatMap((type) =>
    packed.filter((one) => one.type === type && one.bytes.toString('latin1').trim() !== ''),
  );
  if (words === undefined) return null;
  if (words.type === 'application/rtf')
    return { text: rtfToText(words.bytes), textFrom: 'plain', html: null, charsets: [] };
  const { text: content, used } = decodeText(words.bytes, null);
  const isHtml = words.type === 'text/html';
  const text = (isHtml ? htmlToText(content) : content).replaceAll('\r\n', '\n').trimEnd();
  const charsets = [{ path: words.path, declared: null, used }];
  return { text: stripNulls(text), textFrom: isHtml ? 'html' : 'plain', html: isHtml ? content : null, charsets };
}

/** A part that was sealed with its signature is followed by what was signed: text, files, or another such part. */
async function openSigned(
  leaves: Leaf[],
  limits: ReadLimits,
  faults: MailFault[],
  depth = limits.maxOpened,
): Promise<Leaf[]> {
  const all: Leaf[] = [];
  for (const leaf of leaves) {
    const content = depth > 0 && isSealedType(leaf.node) ? signedContent(leaf.bytes) : null;
    if (content === null) {
      all.push(leaf);
      continue;
    }
    const inner = await splitMail(content, limits);
    faults.push(...inner.faults.map((fault) => ({ ...fault, detail: `in a signed part: ${fault.detail}` })));
    const placed = inner.leaves.map((one) => ({ ...one, path: `${leaf.path}/${one.path}` }));
    all.push({ ...leaf, isOpened: true }, ...(await openSigned(placed, limits, faults, depth - 1)));
  }
  return all;
}

function isSealedType(node: MimeNode): boolean {
  return /^application\/(x-)?pkcs7-mime$/.test(String(node.contentType));
}

function filesInWords(leaf: Leaf): Attachment[] {
  return readUuencoded(leaf.bytes.toString('latin1')).map(({ name, bytes }, index) =>
    fileAttachment({ name, type: 'application/octet-stream', bytes, role: 'file', path: `${leaf.path}/${index + 1}` }),
  );
}

function readReportType({ root }: MimeTree): string | null {
  if (root === null || root.multipart !== 'report') return null;
  return (contentTypeParameter(root, 'report-type') ?? '').toLowerCase();
}

function readCalendarMethod(leaves: Leaf[]): string | null {
  const calendar = leaves.find((leaf) => leaf.node.contentType === 'text/calendar');
  if (calendar === undefined) return null;
  const method =
    /^METHOD:\s*([A-Za-z-]+)/m.exec(calendar.bytes.toString('latin1'))?.[1] ??
    contentTypeParameter(calendar.node, 'method');
  return method?.toLowerCase() ?? null;
}

function readProtection({ root, leaves }: Pick<MimeTree, 'root' | 'leaves'>): Mail['protection'] {
  if (root === null) return 'none';
  const isSealed = leaves.some(
    ({ node, isOpened }) =>
      isOpened !== true &&
      isSealedType(node) &&
      !/^(signed-data|certs-only)$/i.test(contentTypeParameter(node, 'smime-type') ?? ''),
  );
  if (root.multipart === 'encrypted' || isSealed) return 'encrypted';
  return root.multipart === 'signed' || leaves.some(({ isOpened }) => isOpened === true) ? 'signed' : 'none';
}

function contentTypeParameter(node: MimeNode, name: string): string | undefined {
  if (node.headers === false) return undefined;
  return libmime.parseHeaderValue(node.headers.getFirst('content-type'), { stripComments: true }).params[name];
}
