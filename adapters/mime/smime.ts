/*
 * The mail inside an opaque signature (RFC 8551, 3.5.2): Outlook and the certificates of several states sign so unless told otherwise.
 * The signature is not verified here; the sealed bytes stay with the mail.
 */

/** One element of BER (X.690): its tag, its content, and where the next begins. */
interface Element {
  tag: number;
  content: Buffer;
  next: number;
  /** Of a constructed element. */
  children: Element[];
}

const SEQUENCE = 0x30;
const OCTETS = 0x04;
const CONSTRUCTED = 0x20;
const EXPLICIT_0 = 0xa0;
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');
const MAX_DEPTH = 12;
const MAX_ELEMENTS = 100_000;

/** The signed bytes; null where they are encrypted, stand beside the signature, or are no such thing. Never throws. */
export function signedContent(bytes: Buffer): Buffer | null {
  try {
    const outer = readElement(bytes, 0, 0, { left: MAX_ELEMENTS });
    const [type, explicit] = outer.children;
    if (outer.tag !== SEQUENCE || !type?.content.equals(SIGNED_DATA)) return null;
    const encapsulated = explicit?.children[0]?.children.find(({ tag }) => tag === SEQUENCE);
    const content = encapsulated?.children.find(({ tag }) => tag === EXPLICIT_0)?.children[0];
    return content === undefined || (content.tag & ~CONSTRUCTED) !== OCTETS ? null : octetsOf(content);
  } catch {
    return null;
  }
}

function octetsOf(element: Element): Buffer {
  return element.children.length === 0 ? element.content : Buffer.concat(element.children.map(octetsOf));
}

function readElement(bytes: Buffer, at: number, depth: number, budget: { left: number }): Element {
  budget.left -= 1;
  if (depth > MAX_DEPTH || budget.left < 0) throw new RangeError('nested too deeply, or too long');
  const tag = bytes.readUInt8(at);
  let length = bytes.readUInt8(at + 1);
  let start = at + 2;
  const isOpen = length === 0x80;
  if (!isOpen && length > 0x80) {
    const octets = length & 0x7f;
    length = bytes.readUIntBE(start, octets);
    start += octets;
  }
  const end = isOpen ? bytes.length : start + length;
  if (end > bytes.length) throw new RangeError('cut short');
  const children: Element[] = [];
  let next = start;
  if ((tag & CONSTRUCTED) !== 0) {
    while (next < end && !(isOpen && bytes.readUInt16BE(next) === 0)) {
      const child = readElement(bytes, next, depth + 1, budget);
      children.push(child);
      next = child.next;
    }
    return { tag, content: bytes.subarray(start, next), next: isOpen ? next + 2 : end, children };
  }
  return { tag, content: bytes.subarray(start, end), next: end, children };
}
