import type { MailHeader } from './mail-class.js';

/*
 * Whether a mail comes from where its From field says: SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489). What nobody can tell is
 * no fault: many ministries publish nothing, and a domain that is misconfigured is not a forger.
 */

/** `pass`, `fail` and the other results of RFC 8601, section 2.7; `unknown` where nobody has looked. */
export type ProofResult =
  'pass' | 'fail' | 'softfail' | 'neutral' | 'none' | 'policy' | 'temperror' | 'permerror' | 'unknown';

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
}

const RESULTS: readonly ProofResult[] = [
  'pass',
  'fail',
  'softfail',
  'neutral',
  'none',
  'policy',
  'temperror',
  'permerror',
];

/** Why a mail cannot count as its sender's; null where it can, or where nobody can tell. */
export function doubtOfProof(proof: SenderProof | null | undefined): string | null {
  if (!proof) return null;
  const { domain, spf, dkim, dmarc, policy } = proof;
  // A domain that only watches (p=none) does not say that what fails is forged.
  if (dmarc === 'fail' && policy !== 'none') return `DMARC fails: ${domain} says that it was not sent from there`;
  if (dmarc !== 'pass' && spf === 'fail' && dkim !== 'pass')
    return `SPF fails: ${domain} does not send from that server`;
  return null;
}

/** `SPF pass, DKIM none, DMARC unknown`. */
export function proofWords({ spf, dkim, dmarc }: SenderProof): string {
  return `SPF ${spf}, DKIM ${dkim}, DMARC ${dmarc}`;
}

/**
 * What the mail server in front of us has found, from its own Authentication-Results (RFC 8601); null where it has written none.
 * Anybody can write such a field: only those of `authserv` count, and of these the topmost, which the last server wrote.
 */
export function readProof(headers: readonly MailHeader[], authserv: string, domain: string): SenderProof | null {
  const own = headers.find(
    ({ name, value }) => name === 'authentication-results' && idOf(value) === authserv.toLowerCase(),
  );
  if (!own) return null;
  // Comments may hold anything, also what looks like a result.
  const value = own.value.replace(/\([^()]*\)/g, ' ');
  return {
    by: 'header',
    domain,
    spf: resultIn(value, 'spf'),
    dkim: resultIn(value, 'dkim'),
    dmarc: resultIn(value, 'dmarc'),
    policy: /\bp=(none|quarantine|reject)\b/i.exec(own.value)?.[1]?.toLowerCase() ?? '',
  };
}

function idOf(value: string): string {
  return (/^\s*([^\s;]+)/.exec(value)?.[1] ?? '').toLowerCase();
}

/** The best result of a method: of several signatures one that holds is enough. */
function resultIn(value: string, method: string): ProofResult {
  const found = [...value.matchAll(new RegExp(`(?:^|[;\\s])${method}\\s*=\\s*([a-z]+)`, 'gi'))].map(([, result = '']) =>
    asResult(result),
  );
  return found.includes('pass') ? 'pass' : (found[0] ?? 'unknown');
}

/** A result by its name; what is none of them says nothing. */
export function asResult(text: string): ProofResult {
  return RESULTS.find((one) => one === text.toLowerCase()) ?? 'unknown';
}
