import type { FastifyInstance } from 'fastify';
import { DESK } from '../domain/actor.js';
import { LANGUAGES } from '../domain/mandate.js';
import type { CycleRecord } from '../office/ports/cycles.js';
import type { RequestRecord } from '../office/ports/requests.js';
import { composeFirstNotes } from '../office/posting/draft.js';
import type { DraftedNote } from '../office/posting/draft.js';
import type { WebContext } from './deps.js';
import { notFound, PageFault } from './fault.js';
import { releaseLink, requestLink } from './link.js';
import { dayOf } from './moment.js';
import { readNotice, redirectWith } from './notice.js';
import { titleOf } from './overview.js';
import { sendPage, sendPaper } from './policy.js';

const LANGUAGE_NAMES = { en: 'English', es: 'Spanish', pt: 'Portuguese', fr: 'French' } as const;

/** First notes, read before any leaves. */
export function registerRelease(site: FastifyInstance, context: WebContext): void {
  const { cycles, queries, pages, commands } = context;

  async function cycleOf(params: unknown): Promise<CycleRecord> {
    const { obligation, year } = params as { obligation: string; year: string };
    const cycle = await cycles.findCycle(`${obligation}/${year}`);
    if (!cycle) throw notFound('cycle');
    return cycle;
  }

  site.get('/desk/release', async (_request, reply) => {
    const all = await cycles.findCycles();
    for (const cycle of all) {
      if ((await queries.findAwaitingRelease(cycle.id)).length > 0) return reply.redirect(releaseLink(cycle.id), 303);
    }
    return reply.redirect(all[0] ? releaseLink(all[0].id) : '/desk', 303);
  });

  site.get('/desk/cycles/:obligation/:year/release', async (request, reply) => {
    const cycle = await cycleOf(request.params);
    const waiting = await queries.findAwaitingRelease(cycle.id);
    const data = {
      title: titleOf(context, cycle),
      action: releaseLink(cycle.id),
      count: waiting.length,
      countWords: waiting.length === 1 ? '1 first note waits' : `${waiting.length} first notes wait`,
      groups: await groupsOf(context, cycle, waiting),
      coordinatorAddress: context.settings.coordinatorAddress,
    };
    return sendPage(
      reply,
      pages.desk({
        page: 'release',
        title: 'Release of first notes',
        section: 'release',
        notice: readNotice(request.query),
        data,
      }),
    );
  });

  site.get('/desk/cycles/:obligation/:year/release/:party/:role', async (request, reply) => {
    const cycle = await cycleOf(request.params);
    const { party, role } = request.params as { party: string; role: string };
    const waiting = await queries.findAwaitingRelease(cycle.id);
    const row = waiting.find((one) => one.party === party);
    const note = row && (await notesOf(context, cycle, row)).find(({ contact }) => contact.role === role);
    if (!note) throw notFound('note that waits for release');
    return sendPaper(reply, note.html);
  });

  site.post('/desk/cycles/:obligation/:year/release', async (request, reply) => {
    const cycle = await cycleOf(request.params);
    const { action, request: chosen } = request.body as { action?: string; request?: string | string[] };
    const waiting = new Set((await queries.findAwaitingRelease(cycle.id)).map((one) => one.id));
    const ids = [chosen ?? []].flat().filter((id) => waiting.has(id));
    const back = releaseLink(cycle.id);
    if (action !== 'release-all' && ids.length === 0) return redirectWith(reply, back, 'nothingChosen');
    switch (action) {
      case 'copy':
        return redirectWith(reply, back, 'copied', await commands.sendCopies(ids, DESK));
      case 'release':
        return redirectWith(reply, back, 'released', await commands.release(cycle.id, ids, DESK));
      case 'release-all':
        return redirectWith(reply, back, 'released', await commands.release(cycle.id, null, DESK));
      default:
        throw new PageFault(400, 'This button is not known', 'Go back and try again.');
    }
  });
}

/** As it would leave now, under the same addresses and words as the note itself. */
async function notesOf(
  { catalogue, words, addressing, clock, ledger, contacts }: WebContext,
  cycle: CycleRecord,
  request: RequestRecord,
): Promise<DraftedNote[]> {
  const rung = request.plan.rungs.find((one) => one.kind === 'request')?.id ?? 'request';
  return composeFirstNotes({
    catalogue,
    words,
    request,
    cycle: { rules: cycle.rules, reportDate: cycle.reportDate },
    ledger: await ledger.findLedger({ requestId: request.id, party: request.party, obligation: cycle.obligation }),
    at: clock.now(),
    changes: await contacts.findChanges(request.party),
    openItems: await words.findOpenItems(request.id),
    identify: (contact) => addressing.identify(`${request.id}/${rung}/${contact.role}`),
  });
}

async function groupsOf(context: WebContext, cycle: CycleRecord, waiting: RequestRecord[]): Promise<object[]> {
  const groups: object[] = [];
  for (const language of LANGUAGES) {
    const own = waiting.filter((one) => one.language === language);
    if (own.length === 0) continue;
    const states = await Promise.all(own.map((one) => describe(context, cycle, one)));
    groups.push({ language: LANGUAGE_NAMES[language], count: own.length, states });
  }
  return groups;
}

async function describe(context: WebContext, cycle: CycleRecord, request: RequestRecord): Promise<object> {
  const notes = await notesOf(context, cycle, request);
  return {
    id: request.id,
    code: request.party,
    name: context.catalogue.parties.find((one) => one.code === request.party)?.name.en ?? request.party,
    link: requestLink(request.id),
    due: dayOf(notes[0]?.plan.due.date ?? request.dueDate),
    notes: notes.map(({ contact, form, subject, text }) => ({
      form: form === 'note' ? 'Note verbale' : 'Letter',
      toName: contact.name,
      toAddress: contact.address,
      subject,
      text,
      lang: request.language,
      htmlLink: `${releaseLink(cycle.id)}/${encodeURIComponent(request.party)}/${contact.role}`,
    })),
  };
}
