import { resolve } from 'node:dns/promises';
import { isDeepStrictEqual } from 'node:util';
import type { authenticate } from 'mailauth';
import { asResult, best, isSameAuthors, normalDomain } from '../../domain/authentication.js';
import type { Ambiguity, ProofResult, SenderProof } from '../../domain/authentication.js';
import { readRawFields } from '../mime/header.js';
import type { RawHeader } from '../mime/header.js';

/** As `dns.promises.resolve` is called: `(domain, 'TXT')`. */
export type Resolver = (domain: string, type: string) => Promise<string[][] | string[]>;

/** A mail, and how it was read. */
export interface VerifiedMail {
  /** The bytes that it was read from. */
  given: Buffer;
  authors: readonly string[];
  fields: RawHeader[];
  /** Of its author. */
  domain: string;
  envelopeFrom: string;
  remoteAddress: string;
  helo: string;
}

export interface Verification {
  proof: SenderProof;
  /** How the verifier has read the mail otherwise than it was read; null where it has not. */
  ambiguity: Ambiguity | null;
}

type Found = Awaited<ReturnType<typeof authenticate>>;
/** The verifier's own types leave out what it has read. */
interface FoundInHeader {
  headerFrom: string[];
  headers?: { original: Buffer };
  results: (Found['dkim']['results'][number] & { signingHeaders?: { keys: string } })[];
}

/**
 * Verifies a mail by the DNS: SPF, DKIM and DMARC. What cannot be told within `patienceMs` is `unknown`; never throws.
 */
export async function verify(
  mail: VerifiedMail,
  { resolver = resolve, patienceMs }: { resolver?: Resolver; patienceMs: number },
): Promise<Verification> {
  const unknown = unknownOf(mail.domain);
  // With the first mail: no command should wait a tenth of a second for what it never asks.
  const verifier = await import('mailauth');
  const clock = startPatience(resolver, patienceMs);
  try {
    const found = await Promise.race([lookUp(verifier.authenticate, mail, clock.resolver), clock.late]);
    return found === null ? { proof: unknown, ambiguity: null } : judge(mail, found);
  } catch {
    // A name server that fails is no exception to the verifier; a mail that it cannot read is one.
    return { proof: unknown, ambiguity: 'header' };
  } finally {
    clock.stop();
  }
}

/** That nobody can tell. */
export function unknownOf(domain: string): SenderProof {
  return { by: 'dns', domain, spf: 'unknown', dkim: 'unknown', dmarc: 'unknown', policy: '' };
}

async function lookUp(
  ask: typeof authenticate,
  { given, envelopeFrom, remoteAddress, helo }: VerifiedMail,
  resolver: Resolver,
): Promise<Found> {
  return ask(given, {
    sender: envelopeFrom,
    ...(remoteAddress === '' ? {} : { ip: remoteAddress }),
    ...(helo === '' ? {} : { helo }),
    disableArc: true,
    disableBimi: true,
    resolver,
  });
}

function judge({ authors, fields, domain }: VerifiedMail, { dkim, spf, dmarc }: Found): Verification {
  const { headerFrom, headers, results } = dkim as FoundInHeader;
  const isSameHeader = isDeepStrictEqual(readRawFields(headers?.original ?? Buffer.alloc(0)), fields);
  return {
    proof: {
      by: 'dns',
      domain,
      spf: spf === false ? 'unknown' : asResult(spf.status.result),
      dkim: best(results.map(({ status }) => asResult(status.result))) ?? 'none',
      dmarc: dmarc === false ? 'unknown' : judgeDmarc(dmarc, results, domain),
      policy:
        dmarc === false
          ? ''
          : String(dmarc.policy ?? '')
              .trim()
              .toLowerCase(),
    },
    ambiguity: !isSameAuthors(authors, headerFrom) ? 'author' : isSameHeader ? null : 'header',
  };
}

/**
 * The verifier takes a signature that covers no From field (RFC 6376, 5.4) or only a beginning of the body (8.2), and
 * one of a domain below where the author's wants its very own (RFC 7489, 3.1). What passes by nothing better fails.
 */
function judgeDmarc(
  { status, alignment }: Exclude<Found['dmarc'], false>,
  results: FoundInHeader['results'],
  domain: string,
): ProofResult {
  const result = asResult(status.result);
  if (result !== 'pass') return result;
  const isOwn = (found: string | false | undefined, isStrict: boolean | undefined): boolean =>
    typeof found === 'string' && (isStrict !== true || normalDomain(found) === normalDomain(domain));
  const isSigned = results.some(
    ({ status: one, signingDomain, signingHeaders }) =>
      one.result === 'pass' &&
      Boolean(one.aligned) &&
      !one.underSized &&
      /(^|:)\s*from\s*(:|$)/i.test(signingHeaders?.keys ?? '') &&
      isOwn(signingDomain, alignment?.dkim?.strict),
  );
  return isSigned || isOwn(alignment?.spf?.result, alignment?.spf?.strict) ? 'pass' : 'fail';
}

/**
 * A sender who names a slow name server in a signature would use up the time in which the author's domain could say
 * that the mail is not its own: half of it is kept for that question.
 */
function startPatience(resolver: Resolver, patienceMs: number) {
  const timers: NodeJS.Timeout[] = [];
  const after = <T>(ms: number, settle: (done: (value: T) => void, fail: (reason: Error) => void) => void) =>
    new Promise<T>((done, fail) => timers.push(setTimeout(() => settle(done, fail), ms)));
  const late = after<null>(patienceMs, (done) => done(null));
  const half = after<never>(patienceMs / 2, (_done, fail) =>
    fail(Object.assign(new Error('the name server did not answer in time'), { code: 'ETIMEOUT' })),
  );
  half.catch(() => undefined);
  return {
    late,
    resolver: (domain: string, type: string) =>
      domain.startsWith('_dmarc.') ? resolver(domain, type) : Promise.race([resolver(domain, type), half]),
    stop: () => timers.forEach(clearTimeout),
  };
}
