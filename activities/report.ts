import { cycleId as idOfCycle } from '../domain/ids.js';
import { LANGUAGES } from '../domain/mandate.js';
import type { Catalogue, IsoDate, Party, Role } from '../domain/mandate.js';
import { officeOn } from '../domain/membership.js';
import { periodName } from '../domain/period.js';
import { dateIn } from '../domain/plan.js';
import type { Form } from '../domain/publication.js';
import type { ReportCase, ReportReply } from '../domain/report.js';
import type { StandingFinding } from '../domain/standing.js';
import { publicationOf } from '../office/decisions/publication.js';
import { FailureType, permanent } from '../office/failure.js';
import { obligationOf } from '../office/party.js';
import type { DocumentStore } from '../office/ports/documents.js';
import type { ReportRecord, Reports } from '../office/ports/reports.js';
import { answersText, ENGLISH_VALUES } from '../templates/questionnaire.js';
import { renderReport } from '../templates/report.js';
import type { ReportWords } from '../templates/report.js';

export interface ReportDeps {
  reports: Reports;
  documents: DocumentStore;
  catalogue: Catalogue;
}

export interface CompiledReport {
  reportId: number;
  /** Of the HTML in the document store, in lower-case hex. */
  sha256: string;
}

/** The group of parties whose reports take in what the others say. */
const STATES = 'member-states';

export type ReportActivities = ReturnType<typeof createReportActivities>;

/** Reports: compiled from the record alone, kept by their hash. */
export function createReportActivities({ reports, documents, catalogue }: ReportDeps) {
  /** The record of what others were asked for the same paragraph and period: they have no document of their own before the Council. */
  async function findContributions({ cycle }: ReportRecord, at: string): Promise<ReportRecord[]> {
    const own = obligationOf(catalogue, cycle.obligation);
    if (!own.parties.includes(STATES)) return [];
    const others = catalogue.obligations.filter(
      ({ id, resolution, paragraph }) => id !== own.id && resolution === own.resolution && paragraph === own.paragraph,
    );
    const records = await Promise.all(
      others.map(({ id }) =>
        reports.findRecord(idOfCycle(id, cycle.period), at, dateIn(at, catalogue.headquarters.zone)),
      ),
    );
    return records.filter((record) => record !== null);
  }

  return {
    /**
     * Compiles the report of a cycle as of `at`, business time; while the cycle is open it says that it is an interim one.
     * A repeat for the same cycle and instant returns the first; null where the obligation has no report of its own. Fails for
     * good when the cycle is not on record.
     */
    async compileReport(input: { cycleId: string; at: string; because: string }): Promise<CompiledReport | null> {
      const { cycleId, at, because } = input;
      const known = await reports.findReport(cycleId, at);
      if (known) return { reportId: known.id, sha256: known.sha256 };
      const record = await reports.findRecord(cycleId, at, dateIn(at, catalogue.headquarters.zone));
      if (!record) throw permanent(FailureType.CycleUnknown, `no cycle '${cycleId}' is on record; open it first`);
      if (!obligationOf(catalogue, record.cycle.obligation).hasReport) return null;
      const html = renderReport(wordsOf(catalogue, record, at, await findContributions(record, at)));
      const { sha256 } = await documents.put(Buffer.from(html, 'utf8'));
      const filed = await reports.fileReport({ cycleId, sha256, at, because });
      return { reportId: filed.id, sha256: filed.sha256 };
    },
  };
}

function wordsOf(catalogue: Catalogue, record: ReportRecord, at: string, contributions: ReportRecord[]): ReportWords {
  const { cycle, requests, posts } = record;
  const { zone } = catalogue.headquarters;
  const obligation = obligationOf(catalogue, cycle.obligation);
  const office = officeOn(catalogue.offices, dateIn(at, zone));
  return {
    title: obligation.title.en,
    period: periodName(cycle.period),
    office: { unit: office.unit.en, city: office.city },
    zone,
    mandate: mandateOf(catalogue, obligation),
    at,
    openedAt: cycle.openedAt,
    closedAt: cycle.closedAt !== null && cycle.closedAt <= at ? cycle.closedAt : null,
    reportDate: cycle.reportDate,
    cases: requests.map((request) => caseOf(catalogue, record, request, obligation)),
    form: obligation.form,
    contributions: contributions.map((one) => ({
      title: obligationOf(catalogue, one.cycle.obligation).title.en,
      cases: one.requests.map((request) =>
        caseOf(catalogue, one, request, obligationOf(catalogue, one.cycle.obligation)),
      ),
    })),
    instruments: instrumentsOf(catalogue, obligation.resolution, earlierDate(dateIn(at, zone), cycle.reportDate)),
    posts,
  };
}

/** What the resolution of the report asks the member states to sign and ratify. */
function instrumentsOf({ treaties }: Catalogue, resolution: string, on: IsoDate): ReportWords['instruments'] {
  return { on, treaties: treaties.filter((treaty) => treaty.resolution === resolution) };
}

/** A report speaks of the day it is due, and before that day of its own: nobody knows what a state will sign. */
function earlierDate(a: IsoDate, b: IsoDate): IsoDate {
  return a < b ? a : b;
}

/** English is the report's own language; else the first official text on file. */
function mandateOf(
  { resolutions }: Catalogue,
  { resolution: id, paragraph: number }: { resolution: string; paragraph: number },
): ReportWords['mandate'] {
  const resolution = resolutions.find((one) => one.id === id);
  if (!resolution)
    throw permanent(FailureType.ObligationUnknown, `no resolution '${id}' in mandates/resolutions; put it on file`);
  const text = resolution.paragraphs.find((one) => one.number === number)?.text ?? {};
  const language = LANGUAGES.find((one) => text[one] !== undefined);
  return {
    paragraph: number,
    symbol: resolution.symbol,
    title: resolution.title,
    adoptedDate: resolution.adoptedDate,
    quote: language === undefined ? null : { language, text: text[language] ?? '' },
  };
}

function caseOf(
  { parties }: Catalogue,
  { submissions, messages, standings }: ReportRecord,
  request: ReportRecord['requests'][number],
  form: Form,
): ReportCase {
  const party = parties.find((one) => one.code === request.party);
  const own = submissions.filter(({ submission }) => submission.requestId === request.id);
  return {
    code: request.party,
    // A state that has left the files since is told by its code.
    name: party?.name.en ?? request.party,
    language: request.language,
    stage: request.stage,
    closedAs: request.closedAs,
    clockStartedAt: request.clockStartedAt,
    dueDate: request.dueDate,
    closeAt: request.closeAt,
    plan: request.plan,
    replies: own.map(({ submission, files }) => ({
      part: submission.part,
      version: submission.version,
      receivedAt: submission.receivedAt,
      via: submission.via,
      isLate: submission.isLate,
      kind: submission.kind,
      ...standingIn(standings.get(submission.id)),
      sender: roleOf(party, submission.sender),
      ...contentOf(submission, form),
      files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    })),
    messagesAt: messages.filter((message) => message.requestId === request.id).map((message) => message.receivedAt),
  };
}

/** What may be printed of an answer. Of the form that is its sections, with the questions in the language of the report, and without whoever has signed it. */
function contentOf(
  submission: ReportRecord['submissions'][number]['submission'],
  form: Form,
): Pick<ReportReply, 'text' | 'isWithheld' | 'sectionsWithheld' | 'answers'> {
  const { text, answers } = submission;
  const { withheldBecause, sectionsWithheld, answers: printed } = publicationOf(submission, form);
  if (withheldBecause !== null) return { text: '', isWithheld: true };
  if (answers === null) return { text };
  const asked = form.form.filter(({ restricts }) => restricts === undefined);
  const words = answersText({ sections: form.sections, form: asked }, printed, 'en', ENGLISH_VALUES);
  return { text: words, sectionsWithheld, answers: printed };
}

/** What is not official, with the reason; nothing for what is. */
function standingIn(finding: StandingFinding | undefined): { standing?: string } {
  return finding === undefined || finding.standing === 'official' ? {} : { standing: finding.because };
}

/** Who wrote, by the address; the address itself is not printed. */
function roleOf(party: Party | undefined, sender: string): Role | null {
  return party?.contacts.find((one) => one.address.toLowerCase() === sender.toLowerCase())?.role ?? null;
}
