import { generateKeyPairSync } from 'node:crypto';
import type { Resolver } from '../../../adapters/authentication/authenticator.js';

/** A ministry and a stranger, each with a domain that is in order: what the stranger sends passes DMARC as his. */
export const MINISTRY = { domain: 'ministry.example', ip: '192.0.2.7' };
export const STRANGER = { domain: 'evil.example', ip: '198.51.100.9' };

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
/** The key of both, under the selector `one`. */
export const SIGNING_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const KEY = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

function recordsOf({ domain, ip }: { domain: string; ip: string }): Record<string, string> {
  return {
    [domain]: `v=spf1 ip4:${ip} -all`,
    [`_dmarc.${domain}`]: 'v=DMARC1; p=reject',
    [`one._domainkey.${domain}`]: `v=DKIM1; k=rsa; p=${KEY}`,
  };
}

/** A name server that knows these two, and whatever else a test says. */
export function zoneOf(besides: Record<string, string> = {}): Resolver {
  const records: Record<string, string> = { ...recordsOf(MINISTRY), ...recordsOf(STRANGER), ...besides };
  return async (domain, type) => {
    const found = type === 'TXT' ? records[domain] : undefined;
    if (found === undefined) throw Object.assign(new Error('not found'), { code: 'ENOTFOUND' });
    return [[found]];
  };
}
