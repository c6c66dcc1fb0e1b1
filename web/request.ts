import type { FastifyInstance } from 'fastify';
import { isAwaited } from '../domain/answered.js';
import { contactBook } from '../domain/contact.js';
import { findContradictions } from '../domain/contradiction.js';
import { explainDeadline } from '../domain/deadline.js';
import type { FileFinding } from '../domain/file-check.js';
import { cycleOf, partsOfCycle } from '../domain/ids.js';
import { requestTaskId, stepKey } from '../domain/keys.js';
import { contactWords, logWords, rungWords } from '../domain/log-words.js';
import { isMember } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import type { RungProgress } from '../domain/request-state.js';
import { rungReasonWords } from '../domain/request/rung-reason.js';
import type { StoredReason } from '../domain/request/rung-reason.js';
import type { StandingFinding } from '../domain/standing.js';
import { LONGEST } from '../domain/text.js';
import { findClaims } from '../domain/treaty-claim.js';
import { actWords } from '../domain/treaty-words.js';
import { publicationOf } from '../office/decisions/publication.js';
import { withdrawalOf } from '../office/decisions/withdrawal.js';
import type { RequestFile } from '../office/ports/desk.js';
import type { FiledSubmission, Submission } from '../office/ports/submissions.js';
import { formatPartialDate } from '../templates/dates.js';
import { ENGLISH_VALUES, valueWords } from '../templates/questionnaire.js';
import { formatSize } from '../templates/size.js';
import { printable } from '../templates/typography.js';
import { ledgerLines } from './adjustment.js';
import { decisionCards } from './decision.js';
import type { WebContext } from './deps.js';
import { notFound } from './fault.js';
import { documentLink, releaseLink, requestLink } from './link.js';
import { receivedLine, sentLine } from './mail-line.js';
import { dayOf, distanceWords, instantOf, instantWords, withDayWords } from './moment.js';
import { readNotice } from './notice.js';
import { titleOf } from './overview.js';
import { sendPage } from './policy.js';
import { isAhead, stepLink } from './rung.js';
import { newest, shownText } from './shown-text.js';
import { stageOf } from './stage.js';

const LANGUAGES = { en: 'English', es: 'Spanish', pt: 'Portuguese', fr: 'French' } as const;

const PROGRESS: Record<RungProgress['status'], string> = {
  pending: 'Planned',
  decided: 'Decided',
  sending: 'Being sent',
  sent: 'Sent',
  skipped: 'Left out',
  failed: 'Failed',
};

/** One request: facts, plan, timeline, mails, answers, messages. */
export function registerRequest(site: FastifyInstance, context: WebContext): void {
  const { queries, pages } = context;

  site.get('/desk/requests/:obligation/:year/:party', async (request, reply) => {
    const { obligation, year, party } = request.params as { obligation: string; year: string; party: string };
    const file = await queries.findRequestFile(`${obligation}/${year}/${party}`);
    if (!file) throw notFound('request');
    const data = await describe(context, file);
    const title = `${data.name} · ${data.cycleTitle}`;
    return sendPage(
      reply,
      pages.desk({ page: 'request', title, section: null, notice: readNotice(request.query), data }),
    );
  });
}

async function describe(context: WebContext, file: RequestFile) {
  const { catalogue, clock, settings, addressing } = context;
  const { zone } = catalogue.headquarters;
  const { request, cycle, log, mailsOut, mailsIn, submissions, messages, tasks } = file;
  const party = catalogue.parties.find((one) => one.code === request.party);
  const now = clock.now();
  const today = dateIn(now, zone);
  const stage = stageOf(request, today);
  const at = (instant: string): string => instantWords(instant, zone);
  const open = tasks.filter((task) => task.doneAt === null);
  const answers = submissions.map(({ submission }) => submission.id);
  const standings = await context.standings.find(answers, { today, at: now });
  const linked = mailsOut.find((mail) => mail.rung === 'request') ?? mailsOut[0];
  const subject = { requestId: request.id, party: request.party, obligation: cycle.obligation };
  const entries = await context.ledger.findEntries(subject);
  const changes = party ? await context.contacts.findChanges(party.code) : [];
  const book = party ? contactBook(party, changes) : [];
  const linkedMail = linked && (await context.queries.findSentMail(linked.id));
  return {
    id: request.id,
    name: party?.name.en ?? request.party,
    cycleTitle: titleOf(context, cycle),
    cycleLink: `/desk?cycle=${encodeURIComponent(cycle.id)}`,
    stage: stage.words,
    tone: stage.tone,
    parkedBecause: request.parkedBecause ?? '',
    pausedBecause: request.stage === 'closed' ? '' : (request.pausedBecause ?? ''),
    datesLink: `${requestLink(request.id)}/dates`,
    canMove: isAwaited(request),
    judgement: judgementOf(request, submissions),
    asks: request.asks.map((ask) => ASK_WORDS[ask]).join(', '),
    ledger: ledgerLines(entries),
    today,
    formKey: String(entries.length),
    due: dayOf(request.dueDate),
    dueAt: at(request.dueAt),
    dueInCapital: party ? inCapital(at(request.dueAt), instantWords(request.dueAt, party.zone), party.capital) : '',
    distance: request.stage === 'closed' || request.answeredAt !== null ? '' : distanceWords(today, request.dueDate),
    dueBecause: withDayWords(explainDeadline(request.plan.due)),
    closeDay: dayOf(request.plan.close.date),
    closeBecause: withDayWords(explainDeadline(request.plan.close)),
    language: LANGUAGES[request.language],
    membership: party
      ? isMember(party, dateIn(cycle.openedAt, zone))
        ? KINDS_OF_PARTY[party.kind]
        : 'Membership disputed'
      : 'Not in the mandate files',
    clockStarted: request.clockStartedAt === null ? 'not yet: the first note has not left' : at(request.clockStartedAt),
    answered: request.answeredAt === null ? 'not yet' : at(request.answeredAt),
    hold: request.holdUntil === null || request.holdUntil < now ? '' : at(request.holdUntil),
    contacts: book.map(({ id, name, address, status, change }) => ({
      role: capital(contactWords(id)),
      name,
      address,
      status: status === 'inUse' ? '' : status === 'failed' ? 'takes no mail' : 'replaced',
      because: status === 'inUse' ? '' : (change?.reason ?? ''),
    })),
    answerLink: linkedMail ? addressing.identify(linkedMail.mail.stepKey).link : '',
    workflowId: request.workflowId,
    workflowLink: workflowLink(settings, request.workflowId),
    decisions: await decisionCards(context, open.slice(0, MOST.cards), releaseLink(cycle.id)),
    moreDecisions: Math.max(0, open.length - MOST.cards),
    rungs: request.plan.rungs.map((rung) => {
      const progress = request.rungs[rung.id];
      return {
        title: capital(rungWords(rung.id)),
        to: rung.to.map((role) => (role === 'coordinator' ? 'you' : contactWords(role))).join(', '),
        day: dayOf(rung.date.date),
        sendAt: at(progress?.sendAt ?? rung.sendAt),
        because: withDayWords(explainDeadline(rung.date)),
        status: statusWords(progress, rung.kind === 'close'),
        tone: progress?.status ?? 'pending',
        reason: reasonIn(progress?.reason ?? rung.dropped),
        wordsLink: isAhead(file, rung) ? stepLink(request.id, rung.id) : '',
      };
    }),
    timeline: newest(log, MOST.events)
      .shown.map((entry) => ({ when: instantOf(entry.at, zone), words: withDayWords(logWords(entry, at)) }))
      .reverse(),
    earlierEvents: newest(log, MOST.events).earlier,
    mailsOut: newest(mailsOut, MOST.mails).shown.map((mail) => ({
      ...sentLine(mail, zone),
      rung: capital(rungWords(mail.rung)),
    })),
    earlierMailsOut: newest(mailsOut, MOST.mails).earlier,
    mailsIn: newest(mailsIn, MOST.mails).shown.map((receipt) => receivedLine(receipt, zone)),
    earlierMailsIn: newest(mailsIn, MOST.mails).earlier,
    parts: groupParts(context, request.party, submissions, standings),
    isUnscanned: !context.files.isScanning && submissions.some(({ files }) => files.length > 0),
    earlierMessages: newest(messages, MOST.messages).earlier,
    messages: newest(messages, MOST.messages).shown.map((message) => {
      const task = tasks.find((one) => one.id === requestTaskId(request.id, stepKey.message(message.id)));
      return {
        id: message.id,
        sender: message.sender,
        received: instantOf(message.receivedAt, zone),
        text: shownText(message.text, message.receiptId === null ? LONGEST.typed : MOST.characters),
        mailLink: message.receiptId === null ? '' : `/desk/mail/received/${message.receiptId}`,
        isAccepted: message.acceptedAs !== null,
        asks: message.ask === null ? '' : ASK_WORDS[message.ask],
        isOpen: message.acceptedAs === null && task !== undefined && task.doneAt === null,
        judged: task?.doneBecause ?? '',
      };
    }),
  };
}

/** The page of a workflow in Temporal's Web UI; '' where no UI is known. */
export function workflowLink({ temporalUiUrl, namespace }: WebContext['settings'], workflowId: string): string {
  if (temporalUiUrl === '') return '';
  return `${temporalUiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows/${encodeURIComponent(workflowId)}`;
}

/** The same instant by the clock of a capital, which may be that of headquarters. */
function inCapital(here: string, there: string, capital: string): string {
  return here === there ? `the same in ${capital}` : `${there} in ${capital}`;
}

function statusWords(progress: RungProgress | undefined, isClose: boolean): string {
  if (isClose) return progress?.status === 'sent' ? 'Closed' : 'Planned';
  return PROGRESS[progress?.status ?? 'pending'];
}

const ASK_WORDS = {
  assistance: 'it asks for assistance',
  extensionRequested: 'it asks for a later date',
  justification: 'it says why no answer comes',
} as const;

/** The button that says whether what was received is all; null where there is nothing to judge. */
function judgementOf(request: RequestFile['request'], submissions: FiledSubmission[]): object | null {
  const counted = submissions.filter(({ submission }) => submission.withdrawnAt === null);
  if (request.stage === 'closed' || counted.length === 0) return null;
  const isPart = counted.every(({ submission }) => submission.kind === 'part');
  return { link: `${requestLink(request.id)}/judgement`, isPart, next: isPart ? 'complete' : 'part' };
}

/** What one page shows of each: a robot that writes all day must not make it one that no browser opens. */
const MOST = { cards: 50, events: 500, mails: 100, messages: 50, versions: 20, characters: 20_000 } as const;

const KINDS = { answer: '', nil: 'nil return', part: 'more will follow' } as const;

const KINDS_OF_PARTY = {
  'member-state': 'Member state',
  'permanent-observer': 'Permanent observer',
  organ: 'Organ of the inter-American system',
  organization: 'Organization',
  office: 'Office of the Organization',
} as const;

const VIA = {
  mail: 'by mail',
  web: 'on the web page',
  message: 'a message that you accepted',
  desk: 'filed by the desk',
} as const;

const STANDINGS = {
  official: { words: 'official', tone: 'done' },
  prepared: { words: 'prepared by the capital', tone: 'wait' },
  objected: { words: 'objected to', tone: 'alert' },
} as const;

function standingLine(finding: StandingFinding | undefined): Record<string, string> {
  if (finding === undefined) return { standing: '', standingTone: '', standingBecause: '' };
  const { words: standing, tone: standingTone } = STANDINGS[finding.standing];
  return { standing, standingTone, standingBecause: printable(finding.because) };
}

function groupParts(
  { catalogue }: WebContext,
  party: string,
  submissions: FiledSubmission[],
  standings: ReadonlyMap<string, StandingFinding>,
): object[] {
  const { zone } = catalogue.headquarters;
  const parts = [...new Set(submissions.map(({ submission }) => submission.part))];
  return parts.map((part) => {
    const versions = submissions.filter(({ submission }) => submission.part === part);
    return {
      part,
      sender: versions[0]?.submission.sender ?? '',
      earlierVersions: newest(versions, MOST.versions).earlier,
      versions: newest(versions, MOST.versions)
        .shown.map(({ submission, files }) => ({
          version: submission.version,
          received: instantOf(submission.receivedAt, zone),
          via:
            submission.forwardedBy === null
              ? VIA[submission.via]
              : `by mail, forwarded by ${printable(submission.forwardedBy)}`,
          isLate: submission.isLate,
          ...standingLine(submission.withdrawnAt === null ? standings.get(submission.id) : undefined),
          withdrawn: submission.withdrawnAt === null ? '' : printable(withdrawnWords(submission)),
          withdrawLink: `${requestLink(submission.requestId)}/answers/${submission.id}/withdraw`,
          kind: KINDS[submission.kind],
          use: useLine(catalogue, submission),
          isUndelivered: submission.deliveredAt === null,
          text: shownText(submission.text, submission.receiptId === null ? LONGEST.typed : MOST.characters),
          claims: [...claimsIn(catalogue, party, submission), ...claimsOnForm(catalogue, party, submission)],
          mailLink: submission.receiptId === null ? '' : `/desk/mail/received/${submission.receiptId}`,
          files: files.map((file) => fileLine(file)),
        }))
        .reverse(),
    };
  });
}

/** What a report will not print of an answer, and the button that says otherwise. */
function useLine({ obligations }: WebContext['catalogue'], submission: FiledSubmission['submission']): object {
  const { obligation: id } = partsOfCycle(cycleOf(submission.requestId));
  const form = obligations.find((one) => one.id === id) ?? { sections: [], form: [] };
  const { withheldBecause: because, sectionsWithheld: sections } = publicationOf(submission, form);
  return {
    link: `${requestLink(submission.requestId)}/answers/${submission.id}/use`,
    isWithheld: because !== null,
    because: printable(because ?? ''),
    sections: sections.join('; '),
    next: because === null ? 'withhold' : 'print',
  };
}

/** Where the words of an answer contradict what is on file of the treaties: the file stays, and a person asks. */
function claimsIn(
  { treaties, headquarters }: WebContext['catalogue'],
  party: string,
  { text, receivedAt: at }: FiledSubmission['submission'],
): object[] {
  const dateWords = (date: string): string => formatPartialDate(date, 'en');
  return findClaims(text, { treaties, party, date: dateIn(at, headquarters.zone) }).map(
    ({ treaty, sentence, onFile }) => ({
      treaty: treaties.find(({ id }) => id === treaty)?.short ?? treaty,
      sentence,
      onFile: actWords(onFile, dateWords),
    }),
  );
}

/** The same of what was answered on the form. */
function claimsOnForm(
  { treaties, obligations, headquarters }: WebContext['catalogue'],
  party: string,
  { answers, receivedAt: at }: FiledSubmission['submission'],
): object[] {
  if (answers === null) return [];
  const fields = obligations.flatMap(({ form }) => form);
  const dateWords = (date: string): string => formatPartialDate(date, 'en');
  return treaties.flatMap((treaty) =>
    findContradictions(treaty, party, answers, dateIn(at, headquarters.zone)).map(({ field: id, answered, onFile }) => {
      const field = fields.find((one) => one.id === id);
      const said = field === undefined ? answered : valueWords(field, answered, 'en', ENGLISH_VALUES);
      const sentence = `${field?.label.en ?? id}: ${said}.`;
      return { treaty: treaty.short, sentence, onFile: actWords(onFile, dateWords) };
    }),
  );
}

/** A file of a submission or a mail, with its download by hash. */
export function fileLine({
  name,
  size,
  sha256,
  finding,
}: {
  name: string;
  size: number;
  sha256: string;
  finding?: FileFinding;
}): Record<string, string> {
  const note = printable(finding?.because ?? '');
  return { name: printable(name), size: formatSize(size, 'en'), sha256, link: documentLink(sha256, name), note };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function reasonIn(reason: StoredReason | null): string {
  return reason === null ? '' : rungReasonWords(reason);
}

function withdrawnWords(submission: Submission): string {
  const { by, because } = withdrawalOf(submission);
  return `${by}: ${because}`;
}
