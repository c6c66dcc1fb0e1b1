import { readAuthenticationResults } from './authentication-results.js';
import type { AuthenticationResults, MethodResult } from './authentication-results.js';
import { FieldScanner } from './field-scanner.js';
import type { MailAddress, MailHeader } from './mail-class.js';
import { domainOf } from './sender.js';

/*
 * Whether a mail comes from where its From field says: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489). What
 * nobody can tell is no fault: many ministries publish nothing, and a domain that is misconfigured is not a forger. A
 * pass of DMARC opens doors, so that it counts only where what was verified is without doubt the mail that is read.
 */

/** `pass`, `fail` and the other results of RFC 8601, section 2.7; `unknown` where nobody has looked. */
/** What a check of RFC 8601 may say (section 2.7). */
export const PROOF_RESULTS = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
] as const;
/** `unknown` where nobody has looked, or nothing that we know was said. */
export type ProofResult = (typeof PROOF_RESULTS)[number] | 'unknown';

/** Why a mail that was verified may be another than the one that is read. */
const AMBIGUITIES = {
  author: 'the mail can be read as coming from two senders',
  header: 'the header of the mail can be read in two ways',
  long: 'the header of the mail is longer than any that a mail program writes, and was not verified',
  repeated: 'a field of the mail that may stand once stands twice, and no signature covers both',
} as const;
export type Ambiguity = keyof typeof AMBIGUITIES;

export interface SenderProof {
  /** Who has looked: we ourselves, or the mail server in front of us. */
  by: 'dns' | 'header';
  /** The domain of the From field; '' where there is none. */
  domain: string;
  spf: ProofResult;
  dkim: ProofResult;
  dmarc: ProofResult;
  /** What the domain asks to be done with mail that fails DMARC; '' where it says nothing. */
  policy: string;
  /** Left out where what was verified is what is read. Never beside a `pass` of DMARC. */
  ambiguity?: Ambiguity;
}

/** Why a mail cannot count as its sender's; null where it can, or where nobody can tell. */
export function doubtOfProof(proof: SenderProof | null | undefined): string | null {
  if (!proof) return null;
  const { domain, spf, dkim, dmarc, policy, ambiguity } = proof;
  // A domain that only watches (p=none) does not say that what fails is forged.
  if (dmarc === 'fail' && policy !== 'none') return `DMARC fails: ${domain} says that it was not sent from there`;
  if (ambiguity !== undefined) return AMBIGUITIES[ambiguity];
  if (dmarc !== 'pass' && spf === 'fail' && dkim !== 'pass')
    return `SPF fails: ${domain} does not send from that server`;
  return null;
}

/** `SPF pass, DKIM none, DMARC unknown`. */
export function proofWords({ spf, dkim, dmarc }: SenderProof): string {
  return `SPF ${spf}, DKIM ${dkim}, DMARC ${dmarc}`;
}

/**
 * Fields that stand once at most (RFC 5322, section 3.6; RFC 2045): a signature may cover one of two, and a reader take
 * the other.
 */
const ONCE = new Set(
  (
    'from sender reply-to to cc subject date in-reply-to references ' +
    'mime-version content-type content-transfer-encoding'
  ).split(' '),
);

/** How a mail is read that was verified. */
export interface AuthoredMail {
  from: readonly Pick<MailAddress, 'address'>[];
  /** Its fields in order, before an encoded word is decoded. */
  fields: readonly MailHeader[];
}

/**
 * A proof of the mail that is read: a pass of DMARC stands only for one author in one From field. Who repeats his From
 * field, even word for word, keeps verifiers from asking his domain. `found` is what is known already of another
 * reading.
 */
export function settleProof(proof: SenderProof, mail: AuthoredMail, found: Ambiguity | null): SenderProof {
  const names = mail.fields.map(({ name }) => name).filter((name) => ONCE.has(name));
  const isRepeated = new Set(names).size < names.length;
  const isOfSeveral = mail.from.length > 1 || names.filter((name) => name === 'from').length > 1;
  const repeated = proof.dmarc === 'pass' && isRepeated ? 'repeated' : undefined;
  const ambiguity = found ?? proof.ambiguity ?? (isOfSeveral ? 'author' : repeated);
  const isSettled = ambiguity === undefined && mail.from[0]?.address.split('@').length === 2;
  return {
    ...proof,
    dmarc: proof.dmarc === 'pass' && !isSettled ? 'unknown' : proof.dmarc,
    ...(ambiguity === undefined ? {} : { ambiguity }),
  };
}

/** Whether two readers have found the same authors, whatever the case of their domains. */
export function isSameAuthors(ours: readonly string[], theirs: readonly string[]): boolean {
  const [one, other] = [ours, theirs].map((authors) => authors.filter((author) => author !== '').map(foldDomain));
  return one?.length === other?.length && one?.every((author, index) => author === other?.[index]) === true;
}

function foldDomain(address: string): string {
  return address.slice(0, address.lastIndexOf('@') + 1) + normalDomain(domainOf(address));
}

/**
 * A domain as it is compared: in lower case, its international names as A-labels (RFC 5890), without a dot at the end.
 */
export function normalDomain(domain: string): string {
  const folded = domain.toLowerCase().replace(/\.$/, '');
  if (/^[\u0000-\u007f]*$/.test(folded)) return folded;
  // A letter, a mark or a digit at least: nothing that a URL would take for its own syntax.
  return /^[\p{L}\p{M}\p{N}.-]+$/u.test(folded) && URL.canParse(`http://${folded}`)
    ? new URL(`http://${folded}`).hostname
    : folded;
}

/**
 * What the mail server in front of us has found, from its own Authentication-Results (RFC 8601); null where it has
 * written none. `headers` are the raw fields, in order: an encoded word that is decoded could pass for syntax. `domain`
 * is that of the author.
 *
 * Anybody can write such a field under any name. The server is asked to take those away that bear its own (section 5),
 * and where it does not they stand below the one that it adds: a result counts in the author's favour only in the
 * topmost field of `authserv`, above what the author has written; against him in every field of that name. What breaks
 * the grammar can favour nobody.
 */
export function readProof(headers: readonly MailHeader[], authserv: string, domain: string): SenderProof | null {
  const server = authserv.toLowerCase().replace(/\.$/, '');
  const fields = headers.flatMap(({ name, value }, place) => {
    const read = name === 'authentication-results' ? readAuthenticationResults(value) : null;
    return read?.authserv === server ? [{ ...read, place, value }] : [];
  });
  const [topmost] = fields;
  if (topmost === undefined) return null;
  const top = topmost.isWellFormed && topmost.place < placeOfAuthor(headers, server) ? topmost : null;
  const all = resultsIn(fields);
  const own = top === null ? [] : resultsIn([top]);
  const { result, isOfOther } = judgeDmarc(all, own, domain);
  const isBrokenFail = fields.some(({ isWellFormed, value }) => !isWellFormed && FAIL.test(value));
  return {
    by: 'header',
    domain,
    spf: judge('spf', all, own),
    dkim: judge('dkim', all, own),
    dmarc: isBrokenFail ? 'fail' : result,
    policy: isBrokenFail
      ? ''
      : policyOf(all.filter((one) => one.method === 'dmarc' && asResult(one.result) === result)),
    ...(isOfOther ? { ambiguity: 'author' as const } : {}),
  };
}

/** Fields that come with the mail; what a server adds on its way stands above them. */
const AUTHORED = new Set([...ONCE, 'bcc', 'message-id']);

/**
 * Where the fields begin that were there before the server took the mail: those of its author, and those of servers
 * before it.
 */
function placeOfAuthor(headers: readonly MailHeader[], server: string): number {
  const isOwn = headers.map(({ name, value }) => name === 'received' && isReceivedBy(value, server));
  const first = isOwn.indexOf(true);
  const place = headers.findIndex(
    ({ name }, index) =>
      AUTHORED.has(name) || (first >= 0 && index > first && name === 'received' && isOwn[index] === false),
  );
  return place < 0 ? headers.length : place;
}

/** Whether a Received field (RFC 5321, section 4.4) was written by that server. */
function isReceivedBy(value: string, server: string): boolean {
  const scanner = new FieldScanner(value);
  return scanner.valueAfter('by')?.toLowerCase().replace(/\.$/, '') === server;
}

function resultsIn(fields: readonly AuthenticationResults[]): MethodResult[] {
  return fields.flatMap(({ results }) => results);
}

function resultsOf(method: string, results: readonly MethodResult[]): ProofResult[] {
  return results.filter((one) => one.method === method).map(({ result }) => asResult(result));
}

/** The one result of DMARC, and whether the server has judged another author than the one that is read. */
function judgeDmarc(
  all: readonly MethodResult[],
  own: readonly MethodResult[],
  domain: string,
): { result: ProofResult; isOfOther: boolean } {
  const ofDmarc = (results: readonly MethodResult[]) => results.filter(({ method }) => method === 'dmarc');
  const [only, ...others] = ofDmarc(own);
  const authors = ofDmarc(all).flatMap(({ properties }) =>
    properties.filter(({ name }) => name === 'header.from').map(({ value }) => value),
  );
  const isOfOther = authors.some((author) => !isAbove(normalDomain(domainOf(author)), normalDomain(domain)));
  if (resultsOf('dmarc', all).includes('fail')) return { result: 'fail', isOfOther };
  if (only === undefined || others.length > 0) return { result: 'unknown', isOfOther };
  const result = asResult(only.result);
  const [author, ...more] = only.properties.filter(({ name }) => name === 'header.from');
  const isOfAuthor = more.length === 0 && author !== undefined && normalDomain(author.value) === normalDomain(domain);
  return { result: isOfAuthor && !isOfOther ? result : withoutPass(result), isOfOther };
}

/** Whether a domain is another or one above it: some servers name the domain of an organisation for all below it. */
function isAbove(domain: string, other: string): boolean {
  return domain === other || other.endsWith(`.${domain}`);
}

/**
 * Where the grammar is broken, what says that a mail fails may stand anywhere: a server that escapes no quote hides it.
 */
const FAIL = /\bdmarc[ \t]*=[ \t]*fail\b/i;
const POLICY = /\b(?:p|sp|policy)=(none|quarantine|reject)\b/gi;

/**
 * The strictest policy that comments name, where there is one in each: the author may have written one of them, and
 * which of several holds for a domain below another they do not say.
 */
function policyOf(results: readonly MethodResult[]): string {
  const named = results.map(({ comment }) =>
    [...comment.matchAll(POLICY)].map(([, policy = '']) => policy.toLowerCase()),
  );
  if (named.some(({ length }) => length === 0)) return '';
  return ['reject', 'quarantine', 'none'].find((policy) => named.flat().includes(policy)) ?? '';
}

/**
 * What the server says of SPF or DKIM; where it says nothing in its own field, what another field says against the
 * author.
 */
function judge(method: string, all: readonly MethodResult[], own: readonly MethodResult[]): ProofResult {
  const others = resultsOf(method, all);
  return best(resultsOf(method, own)) ?? (others.includes('fail') ? 'fail' : withoutPass(others[0]));
}

/** A result that is in nobody's favour. */
function withoutPass(result: ProofResult | undefined): ProofResult {
  return result === undefined || result === 'pass' ? 'unknown' : result;
}

/** Of several signatures one that holds is enough; undefined where there is none. */
export function best(results: readonly ProofResult[]): ProofResult | undefined {
  return results.includes('pass') ? 'pass' : results[0];
}

/** A result by its name; what is none of them says nothing. */
export function asResult(text: string): ProofResult {
  return PROOF_RESULTS.find((one) => one === text.toLowerCase()) ?? 'unknown';
}
