import { cycleOf, partsOfCycle } from '../../domain/ids.js';
import type { Lack } from '../../domain/lack.js';
import type { Catalogue, Contact, IsoDate, Language, Obligation, Party, PostTone } from '../../domain/mandate.js';
import { missionOn, officeOn } from '../../domain/membership.js';
import type { Period } from '../../domain/period.js';
import { dateIn, hourIn } from '../../domain/plan.js';
import { followUpOf, headingIn, openFor } from '../../domain/recommendation.js';
import type { Recommendation } from '../../domain/recommendation.js';
import { citationOn } from '../../domain/register.js';
import { knownReportDate } from '../../domain/report-date.js';
import type { Plan } from '../../domain/request-state.js';
import type { Moment } from '../../templates/moment.js';
import type { OpenItem } from '../../templates/open-item.js';
import type { PostWords, ReceiptKind, ReceivedFile, RequestKind, RequestWords } from '../../templates/post-words.js';
import { obligationOf, partyOf } from '../party.js';

/** What the words of a post to one contact are made from. */
export interface WordsInput {
  requestId: string;
  plan: Plan;
  contact: Contact;
  /** Business time of the post. */
  at: string;
  replyAddress: string;
  link: string;
  /** Business times of the notes sent before, oldest first. */
  earlierNotes: string[];
  /** What `findOpenItems` gave for the request; absent for nothing. */
  openItems?: OpenItem[];
}

/** What a post says of one request, and in which wording. */
export interface RungInput extends Pick<WordsInput, 'requestId' | 'plan' | 'earlierNotes' | 'openItems'> {
  tone: PostTone;
}

export interface WordsDeps {
  catalogue: Catalogue;
  /** As they stand in the register. */
  findRecommendations: () => Promise<Recommendation[]>;
}

/**
 * Writes the words of posts from the mandate files: which office, which name, which text of the paragraph. What is asked about a
 * state's open recommendations names them, as `findRecommendations` has them.
 */
export interface Words {
  /** The recommendations that a request asks about: those that are open for its party; none for any other duty. */
  findOpenItems(requestId: string): Promise<OpenItem[]>;

  /** A note verbale to a mission, a letter to anyone else, on one matter or on all that are due; `items` is not empty. */
  ofRungs(input: Omit<WordsInput, 'requestId' | 'plan' | 'earlierNotes'> & { items: RungInput[] }): PostWords;

  /** The word to a successor, on all that is open; `items` is not empty. */
  ofHandover(input: Omit<WordsInput, 'requestId' | 'plan' | 'earlierNotes'> & { items: RungInput[] }): PostWords;

  ofReceipt(
    input: WordsInput & {
      about: 'submission' | 'message' | 'late';
      /** The other requests that the same message may be about. */
      others: Pick<WordsInput, 'requestId' | 'plan' | 'earlierNotes'>[];
      receivedAt: string;
      part: number;
      version: number;
      files: ReceivedFile[];
      /** What it should have brought and has not. */
      lacks: readonly Lack[];
      /** For a copy to the mission. */
      copy?: { sender: string; until: IsoDate };
    },
  ): PostWords;
}

export function createWords(deps: WordsDeps): Words {
  return {
    findOpenItems: (...args) => findOpenItems(deps, ...args),
    ofRungs: (...args) => ofRungs(deps, ...args),
    ofHandover: (...args) => ofHandover(deps, ...args),
    ofReceipt: (...args) => ofReceipt(deps, ...args),
  };
}

function commonWords(
  { catalogue }: WordsDeps,
  input: Omit<WordsInput, 'requestId' | 'plan' | 'earlierNotes'>,
  party: Party,
) {
  const { headquarters, offices } = catalogue;

  const { contact, at, replyAddress, link } = input;
  const date = dateIn(at, headquarters.zone);
  const office = officeOn(offices, date);
  const { language } = party;
  return {
    language,
    party: {
      kind: party.kind,
      name: party.name[language],
      capitalName: party.capitalName,
      mission: missionOn(party, date),
    },
    office: { unit: office.unit[language], reference: office.reference[language], city: office.city },
    addressee: contact.name,
    date,
    replyAddress,
    link,
  };
}

function requestWords(
  deps: WordsDeps,
  {
    requestId,
    plan,
    at,
    earlierNotes,
    openItems = [],
  }: Pick<WordsInput, 'requestId' | 'plan' | 'at' | 'earlierNotes' | 'openItems'>,
  party: Party,
): RequestWords {
  const { catalogue } = deps;
  const { headquarters } = catalogue;

  const { obligation: obligationId, period } = partsOfCycle(cycleOf(requestId));
  const obligation = obligationOf(catalogue, obligationId);
  const basis = citationOn(catalogue, obligation, dateIn(at, headquarters.zone), party.language);
  const close = plan.rungs.find((rung) => rung.kind === 'close');
  return {
    obligation: {
      id: obligation.id,
      paragraph: basis.paragraph,
      symbol: basis.symbol,
      title: obligation.title[party.language],
      officialText: basis.text,
    },
    period,
    items: openItems,
    due: moment(deps, plan.dueAt, party),
    dueProof: plan.due.steps,
    event: eventOf(deps, obligation, period, plan, party.language),
    closing: moment(deps, close?.decideAt ?? plan.dueAt, party),
    closingProof: plan.close.steps,
    earlierNotes: earlierNotes.map((datedAt) => ({ date: dateIn(datedAt, headquarters.zone), number: null })),
  };
}

/** The day that the plan is counted from; as firm as the mandate files say, while it is still theirs. */
function eventOf(
  { catalogue }: WordsDeps,
  obligation: Obligation,
  period: Period,
  plan: Plan,
  language: Language,
): RequestWords['event'] {
  const date = plan.close.steps.flatMap((step) =>
    step.kind === 'counted' && step.from === 'report' ? step.fromDate : [],
  )[0];
  const known = knownReportDate(obligation, period);
  const event = catalogue.events.find(({ id }) => id === obligation.reportDate.event);
  return {
    title: (event ?? obligation).title[language],
    date: date ?? plan.close.date,
    status: known?.date === date ? (known?.status ?? null) : null,
  };
}

function moment({ catalogue }: WordsDeps, at: string, party: Party): Moment {
  const { headquarters } = catalogue;

  const { zone } = headquarters;
  return {
    date: dateIn(at, zone),
    time: hourIn(at, zone),
    capital: { date: dateIn(at, party.zone), time: hourIn(at, party.zone) },
  };
}

async function findOpenItems({ catalogue, findRecommendations }: WordsDeps, requestId: string): Promise<OpenItem[]> {
  const { obligation } = partsOfCycle(cycleOf(requestId));
  if (!asksRecommendations(catalogue, obligation)) return [];
  const { code, language } = partyOf(catalogue, requestId);
  return openFor(await findRecommendations(), code).map((one) => {
    const { status, date } = followUpOf(one, code);
    return { heading: headingIn(one, language), document: one.fields.document, status, date };
  });
}

function ofRungs(
  deps: WordsDeps,
  input: Omit<WordsInput, 'requestId' | 'plan' | 'earlierNotes'> & { items: RungInput[] },
): PostWords {
  const { catalogue } = deps;
  const { items, contact, at } = input;
  const [first] = items;
  if (!first) throw new Error(`a post to ${contact.id} is about no request`);
  const party = partyOf(catalogue, first.requestId);
  const tone = items.length > 1 ? 'joint' : first.tone;
  const kind: RequestKind = `${formFor(contact)}-${tone}`;
  // By the nearest date, whichever request has claimed the post.
  const requests = [...items]
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1))
    .map((item) => ({ ...requestWords(deps, { ...item, at }, party), tone: item.tone }));
  return { ...commonWords(deps, input, party), requests, kind, number: null };
}

function ofHandover(
  deps: WordsDeps,
  input: Omit<WordsInput, 'requestId' | 'plan' | 'earlierNotes'> & { items: RungInput[] },
): PostWords {
  const { catalogue } = deps;
  const { items, contact, at } = input;
  const [first] = items;
  if (!first) throw new Error(`a handover to ${contact.id} is about no request`);
  const party = partyOf(catalogue, first.requestId);
  const kind: RequestKind = `${formFor(contact)}-handover`;
  const requests = items.map((item) => ({ ...requestWords(deps, { ...item, at }, party), tone: item.tone }));
  return { ...commonWords(deps, input, party), requests, kind, number: null };
}

function ofReceipt(
  deps: WordsDeps,
  input: WordsInput & {
    about: 'submission' | 'message' | 'late';
    /** The other requests that the same message may be about. */
    others: Pick<WordsInput, 'requestId' | 'plan' | 'earlierNotes'>[];
    receivedAt: string;
    part: number;
    version: number;
    files: ReceivedFile[];
    /** What it should have brought and has not. */
    lacks: readonly Lack[];
    /** For a copy to the mission. */
    copy?: { sender: string; until: IsoDate };
  },
): PostWords {
  const { catalogue } = deps;
  const { about, receivedAt, part, version, files, lacks, copy, others } = input;
  const form = mailKindFor(input.contact);
  const kinds: Record<typeof about, ReceiptKind> = {
    submission: `ack-${form}`,
    message: `ack-message-${form}`,
    late: `ack-late-${form}`,
  };
  const party = partyOf(catalogue, input.requestId);
  const at = moment(deps, receivedAt, party);
  const requests = [input, ...others].map((one) => requestWords(deps, { ...one, at: input.at }, party));
  const receipt = { at, part, version, files, lacks };
  if (copy !== undefined)
    return { ...commonWords(deps, input, party), requests, kind: 'ack-copy-note', receipt: { ...receipt, copy } };
  const kind = others.length > 0 ? (`ack-joint-${form}` as const) : kinds[about];
  return { ...commonWords(deps, input, party), requests, kind, receipt };
}

/** Whether a request of the obligation lists the open recommendations: its own, or those that its questionnaire asks for another. */
function asksRecommendations({ obligations }: Catalogue, id: string): boolean {
  return obligations.some(
    ({ id: own, register, askedWith }) =>
      register === 'recommendations' && (own === id || askedWith?.obligation === id),
  );
}

function sortKey({ plan, requestId }: RungInput): string {
  return `${plan.dueAt} ${requestId}`;
}

/** Notes verbales go to missions only; a secretariat and any other official are each written a letter of their own form. */
export function formFor({ role }: Pick<Contact, 'role'>): 'note' | 'letter' | 'organ' {
  return role === 'mission' ? 'note' : role === 'secretariat' ? 'organ' : 'letter';
}

/** What a mail is on record, and the form of a receipt: a note to a mission, a letter to anyone else. */
export function mailKindFor({ role }: Pick<Contact, 'role'>): 'note' | 'letter' {
  return role === 'mission' ? 'note' : 'letter';
}
