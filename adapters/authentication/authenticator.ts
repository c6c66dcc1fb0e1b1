import { authenticate } from 'mailauth';
import { asResult, readProof } from '../../domain/authentication.js';
import type { ProofResult, SenderProof } from '../../domain/authentication.js';
import { domainOf } from '../../domain/sender.js';
import type { Mail } from '../mime/mail.js';

/** How senders are verified: by the DNS, by what the mail server in front of us has written, or not at all. */
export type AuthenticationSetting = { by: 'off' } | { by: 'dns' } | { by: 'header'; authserv: string };

/** As `dns.promises.resolve` is called: `(domain, 'TXT')`. */
export type Resolver = (domain: string, type: string) => Promise<string[][] | string[]>;

export interface ReceivedMail {
  raw: Buffer;
  mail: Pick<Mail, 'from' | 'headers'>;
  envelopeFrom: string;
  /** '' where the mail came by another way than SMTP. */
  remoteAddress: string;
  helo: string;
}

/** Says whether a mail comes from where it says; null where nobody has looked. Never throws: what fails is `unknown`. */
export type Authenticator = (received: ReceivedMail) => Promise<SenderProof | null>;

/** A name server that does not answer must not stop the mail. */
const PATIENCE_MS = 10_000;

/** `resolver` is the system's own when left out; a lookup that takes longer than `patienceMs` is given up. */
export function createAuthenticator(
  setting: AuthenticationSetting,
  { resolver, patienceMs = PATIENCE_MS }: { resolver?: Resolver; patienceMs?: number } = {},
): Authenticator {
  return async (received) => {
    const domain = domainOf(received.mail.from[0]?.address ?? '').toLowerCase();
    if (setting.by === 'off') return null;
    if (setting.by === 'header') return readProof(received.mail.headers, setting.authserv, domain);
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), patienceMs);
    });
    try {
      const looked = lookUp(received, domain, resolver).catch(() => null);
      return (await Promise.race([looked, late])) ?? unknownOf(domain);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function lookUp(received: ReceivedMail, domain: string, resolver: Resolver | undefined): Promise<SenderProof> {
  const { raw, envelopeFrom, remoteAddress, helo } = received;
  const found = await authenticate(raw, {
    sender: envelopeFrom,
    ...(remoteAddress === '' ? {} : { ip: remoteAddress }),
    ...(helo === '' ? {} : { helo }),
    disableArc: true,
    disableBimi: true,
    ...(resolver === undefined ? {} : { resolver }),
  });
  const signatures = found.dkim.results.map(({ status }) => asResult(status.result));
  return {
    by: 'dns',
    domain,
    spf: found.spf === false ? 'unknown' : asResult(found.spf.status.result),
    dkim: best(signatures),
    dmarc: found.dmarc === false ? 'unknown' : asResult(found.dmarc.status.result),
    policy: found.dmarc === false ? '' : found.dmarc.policy,
  };
}

function best(results: ProofResult[]): ProofResult {
  return results.includes('pass') ? 'pass' : (results[0] ?? 'none');
}

function unknownOf(domain: string): SenderProof {
  return { by: 'dns', domain, spf: 'unknown', dkim: 'unknown', dmarc: 'unknown', policy: '' };
}
