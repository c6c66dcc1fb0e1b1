import type { FastifyInstance } from 'fastify';
import { explainDeadline } from '../domain/deadline.js';
import { rungWords } from '../domain/log-words.js';
import type { PlannedRung } from '../domain/request-state.js';
import { toneOfPost } from '../domain/request/tone.js';
import type { CycleRecord } from '../office/ports/cycles.js';
import type { RequestFile } from '../office/ports/desk.js';
import { composeFirstNotes, composeRung } from '../office/posting/draft.js';
import type { DraftedNote } from '../office/posting/draft.js';
import type { WebContext } from './deps.js';
import { notFound } from './fault.js';
import { requestLink } from './link.js';
import { instantOf, withDayWords } from './moment.js';
import { sendPage, sendPaper } from './policy.js';

/** A step of the ladder that is still ahead, in its words: read before it leaves. */
export function registerRung(site: FastifyInstance, context: WebContext): void {
  const { queries, pages, catalogue } = context;

  async function open(params: unknown): Promise<{ file: RequestFile; rung: PlannedRung; notes: DraftedNote[] }> {
    const { obligation, year, party, rung: id } = params as Record<'obligation' | 'year' | 'party' | 'rung', string>;
    const file = await queries.findRequestFile(`${obligation}/${year}/${party}`);
    const rung = file?.request.plan.rungs.find((one) => one.id === id);
    if (!file || !rung || !isAhead(file, rung)) throw notFound('step that is still ahead');
    return { file, rung, notes: await draft(file, rung) };
  }

  /** As it would leave at its hour, or now where that has passed. */
  async function draft({ request, cycle }: RequestFile, rung: PlannedRung): Promise<DraftedNote[]> {
    const { words, addressing, ledger, contacts, clock } = context;
    const at = leavesAt(request.rungs[rung.id]?.sendAt ?? rung.sendAt, clock.now());
    const identify = (contact: DraftedNote['contact']): ReturnType<typeof addressing.identify> =>
      addressing.identify(`${request.id}/${rung.id}/${contact.role}`);
    const changes = await contacts.findChanges(request.party);
    const openItems = await words.findOpenItems(request.id);
    const common = { catalogue, words, request, changes, openItems, at, identify };
    if (rung.kind === 'request') {
      const subject = { requestId: request.id, party: request.party, obligation: cycle.obligation };
      return composeFirstNotes({ ...common, cycle: rulesOf(cycle), ledger: await ledger.findLedger(subject) });
    }
    const earlier = await queries.findNotesSent(request.id);
    const { plan, stage } = request;
    const tone = toneOfPost({ isPart: stage === 'answeredInPart', plan }, rung, at);
    // Before the note has left, the step is read with the day on which the note is to leave.
    const noteAt = plan.rungs.find(({ kind }) => kind === 'request')?.sendAt ?? plan.openedAt;
    const earlierNotes = earlier.length > 0 ? earlier.map((note) => note.datedAt) : [noteAt];
    return composeRung({ ...common, rung, plan, tone, earlierNotes });
  }

  site.get('/desk/requests/:obligation/:year/:party/steps/:rung', async (request, reply) => {
    const { file, rung, notes } = await open(request.params);
    const { zone } = catalogue.headquarters;
    const at = leavesAt(file.request.rungs[rung.id]?.sendAt ?? rung.sendAt, context.clock.now());
    const own = requestLink(file.request.id);
    const name = catalogue.parties.find(({ code }) => code === file.request.party)?.name.en ?? file.request.party;
    const title = rungWords(rung.id);
    const data = {
      title: title.charAt(0).toUpperCase() + title.slice(1),
      name,
      requestLink: own,
      when: instantOf(at, zone),
      because: withDayWords(explainDeadline(rung.date)),
      needsApproval: rung.approval === true,
      notes: notes.map(({ contact, form, subject, text, language }) => ({
        form: form === 'note' ? 'Note verbale' : 'Letter',
        toName: contact.name,
        toAddress: contact.address,
        subject,
        text,
        lang: language,
        htmlLink: `${stepLink(file.request.id, rung.id)}/${contact.role}`,
      })),
    };
    return sendPage(
      reply,
      pages.desk({ page: 'rung', title: `${data.title} · ${name}`, section: null, notice: null, data }),
    );
  });

  site.get('/desk/requests/:obligation/:year/:party/steps/:rung/:role', async (request, reply) => {
    const { notes } = await open(request.params);
    const { role } = request.params as { role: string };
    const note = notes.find(({ contact }) => contact.role === role);
    if (!note) throw notFound('addressee of this step');
    return sendPaper(reply, note.html);
  });
}

/** The page on which a step of a request is read before it leaves. */
export function stepLink(requestId: string, rung: string): string {
  return `${requestLink(requestId)}/steps/${encodeURIComponent(rung)}`;
}

/** Whether a step may still leave, and has words. */
export function isAhead({ request }: Pick<RequestFile, 'request'>, rung: PlannedRung): boolean {
  const status = request.rungs[rung.id]?.status;
  const isMailed = rung.to.some((role) => role !== 'coordinator');
  return request.stage !== 'closed' && isMailed && (status === 'pending' || status === 'decided');
}

function leavesAt(sendAt: string, now: string): string {
  return sendAt > now ? sendAt : now;
}

function rulesOf({ rules, reportDate }: CycleRecord): { rules: CycleRecord['rules']; reportDate: string } {
  return { rules, reportDate };
}
