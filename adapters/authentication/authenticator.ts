import { readProof, settleProof } from '../../domain/authentication.js';
import type { Ambiguity, SenderProof } from '../../domain/authentication.js';
import { authorsOf } from '../../domain/mail-class.js';
import { domainOf } from '../../domain/sender.js';
import type { Authenticator } from '../../office/ports/authenticator.js';
import { readRawFields } from '../mime/header.js';
import { readable } from '../mime/raw.js';
import { oddityOf } from './oddity.js';
import { unknownOf, verify } from './verifier.js';
import type { Resolver } from './verifier.js';

export type { Resolver } from './verifier.js';

/** How senders are verified: by the DNS, by what the mail server in front of us has written, or not at all. */
export type AuthenticationSetting = { by: 'off' } | { by: 'dns' } | { by: 'header'; authserv: string };

/** A name server that does not answer must not stop the mail. */
const PATIENCE_MS = 10_000;

/** `resolver` is the system's own when left out; a lookup that takes longer than `patienceMs` is given up. */
export function createAuthenticator(
  setting: AuthenticationSetting,
  { resolver, patienceMs = PATIENCE_MS }: { resolver?: Resolver; patienceMs?: number } = {},
): Authenticator {
  return async ({ raw, mail, ...envelope }) => {
    if (setting.by === 'off') return null;
    const domain = domainOf(mail.from[0]?.address ?? '').toLowerCase();
    const fields = readRawFields(mail.headerBlock);
    const given = readable(raw);
    const oddity = oddityOf(mail.headerBlock);
    const settle = (proof: SenderProof, found: Ambiguity | null) =>
      settleProof(proof, { from: mail.from, fields }, found);
    if (setting.by === 'header') {
      const proof = readProof(fields, setting.authserv, domain);
      // The server has judged the bytes as they came.
      return proof && settle(proof, given === raw ? oddity : 'header');
    }
    if (oddity !== null) return settle(unknownOf(domain), oddity);
    const authors = authorsOf(mail);
    const { proof, ambiguity } = await verify(
      { given, authors, fields, domain, ...envelope },
      { resolver, patienceMs },
    );
    return settle(proof, ambiguity);
  };
}
