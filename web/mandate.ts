import type { FastifyInstance } from 'fastify';
import { isIsoDate } from '../domain/iso-date.js';
import { dutyWords, paragraphWords, statusWords, successionWords } from '../domain/mandate-words.js';
import type { CitedResolution, IsoDate, ParagraphStatusWord, Resolution, Succession } from '../domain/mandate.js';
import { periodName } from '../domain/period.js';
import { dateIn } from '../domain/plan.js';
import { entryOn } from '../domain/register.js';
import type { RegisterEntry } from '../domain/register.js';
import type { CycleRecord } from '../office/ports/cycles.js';
import type { WebContext } from './deps.js';
import { cycleLink } from './link.js';
import { dayOf } from './moment.js';
import type { Moment } from './moment.js';
import { sendPage } from './policy.js';

/** The colour of a status; `style.css` has these tones for stages. */
const TONE: Record<ParagraphStatusWord, string> = {
  open: 'wait',
  'under-way': 'open',
  done: 'done',
  renewed: 'open',
  superseded: 'end',
  lapsed: 'end',
};

/** The register of mandates: each resolution paragraph by paragraph, how it stands on a day, and what carries it. */
export function registerMandates(site: FastifyInstance, context: WebContext): void {
  const { catalogue, cycles, pages, clock } = context;

  site.get('/mandates', async (_request, reply) => reply.redirect('/desk/mandates', 303));

  site.get('/desk/mandates', async (request, reply) => {
    const today = dateIn(clock.now(), catalogue.headquarters.zone);
    const { on } = request.query as { on?: unknown };
    const isAsked = typeof on === 'string' && on !== '';
    const date = isAsked && isIsoDate(on) ? on : today;
    const opened = await cycles.findCycles();
    const data = {
      day: dayOf(date),
      isToday: date === today,
      isNoDate: isAsked && !isIsoDate(on),
      resolutions: catalogue.resolutions.map((resolution) => describeResolution(context, resolution, date, opened)),
      cited: catalogue.cited.map(describeCited),
      successions: catalogue.successions
        .filter((succession) => succession.date <= date)
        .map((succession) => ({
          day: dayOf(succession.date),
          ...describeSuccession(context, succession),
        })),
    };
    return sendPage(
      reply,
      pages.desk({ page: 'mandates', title: 'Mandates', section: 'mandates', notice: null, data }),
    );
  });
}

function describeResolution(context: WebContext, resolution: Resolution, date: IsoDate, opened: CycleRecord[]): object {
  const { id, symbol, title, adoptedDate, paragraphs, source } = resolution;
  return {
    id,
    symbol,
    title,
    adopted: dayOf(adoptedDate),
    source,
    paragraphs: paragraphs.flatMap(({ number }) => {
      const entry = entryOn(context.catalogue, { resolution: id, paragraph: number }, date);
      return entry ? [describeEntry(context, entry, opened)] : [];
    }),
  };
}

function describeEntry({ catalogue }: WebContext, entry: RegisterEntry, opened: CycleRecord[]): object {
  const { ref, paragraph, status, successions, predecessors, obligations } = entry;
  return {
    anchor: `${ref.resolution}-${paragraph.number}`,
    number: paragraph.number,
    kinds: paragraph.kinds.join(', '),
    addressee: paragraph.addressee,
    duty: dutyWords(paragraph.duty),
    texts: Object.entries(paragraph.text).map(([language, text]) => ({ language, text })),
    status: status ? statusWords(status.status) : 'not adopted yet',
    tone: status ? TONE[status.status] : 'end',
    since: status ? dayOf(status.from) : null,
    reason: status?.reason ?? '',
    document: status?.document ?? '',
    source: status?.source ?? '',
    passed: [
      ...successions.map((one) => ({
        day: dayOf(one.date),
        words: capital(successionWords(catalogue, one, ref)),
        evidence: one.document ?? one.source,
      })),
      ...predecessors.map((one) => ({
        day: dayOf(one.date),
        words: `Succeeds ${one.from.map((from) => paragraphWords(catalogue, from)).join(', ')}`,
        evidence: one.document ?? one.source,
      })),
    ],
    obligations: obligations.map(({ id, title }) => ({
      id,
      title: title.en,
      cycles: opened
        .filter((cycle) => cycle.obligation === id)
        .map((cycle) => ({
          title: periodName(cycle.period),
          link: cycleLink(cycle.id),
          state: cycle.closedAt === null ? 'open' : 'closed',
        })),
    })),
    history: paragraph.statuses.map((one) => ({
      from: dayOf(one.from),
      status: statusWords(one.status),
      reason: one.reason,
      evidence: one.document ?? one.source,
    })),
    hasHistory: paragraph.statuses.length > 1,
  };
}

function describeCited({ symbol, title, adoptedDate, source }: CitedResolution): object {
  const adopted: Moment | null = adoptedDate === 'unknown' ? null : dayOf(adoptedDate);
  return { symbol, title: title ?? '', adopted, source };
}

function describeSuccession(
  { catalogue }: WebContext,
  succession: Succession,
): { words: string; reason: string; evidence: string } {
  const [first] = succession.from;
  return {
    words: first
      ? `${capital(paragraphWords(catalogue, first))} was ${successionWords(catalogue, succession, first)}.`
      : '',
    reason: succession.reason,
    evidence: succession.document ?? succession.source,
  };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
