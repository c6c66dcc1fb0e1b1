import type { FastifyInstance } from 'fastify';
import { createHash } from 'node:crypto';
import { absenceOn, refusalOfAbsence } from '../domain/absence.js';
import { DESK, actorWords } from '../domain/actor.js';
import { dateIn } from '../domain/plan.js';
import { unusableIn } from '../domain/reserved-domain.js';
import type { WebContext } from './deps.js';
import { PageFault } from './fault.js';
import { dayOf } from './moment.js';
import { readNotice, redirectWith } from './notice.js';
import { sendPage } from './policy.js';

type Form = Partial<Record<'from' | 'until' | 'name' | 'address' | 'authority' | 'reason', string>>;

/** When the Coordinator is away, and who decides meanwhile. */
export function registerAbsences(site: FastifyInstance, context: WebContext): void {
  const { absences, pages, clock, catalogue, settings } = context;
  const today = (): string => dateIn(clock.now(), catalogue.headquarters.zone);

  site.get('/desk/absence', async (request, reply) => {
    const known = await absences.findAbsences();
    const now = absenceOn(known, today());
    const lines = known.map(({ id, fromDate, untilDate, plannedDate, deputy, authority, reason, by }) => ({
      isNow: id === now?.id,
      planned: plannedDate === undefined ? null : dayOf(plannedDate),
      from: dayOf(fromDate),
      until: dayOf(untilDate),
      name: deputy.name,
      address: deputy.address,
      authority,
      reason,
      by,
    }));
    const data = { absences: lines.reverse(), today: today() };
    const notice = readNotice(request.query);
    return sendPage(reply, pages.desk({ page: 'absence', title: 'Absence', section: 'absence', notice, data }));
  });

  site.post('/desk/absence/back', async (_request, reply) => {
    const now = absenceOn(await absences.findAbsences(), today());
    if (now === null)
      throw new PageFault(400, 'No absence holds today', 'Nothing was changed: the list says which are on record.');
    await absences.comeBack(now.id, today(), actorWords(DESK));
    return redirectWith(reply, '/desk/absence', 'back');
  });

  site.post('/desk/absence', async (request, reply) => {
    const { from = '', until = '', name = '', address = '', authority = '', reason = '' } = request.body as Form;
    const said = [from, until, name, address, authority, reason].map((text) => text.trim());
    const [fromDate = '', untilDate = ''] = said;
    const absence = {
      // The same form, sent twice, is one absence.
      id: `absence/${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 12)}`,
      fromDate,
      untilDate,
      deputy: { name: name.trim(), address: address.trim() },
      authority: authority.trim(),
      reason: reason.trim(),
      by: actorWords(DESK),
    };
    const refusal = refusalOfAbsence(absence, {
      known: await absences.findAbsences(),
      today: today(),
      isReserved: unusableIn(settings),
    });
    if (refusal !== null)
      throw new PageFault(400, refusal, 'Nothing was changed. Go back: what you entered is still there.');
    await absences.record(absence, clock.now());
    return redirectWith(reply, '/desk/absence', 'absent');
  });
}
