import type { Contact } from '../../domain/mandate.js';
import type { PostWords } from '../../templates/post-words.js';
import { renderPost } from '../../templates/post.js';
import type { NewMail } from '../ports/outbox.js';
import type { MailIdentity } from './addressing.js';

/** What a mail is known by: the same step always has the same. */
export function identityFields(
  identity: MailIdentity,
): Pick<NewMail, 'id' | 'stepKey' | 'messageId' | 'replyAddress' | 'envelopeFrom'> {
  return {
    id: identity.id,
    stepKey: identity.stepKey,
    messageId: identity.messageId,
    replyAddress: identity.replyAddress,
    envelopeFrom: identity.envelopeFrom,
  };
}

/** A mail with its words, under the identity of its step. Throws PostInvalid when its data are at fault. */
export function newMail(input: {
  identity: MailIdentity;
  kind: NewMail['kind'];
  party: string;
  contact: Contact;
  words: PostWords;
  at: string;
  inReplyTo: string | null;
}): NewMail {
  const { identity, kind, party, contact, words, at, inReplyTo } = input;
  const { subject, text, html } = renderPost(words);
  return {
    ...identityFields(identity),
    kind,
    party,
    contact: contact.id,
    language: words.language,
    toName: contact.name,
    toAddress: contact.address,
    subject,
    text,
    html,
    inReplyTo,
    isAutomaticReply: kind === 'acknowledgement',
    datedAt: at,
  };
}
