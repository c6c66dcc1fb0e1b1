import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 4648 base32 in lower case: it has no 0 and no 1, so that slips of the eye can be repaired. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';
const ID = /^[a-z2-7]{10,16}$/;
const TOKEN = /^([a-z2-7]{10,16})-([a-z2-7]{16})$/;
const LOCAL_PART = /^([rb])-(.+)$/;
/** 80 bits make exactly 16 letters of base32. */
const KEY_BYTES = 10;

/** What a signature is for. It is part of what is signed, so that a reply address never opens a web page. */
export type TokenPurpose = 'reply' | 'bounce' | 'link';
export type AddressPurpose = Exclude<TokenPurpose, 'link'>;

const PREFIX: Record<AddressPurpose, string> = { reply: 'r', bounce: 'b' };

export interface SignedAddress {
  purpose: AddressPurpose;
  id: string;
}

/**
 * The short name of a step, for addresses, links and Message-IDs: 16 letters of lower-case base32 made from the first
 * 80 bits of the SHA-256 of the step's key, such as `annual-report/2027/BRA/request/mission`. The same step always has
 * the same name.
 */
export function mailKey(stepKey: string): string {
  return base32(createHash('sha256').update(stepKey, 'utf8').digest().subarray(0, KEY_BYTES));
}

const LEFT_OUT = '[address left out]';
/** A signed address, with its domain or without. */
const SIGNED = /\b[rb]-[a-z0-9]{10,16}-[a-z0-9]{16}\b(?:@[a-z0-9.-]+)?/giu;
/** The path of a party's page; whatever stands around it without a blank goes with it. */
const LINK = /\/answer\/[a-z0-9]{10,16}-[a-z0-9]{16}\b/iu;

/**
 * A text without the signed addresses and links that it quotes: whoever reads one can answer, and read answers, as the party to
 * which it was given. For whatever leaves the desk.
 */
export function withoutTokens(text: string): string {
  return text.replace(/\S+/gu, (word) => (LINK.test(word) ? LEFT_OUT : word.replace(SIGNED, LEFT_OUT)));
}

/**
 * The signed token `<id>-<mac>` that a link or a local part carries.
 * @throws RangeError when the id is not 10 to 16 letters of lower-case base32.
 */
export function signToken(purpose: TokenPurpose, id: string, secret: string): string {
  if (!ID.test(id)) throw new RangeError(`'${id}' cannot be signed: expected 10 to 16 characters of a-z and 2-7`);
  return `${id}-${base32(mac(purpose, id, secret))}`;
}

/**
 * The id in a token, or null when no secret signed it for this purpose. Read without regard to case; 1 is read as l
 * and 0 as o, since addresses are retyped from paper. Compared in constant time against every secret (rotation: the
 * newest first, older ones while letters with them are on the way).
 */
export function readToken(purpose: TokenPurpose, token: string, secrets: readonly string[]): string | null {
  const [, id, given] = TOKEN.exec(repairSlips(token)) ?? [];
  if (id === undefined || given === undefined) return null;
  const matches = secrets.map((secret) =>
    timingSafeEqual(Buffer.from(given), Buffer.from(base32(mac(purpose, id, secret)))),
  );
  return matches.includes(true) ? id : null;
}

/**
 * `r-<id>-<mac>@domain` (where answers go) or `b-<id>-<mac>@domain` (the envelope sender, where bounces go). At most 35
 * octets before the at sign; RFC 5321, 4.5.3.1.1 allows 64. There is no '+': some mail systems strip what follows it.
 */
export function signAddress(address: SignedAddress, domain: string, secret: string): string {
  return `${PREFIX[address.purpose]}-${signToken(address.purpose, address.id, secret)}@${domain}`;
}

/**
 * What a signed address stands for, or null when it is not ours or the signature does not hold. Tolerates the same
 * slips as {@link readToken}, and angle brackets or blanks around the address.
 */
export function readAddress(address: string, domain: string, secrets: readonly string[]): SignedAddress | null {
  const bare = address
    .trim()
    .replace(/^<(.*)>$/s, '$1')
    .toLowerCase();
  const at = bare.lastIndexOf('@');
  if (at < 0 || bare.slice(at + 1) !== domain.toLowerCase()) return null;
  const [, prefix, token] = LOCAL_PART.exec(plainLocalPart(bare.slice(0, at))) ?? [];
  if (prefix === undefined || token === undefined) return null;
  const purpose: AddressPurpose = prefix === PREFIX.reply ? 'reply' : 'bounce';
  const id = readToken(purpose, token, secrets);
  return id === null ? null : { purpose, id };
}

/**
 * Whether a text is an address that looks like one of ours and may yet not be: its signature holds under keys that are
 * lost, its mail stands in a record that is, or it was retyped with another slip than {@link readToken} repairs.
 * Anybody can write such a one.
 */
export function looksSigned(address: string, domain: string): boolean {
  const bare = address.trim().toLowerCase();
  const at = bare.lastIndexOf('@');
  const isOurDomain = at > 0 && bare.slice(at + 1) === domain.toLowerCase();
  return isOurDomain && SIGNED_SHAPE.test(plainLocalPart(bare.slice(0, at)));
}

const SIGNED_SHAPE = /^[rb]-[a-z0-9]{10,16}-[a-z0-9]{16}$/;

/** Some systems quote what needs no quotes (RFC 5321, 4.1.2), or add what stands behind a `+` (RFC 5233). */
function plainLocalPart(local: string): string {
  const [bare = ''] = local.split('+');
  return bare.startsWith('"') ? bare.slice(1, bare.endsWith('"') ? -1 : undefined) : bare;
}

function mac(purpose: TokenPurpose, id: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`${purpose}:${id}`, 'utf8').digest().subarray(0, KEY_BYTES);
}

/** A signed address of ours and a link to a party's page, of whatever host, as they may stand in a text. */
const IN_TEXT =
  /\b[rb]-[a-z0-9]{10,16}-[a-z0-9]{16}@[a-z0-9.-]+[a-z0-9]|\/(?:answer|contacts)\/([a-z0-9]{10,16}-[a-z0-9]{16})\b/giu;

/** The ids of every signed address and link in a text whose signature holds, in order, each once. */
export function readSigned(text: string, domain: string, secrets: readonly string[]): string[] {
  const ids = [...text.matchAll(IN_TEXT)].flatMap(
    ([whole, token]) =>
      (token === undefined ? readAddress(whole, domain, secrets)?.id : readToken('link', token, secrets)) ?? [],
  );
  return [...new Set(ids)];
}

/**
 * Whether a secret has signed one of the addresses and links of ours in a text, of whatever domain; null where none
 * stands in it.
 */
export function hasSigned(text: string, secret: string): boolean | null {
  const found = [...text.matchAll(IN_TEXT)].map(([whole, token]) =>
    token === undefined
      ? readAddress(whole, whole.slice(whole.lastIndexOf('@') + 1), [secret]) !== null
      : readToken('link', token, [secret]) !== null,
  );
  return found.length === 0 ? null : found.includes(true);
}

/** The code that stands in the subject of a mail of ours where it has no address of its own: `[tip-abcdefghijklmnop]`. */
export function subjectCode(id: string): string {
  return `[tip-${id}]`;
}

/** The ids that a subject names by such codes. Everybody can type one: it proves nothing by itself. */
export function readSubjectCodes(subject: string): string[] {
  return [...new Set([...subject.matchAll(/\[tip-([a-z0-9]{10,16})\]/giu)].map(([, id = '']) => repairSlips(id)))];
}

function repairSlips(text: string): string {
  return text.trim().toLowerCase().replaceAll('1', 'l').replaceAll('0', 'o');
}

function base32(bytes: Buffer): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  return text;
}
