import type { FastifyInstance } from 'fastify';
import type { TaskRow } from '../adapters/postgres/desk-queries.js';
import { partyCodeOf } from '../domain/ids.js';
import type { WebContext } from './deps.js';
import type { Decision } from './decision-words.js';
import { decisionOf } from './decision-words.js';
import { notFound } from './fault.js';
import { requestLink } from './link.js';
import { instantOf } from './moment.js';
import { redirectWith } from './notice.js';
import { settleSoon } from './patience.js';

/** Who decided, as the record says it: the desk has one key and does not tell persons apart. */
export const DESK = 'the Coordinator’s desk';

/** Tasks as cards, with their buttons. First notes that wait for release are one card. */
export async function decisionCards(context: WebContext, tasks: TaskRow[], releaseLink: string): Promise<object[]> {
  const { catalogue, queries } = context;
  const { zone } = catalogue.headquarters;
  const ids = tasks.flatMap(({ kind, data }) =>
    kind === 'message' && typeof data.message === 'string' ? [data.message] : [],
  );
  const messages = await queries.findMessages(ids);
  const decisions = tasks.map((task) => decisionOf(task, messages));
  const releases = decisions.filter((one) => one.kind === 'release');
  const others = decisions.filter((one) => one.kind !== 'release');
  const card = (decision: Decision, change: object = {}): object => ({
    id: decision.id,
    title: decision.title,
    meaning: decision.meaning,
    detail: decision.detail,
    quote: decision.quote,
    raised: instantOf(decision.raisedAt, zone),
    partyName: decision.requestId === null ? '' : nameOf(context, decision.requestId),
    partyLink: decision.requestId === null ? '' : requestLink(decision.requestId),
    mailLink: decision.receiptId === null ? '' : `/desk/mail/received/${decision.receiptId}`,
    releaseLink: '',
    messageId: decision.messageId ?? '',
    canClose: decision.kind !== 'message',
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

function nameOf({ catalogue }: WebContext, requestId: string): string {
  const code = partyCodeOf(requestId);
  return catalogue.parties.find((party) => party.code === code)?.name.en ?? code;
}

/** The buttons of decisions. */
export function registerDecisions(site: FastifyInstance, context: WebContext): void {
  const { intake, delivery, clock, queries, log } = context;

  site.post('/desk/messages/:id/accept', async (request, reply) => {
    const { id } = request.params as { id: string };
    const message = await intake.findMessage(id);
    if (!message) throw notFound('message');
    const back = requestLink(message.request_id);
    if (message.accepted_as !== null) return redirectWith(reply, back, 'doneBefore');
    const submission = await intake.acceptMessage(id, `${id}-accepted`, clock.now(), DESK);
    const isTold = await settleSoon(delivery.submission(submission.id, clock.now()), (fault) =>
      log.warn(
        { fault, submission: submission.id },
        'the request could not be told of an accepted message yet; the sweep repeats it',
      ),
    );
    return redirectWith(reply, back, isTold ? 'accepted' : 'acceptedLater');
  });

  site.post('/desk/messages/:id/dismiss', async (request, reply) => {
    const { id } = request.params as { id: string };
    const message = await intake.findMessage(id);
    if (!message) throw notFound('message');
    const back = requestLink(message.request_id);
    const task = await queries.findTask(`${message.request_id}#message/${id}`);
    if (message.accepted_as !== null || !task || task.done_at !== null) return redirectWith(reply, back, 'doneBefore');
    await intake.closeTask(task.id, clock.now(), `${DESK}: it does not answer`);
    return redirectWith(reply, back, 'dismissed');
  });

  site.post('/desk/tasks/done', async (request, reply) => {
    const { task: id } = request.body as { task?: string };
    const task = await queries.findTask(id ?? '');
    // A note is released and a message judged by their own buttons.
    if (!task || task.kind === 'release' || task.kind === 'message') throw notFound('decision');
    const back = task.request_id === null ? '/desk' : requestLink(task.request_id);
    if (task.done_at !== null) return redirectWith(reply, back, 'doneBefore');
    await intake.closeTask(task.id, clock.now(), `${DESK}: dealt with`);
    return redirectWith(reply, back, 'done');
  });
}
