import { createAddressing } from '../office/posting/addressing.js';
import type { Addressing } from '../office/posting/addressing.js';
import type { Config } from './config.js';

/** The addresses of this installation's mails. */
export function addressingOf({ mailDomain, publicUrl, sharedAddress }: Config, replyKey: string): Addressing {
  return createAddressing({ domain: mailDomain, secret: replyKey, publicUrl, sharedAddress });
}
