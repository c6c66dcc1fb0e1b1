import { explainDeadline } from '../domain/deadline.js';
import type { Deadline } from '../domain/deadline.js';
import { rungWords } from '../domain/log-words.js';
import type { FormField, IsoDate, IsoInstant, Language } from '../domain/mandate.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { formatDate, formatHour } from './dates.js';
import { loadPages } from './page.js';
import type { Pages } from './page.js';
import { formatSize } from './size.js';
import { joinedAnswers, statedFigures } from '../domain/publication.js';
import { inOrder, isAll, partsOf, sortCase, tallyOf } from '../domain/report.js';
import type { ReportCase, ReportReply, SortedCase, Tally } from '../domain/report.js';
import { withoutTokens } from '../domain/reply-address.js';
import { treatyAnnexOf } from './treaty-annex.js';
import type { TreatyWords } from './treaty-annex.js';
import { printable } from './typography.js';

/** Everything that a report tells. */
export interface ReportWords {
  /** English, without the year. */
  title: string;
  /** `2027`, `first half of 2027`. */
  period: string;
  /** The office that prepared it, on the report's day. */
  office: { unit: string; city: string };
  /** The zone of headquarters, in which all times are given. */
  zone: string;
  mandate: {
    paragraph: number;
    symbol: string;
    title: string;
    adoptedDate: IsoDate;
    /** Null where no official text is on file. */
    quote: { language: Language; text: string } | null;
  };
  at: IsoInstant;
  openedAt: IsoInstant;
  /** When the cycle closed; null while it is open. */
  closedAt: IsoInstant | null;
  reportDate: IsoDate;
  cases: ReportCase[];
  /** The questions of the form, whose figures are laid out; none where the duty has no form. */
  form: readonly FormField[];
  /** What others were asked for the same paragraph and period: the organs, of their own activities. */
  contributions: { title: string; cases: ReportCase[] }[];
  /** The treaties of the mandate, and the day of which their annex speaks. */
  instruments: TreatyWords;
  /** Notes and letters that left, by rung. */
  posts: { requestId: string; rung: string; kind: 'note' | 'letter'; datedAt: IsoInstant }[];
}

const LANGUAGES: Record<Language, string> = { en: 'English', es: 'Spanish', pt: 'Portuguese', fr: 'French' };

const CHANNELS: Record<ReportReply['via'], string> = {
  mail: 'by mail',
  web: 'on the page for replies',
  message: 'as a message by mail, which the Coordinator has taken for a reply',
  desk: 'as a document that the Coordinator’s office has filed',
};

let pages: Pages | undefined;

/**
 * The report of a cycle as one HTML document: nothing is loaded, everything received is escaped and stands as received.
 * Whoever was not reached is never counted as silent.
 */
export function renderReport(words: ReportWords): string {
  pages ??= loadPages('report');
  const cases = inOrder(words.cases.map(sortCase));
  return pages.render('report', {
    style: pages.read('style.css'),
    ...coverOf(words),
    ...mandateOf(words),
    ...methodOf(words, cases),
    ...statesOf(words, cases),
    contributions: words.contributions.map((one) => contributionOf(one, words)),
    hasContributions: words.contributions.length > 0,
    ...annexesOf(words, cases),
    ...figuresStated(words, cases),
    ...treatyAnnexOf(words.instruments, cases),
  });
}

function coverOf({ title, period, office, at, closedAt, zone }: ReportWords): object {
  const isInterim = closedAt === null;
  return {
    title: `${title}, ${period}`,
    unit: office.unit,
    city: office.city,
    zoneOfTimes: office.city.replace(/\.$/, ''),
    documentDate: dayFirst(dateIn(at, zone)),
    isInterim,
    asOf: instantWords(at, zone),
    distribution: isInterim
      ? 'When issued, this document is distributed to the permanent missions and presented to the Permanent Council of the Organization.'
      : 'This document is being distributed to the permanent missions and will be presented to the Permanent Council of the Organization.',
  };
}

function mandateOf({ mandate, reportDate }: ReportWords): object {
  const { paragraph, symbol, title, adoptedDate, quote } = mandate;
  return {
    mandate: {
      paragraph,
      symbol,
      title,
      adopted: formatDate(adoptedDate, 'en'),
      quote: quote === null ? null : { language: quote.language, text: quote.text.replace(/\s+/g, ' ').trim() },
    },
    reportDate: formatDate(reportDate, 'en'),
  };
}

function methodOf(words: ReportWords, cases: SortedCase[]): object {
  const { openedAt, zone, posts } = words;
  const tally = tallyOf(cases);
  const days = posts
    .filter((post) => post.rung === 'request')
    .map((post) => dateIn(post.datedAt, zone))
    .sort();
  return {
    opened: formatDate(dateIn(openedAt, zone), 'en'),
    noteDays: spanWords(days),
    figures: figuresOf(tally),
    rate: rateWords(tally),
    due: datesOf(cases, (one) => one.plan.due),
    closing: datesOf(cases, (one) => one.plan.close),
    posts: postsOf(words),
  };
}

function figuresOf(tally: Tally): object[] {
  const rows: [words: string, value: number, isShown: boolean][] = [
    ['States asked', tally.asked, true],
    [
      'Reached: at least one addressee’s mail server took the note and did not return it, or a reply came',
      tally.reached,
      true,
    ],
    ['Replied before the text closed', tally.replied, true],
    ['of these, with a first reply by the due date', tally.inTime, true],
    ['of these, with a first reply after the due date', tally.afterDue, true],
    ['of these, in more than one part (from more than one sender)', tally.inParts, true],
    ['of these, by a nil return (nothing to report)', tally.nilReturns, tally.nilReturns > 0],
    ['of these, in part, the rest still to follow', tally.inPart, tally.inPart > 0],
    ['Reached, no reply, and the reason accepted', tally.justified, tally.justified > 0],
    ['Reached, no reply received', tally.noReply, true],
    ['Could not be reached', tally.notReached, true],
    ['No note has left', tally.notSent, tally.notSent > 0],
    ['No longer asked, since the duty was over for them', tally.ended, tally.ended > 0],
    ['Replies received before the text closed, all parts and versions', tally.replies, true],
    ['Files received with them', tally.files, true],
    ['Replies received after the text closed', tally.addenda, tally.addenda > 0],
  ];
  return rows
    .filter(([, , isShown]) => isShown)
    .map(([label, value]) => ({ label, value, isPart: /^of these/.test(label) }));
}

function rateWords({ asked, reached, replied }: Tally): string {
  const of = (whole: number): string => (whole === 0 ? '' : ` (${((replied * 100) / whole).toFixed(1)}%)`);
  const states = (count: number): string => `${count} ${count === 1 ? 'state' : 'states'}`;
  return `${replied} of the ${states(asked)} asked${of(asked)} and of the ${states(reached)} reached${of(reached)} had replied`;
}

/** Dates that states share, each with the way in which it was computed. */
function datesOf(cases: SortedCase[], of: (one: SortedCase) => Deadline): object[] {
  const groups = new Map<string, { date: IsoDate; proof: string; names: string[] }>();
  for (const one of cases) {
    const deadline = of(one);
    const proof = explainDeadline(deadline);
    const group = groups.get(proof) ?? { date: deadline.date, proof, names: [] };
    groups.set(proof, { ...group, names: [...group.names, one.name] });
  }
  return [...groups.values()]
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
    .map(({ date, proof, names }) => ({
      day: formatDate(date, 'en'),
      proof,
      // A group that is the whole needs no names.
      states: groups.size === 1 ? `all ${names.length}` : names.join(', '),
    }));
}

/** What left, rung by rung, in the order of the first post of each. */
function postsOf({ posts, zone }: ReportWords): object[] {
  const rungs = [...new Set([...posts].sort((a, b) => (a.datedAt < b.datedAt ? -1 : 1)).map((post) => post.rung))];
  return rungs.map((rung) => {
    const of = posts.filter((post) => post.rung === rung);
    const words = rungWords(rung);
    return {
      rung: words.charAt(0).toUpperCase() + words.slice(1),
      days: spanWords(of.map((post) => dateIn(post.datedAt, zone)).sort()),
      states: new Set(of.map((post) => post.requestId)).size,
      notes: of.filter((post) => post.kind === 'note').length,
      letters: of.filter((post) => post.kind === 'letter').length,
    };
  });
}

function statesOf({ zone }: ReportWords, cases: SortedCase[]): object {
  const answered = cases.filter((one) => one.standing === 'replied');
  return { states: answered.map((one) => stateOf(one, one.inText, zone)), hasStates: answered.length > 0 };
}

/**
 * The figures that states have stated on the form in time for the text, laid out question by question: the last version of each part,
 * where it is official. Who says nothing is unknown, and who has withheld them is named nowhere.
 */
function figuresStated({ form }: ReportWords, cases: SortedCase[]): object {
  const parties = cases.flatMap(({ name, inText }) => {
    const said = partsOf(inText).flatMap(({ latest: { receivedAt, answers, standing } }) =>
      answers === undefined || standing !== undefined ? [] : [{ receivedAt, answers }],
    );
    return said.length === 0 ? [] : [{ name, answers: joinedAnswers(said) }];
  });
  const stated = statedFigures(form, parties).map(({ field, stated: values, notAvailable, total }) => ({
    label: field.label.en,
    total: total === null ? '' : grouped(total),
    count: values.length,
    said: [...values.map(({ name }) => name), ...notAvailable],
    values: values.map(({ name, value }) => `${name} ${grouped(value)}`).join('; '),
    notAvailable: notAvailable.join('; '),
  }));
  const names = new Set(stated.flatMap(({ said }) => said));
  const statedBy = names.size === 1 ? 'One state has' : `${names.size} states have`;
  return { stated, hasStated: stated.length > 0, statedBy };
}

/** `1250.5` as `1,250.5`. */
function grouped(figure: string): string {
  const [whole = '', fraction] = figure.split('.');
  const first = whole.length % 3 || 3;
  const groups = [whole.slice(0, first), ...(whole.slice(first).match(/\d{3}/g) ?? [])];
  return `${groups.join(',')}${fraction === undefined ? '' : `.${fraction}`}`;
}

/** What came from those who were asked beside the states, and from whom nothing did; whoever was not reached is not silent. */
function contributionOf({ title, cases: given }: ReportWords['contributions'][number], { zone }: ReportWords): object {
  const cases = inOrder(given.map(sortCase));
  const replied = cases.filter((one) => one.standing === 'replied');
  const named = (standing: SortedCase['standing']): string =>
    cases
      .filter((one) => one.standing === standing)
      .map(({ name }) => name)
      .join('; ');
  return {
    title,
    asked: cases.length,
    count: replied.length,
    replied: replied.map((one) => stateOf(one, one.inText, zone)),
    silent: named('noReply'),
    notReached: named('notReached'),
    notSent: named('notSent'),
  };
}

function stateOf(one: SortedCase, replies: ReportReply[], zone: string): object {
  const parts = partsOf(replies);
  const days = replies.map((reply) => dateIn(reply.receivedAt, zone)).sort();
  return {
    anchor: `state-${one.code}`,
    name: one.name,
    received: [...new Set(days)].map((day) => formatDate(day, 'en')).join('; '),
    correspondence: LANGUAGES[one.language],
    contents: contentsWords(parts.length, replies.length),
    remark: isAll(replies, 'nil')
      ? 'Nil return: it has nothing to report.'
      : isAll(replies, 'part')
        ? 'Answered in part: more was to follow and had not been received.'
        : '',
    parts: parts.map(({ latest, earlier }) => ({
      heading: parts.length === 1 ? '' : `Part ${latest.part}`,
      // The questions of the form are printed in the language of the report.
      language: latest.answers === undefined ? one.language : 'en',
      ...replyOf(latest, zone),
      hasEarlier: earlier.length > 0,
      // What replaces it may have been sent to withhold it.
      earlier: earlier.map((reply) => replyOf(latest.isWithheld ? { ...reply, isWithheld: true } : reply, zone)),
    })),
  };
}

function contentsWords(parts: number, versions: number): string {
  return `${countOf(parts, 'part')}, ${countOf(versions, 'version')}`;
}

function replyOf(reply: ReportReply, zone: string): object {
  const { version, receivedAt, via, isLate, sender, text, isWithheld = false, sectionsWithheld = [] } = reply;
  const files = isWithheld ? [] : reply.files;
  return {
    version,
    received: instantWords(receivedAt, zone),
    isLate,
    standing: printable(reply.standing ?? ''),
    how: `${CHANNELS[via]}, from ${senderWords(sender)}`,
    isWithheld,
    filesWithheld: isWithheld && reply.files.length > 0 ? countOf(reply.files.length, 'file') : '',
    text: isWithheld ? '' : legible(withoutTokens(withoutQuotes(text))),
    isForm: reply.answers !== undefined,
    sectionsWithheld: sectionsWithheld.join('; '),
    hasFiles: files.length > 0,
    files: files.map((file) => ({
      name: printable(file.name),
      size: formatSize(file.size, 'en'),
      sha256: file.sha256,
    })),
  };
}

function countOf(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function senderWords(sender: ReportReply['sender']): string {
  if (sender === 'mission') return 'the permanent mission';
  if (sender === 'capital') return 'the focal point in the capital';
  if (sender === 'alternate') return 'the alternate in the capital';
  if (sender === 'secretariat') return 'the secretariat';
  return 'a sender who is not a contact on file';
}

function annexesOf({ at, closedAt, zone }: ReportWords, cases: SortedCase[]): object {
  const of = (standing: SortedCase['standing']): SortedCase[] => cases.filter((one) => one.standing === standing);
  const silent = of('noReply');
  // The last text to close, where the cycle has ended; before that, the day of this compilation.
  const lastClose = silent.reduce((last, one) => (one.closeAt > last ? one.closeAt : last), '');
  const byDate = dateIn(closedAt === null || lastClose === '' || lastClose > at ? at : lastClose, zone);
  const late = cases.filter((one) => one.addenda.length > 0);
  const notReached = of('notReached');
  const justified = of('justified');
  const notSent = of('notSent');
  return {
    silentBy: formatDate(byDate, 'en'),
    hasSilent: silent.length > 0,
    silent: silent.map((one) => silentOf(one, zone)),
    hasJustified: justified.length > 0,
    justified: justified.map(({ name }) => ({ name })),
    hasNotReached: notReached.length > 0,
    notReached: notReached.map(({ name, addenda, messagesAt }) => ({
      name,
      remark: remarkOf(addenda, messagesAt, zone),
    })),
    hasNotSent: notSent.length > 0,
    notSent: notSent.map(({ name }) => ({ name })),
    hasAddenda: late.length > 0,
    addenda: late.map((one) => ({ ...stateOf(one, one.addenda, zone), anchor: `addendum-${one.code}` })),
  };
}

function silentOf({ name, clockStartedAt, dueDate, addenda, messagesAt }: SortedCase, zone: string): object {
  return {
    name,
    noteDay: clockStartedAt === null ? 'unknown' : formatDate(dateIn(clockStartedAt, zone), 'en'),
    dueDay: formatDate(dueDate, 'en'),
    remark: remarkOf(addenda, messagesAt, zone),
  };
}

/** What is on record of a state that has not replied. */
function remarkOf(addenda: ReportReply[], messagesAt: IsoInstant[], zone: string): string {
  const days = [...new Set(messagesAt.map((at) => formatDate(dateIn(at, zone), 'en')))].join('; ');
  return [
    messagesAt.length === 0
      ? ''
      : `${messagesAt.length === 1 ? 'A message' : 'Messages'} received on ${days}, not recorded as a reply.`,
    addenda.length === 0 ? '' : 'Information received after the text closed: see Annex III.',
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** `16 March 2027`, as the covers of the Permanent Council's documents write it. */
function dayFirst(date: IsoDate): string {
  const [month = '', day = '', year = ''] = formatDate(date, 'en').replace(',', '').split(' ');
  return `${day} ${month} ${year}`;
}

function instantWords(at: IsoInstant, zone: string): string {
  return `${formatDate(dateIn(at, zone), 'en')}, ${formatHour(hourIn(at, zone), 'en')}`;
}

/** One day, or the first and the last of several; `days` in order. */
function spanWords(days: IsoDate[]): string {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return '';
  return first === last ? formatDate(first, 'en') : `${formatDate(first, 'en')} to ${formatDate(last, 'en')}`;
}

/**
 * What a state wrote, without the mail that its mail program has quoted below: that is ours. The whole text stays on record.
 */
function withoutQuotes(text: string): string {
  const lines = text.split(/\r?\n/u);
  const own = lines.filter((line) => !/^\s*>/u.test(line));
  return own.length === lines.length ? text : `${own.join('\n').trimEnd()}\n[Quoted mail is left out here.]`;
}

/** Received text as it is, but for control characters, which no reader can see. */
function legible(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
    .trim();
}
