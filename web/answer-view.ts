import { partsOfCycle } from '../domain/ids.js';
import type { Catalogue, IsoDate, Language, Party } from '../domain/mandate.js';
import { officeOn } from '../domain/membership.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { citationOn } from '../domain/register.js';
import type { StandingFinding } from '../domain/standing.js';
import { LONGEST, shorten } from '../domain/text.js';
import type { AnswerFile } from '../office/ports/desk.js';
import type { RequestRecord } from '../office/ports/requests.js';
import type { FiledSubmission } from '../office/ports/submissions.js';
import { formatDate } from '../templates/dates.js';
import { momentWords as inWords } from '../templates/moment.js';
import { openItemWords } from '../templates/open-item.js';
import type { OpenItem } from '../templates/open-item.js';
import { periodData } from '../templates/period.js';
import { formatSize } from '../templates/size.js';
import { printable, typeset } from '../templates/typography.js';
import { wordingOf } from '../templates/wording.js';
import { phrase } from './answer-words.js';
import type { AnswerWords } from './answer-words.js';

/** One request on a party's page. */
export interface AskedView {
  id: string;
  /** 'the annual report for 2027', with its article. */
  report: string;
  title: string;
  information: string;
  basis: string;
  due: string;
  quote: string;
  isClosed: boolean;
  /** That the text has closed, and that what comes now is kept. */
  closing: string;
}

export interface SubmissionView {
  line: string;
  text: string;
  files: { name: string; size: string; sha256: string; link: string }[];
  /** Whether it is official, in a sentence; '' for an answer of which nothing is to be said. */
  standing: string;
  /** Where the mission says whether it is; '' for everybody else. */
  word: string;
}

/** What an answer of the capital is, and the day until which the mission may object. */
export type StandingOnPage = StandingFinding & { until: IsoDate };

export interface AnswerPage {
  heading: string;
  /** What the party is, as a heading: `State`. */
  kind: string;
  state: string;
  addressee: string;
  requests: AskedView[];
  isChoice: boolean;
  submissions: SubmissionView[];
}

export interface AnswerView {
  /** An instant as the two places read it: headquarters' hour, and the capital's where that is another city. */
  momentWords: (at: string, party: Party) => string;
  submissionView: (filed: FiledSubmission, party: Party, base: string, standing?: StandingOnPage) => SubmissionView;
  /** What the request asks about one by one, such as the recommendations that are open; no head and no lines where it lists nothing. */
  openItems: (items: readonly OpenItem[], party: Party) => { itemsHead: string; items: string[] };
  /** The facts of the page: who is asked what, until when, and what has been received. `base` is its address. */
  page: (file: AnswerFile, party: Party, base: string, standings?: ReadonlyMap<string, StandingOnPage>) => AnswerPage;
}

/** Makes what a party's page shows, in the party's language. */
export function createAnswerView(catalogue: Catalogue, words: Record<Language, AnswerWords>): AnswerView {
  const { headquarters } = catalogue;

  function momentWords(at: string, party: Party): string {
    const { language } = party;
    const date = dateIn(at, headquarters.zone);
    const { city } = officeOn(catalogue.offices, date);
    const moment = {
      date,
      time: hourIn(at, headquarters.zone),
      capital: { date: dateIn(at, party.zone), time: hourIn(at, party.zone) },
    };
    return inWords(moment, { language, city, capital: party.capitalName }, wordingOf(language));
  }

  function requestView(request: RequestRecord, party: Party, date: IsoDate): AskedView {
    const { language } = party;
    const { obligation: id, period } = partsOfCycle(request.cycleId);
    const obligation = catalogue.obligations.find((one) => one.id === id);
    if (!obligation) throw new Error(`${request.cycleId}: its obligation is not in the mandate files`);
    const basis = citationOn(catalogue, obligation, date, language);
    const wording = wordingOf(language);
    const { report, information } = wording.obligation(obligation.id, periodData(period, wording));
    const text = basis.text?.replace(/\s+/g, ' ').trim() ?? wording.unofficialText(obligation.id);
    const { facts } = words[language];
    return {
      id: request.id,
      report,
      title: typeset(obligation.title[language], language),
      information,
      basis: phrase(facts.basisValue, { paragraph: basis.paragraph, symbol: basis.symbol }),
      due: momentWords(request.dueAt, party),
      quote: wording.phrase(basis.text === null ? 'quoteUnofficial' : 'quoteOfficial', { text }),
      isClosed: request.stage === 'closed',
      closing: phrase(words[language].closed, { date: formatDate(request.plan.close.date, language) }),
    };
  }

  function standingWords({ standing, by, until }: StandingOnPage, language: Language): string {
    const { standing: w } = words[language];
    const day = { until: formatDate(until, language) };
    if (standing === 'objected') return w.objected;
    if (standing === 'prepared') return phrase(w.prepared, day);
    const because = by === 'confirmation' ? w.confirmedBy : by === 'answer' ? w.answeredBy : phrase(w.silentBy, day);
    return phrase(w.official, { because });
  }

  function submissionView(
    { submission, files }: FiledSubmission,
    party: Party,
    base: string,
    standing?: StandingOnPage,
  ): SubmissionView {
    const { language } = party;
    const { received } = words[language];
    const line = submission.part === 1 ? received.line : received.partLine;
    return {
      line: phrase(line, {
        version: submission.version,
        part: submission.part,
        moment: momentWords(submission.receivedAt, party),
        sender: submission.sender,
      }),
      text: shorten(submission.text.trim(), LONGEST.typed),
      files: files.map(({ name, size, sha256 }) => ({
        name: printable(name),
        size: formatSize(size, language),
        sha256,
        link: `${base}/files/${sha256}`,
      })),
      standing: standing === undefined ? '' : standingWords(standing, language),
      word: standing === undefined ? '' : `${base}/standing/${submission.id}`,
    };
  }

  return {
    momentWords,
    submissionView,

    openItems(items, { language }) {
      if (items.length === 0) return { itemsHead: '', items: [] };
      const { head, lines } = openItemWords(items, language, wordingOf(language));
      return { itemsHead: head, items: lines };
    },

    page(file, party, base, standings) {
      const { language } = party;
      // The page cites what the note cited that it was opened from.
      const noteDate = dateIn(file.mail.datedAt, headquarters.zone);
      const requests = file.requests.map((request) => requestView(request, party, noteDate));
      const [first] = requests;
      return {
        heading: phrase(words[language].heading, { report: first?.report ?? '' }),
        kind: kindWords(party, words[language]),
        state: typeset(party.name[language], language),
        addressee: file.mail.toName || file.mail.toAddress,
        requests,
        isChoice: requests.length > 1,
        submissions: file.submissions
          .map((filed) => submissionView(filed, party, base, standings?.get(filed.submission.id)))
          .reverse(),
      };
    },
  };
}

function kindWords({ kind }: Party, { facts }: AnswerWords): string {
  if (kind === 'member-state') return facts.state;
  return kind === 'permanent-observer' ? facts.observer : facts.organ;
}
