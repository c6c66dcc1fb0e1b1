import type { FastifyInstance } from 'fastify';
import { DESK } from '../domain/actor.js';
import { unusableIn } from '../domain/reserved-domain.js';
import { createSuccessorDecisions } from '../office/decisions/successor.js';
import type { SuccessorDecision } from '../office/decisions/successor.js';
import { printable } from '../templates/typography.js';
import type { WebContext } from './deps.js';
import { notFound, PageFault } from './fault.js';
import { requestLink } from './link.js';
import { redirectWith } from './notice.js';

type Form = Partial<Record<'task' | 'choice' | 'contact' | 'name' | 'address' | 'reason', string>>;

/** What becomes of a named successor, as the pages may ask for it. */
export function successorDecisionOf({
  intake,
  contacts,
  catalogue,
  commands,
  settings,
}: WebContext): SuccessorDecision {
  return createSuccessorDecisions({
    intake,
    contacts,
    catalogue,
    isReserved: unusableIn(settings),
    changeContact: (party, change) => commands.changeContact(party, change),
  });
}

/** The buttons of a named successor. */
export function registerSuccessors(site: FastifyInstance, context: WebContext): void {
  const { intake, clock } = context;
  const decide = successorDecisionOf(context);

  site.post('/desk/successors', async (request, reply) => {
    const { task: id = '', choice = '', contact = '', name = '', address = '', reason = '' } = request.body as Form;
    const task = await intake.findTask(id);
    if (task?.kind !== 'successor') throw notFound('decision');
    const back =
      task.requestId !== null
        ? requestLink(task.requestId)
        : task.receiptId !== null
          ? `/desk/mail/received/${task.receiptId}`
          : '/desk';
    if (task.doneAt !== null) return redirectWith(reply, back, 'doneBefore');
    if (choice !== 'accept' && choice !== 'refuse')
      throw new PageFault(400, 'This button is not known', 'Go back and try again.');
    const isAccepted = choice === 'accept';
    const word = { isAccepted, contact, name: printable(name), address, reason, by: DESK, at: clock.now() };
    const refusal = await decide(task, word);
    if (refusal === 'gone') return redirectWith(reply, back, 'doneBefore');
    if (refusal !== null)
      throw new PageFault(400, refusal.because, 'Nothing was changed. Go back: what you entered is still there.');
    return redirectWith(reply, back, isAccepted ? 'succeeded' : 'done');
  });
}
