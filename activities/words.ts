import type { Catalogue, Contact, Obligation, Party, PostTone } from '../domain/mandate.js';
import { missionOn, officeOn } from '../domain/membership.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { cycleOf, partsOfCycle } from '../domain/ids.js';
import type { Period } from '../domain/period.js';
import { citationOn } from '../domain/register.js';
import { followUpOf, headingIn, openFor } from '../domain/recommendation.js';
import type { Recommendation } from '../domain/recommendation.js';
import { knownReportDate } from '../domain/report-date.js';
import type { Plan } from '../domain/request-state.js';
import type { Moment } from '../templates/moment.js';
import type { OpenItem, PostWords, ReceiptKind, ReceivedFile, RequestKind, RequestWords } from '../templates/post.js';
import { obligationOf, partyOf } from './party.js';

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
  items?: OpenItem[];
}

/**
 * Writes the words of posts from the mandate files: which office, which name, which text of the paragraph. What is asked about a
 * state's open recommendations names them, as `findRecommendations` has them.
 */
export function createWords(
  catalogue: Catalogue,
  findRecommendations: () => Promise<Recommendation[]> = () => Promise.resolve([]),
) {
  const { headquarters, offices } = catalogue;

  function commonWords(input: WordsInput) {
    const { requestId, contact, at, replyAddress, link } = input;
    const party = partyOf(catalogue, requestId);
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
      requests: [requestWords(input, party)],
    };
  }

  function requestWords({ requestId, plan, at, earlierNotes, items = [] }: WordsInput, party: Party): RequestWords {
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
      items,
      due: moment(plan.dueAt, party),
      event: eventOf(obligation, period, plan),
      closing: moment(close?.decideAt ?? plan.dueAt, party),
      earlierNotes: earlierNotes.map((datedAt) => ({ date: dateIn(datedAt, headquarters.zone), number: null })),
    };
  }

  /** The day that the plan is counted from; as firm as the mandate files say, while it is still theirs. */
  function eventOf(obligation: Obligation, period: Period, plan: Plan): RequestWords['event'] {
    const date = plan.close.steps.flatMap((step) =>
      step.kind === 'counted' && step.from === 'report' ? step.fromDate : [],
    )[0];
    const known = knownReportDate(obligation, period);
    return { date: date ?? plan.close.date, isProvisional: known?.date === date && known?.status === 'provisional' };
  }

  function moment(at: string, party: Party): Moment {
    const { zone } = headquarters;
    return {
      date: dateIn(at, zone),
      time: hourIn(at, zone),
      capital: { date: dateIn(at, party.zone), time: hourIn(at, party.zone) },
    };
  }

  return {
    /** The recommendations that a request asks about: those that are open for its party; none for any other duty. */
    async findOpenItems(requestId: string): Promise<OpenItem[]> {
      const { obligation } = partsOfCycle(cycleOf(requestId));
      if (obligationOf(catalogue, obligation).register !== 'recommendations') return [];
      const { code, language } = partyOf(catalogue, requestId);
      return openFor(await findRecommendations(), code).map((one) => {
        const { status, date } = followUpOf(one, code);
        return { heading: headingIn(one, language), document: one.fields.document, status, date };
      });
    },

    /** A note verbale to a mission, a letter to anyone else. */
    ofRung(input: WordsInput & { tone: PostTone }): PostWords {
      const kind: RequestKind = `${formFor(input.contact)}-${input.tone}`;
      return { ...commonWords(input), kind, number: null };
    },

    ofReceipt(
      input: WordsInput & {
        about: 'submission' | 'message' | 'late';
        receivedAt: string;
        part: number;
        version: number;
        files: ReceivedFile[];
      },
    ): PostWords {
      const { about, receivedAt, part, version, files } = input;
      const form = mailKindFor(input.contact);
      const kinds: Record<typeof about, ReceiptKind> = {
        submission: `ack-${form}`,
        message: `ack-message-${form}`,
        late: `ack-late-${form}`,
      };
      const at = moment(receivedAt, partyOf(catalogue, input.requestId));
      return { ...commonWords(input), kind: kinds[about], receipt: { at, part, version, files } };
    },
  };
}

export type Words = ReturnType<typeof createWords>;

/** Notes verbales go to missions only; a secretariat and any other official are each written a letter of their own form. */
export function formFor({ role }: Pick<Contact, 'role'>): 'note' | 'letter' | 'organ' {
  return role === 'mission' ? 'note' : role === 'secretariat' ? 'organ' : 'letter';
}

/** What a mail is on record, and the form of a receipt: a note to a mission, a letter to anyone else. */
export function mailKindFor({ role }: Pick<Contact, 'role'>): 'note' | 'letter' {
  return role === 'mission' ? 'note' : 'letter';
}
