import type { SenderProof } from '../../domain/authentication.js';
import { domainOf } from '../../domain/sender.js';
import type { Authenticator, ReceivedMail } from '../../office/ports/authenticator.js';
import { createLane } from '../thread/lane.js';
import { createAuthenticator } from './authenticator.js';
import type { AuthenticationSetting } from './authenticator.js';
import { unknownOf } from './verifier.js';

export interface FoundProof {
  proof: SenderProof | null;
}

/** Twice what name servers are waited for. */
const LONGEST_MS = 20_000;
const THREADS = 2;

/**
 * The authenticator of a service: what the DNS has to be asked of is verified in threads (`thread.js` of this folder, compiled), since
 * the words of a signature decide how long each byte is looked at. A mail that cannot be verified in time is in doubt.
 */
export function createAuthenticatorApart(
  setting: AuthenticationSetting,
  { thread: script, longestMs = LONGEST_MS }: { thread: string; longestMs?: number },
): Authenticator {
  if (setting.by !== 'dns') return createAuthenticator(setting);
  const lane = createLane<ReceivedMail, FoundProof>({ script, threads: THREADS, longestMs });
  return async ({ raw, mail: { from, headerBlock }, ...envelope }) => {
    try {
      return (await lane.ask({ ...envelope, raw, mail: { from, headerBlock } })).proof;
    } catch {
      const domain = domainOf(from[0]?.address ?? '').toLowerCase();
      return { ...unknownOf(domain), ambiguity: 'long' };
    }
  };
}
