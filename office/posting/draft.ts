import { recipientsOf } from '../../domain/contact.js';
import type { ContactChange } from '../../domain/contact.js';
import type { LedgerEntry } from '../../domain/ledger.js';
import type { Catalogue, Contact, Language, PostTone, Rules } from '../../domain/mandate.js';
import { planForNote } from '../../domain/plan.js';
import type { Plan, PlannedRung } from '../../domain/request-state.js';
import type { OpenItem } from '../../templates/open-item.js';
import { renderPost } from '../../templates/post.js';
import type { RenderedMail } from '../../templates/rendered-mail.js';
import { partyOf } from '../party.js';
import type { RequestRecord } from '../ports/requests.js';
import type { MailIdentity } from './addressing.js';
import { mailKindFor } from './words.js';
import type { Words } from './words.js';

/** A note or letter as it would leave at `at`: nothing is claimed and nothing written. */
export interface DraftedNote extends RenderedMail {
  requestId: string;
  party: string;
  language: Language;
  contact: Contact;
  form: 'note' | 'letter';
  /** With the due date that a first note would fix. */
  plan: Plan;
}

interface DraftInput {
  catalogue: Catalogue;
  words: Words;
  request: RequestRecord;
  /** What became of the party's contacts. */
  changes: readonly ContactChange[];
  /** What `Words.findOpenItems` gave for the request. */
  openItems: OpenItem[];
  /** Business time at which it is supposed to leave. */
  at: string;
  /** The reply address and the link that are printed. */
  identify: (contact: Contact) => MailIdentity;
}

/** The first notes of one request, one per addressee, in the words and with the due date that they would have at `at`. */
export function composeFirstNotes(
  input: DraftInput & { cycle: { rules: Rules; reportDate: string }; ledger: readonly LedgerEntry[] },
): DraftedNote[] {
  const { catalogue, request, cycle, ledger, at } = input;
  const { zone, calendar: partyCalendar } = partyOf(catalogue, request.id);
  const rung = request.plan.rungs.find((one) => one.kind === 'request');
  if (!rung) return [];
  const { openedAt } = request.plan;
  const { headquarters } = catalogue;
  const planInput = { ...cycle, openedAt, headquarters, partyCalendar, zone, ledger };
  const plan = planForNote({ ...planInput, plan: request.plan, noteAt: at });
  return composeRung({ ...input, rung, plan, tone: rung.tone ?? 'request', earlierNotes: [] });
}

/** The mails of any rung, one per addressee. `earlierNotes` are the business times of the notes sent before, oldest first. */
export function composeRung(
  input: DraftInput & { rung: PlannedRung; plan: Plan; tone: PostTone; earlierNotes: string[] },
): DraftedNote[] {
  const { catalogue, words, request, changes, openItems, rung, plan, tone, earlierNotes, at, identify } = input;
  const party = partyOf(catalogue, request.id);
  return recipientsOf(party, changes, rung.to).map((contact) => {
    const { replyAddress, link } = identify(contact);
    const items = [{ requestId: request.id, plan, earlierNotes, tone, openItems }];
    const post = words.ofRungs({ contact, at, replyAddress, link, items });
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
