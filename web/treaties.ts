import type { FastifyInstance } from 'fastify';
import { isIsoDate } from '../domain/iso-date.js';
import type { IsoDate, Party, Treaty } from '../domain/mandate.js';
import { membershipOn, statesOf } from '../domain/membership.js';
import { dateIn } from '../domain/plan.js';
import { inOrder } from '../domain/report.js';
import { countStandings, isAddressed, TREATY_STANDINGS, treatyStatusOn } from '../domain/treaty.js';
import type { TreatyStanding } from '../domain/treaty.js';
import { actWords, mannerWords, reasonWords, standingWords } from '../domain/treaty-words.js';
import type { WebContext } from './deps.js';
import { PageFault } from './fault.js';
import { dayOf, partialDayWords } from './moment.js';
import { sendPage } from './policy.js';

/** The colour of each standing: settled, under way, or nothing to tell. */
const TONES: Record<TreatyStanding, string> = {
  'in-force': 'done',
  ratified: 'open',
  acceded: 'open',
  signed: 'open',
  unknown: 'end',
};

/** Which state stands where with the treaties that operative paragraphs 1 and 2 name. */
export function registerTreaties(site: FastifyInstance, context: WebContext): void {
  const { catalogue, pages, clock } = context;

  site.get('/treaties', async (request, reply) => reply.redirect(`/desk/treaties${searchOf(request.url)}`, 302));

  site.get('/desk/treaties', async (request, reply) => {
    const { on: asked } = request.query as { on?: unknown };
    const today = dateIn(clock.now(), catalogue.headquarters.zone);
    const on = asked === undefined || asked === '' ? today : asked;
    if (typeof on !== 'string' || !isIsoDate(on)) throw noDay();
    const data = {
      on,
      day: dayOf(on),
      isToday: on === today,
      ...basisOf(context),
      treaties: catalogue.treaties.map((treaty) => describeTreaty(context, treaty, on)),
      states: inOrder(statesOf(catalogue).map((party) => ({ name: party.name.en, party }))).map(({ party }) =>
        describeState(catalogue.treaties, party, on),
      ),
    };
    return sendPage(
      reply,
      pages.desk({ page: 'treaties', title: 'Treaties', section: 'treaties', notice: null, data }),
    );
  });
}

function basisOf({ catalogue }: WebContext): object {
  const ids = [...new Set(catalogue.treaties.map((treaty) => treaty.resolution))];
  const symbols = ids.map((id) => catalogue.resolutions.find((one) => one.id === id)?.symbol ?? id);
  const paragraphs = [...new Set(catalogue.treaties.map((treaty) => treaty.paragraph))];
  return {
    basis: `Operative ${paragraphs.length === 1 ? 'paragraph' : 'paragraphs'} ${paragraphs.join(' and ')} of ${symbols.join(', ')}`,
  };
}

function describeTreaty({ catalogue }: WebContext, treaty: Treaty, on: IsoDate): object {
  const states = catalogue.parties.filter((party) => isAddressed(party, on));
  const counts = countStandings(states.map((party) => treatyStatusOn(treaty, party.code, on)));
  const dates = [
    treaty.adopted ? `adopted ${dayOf(treaty.adopted.date).words}` : 'day of adoption not on file',
    treaty.inForce ? `in force since ${dayOf(treaty.inForce.date).words}` : 'day of entry into force not on file',
  ];
  return {
    short: treaty.short,
    name: treaty.name.en,
    dates: dates.join(', '),
    source: treaty.adopted?.source ?? '',
    counts: [...TREATY_STANDINGS]
      .reverse()
      .filter((standing) => counts[standing] > 0)
      .map((standing) => `${counts[standing]} ${standingWords(standing)}`)
      .join(', '),
    of: states.length,
  };
}

function describeState(treaties: Treaty[], party: Party, on: IsoDate): object {
  return {
    code: party.code,
    name: party.name.en,
    remark: remarkOf(party, on),
    cells: treaties.map((treaty) => {
      const status = treatyStatusOn(treaty, party.code, on);
      return {
        treaty: treaty.short,
        tone: TONES[status.standing],
        standing: standingWords(status.standing),
        manner: mannerWords(status),
        because: reasonWords(status.because, partialDayWords),
        acts: status.acts.map((act) => ({ words: actWords(act, partialDayWords), source: act.source })),
      };
    }),
  };
}

/** What sets a state apart from the member states of that day. */
function remarkOf(party: Party, on: IsoDate): string {
  const status = membershipOn(party, on)?.status;
  if (status === 'member') return '';
  return status === 'disputed' ? 'membership disputed' : 'no member that day, not counted';
}

function searchOf(url: string): string {
  const at = url.indexOf('?');
  return at < 0 ? '' : url.slice(at);
}

function noDay(): PageFault {
  return new PageFault(400, 'That is no day of the calendar', 'Go back and give a day that exists, as yyyy-mm-dd.');
}
