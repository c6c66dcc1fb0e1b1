import type { RequestRow } from '../adapters/postgres/outbox-store.js';
import type { LedgerEntry } from '../domain/ledger.js';
import type { Catalogue, Contact, Language, Rules } from '../domain/mandate.js';
import { contactsFor } from '../domain/membership.js';
import { planForNote } from '../domain/plan.js';
import type { Plan } from '../domain/request-state.js';
import { renderPost } from '../templates/post.js';
import type { OpenItem, RenderedMail } from '../templates/post.js';
import type { MailIdentity } from './addressing.js';
import { partyOf } from './party.js';
import { mailKindFor } from './words.js';
import type { Words } from './words.js';

/** A first note as it would leave at `at`: nothing is claimed and nothing written. */
export interface FirstNote extends RenderedMail {
  requestId: string;
  party: string;
  language: Language;
  contact: Contact;
  form: 'note' | 'letter';
  /** With the due date that the note would fix. */
  plan: Plan;
}

/**
 * The first notes of one request, one per addressee, in the words and with the due date that they would have at `at`.
 * `identify` gives the reply address and the link that are printed.
 */
export function composeFirstNotes(input: {
  catalogue: Catalogue;
  words: Words;
  request: RequestRow;
  cycle: { rules: Rules; reportDate: string };
  ledger: readonly LedgerEntry[];
  at: string;
  /** What `Words.findOpenItems` gave for the request. */
  items: OpenItem[];
  identify: (contact: Contact) => MailIdentity;
}): FirstNote[] {
  const { catalogue, words, request, cycle, ledger, at, items, identify } = input;
  const party = partyOf(catalogue, request.id);
  const rung = request.plan.rungs.find((one) => one.kind === 'request');
  if (!rung) return [];
  const { openedAt } = request.plan;
  const { zone, calendar: partyCalendar } = party;
  const { headquarters } = catalogue;
  const planInput = { ...cycle, openedAt, headquarters, partyCalendar, zone, ledger };
  const plan = planForNote({ ...planInput, plan: request.plan, noteAt: at });
  return contactsFor(party, rung.to).map((contact) => {
    const { replyAddress, link } = identify(contact);
    const tone = rung.tone ?? 'request';
    const post = words.ofRung({
      requestId: request.id,
      plan,
      contact,
      at,
      replyAddress,
      link,
      earlierNotes: [],
      tone,
      items,
    });
    const { language } = party;
    return {
      requestId: request.id,
      party: party.code,
      language,
      contact,
      form: mailKindFor(contact),
      plan,
      ...renderPost(post),
    };
  });
}
