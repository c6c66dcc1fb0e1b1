import type { DocumentStore } from '../adapters/documents/store.js';
import type { ReportedRequest, ReportMatter, ReportStore } from '../adapters/postgres/report-store.js';
import { explainDeadline } from '../domain/deadline.js';
import type { Catalogue } from '../domain/mandate.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { formatDate } from '../templates/dates.js';
import { renderReport } from '../templates/report.js';
import type { ReportWords, StateSection } from '../templates/report.js';
import { FailureType, permanent } from './failure.js';
import { obligationOf } from './party.js';

export interface ReportDeps {
  reports: ReportStore;
  documents: DocumentStore;
  catalogue: Catalogue;
}

export type ReportActivities = ReturnType<typeof createReportActivities>;

/** Compiles reports from the record and nothing else. */
export function createReportActivities({ reports, documents, catalogue }: ReportDeps) {
  const { headquarters, parties, resolutions } = catalogue;

  function wordsOf(matter: ReportMatter, at: string): ReportWords {
    const obligation = obligationOf(catalogue, matter.cycle.obligation);
    const resolution = resolutions.find((one) => one.id === obligation.resolution);
    const paragraph = resolution?.paragraphs.find((one) => one.number === obligation.paragraph);
    const states = matter.requests.map(sectionOf).sort((a, b) => (a.sortName < b.sortName ? -1 : 1));
    const reached = matter.requests.filter(
      ({ request }) =>
        request.clock_started_at !== null && request.stage !== 'notReached' && request.closed_as !== 'notReached',
    );
    const example = matter.requests[0]?.request.plan;
    const answering = states.filter((state) => state.answers.length > 0);
    return {
      title: `${obligation.title.en}, ${matter.cycle.year}`,
      symbol: resolution?.symbol ?? 'unknown',
      paragraph: obligation.paragraph,
      paragraphText: paragraph?.text.en ?? 'unknown',
      date: formatDate(dateIn(at, headquarters.zone), 'en'),
      isInterim: matter.cycle.closedAt === null,
      openedDate: formatDate(dateIn(matter.cycle.openedAt, headquarters.zone), 'en'),
      dueExplanation: example ? explainDeadline(example.due) : 'unknown',
      closingExplanation: example ? explainDeadline(example.close) : 'unknown',
      asked: states.length,
      reached: reached.length,
      answered: answering.length,
      inTime: answering.filter((state) => !state.isFirstLate).length,
      afterDue: answering.filter((state) => state.isFirstLate).length,
      states: answering,
      silent: states.filter((state) => state.answers.length === 0 && state.isReached),
      notReached: states.filter((state) => state.answers.length === 0 && !state.isReached),
      addenda: answering.filter((state) => state.answers.some((answer) => answer.isAfterClosing)),
    };
  }

  function sectionOf({ request, submissions }: ReportedRequest): StateSection {
    const party = parties.find((one) => one.code === request.party);
    const name = party?.name.en ?? request.party;
    const lastOfPart = new Map(submissions.map(({ submission }) => [submission.part, submission.version]));
    return {
      code: request.party,
      name,
      // The Bahamas stands under B.
      sortName: name.replace(/^The /, ''),
      isReached:
        request.clock_started_at !== null && request.stage !== 'notReached' && request.closed_as !== 'notReached',
      isFirstLate: submissions.length > 0 && submissions.every(({ submission }) => submission.is_late),
      answers: submissions.map(({ submission, files }) => ({
        part: submission.part,
        version: submission.version,
        isCurrent: lastOfPart.get(submission.part) === submission.version,
        isAfterClosing: submission.received_at > request.close_at,
        received: `${formatDate(dateIn(submission.received_at, headquarters.zone), 'en')}, ${hourIn(submission.received_at, headquarters.zone)} at headquarters`,
        // A report goes to every mission: it names the channel, never a person's address.
        sender: channelOf(submission.contact),
        language: request.language,
        text: submission.text.trim(),
        files: files.map(({ name: file, size, sha256 }) => ({ name: file, size, sha256 })),
      })),
    };
  }

  return {
    /** Compiles the report of a cycle as the record stands at `at`; a repeat for the same instant returns the first. */
    async compileReport({
      cycleId,
      at,
      because,
    }: {
      cycleId: string;
      at: string;
      because: string;
    }): Promise<{ reportId: number; sha256: string }> {
      const known = await reports.findReport(cycleId, at);
      if (known) return known;
      const matter = await reports.findMatter(cycleId, at);
      if (!matter) throw permanent(FailureType.CycleUnknown, `no cycle '${cycleId}' is on record`);
      const { sha256 } = await documents.put(Buffer.from(renderReport(wordsOf(matter, at)), 'utf8'));
      return reports.saveReport({ cycleId, sha256, compiledAt: at, because });
    },
  };
}

function channelOf(contact: string | null): string {
  const role = contact?.split('/')[1];
  if (role === 'mission') return 'the Permanent Mission';
  return role === 'capital' || role === 'alternate' ? 'the national focal point' : 'the Government';
}
