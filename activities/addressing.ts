import { mailKey, readAddress, signAddress, signToken } from '../domain/reply-address.js';

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
  /** The desk's general address. */
  deskAddress: string;
  domain: string;
}

/** `secret` signs; `publicUrl` is where recipients reach the web pages, without a slash at its end. */
export function createAddressing(options: { domain: string; secret: string; publicUrl: string }): Addressing {
  const { domain, secret, publicUrl } = options;
  return {
    domain,
    deskAddress: `desk@${domain}`,
    read: (address) => readAddress(address, domain, [secret])?.id ?? null,
    identify(stepKey) {
      const id = mailKey(stepKey);
      return {
        id,
        stepKey,
        messageId: `${stepKey}@${domain}`,
        replyAddress: signAddress({ purpose: 'reply', id }, domain, secret),
        envelopeFrom: signAddress({ purpose: 'bounce', id }, domain, secret),
        link: `${publicUrl}/answer/${signToken('link', id, secret)}`,
        contactsLink: `${publicUrl}/contacts/${signToken('link', id, secret)}`,
      };
    },
  };
}
