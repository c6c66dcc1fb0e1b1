import { mailKey, readAddress, readSigned, signAddress, signToken } from '../../domain/reply-address.js';
import type { AddressPurpose } from '../../domain/reply-address.js';

/** Everything by which a mail of ours is recognised when it, or an answer to it, comes back. */
export interface MailIdentity {
  id: string;
  stepKey: string;
  /** Without brackets. */
  messageId: string;
  replyAddress: string;
  envelopeFrom: string;
  /** The signed page on which the recipient can answer. */
  link: string;
  /** The signed page on which a mission confirms or replaces its contacts, where the mail asks for that. */
  contactsLink: string;
}

export interface Addressing {
  /** The identity of the mail of one step: the same step always has the same. */
  identify(stepKey: string): MailIdentity;
  /** The id of the mail whose signed address this is, of either purpose; null where it is none of ours. */
  read(address: string): string | null;
  /** The ids of the mails of ours whose signed addresses or links stand in a text, in order, each once. */
  readAll(text: string): string[];
  /** Those of these Message-IDs that are ours, by their domain. */
  ownMessageIds(messageIds: readonly string[]): string[];
  /** Where members of the office forward what came to them; a shared mailbox takes it at its one address. */
  fileAddress: string;
  /** The desk's general address; the one address of a shared mailbox. */
  deskAddress: string;
  domain: string;
  /** That all mail leaves from and comes back to one address, so that a mail is known by its thread, its links and its code. */
  isShared: boolean;
}

/**
 * `secret` signs; `publicUrl` is where recipients reach the web pages, without a slash at its end; `sharedAddress` is the one address
 * of a shared mailbox, null where mails have addresses of their own.
 */
export function createAddressing(options: {
  domain: string;
  secret: string;
  publicUrl: string;
  sharedAddress?: string | null;
}): Addressing {
  const { domain, secret, publicUrl, sharedAddress = null } = options;
  const signed = (purpose: AddressPurpose, id: string): string =>
    sharedAddress ?? signAddress({ purpose, id }, domain, secret);
  return {
    domain,
    deskAddress: sharedAddress ?? `desk@${domain}`,
    fileAddress: sharedAddress ?? `file@${domain}`,
    isShared: sharedAddress !== null,
    read: (address) => readAddress(address, domain, [secret])?.id ?? null,
    readAll: (text) => readSigned(text, domain, [secret]),
    ownMessageIds: (messageIds) => messageIds.filter((id) => id.endsWith(`@${domain}`)),
    identify(stepKey) {
      const id = mailKey(stepKey);
      return {
        id,
        stepKey,
        messageId: `${stepKey}@${domain}`,
        replyAddress: signed('reply', id),
        envelopeFrom: signed('bounce', id),
        link: `${publicUrl}/answer/${signToken('link', id, secret)}`,
        contactsLink: `${publicUrl}/contacts/${signToken('link', id, secret)}`,
      };
    },
  };
}
