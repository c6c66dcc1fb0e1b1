import { FieldScanner } from './field-scanner.js';

/** One result of an Authentication-Results field. */
export interface MethodResult {
  /** In lower case, as all names here: `dmarc`. */
  method: string;
  result: string;
  /** What the server says in comments directly behind the result, before any property: `p=REJECT dis=NONE`. */
  comment: string;
  /** `header.from` and the like, in order, with quotes and escapes taken off; a name may stand twice. */
  properties: { name: string; value: string }[];
}

/** An Authentication-Results field (RFC 8601, section 2.2). */
export interface AuthenticationResults {
  /** The server that says so, in lower case and without a dot at the end. */
  authserv: string;
  /** What could be read, also of a field that is not well formed. */
  results: MethodResult[];
  /** False where any part of the field breaks the grammar, so that another reader may find something else in it. */
  isWellFormed: boolean;
}

/** Nothing that a server writes of its own accord; a field may be folded. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** Microsoft 365 writes `action=none` where a property with its type should stand. */
const UNTYPED = new Set(['reason', 'action']);

/**
 * Reads the value of an Authentication-Results field whose encoded words are not decoded; null where it begins with no
 * name of a server. A `;` at the end is passed over, as many servers write one. Takes time in proportion to its length.
 */
export function readAuthenticationResults(field: string): AuthenticationResults | null {
  const scanner = new FieldScanner(field);
  scanner.skip();
  const authserv = scanner.value();
  if (authserv === null || !scanner.isBetween) return null;
  const results: MethodResult[] = [];
  let isWellFormed = !CONTROL.test(field) && readVersion(scanner);
  let isNone = false;
  while (!scanner.isAtEnd) {
    if (!scanner.take(';')) {
      isWellFormed = false;
      scanner.seek(';');
      continue;
    }
    scanner.skip();
    if (scanner.isAtEnd) break;
    const read = readResult(scanner);
    isWellFormed &&= read !== null && read.isWellFormed && !isNone;
    if (read === null) continue;
    if (read.result === null) isNone = true;
    else results.push(read.result);
  }
  isWellFormed &&= scanner.isSound && isNone === (results.length === 0);
  return { authserv: authserv.toLowerCase().replace(/\.$/, ''), results, isWellFormed };
}

/** The version of the grammar: 1, or nothing. */
function readVersion(scanner: FieldScanner): boolean {
  scanner.skip();
  const version = scanner.keyword();
  const isKnown = (version === '' || version === '1') && scanner.isBetween;
  scanner.skip();
  return isKnown;
}

/** One result up to its `;`, which is left; a result of null is the word `none`. Null where no result could be read. */
function readResult(scanner: FieldScanner): { result: MethodResult | null; isWellFormed: boolean } | null {
  const method = scanner.keyword();
  scanner.skip();
  const version = scanner.take('/') ? readMethodVersion(scanner) : '1';
  if (!scanner.take('=')) return method === 'none' && version === '1' ? { result: null, isWellFormed: true } : null;
  scanner.skip();
  const found = scanner.keyword();
  let isWellFormed = method !== '' && version === '1' && found !== '' && scanner.isBetween;
  const comment = scanner.skip();
  const properties: MethodResult['properties'] = [];
  while (isWellFormed && !scanner.isAtBreak) {
    const property = readProperty(scanner);
    if (property === null) isWellFormed = false;
    else properties.push(property);
  }
  scanner.seek(';');
  return { result: { method, result: found, comment, properties }, isWellFormed };
}

function readMethodVersion(scanner: FieldScanner): string {
  scanner.skip();
  const version = scanner.keyword();
  scanner.skip();
  return version;
}

function readProperty(scanner: FieldScanner): { name: string; value: string } | null {
  if (!scanner.isBetween) return null;
  let name = scanner.keyword();
  scanner.skip();
  if (scanner.take('.')) {
    scanner.skip();
    const property = scanner.keyword();
    if (name === '' || property === '') return null;
    name = `${name}.${property}`;
    scanner.skip();
  } else if (!UNTYPED.has(name)) return null;
  if (!scanner.take('=')) return null;
  scanner.skip();
  const value = scanner.value();
  return value === null || !scanner.isBetween ? null : { name, value };
}
