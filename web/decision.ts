import type { FastifyInstance, FastifyReply } from 'fastify';
import { DESK, actorWords } from '../domain/actor.js';
import type { Act } from '../domain/actor.js';
import { partyCodeOf } from '../domain/ids.js';
import { requestTaskId, stepKey } from '../domain/keys.js';
import { proposedDate } from '../domain/proposal.js';
import type { ProposalKind } from '../domain/proposal.js';
import { ASK_KINDS, SUBMISSION_KINDS } from '../domain/request-state.js';
import { createDecisions, isAskTask } from '../office/decisions/decision.js';
import type { Refusal } from '../office/decisions/decision.js';
import { createPublication } from '../office/decisions/publication.js';
import { createWithdrawal } from '../office/decisions/withdrawal.js';
import type { Task } from '../office/ports/tasks.js';
import { decisionOf } from './decision-words.js';
import type { Decision } from './decision-words.js';
import type { WebContext } from './deps.js';
import { notFound, PageFault } from './fault.js';
import { readingsOf } from './joint-reading.js';
import { requestLink } from './link.js';
import { instantOf } from './moment.js';
import { redirectWith } from './notice.js';
import { settleSoon } from './patience.js';
import { stepLink } from './rung.js';
import { successorForm } from './successor-form.js';

/** Tasks as cards, with their buttons. First notes that wait for release are one card. */
export async function decisionCards(context: WebContext, tasks: Task[], releaseLink: string): Promise<object[]> {
  const { catalogue, queries } = context;
  const { zone } = catalogue.headquarters;
  const ids = tasks.flatMap(({ kind, data }) =>
    (kind === 'message' || isAskTask(kind)) && typeof data.message === 'string' ? [data.message] : [],
  );
  const messages = await queries.findMessages(ids);
  const readings = await readingsOf(context, messages);
  const decisions = tasks.map((task) => decisionOf(task, messages, readings));
  const dates = new Map<string, string>();
  for (const decision of decisions) dates.set(decision.id, await askedUntil(context, decision));
  const forms = new Map<string, object | null>();
  for (const { id, successor } of decisions)
    if (successor !== null) forms.set(id, await successorForm(context, successor));
  const releases = decisions.filter((one) => one.kind === 'release');
  const others = decisions.filter((one) => one.kind !== 'release');
  const card = (decision: Decision, change: object = {}): object => ({
    id: decision.id,
    title: decision.title,
    meaning: decision.meaning,
    detail: decision.detail,
    quote: decision.quote,
    raised: instantOf(decision.raisedAt, zone),
    partyName: ofWhom(context, decision),
    partyLink: decision.requestId === null ? '' : requestLink(decision.requestId),
    mailLink: decision.receiptId === null ? '' : `/desk/mail/received/${decision.receiptId}`,
    releaseLink: '',
    wordsLink: decision.kind === 'approval' && decision.requestId ? stepLink(decision.requestId, decision.rung) : '',
    messageId: decision.messageId ?? '',
    evidence: decision.evidence,
    proposals: decision.proposals.map(({ kind, sentence, ask }) => ({
      words: PROPOSED[kind] + (ask === null ? '' : `: ${ask}`),
      sentence,
    })),
    asks: ASKS.map(([value, words]) => ({
      value,
      words,
      isChosen: decision.proposals.some(({ kind }) => kind === value),
    })),
    askedUntil: dates.get(decision.id) ?? '',
    successor: forms.get(decision.id) ?? null,
    canClose: !hasButtons(decision.kind),
    ...formOf(decision),
    ...change,
  });
  const [release] = releases;
  const grouped =
    release === undefined
      ? []
      : [
          card(release, {
            title:
              releases.length === 1
                ? '1 first note waits for your release'
                : `${releases.length} first notes wait for your release`,
            meaning:
              'Read each as it will leave. Nothing leaves, and no time runs for any state, until you release it.',
            partyName: '',
            partyLink: '',
            releaseLink,
            canClose: false,
          }),
        ];
  return [...grouped, ...others.map((decision) => card(decision))];
}

/** Whether a decision is taken by buttons of its own: it cannot be put away otherwise. */
function hasButtons(kind: Decision['kind']): boolean {
  return ['message', 'approval', 'successor'].includes(kind) || isAskTask(kind);
}

/** What a message can ask for, as the card offers it. */
const ASKS = [
  ['extensionRequested', 'a later date'],
  ['assistance', 'assistance'],
  ['justification', 'understanding: no answer comes'],
] as const;

const PROPOSED: Record<ProposalKind, string> = {
  extensionRequested: 'It seems to ask for a later date',
  nil: 'It seems to be a nil return',
  assistance: 'It seems to ask for assistance',
  notCompetent: 'It seems to say that somebody else is competent',
};

/** The day that a message names, or so many days after the due date as it asks for; '' where it asks for neither. */
async function askedUntil({ intake }: WebContext, { proposals, requestId }: Decision): Promise<string> {
  const later = proposals.find(({ kind }) => kind === 'extensionRequested');
  const found = later && requestId !== null ? await intake.findCase(requestId) : undefined;
  return later && found ? (proposedDate(later, found.dueDate) ?? '') : '';
}

/** What the form of a decision says on its two buttons; '' where it has none. */
const BUTTONS: Partial<Record<Decision['kind'], { grant: string; decline: string }>> = {
  approval: { grant: 'Let it leave', decline: 'Leave it out' },
  assistance: { grant: 'Assistance was given', decline: 'No assistance' },
  extensionRequested: { grant: 'Grant the date', decline: 'Decline' },
  justification: { grant: 'Accept the reason', decline: 'Do not accept' },
};

function formOf({ kind, until }: Decision): object {
  const buttons = BUTTONS[kind];
  return {
    grant: buttons?.grant ?? '',
    decline: buttons?.decline ?? '',
    isExtension: kind === 'extensionRequested',
    isReasonNeeded: kind !== 'approval',
    until,
  };
}

/** A duty of the Coordinator is called by what it is, everything else by the party. */
function ofWhom(context: WebContext, { kind, requestId, successor }: Decision): string {
  if (requestId === null) return successor === null ? '' : nameOf(context, successor.party);
  const obligation = context.catalogue.obligations.find(({ id }) => id === requestId.split('/')[0]);
  return kind === 'duty' && obligation ? obligation.title.en : nameOf(context, requestId);
}

function nameOf({ catalogue }: WebContext, requestId: string): string {
  const code = partyCodeOf(requestId);
  return catalogue.parties.find((party) => party.code === code)?.name.en ?? code;
}

type Form = Partial<Record<'task' | 'choice' | 'reason' | 'date' | 'authority' | 'ask' | 'kind', string>>;

/** The buttons of decisions. */
export function registerDecisions(site: FastifyInstance, context: WebContext): void {
  const { intake, delivery, clock, queries, log, commands } = context;
  const decisions = createDecisions({ intake, delivery, adjust: commands });
  const withdrawal = createWithdrawal({ intake, delivery });
  const publication = createPublication({ intake });
  const word = (): Act => ({ by: DESK, at: clock.now() });

  const answerWith = (reply: FastifyReply, back: string, refusal: Refusal): FastifyReply => {
    if (refusal === null) return redirectWith(reply, back, 'decided');
    if (refusal === 'gone') return redirectWith(reply, back, 'doneBefore');
    throw new PageFault(400, refusal.because, 'Nothing was changed. Go back: what you entered is still there.');
  };

  site.post('/desk/decisions', async (request, reply) => {
    const { task: id = '', choice = '', reason = '', date = '', authority = '' } = request.body as Form;
    const task = await intake.findTask(id);
    if (!task || task.requestId === null || (task.kind !== 'approval' && !isAskTask(task.kind)))
      throw notFound('decision');
    const back = requestLink(task.requestId);
    if (task.doneAt !== null) return redirectWith(reply, back, 'doneBefore');
    if (choice !== 'grant' && choice !== 'decline')
      throw new PageFault(400, 'This button is not known', 'Go back and try again.');
    const isGranted = choice === 'grant';
    const refusal =
      task.kind === 'approval'
        ? await decisions.approval(task, { isApproved: isGranted, reason, ...word() })
        : await decisions.ask(task, { isGranted, reason, until: date, authority, ...word() });
    return answerWith(reply, back, refusal);
  });

  site.post('/desk/messages/:id/ask', async (request, reply) => {
    const { id } = request.params as { id: string };
    const { ask, date = '' } = request.body as Form;
    const message = await intake.findMessage(id);
    const kind = ASK_KINDS.find((one) => one === ask);
    if (!message || !kind) throw notFound('message');
    return answerWith(reply, requestLink(message.requestId), await decisions.askOf(id, kind, date, word()));
  });

  site.post('/desk/requests/:obligation/:year/:party/judgement', async (request, reply) => {
    const { obligation, year, party } = request.params as { obligation: string; year: string; party: string };
    const requestId = `${obligation}/${year}/${party}`;
    if (!(await queries.findRequestFile(requestId))) throw notFound('request');
    const { choice } = request.body as Form;
    return answerWith(reply, requestLink(requestId), await decisions.judge(requestId, choice === 'part', word()));
  });

  site.post('/desk/requests/:obligation/:year/:party/answers/:id/withdraw', async (request, reply) => {
    const { id } = request.params as { id: string };
    const found = await intake.findSubmission(id);
    if (!found) throw notFound('answer');
    const { reason = '' } = request.body as { reason?: string };
    const refusal = await withdrawal.withdraw(id, { ...word(), because: reason.trim() });
    if (refusal !== null) throw new PageFault(400, refusal.because, 'Nothing was changed. Go back and write it.');
    return redirectWith(reply, requestLink(found.submission.requestId), 'takenAway');
  });

  site.post('/desk/requests/:obligation/:year/:party/answers/:id/use', async (request, reply) => {
    const { id } = request.params as { id: string };
    const found = await intake.findSubmission(id);
    if (!found) throw notFound('answer');
    const { reason = '', choice = '' } = request.body as Form;
    if (choice !== 'print' && choice !== 'withhold')
      throw new PageFault(400, 'This button is not known', 'Go back and try again.');
    const refusal = await publication.say(id, { isWithheld: choice === 'withhold', because: reason, ...word() });
    if (refusal !== null) throw new PageFault(400, refusal.because, 'Nothing was changed. Go back and write it.');
    return redirectWith(reply, requestLink(found.submission.requestId), 'useSaid');
  });

  site.post('/desk/messages/:id/accept', async (request, reply) => {
    const { id } = request.params as { id: string };
    const message = await intake.findMessage(id);
    if (!message) throw notFound('message');
    const back = requestLink(message.requestId);
    if (message.acceptedAs !== null) return redirectWith(reply, back, 'doneBefore');
    const kind = SUBMISSION_KINDS.find((one) => one === (request.body as Form | undefined)?.kind) ?? 'answer';
    const submission = await decisions.accept(id, kind, word());
    const isTold = await settleSoon(delivery.submission(submission, clock.now()), (fault) =>
      log.warn({ fault, submission }, 'the request could not be told of an accepted message yet; the sweep repeats it'),
    );
    return redirectWith(reply, back, isTold ? 'accepted' : 'acceptedLater');
  });

  site.post('/desk/messages/:id/dismiss', async (request, reply) => {
    const { id } = request.params as { id: string };
    const message = await intake.findMessage(id);
    if (!message) throw notFound('message');
    const back = requestLink(message.requestId);
    const task = await intake.findTask(requestTaskId(message.requestId, stepKey.message(id)));
    if (message.acceptedAs !== null || !task || task.doneAt !== null) return redirectWith(reply, back, 'doneBefore');
    await intake.closeTask(task.id, clock.now(), `${actorWords(DESK)}: it does not answer`);
    return redirectWith(reply, back, 'dismissed');
  });

  site.post('/desk/tasks/done', async (request, reply) => {
    const { task: id } = request.body as { task?: string };
    const task = await intake.findTask(id ?? '');
    // A note is released and a message judged by their own buttons.
    if (!task || task.kind === 'release' || hasButtons(task.kind)) throw notFound('decision');
    const back = task.requestId === null ? '/desk' : requestLink(task.requestId);
    if (task.doneAt !== null) return redirectWith(reply, back, 'doneBefore');
    await intake.closeTask(task.id, clock.now(), `${actorWords(DESK)}: dealt with`);
    return redirectWith(reply, back, 'done');
  });
}
