import type { FastifyInstance } from 'fastify';
import { DESK } from '../domain/actor.js';
import { partsOfCycle, partyCodeOf } from '../domain/ids.js';
import { periodName } from '../domain/period.js';
import { createFiling, FILED_AS } from '../office/intake/filing.js';
import type { Receipt } from '../office/ports/receipts.js';
import type { WebContext } from './deps.js';
import { notFound, PageFault } from './fault.js';
import { redirectWith } from './notice.js';

/** A request that a mail is offered to be filed for. */
interface Offer {
  requestId: string;
  /** `Brazil: Annual report to the Permanent Council …, 2027`. */
  words: string;
  because: string;
  isFirst: boolean;
}

/** Files a received mail by one click, where no rule could file it without doubt, or where it was filed wrongly. */
export function registerFiling(site: FastifyInstance, context: WebContext): void {
  const { clock } = context;
  const filing = createFiling(context);

  site.post('/desk/mail/received/:id/file', async (request, reply) => {
    const { id } = request.params as { id: string };
    const {
      request: chosen = '',
      other = '',
      as,
      moves,
    } = request.body as Partial<Record<'request' | 'other' | 'as' | 'moves', string>>;
    if (!(await context.queries.findReceipt(id))) throw notFound('mail');
    const kind = FILED_AS.find((one) => one === as);
    if (!kind) throw new PageFault(400, 'This button is not known', 'Go back and try again.');
    // What was typed was meant: the offer that is marked beforehand was not chosen.
    const requestIds = [other.trim() === '' ? chosen : other];
    const refusal = await filing.file({
      receiptId: id,
      requestIds,
      as: kind,
      by: DESK,
      at: clock.now(),
      moves: moves === 'yes',
    });
    if (refusal !== null)
      throw new PageFault(400, refusal.because, 'Nothing was changed. Go back: what you entered is still there.');
    return redirectWith(reply, `/desk/mail/received/${id}`, 'filed');
  });
}

/** What a mail is offered to be filed for. What cannot be read is offered nowhere. */
export async function offersOf(context: WebContext, receipt: Receipt): Promise<Offer[]> {
  const { log } = context;
  try {
    const guesses = await createFiling(context).guess(receipt);
    return guesses.map(({ requestId, because }, index) => ({
      requestId,
      words: wordsOf(context, requestId),
      because: because.join('; '),
      isFirst: index === 0,
    }));
  } catch (fault) {
    log.warn({ fault, receipt: receipt.id }, 'no request could be guessed for a received mail');
    return [];
  }
}

function wordsOf({ catalogue }: WebContext, requestId: string): string {
  const { obligation, period } = partsOfCycle(requestId.slice(0, requestId.lastIndexOf('/')));
  const code = partyCodeOf(requestId);
  const party = catalogue.parties.find((one) => one.code === code)?.name.en ?? code;
  const title = catalogue.obligations.find(({ id }) => id === obligation)?.title.en ?? obligation;
  return `${party}: ${title}, ${periodName(period)}`;
}
