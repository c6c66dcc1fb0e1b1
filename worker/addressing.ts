import { createAddressing } from '../activities/addressing.js';
import type { Addressing } from '../activities/addressing.js';
import type { Config } from './config.js';

/** The addresses of this installation's mails. */
export function addressingOf({ mailDomain, publicUrl, sharedAddress }: Config, replyKey: string): Addressing {
  return createAddressing({ domain: mailDomain, secret: replyKey, publicUrl, sharedAddress });
}
