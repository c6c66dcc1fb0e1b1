import { dayOff } from './calendar.js';
import { addDays, daysBetween, weekdayOf } from './iso-date.js';
import type { Calendar, IsoDate, IsoInstant } from './mandate.js';
import type { LogEntry, TaskKind } from './request-events.js';
import type { Stage } from './request-state.js';

/** What a digest is made from, as the record has it. */
export interface DigestFacts {
  /** The working day at headquarters. */
  date: IsoDate;
  headquarters: Calendar;
  requests: DigestRequest[];
  tasks: DigestTask[];
  /** Since the last digest. */
  answers: DigestArrival[];
  messages: DigestArrival[];
}

export interface DigestRequest {
  id: string;
  /** The party's English name. */
  party: string;
  stage: Stage;
  dueDate: IsoDate;
  /** The next post, by its day at headquarters; null when none will leave. */
  next: { rung: string; date: IsoDate } | null;
}

export interface DigestTask {
  kind: TaskKind;
  /** Null for mail that belongs to no request. */
  requestId: string | null;
  party: string | null;
  raisedAt: IsoInstant;
  /** The day at headquarters on which it was raised. */
  raisedDate: IsoDate;
  data: LogEntry['data'];
}

export interface DigestArrival {
  requestId: string;
  party: string;
  sender: string;
  part: number;
  version: number;
  files: number;
}

export interface DigestLine {
  text: string;
  /** The request that the line is about; null leads to the overview. */
  requestId: string | null;
}

export interface DigestSection {
  key: 'decisions' | 'answers' | 'messages' | 'dueThisWeek' | 'overdue' | 'notReached' | 'next';
  title: string;
  lines: DigestLine[];
}

/** The sections that have something to say, in the order in which they are read. */
export function selectDigest(facts: DigestFacts): DigestSection[] {
  const sections: DigestSection[] = [
    { key: 'decisions', title: 'Decisions that wait', lines: decisions(facts) },
    { key: 'answers', title: 'New answers', lines: facts.answers.map(describeAnswer) },
    {
      key: 'messages',
      title: 'New messages',
      lines: facts.messages.map(({ requestId, party, sender }) => ({
        text: `${party}: ${sender} has written without an answer`,
        requestId,
      })),
    },
    { key: 'dueThisWeek', title: 'Due this week', lines: dueThisWeek(facts) },
    { key: 'overdue', title: 'Overdue', lines: overdue(facts) },
    {
      key: 'notReached',
      title: 'Not reached',
      lines: facts.requests
        .filter((one) => one.stage === 'notReached')
        .map(({ party, id }) => ({ text: `${party}: no addressee could be delivered to`, requestId: id })),
    },
    { key: 'next', title: 'What goes out next', lines: nextPosts(facts) },
  ];
  return sections.filter((section) => section.lines.length > 0);
}

/** One line that tells the morning: `3 decisions, 2 new answers`. Empty when there is nothing to say. */
export function digestHeadline(sections: DigestSection[]): string {
  const words: Partial<Record<DigestSection['key'], [string, string]>> = {
    decisions: ['decision', 'decisions'],
    answers: ['new answer', 'new answers'],
    messages: ['new message', 'new messages'],
    dueThisWeek: ['due this week', 'due this week'],
    overdue: ['overdue', 'overdue'],
    notReached: ['not reached', 'not reached'],
    next: ['note goes out', 'notes go out'],
  };
  return sections
    .map(({ key, lines }) => `${lines.length} ${words[key]?.[lines.length === 1 ? 0 : 1] ?? key}`)
    .join(', ');
}

const DECISIONS: Record<TaskKind, (data: LogEntry['data']) => string> = {
  release: () => 'the first note waits for your release',
  message: (data) => `does the message from ${String(data.sender)} answer the request?`,
  notReached: () => 'no address takes mail: find another contact',
  bounced: (data) => `mail to ${String(data.contact)} came back: find another contact`,
  undeliverable: (data) => `${String(data.rung)} could not be delivered`,
  escalated: (data) =>
    `no answer by ${String(data.dueDate)}: ${String(data.rung)} leaves; a word to the mission may help`,
  parked: (data) => `the request is stopped by a fault: ${String(data.because)}`,
  heldMail: (data) => `a mail is held: ${String(data.detail)}`,
};

function decisions({ tasks, date, headquarters }: DigestFacts): DigestLine[] {
  const releases = tasks.filter((task) => task.kind === 'release');
  const others = tasks.filter((task) => task.kind !== 'release').sort((a, b) => (a.raisedAt < b.raisedAt ? -1 : 1));
  const lines = others.map(({ kind, party, requestId, data, raisedDate }): DigestLine => {
    const age = workingDaysSince(headquarters, raisedDate, date);
    return {
      text: `${party ?? 'Held mail'}: ${DECISIONS[kind](data)}${age > 0 ? ` (${count(age, 'working day', 'working days')})` : ''}`,
      requestId,
    };
  });
  // Thirty-three notes that wait for one word are one decision.
  if (releases.length === 0) return lines;
  return [
    { text: `${count(releases.length, 'first note waits', 'first notes wait')} for your release`, requestId: null },
    ...lines,
  ];
}

function describeAnswer({ party, sender, part, version, files, requestId }: DigestArrival): DigestLine {
  const place =
    part === 1
      ? version === 1
        ? ''
        : `, version ${version}`
      : `, part ${part}${version === 1 ? '' : `, version ${version}`}`;
  return {
    text: `${party}: from ${sender}${place}, ${files === 0 ? 'text only' : count(files, 'file', 'files')}`,
    requestId,
  };
}

/** From today to the Sunday of this week. */
function dueThisWeek({ requests, date }: DigestFacts): DigestLine[] {
  const sunday = addDays(date, 7 - weekdayOf(date));
  return requests
    .filter((one) => one.stage === 'waiting' && one.dueDate >= date && one.dueDate <= sunday)
    .map(({ party, dueDate, id }) => ({
      text: `${party}: ${dueDate === date ? 'today' : `on ${dueDate}`}`,
      requestId: id,
    }));
}

/** Only of those who were reached: a party that no mail could reach is never overdue. */
function overdue({ requests, date }: DigestFacts): DigestLine[] {
  return requests
    .filter((one) => one.stage === 'waiting' && one.dueDate < date)
    .sort((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : 0))
    .map(({ party, dueDate, id }) => ({
      text: `${party}: ${count(daysBetween(dueDate, date), 'day', 'days')}, due ${dueDate}`,
      requestId: id,
    }));
}

/** What leaves today and until the next working day. */
function nextPosts({ requests, date, headquarters }: DigestFacts): DigestLine[] {
  let until = addDays(date, 1);
  while (dayOff(headquarters, until) !== null) until = addDays(until, 1);
  return requests
    .filter(
      (one) => one.next !== null && one.stage !== 'awaitingRelease' && one.next.date >= date && one.next.date <= until,
    )
    .map(({ party, next, id }) => ({
      text: `${party}: ${next?.rung ?? ''} ${next?.date === date ? 'today' : `on ${next?.date ?? ''}`}`,
      requestId: id,
    }));
}

function workingDaysSince(calendar: Calendar, from: IsoDate, to: IsoDate): number {
  let days = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (dayOff(calendar, day) === null) days += 1;
  return days;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
