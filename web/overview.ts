import type { FastifyInstance } from 'fastify';
import { isAnswered, isAnsweredInPart } from '../domain/answered.js';
import { principalCycle } from '../domain/cycle.js';
import { logWords, rungWords } from '../domain/log-words.js';
import { periodName } from '../domain/period.js';
import { dateIn } from '../domain/plan.js';
import { citationOn } from '../domain/register.js';
import { findRegisterTasks } from '../office/decisions/register.js';
import type { CycleRecord } from '../office/ports/cycles.js';
import type { RequestLine } from '../office/ports/desk.js';
import type { LogRecord } from '../office/ports/requests.js';
import type { Task } from '../office/ports/tasks.js';
import { decisionCards } from './decision.js';
import type { WebContext } from './deps.js';
import { notFound } from './fault.js';
import { releaseLink, requestLink } from './link.js';
import { dayOf, dayWords, distanceWords, instantOf, instantWords, withDayWords } from './moment.js';
import { readNotice } from './notice.js';
import { sendPage } from './policy.js';
import { stageOf } from './stage.js';

/** How far a cycle is, state by state, and what waits for a decision. */
export function registerOverview(site: FastifyInstance, context: WebContext): void {
  const { cycles, queries, pages } = context;

  site.get('/desk', async (request, reply) => {
    const all = await cycles.findCycles();
    const { cycle: asked, decisions } = request.query as { cycle?: string; decisions?: string };
    const cycle =
      asked === undefined ? principalCycle(all, context.catalogue.obligations) : all.find((one) => one.id === asked);
    const notice = readNotice(request.query);
    if (!cycle) {
      if (asked !== undefined) throw notFound('cycle');
      const data = { heading: 'No cycle is open yet' };
      return sendPage(reply, pages.desk({ page: 'empty', title: 'Overview', section: 'overview', notice, data }));
    }
    const lines = await queries.findLines(cycle.id);
    const tasks = await queries.findOpenTasks(cycle.id);
    const shown = pageOfDecisions(tasks, decisions, cycle.id);
    const data = {
      ...describeCycle(context, cycle),
      cycles: all.map((one) => ({ id: one.id, title: titleOf(context, one), selected: one.id === cycle.id })),
      hasChoice: all.length > 1,
      ...summary(lines),
      decisions: await decisionCards(context, shown.tasks, releaseLink(cycle.id)),
      decisionPager: shown.pager,
      decisionCount: tasks.length,
      standing: standingWords((await context.findStanding(context.clock.now())).count),
      elsewhere: [...(await decisionsElsewhere(context, cycle.id, all)), ...(await decisionsInRegisters(context))],
      states: lines.map((line) => describeLine(context, line)).sort((a, b) => a.name.localeCompare(b.name, 'en')),
    };
    return sendPage(reply, pages.desk({ page: 'overview', title: 'Overview', section: 'overview', notice, data }));
  });
}

/** Cards on one page; first notes that wait for release are one of them, however many they are. */
const MOST_CARDS = 50;

/** The decisions of a page, the oldest first, and the way to those before and after; pages count from 1. */
function pageOfDecisions(
  tasks: Task[],
  asked: string | undefined,
  cycleId: string,
): { tasks: Task[]; pager: { newer: string; older: string } } {
  const releases = tasks.filter(({ kind }) => kind === 'release');
  const others = tasks.filter(({ kind }) => kind !== 'release');
  const pages = Math.max(1, Math.ceil(others.length / MOST_CARDS));
  const number = Number(asked ?? 1);
  const page = Number.isSafeInteger(number) ? Math.min(Math.max(number, 1), pages) : 1;
  const link = (to: number): string => `/desk?cycle=${encodeURIComponent(cycleId)}&decisions=${to}`;
  return {
    tasks: [...(page === 1 ? releases : []), ...others.slice((page - 1) * MOST_CARDS, page * MOST_CARDS)],
    pager: { newer: page < pages ? link(page + 1) : '', older: page > 1 ? link(page - 1) : '' },
  };
}

/** That received mail should have been handled by now; '' where none should. */
export function standingWords(count: number): string {
  if (count === 0) return '';
  const mails = count === 1 ? 'One received mail has' : `${count} received mails have`;
  return `${mails} not been handled for more than ten minutes. Nothing is lost; tell the administrator.`;
}

/** Where else decisions wait: the page shows one cycle at a time. */
async function decisionsElsewhere(context: WebContext, cycleId: string, all: CycleRecord[]): Promise<object[]> {
  const counts = await context.queries.countTasksElsewhere(cycleId);
  return counts.flatMap(({ cycleId: id, count }) => {
    const other = all.find((one) => one.id === id);
    if (!other) return [];
    return [
      { title: titleOf(context, other), words: decisionsWords(count), link: `/desk?cycle=${encodeURIComponent(id)}` },
    ];
  });
}

/** What waits in the registers belongs to no cycle. */
async function decisionsInRegisters({ registers, catalogue, clock }: WebContext): Promise<object[]> {
  const today = dateIn(clock.now(), catalogue.headquarters.zone);
  const { length: count } = await findRegisterTasks(registers, catalogue, today);
  if (count === 0) return [];
  return [{ title: 'Registers', words: decisionsWords(count), link: '/desk/registers' }];
}

function decisionsWords(count: number): string {
  return count === 1 ? '1 decision' : `${count} decisions`;
}

/** `Annual report to the Permanent Council on trafficking in persons, 2027`. */
export function titleOf({ catalogue }: WebContext, cycle: CycleRecord): string {
  const title = catalogue.obligations.find((one) => one.id === cycle.obligation)?.title.en ?? cycle.obligation;
  return `${title}, ${periodName(cycle.period)}`;
}

function describeCycle(context: WebContext, cycle: CycleRecord): object {
  const { catalogue, clock } = context;
  const { zone } = catalogue.headquarters;
  const obligation = catalogue.obligations.find((one) => one.id === cycle.obligation);
  const basis = obligation && citationOn(catalogue, obligation, dateIn(clock.now(), zone), 'en');
  return {
    title: titleOf(context, cycle),
    basis: basis ? `Operative paragraph ${basis.paragraph} of ${basis.symbol}` : '',
    reportDay: dayOf(cycle.reportDate),
    opened: instantOf(cycle.openedAt, zone),
    openedBecause: withDayWords(cycle.openedBecause),
    closed: cycle.closedAt === null ? null : instantOf(cycle.closedAt, zone),
  };
}

/** The numbers, and the bar that draws them on a width of 1000. */
function summary(lines: RequestLine[]): object {
  const count = (test: (line: RequestLine) => boolean): number => lines.filter(test).length;
  const inPart = count(({ request }) => isAnsweredInPart(request));
  const justified = count(({ request }) => (request.closedAs ?? request.stage) === 'justified');
  const answered = count(({ request }) => isAnswered(request));
  const open = (stages: string[]) => (line: RequestLine) =>
    line.request.answeredAt === null && stages.includes(line.request.stage);
  const waiting = count(open(['waiting']));
  const notReached = count(
    ({ request }) =>
      request.answeredAt === null && (request.stage === 'notReached' || request.closedAs === 'notReached'),
  );
  const awaiting = count(open(['awaitingRelease']));
  const scheduled = count(open(['scheduled']));
  const rest = lines.length - answered - inPart - justified - waiting - notReached - awaiting - scheduled;
  const parts = [
    { key: 'answered', words: 'answered', count: answered },
    ...(inPart > 0 ? [{ key: 'scheduled', words: 'answered in part', count: inPart }] : []),
    ...(justified > 0 ? [{ key: 'rest', words: 'justified', count: justified }] : []),
    { key: 'waiting', words: 'waiting', count: waiting },
    { key: 'notReached', words: 'not reached', count: notReached },
    { key: 'awaiting', words: 'awaiting release', count: awaiting },
    ...(scheduled > 0 ? [{ key: 'scheduled', words: 'not yet sent', count: scheduled }] : []),
    ...(rest > 0 ? [{ key: 'rest', words: 'closed without an answer', count: rest }] : []),
  ];
  let x = 0;
  const bars = parts.map(({ key, count: size }) => {
    const width = lines.length === 0 ? 0 : (size * 1000) / lines.length;
    const bar = { key, x: x.toFixed(2), width: width.toFixed(2) };
    x += width;
    return bar;
  });
  const barWords = `Of ${lines.length} states asked: ${parts.map((part) => `${part.count} ${part.words}`).join(', ')}.`;
  return { asked: lines.length, parts, bars, barWords };
}

function describeLine({ catalogue, clock }: WebContext, { request, parts, versions, last }: RequestLine) {
  const { zone } = catalogue.headquarters;
  const today = dateIn(clock.now(), zone);
  const stage = stageOf(request, today);
  const isOpen = request.stage !== 'closed' && request.answeredAt === null;
  return {
    name: catalogue.parties.find((party) => party.code === request.party)?.name.en ?? request.party,
    code: request.party,
    language: request.language,
    link: requestLink(request.id),
    stage: stage.words,
    tone: stage.tone,
    due: dayOf(request.dueDate),
    distance: isOpen ? distanceWords(today, request.dueDate) : '',
    next: request.nextRung === null ? '' : capital(rungWords(request.nextRung)),
    nextWhen:
      request.nextAt === null || request.nextRung === null
        ? ''
        : nextWhen(request.stage, instantWords(request.nextAt, zone)),
    answers: versions === 0 ? '' : answersWords(parts, versions),
    answeredDay: request.answeredAt === null ? '' : dayWords(dateIn(request.answeredAt, zone)),
    last: last === null ? '' : withDayWords(logWords(withoutAddress(last), (at) => instantWords(at, zone))),
    lastWhen: last === null ? '' : instantWords(last.at, zone),
  };
}

/** A line has no room for addresses and subjects: the request's own page has them. */
function withoutAddress({ kind, data }: LogRecord): Pick<LogRecord, 'kind' | 'data'> {
  return { kind, data: { ...data, to: null, subject: null, reply: null } };
}

function nextWhen(stage: string, words: string): string {
  return stage === 'awaitingRelease' ? 'once it is released' : words;
}

/** `1 answer`, `3 versions in 2 parts`. */
export function answersWords(parts: number, versions: number): string {
  if (versions === 1) return '1 answer';
  return parts === 1 ? `${versions} versions` : `${versions} versions in ${parts} parts`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
