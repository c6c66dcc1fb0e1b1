import { recipientsOf } from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import type { ForecastPost } from '../../domain/forecast.js';
import type { Catalogue, Contact } from '../../domain/mandate.js';
import { toneOn } from '../../domain/request/tone.js';
import type { Plan } from '../../domain/request-state.js';
import { renderPost } from '../../templates/post.js';
import type { OpenItem } from '../../templates/open-item.js';
import type { MailIdentity } from './addressing.js';
import { partyOf } from '../party.js';
import type { Words } from './words.js';

/** A mail as it will leave if nothing is received before: nothing is claimed and nothing written. */
export interface PlannedMail {
  contact: Contact;
  subject: string;
  text: string;
}

/**
 * The mails of each post that a request will still send, in the order of the posts, in the words that they would have. A post
 * refers to the notes that went before it: those of `earlierNotes`, and those that are planned. `identify` gives the reply
 * address and the link that are printed.
 */
export function composePlannedMails(input: {
  catalogue: Catalogue;
  words: Words;
  requestId: string;
  /** What became of the party's contacts. */
  changes: readonly ContactChange[];
  /** What `Words.findOpenItems` gave for the request. */
  openItems: OpenItem[];
  /** With the due date that the note has fixed, or would. */
  plan: Plan;
  posts: readonly ForecastPost[];
  /** Business times, oldest first. */
  earlierNotes: readonly string[];
  identify: (contact: Contact) => MailIdentity;
}): PlannedMail[][] {
  const { catalogue, words, requestId, changes, openItems, plan, posts, identify } = input;
  const party = partyOf(catalogue, requestId);
  const notes = [...input.earlierNotes];
  return posts.map(({ to, tone, at }) => {
    const contacts = recipientsOf(party, changes, to);
    const mails = contacts.map((contact): PlannedMail => {
      const { replyAddress, link } = identify(contact);
      const wording = toneOn(tone ?? 'reminder', plan, at);
      const items = [{ requestId, plan, earlierNotes: [...notes], tone: wording, openItems }];
      const { subject, text } = renderPost(words.ofRungs({ contact, at, replyAddress, link, items }));
      return { contact, subject, text };
    });
    // The notes to the mission count; where a party has none, the letters that stand in for them.
    if (contacts.some(({ role }) => role === 'mission') || (notes.length === 0 && contacts.length > 0)) notes.push(at);
    return mails;
  });
}
