import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { DESK, actorWords } from '../domain/actor.js';
import { scopeWords } from '../domain/adjustment.js';
import type { Adjustment } from '../domain/adjustment.js';
import { dateIn } from '../domain/plan.js';
import type { RecordedEntry } from '../office/ports/ledger.js';
import type { WebContext } from './deps.js';
import { notFound, PageFault } from './fault.js';
import { requestLink } from './link.js';
import { dayOf } from './moment.js';
import { redirectWith } from './notice.js';
import type { Notice } from './notice.js';

type Form = Partial<Record<'action' | 'date' | 'authority' | 'reason' | 'pause' | 'key', string>>;

/** The buttons that move the dates of one request: extend, stop the clock, go on. */
export function registerAdjustments(site: FastifyInstance, context: WebContext): void {
  const { queries, commands, clock, catalogue } = context;

  site.post('/desk/requests/:obligation/:year/:party/dates', async (request, reply) => {
    const { obligation, year, party } = request.params as { obligation: string; year: string; party: string };
    const requestId = `${obligation}/${year}/${party}`;
    if (!(await queries.findRequestFile(requestId))) throw notFound('request');
    const form = (request.body ?? {}) as Form;
    const today = dateIn(clock.now(), catalogue.headquarters.zone);
    const { adjustment, notice } = adjustmentOf(requestId, form, today);
    const refusal = await commands.findRefusal(adjustment);
    if (refusal !== null)
      throw new PageFault(400, refusal, 'Nothing was changed. Go back: what you entered is still there.');
    await commands.adjust(adjustment);
    return redirectWith(reply, requestLink(requestId), notice);
  });
}

/** The same form, sent twice, is one decision: its id is made from what it says and from the page that showed it. */
function adjustmentOf(requestId: string, form: Form, today: string): { adjustment: Adjustment; notice: Notice } {
  const { action = '', date = '', authority = '', reason = '', pause = '', key = '' } = form;
  const words = JSON.stringify([requestId, action, date, authority, reason, pause, key]);
  const id = `${requestId}/${createHash('sha256').update(words).digest('hex').slice(0, 12)}`;
  const common = { id, authority: authority.trim(), reason: reason.trim(), by: actorWords(DESK) };
  const day = date.trim() === '' ? today : date.trim();
  switch (action) {
    case 'extend':
      return { adjustment: { kind: 'extension', ...common, requestId, dueDate: date.trim() }, notice: 'extended' };
    case 'stop':
      return {
        adjustment: { kind: 'pause', ...common, scope: `request/${requestId}`, fromDate: day, untilDate: null },
        notice: 'stopped',
      };
    case 'go-on':
      return { adjustment: { kind: 'resume', ...common, pauseId: pause, onDate: day }, notice: 'goesOn' };
    default:
      throw new PageFault(400, 'This button is not known', 'Go back and try again.');
  }
}

/** What persons did to the time of a request, the oldest first, for its page. */
export function ledgerLines(entries: RecordedEntry[]): object[] {
  return entries.map(({ entry, scope, by, endedBecause }) => ({
    id: entry.id,
    title:
      entry.kind === 'extension'
        ? `Extended to ${dayOf(entry.dueDate).words}`
        : `The clock stood still from ${dayOf(entry.fromDate).words}${entry.untilDate === null ? ', and stands still' : ` until ${dayOf(entry.untilDate).words}`}`,
    scope: entry.kind === 'pause' ? `For ${scopeWords(scope)}` : '',
    authority: entry.authority,
    reason: entry.reason,
    by,
    ended: endedBecause ?? '',
    isOpen: entry.kind === 'pause' && entry.untilDate === null,
  }));
}
