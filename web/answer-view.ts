import type { AnswerFile, FiledSubmission } from '../adapters/postgres/desk-queries.js';
import type { RequestRow } from '../adapters/postgres/outbox-store.js';
import { partsOfCycle } from '../domain/ids.js';
import type { Catalogue, IsoDate, Language, Party } from '../domain/mandate.js';
import { officeOn } from '../domain/membership.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { citationOn } from '../domain/register.js';
import { formatDate } from '../templates/dates.js';
import { momentWords as inWords } from '../templates/moment.js';
import { periodData } from '../templates/period.js';
import { formatSize } from '../templates/size.js';
import { printable, typeset } from '../templates/typography.js';
import { wordingOf } from '../templates/wording.js';
import type { AnswerWords } from './answer-words.js';
import { phrase } from './answer-words.js';

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
}

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
  submissionView: (filed: FiledSubmission, party: Party, base: string) => SubmissionView;
  /** The facts of the page: who is asked what, until when, and what has been received. `base` is its address. */
  page: (file: AnswerFile, party: Party, base: string) => AnswerPage;
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

  function requestView(request: RequestRow, party: Party, date: IsoDate): AskedView {
    const { language } = party;
    const { obligation: id, period } = partsOfCycle(request.cycle_id);
    const obligation = catalogue.obligations.find((one) => one.id === id);
    if (!obligation) throw new Error(`${request.cycle_id}: its obligation is not in the mandate files`);
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
      due: momentWords(request.due_at, party),
      quote: wording.phrase(basis.text === null ? 'quoteUnofficial' : 'quoteOfficial', { text }),
      isClosed: request.stage === 'closed',
      closing: phrase(words[language].closed, { date: formatDate(request.plan.close.date, language) }),
    };
  }

  function submissionView({ submission, files }: FiledSubmission, party: Party, base: string): SubmissionView {
    const { language } = party;
    const { received } = words[language];
    const line = submission.part === 1 ? received.line : received.partLine;
    return {
      line: phrase(line, {
        version: submission.version,
        part: submission.part,
        moment: momentWords(submission.received_at, party),
        sender: submission.sender,
      }),
      text: submission.text.trim(),
      files: files.map(({ name, size, sha256 }) => ({
        name: printable(name),
        size: formatSize(size, language),
        sha256,
        link: `${base}/files/${sha256}`,
      })),
    };
  }

  return {
    momentWords,
    submissionView,

    page(file: AnswerFile, party: Party, base: string) {
      const { language } = party;
      // The page cites what the note cited that it was opened from.
      const noteDate = dateIn(file.mail.dated_at, headquarters.zone);
      const requests = file.requests.map((request) => requestView(request, party, noteDate));
      const [first] = requests;
      return {
        heading: phrase(words[language].heading, { report: first?.report ?? '' }),
        kind: kindWords(party, words[language]),
        state: typeset(party.name[language], language),
        addressee: file.mail.to_name || file.mail.to_address,
        requests,
        isChoice: requests.length > 1,
        submissions: file.submissions.map((submission) => submissionView(submission, party, base)).reverse(),
      };
    },
  };
}

function kindWords({ kind }: Party, { facts }: AnswerWords): string {
  if (kind === 'member-state') return facts.state;
  return kind === 'permanent-observer' ? facts.observer : facts.organ;
}
