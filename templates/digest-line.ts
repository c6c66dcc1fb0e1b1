import type {
  ArrivalLine,
  DecisionLine,
  Digest,
  DigestPage,
  DueLine,
  NotReachedLine,
  OverdueLine,
  PostLine,
  StoppedLine,
  SuccessorLine,
  ContactsLine,
  MailboxTrouble,
  StandingLine,
} from '../domain/digest.js';
import { weekdayOf } from '../domain/iso-date.js';
import { contactWords, rungWords } from '../domain/log-words.js';
import type { IsoDate, Role } from '../domain/mandate.js';
import { dateIn, hourIn } from '../domain/plan.js';
import { shorten } from '../domain/text.js';
import { formatDate, formatHour } from './dates.js';
import { printable } from './typography.js';

/** One line: what it is about, with the page that it leads to, and what there is to say. */
export interface DigestLineWords {
  name: string;
  page: DigestPage;
  words: string;
}

export interface DigestSectionWords {
  heading: string;
  lines: DigestLineWords[];
}

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** The longest text from outside that a line takes, in characters. */
const LONGEST = 120;

/** The sections of a digest that say anything, in the order in which they are read. `zone` is headquarters'. */
export function digestSections(digest: Digest, zone: string): DigestSectionWords[] {
  const { date } = digest;
  const line =
    <One extends { name: string | null; page: DigestPage }>(words: (one: One) => string) =>
    (one: One): DigestLineWords => ({ name: one.name ?? '', page: one.page, words: words(one) });
  return [
    { heading: 'Mailboxes that cannot be read', lines: digest.mailboxes.map((one) => mailboxLine(one, zone)) },
    { heading: 'Received mail that is not handled yet', lines: digest.standing.map((one) => standingLine(one, zone)) },
    { heading: 'Decisions that wait for you', lines: digest.decisions.map(decisionLine) },
    { heading: 'New answers and messages', lines: digest.arrivals.map(line((one) => arrivalWords(one, zone))) },
    { heading: 'Due this week', lines: digest.dueThisWeek.map(line(dueWords)) },
    { heading: 'Overdue', lines: digest.overdue.map(line((one) => overdueWords(one, zone))) },
    { heading: 'Not reached', lines: digest.notReached.map(line(notReachedWords)) },
    { heading: 'Standing still by your word', lines: digest.stopped.map(stoppedLine) },
    { heading: 'New contacts, as the missions say', lines: digest.successors.map(line(successorWords)) },
    { heading: 'Contacts that nobody has confirmed', lines: digest.contacts.map(contactsLine) },
    { heading: 'What goes out next', lines: digest.next.map(line((one) => postWords(one, date, zone))) },
  ].filter((section) => section.lines.length > 0);
}

/** `3 decisions, 2 new answers`: the three most pressing things; `today` when nothing presses. */
export function digestHeadline({
  decisions,
  arrivals,
  dueThisWeek,
  overdue,
  notReached,
  stopped,
  successors,
  next,
}: Digest): string {
  const answers = arrivals.filter((one) => one.what === 'submission').length;
  const counts: [number, string, string][] = [
    [decisions.length, 'decision', 'decisions'],
    [answers, 'new answer', 'new answers'],
    [arrivals.length - answers, 'new message', 'new messages'],
    [overdue.length, 'overdue', 'overdue'],
    [notReached.length, 'not reached', 'not reached'],
    [dueThisWeek.length, 'due this week', 'due this week'],
    [next.length, 'post to leave', 'posts to leave'],
    [stopped.length, 'standing still', 'standing still'],
    [successors.length, 'new contact', 'new contacts'],
  ];
  return counts
    .filter(([number]) => number > 0)
    .slice(0, 3)
    .map(([number, one, many]) => counted(number, one, many))
    .join(', ');
}

/** `Wednesday, November 25, 2026`. */
export function dayWords(date: IsoDate): string {
  return `${WEEKDAYS[weekdayOf(date) - 1] ?? ''}, ${formatDate(date, 'en')}`;
}

function mailboxLine({ account, since, words }: MailboxTrouble, zone: string): DigestLineWords {
  const day = `${formatDate(dateIn(since, zone), 'en')}, ${formatHour(hourIn(since, zone), 'en')}`;
  return {
    name: outside(account),
    page: { page: 'overview', id: '' },
    words: `not read since ${day}: ${outside(words)}. Answers may wait there; tell the administrator.`,
  };
}

function standingLine(
  { page, receivedAt, sender, subject, because, more }: StandingLine,
  zone: string,
): DigestLineWords {
  const day = `${formatDate(dateIn(receivedAt, zone), 'en')}, ${formatHour(hourIn(receivedAt, zone), 'en')}`;
  const rest = more > 0 ? ` ${counted(more, 'more mail stands', 'more mails stand')} likewise.` : '';
  const about = subject === '' ? '' : `, “${outside(subject)}”`;
  const words = `received ${day}${about}: ${outside(because)}. Nothing of it is lost; tell the administrator.${rest}`;
  return { name: outside(sender) || 'The null sender', page, words };
}

function contactsLine({ page, openingDate, asked, silent }: ContactsLine): DigestLineWords {
  const words = `of ${counted(asked, 'mission', 'missions')} asked before the opening on ${formatDate(openingDate, 'en')} nothing has come from: ${silent.join(', ')}. \`npx coordinator contacts round\` lists all.`;
  return { name: counted(silent.length, 'mission', 'missions'), page, words };
}

function successorWords({ contact, successor, address }: SuccessorLine): string {
  return `${outside(successor)}, ${outside(address)}, takes the place of ${contactWords(contact)} and was told of every open request. \`npx coordinator contacts replace\` changes it.`;
}

function stoppedLine({ name, page, because, parties }: StoppedLine): DigestLineWords {
  const words = `nothing leaves and no time runs, since ${outside(because)}; \`npx coordinator resume\` lets it go on.`;
  return { name: name ?? counted(parties, 'party', 'parties'), page, words };
}

function decisionLine(decision: DecisionLine): DigestLineWords {
  const { name, page, count, ageWorkingDays } = decision;
  const age = ageWorkingDays === 0 ? 'New' : `Waits for ${counted(ageWorkingDays, 'working day', 'working days')}`;
  const task = decisionWords(decision);
  const words = `${task}${task.endsWith('?') ? '' : '.'} ${age}.`;
  if (count > 1) return { name: `${count} first notes`, page, words };
  return { name: name ?? 'Held mail', page, words };
}

function decisionWords({ kind, count, data, mail }: DecisionLine): string {
  const fact = (key: string): string => outside(String(data[key] ?? 'unknown'));
  const rung = rungWords(String(data.rung ?? ''));
  switch (kind) {
    case 'release':
      return count > 1 ? 'release them: none leaves, and no time runs, before' : 'release its first note';
    case 'message':
      return `does the message from ${fact('sender')} answer?${['doubt', 'lacks'].map((key) => (data[key] === undefined ? '' : ` (${fact(key)})`)).join('')}`;
    case 'notReached':
      return `find another way to reach it (${fact('detail')})`;
    case 'bounced':
      return `mail to ${contactWords(fact('contact'))} came back: ask for a valid address (${fact('detail')})`;
    case 'undeliverable':
      return `${rung} could not be delivered (${fact('detail')})`;
    case 'escalated':
      return `the ladder has reached you with ${rung}: no answer since the due date, ${dateWords(data.dueDate)}; a call may help`;
    case 'duty':
      return `a duty of yours (${rung}): due ${dateWords(data.dueDate)}; it is done when its document is filed`;
    case 'approval':
      return `approve or decline ${rung}, which would leave to ${rolesWords(data.to)}: it waits for you; due date ${dateWords(data.dueDate)}`;
    case 'assistance':
      return 'it asks for assistance; its reminders rest until you say that it was given';
    case 'extensionRequested':
      return `it asks for a later date${typeof data.until === 'string' ? `, ${dateWords(data.until)}` : ''}; its reminders rest until you decide`;
    case 'justification':
      return 'it says why no answer comes; do you accept it?';
    case 'pledge':
      return `its pledge of ${fact('amount')} of ${dateWords(data.date)} (${fact('entry')}) is not on record as paid: ask where it is, or mark it paid`;
    case 'observation':
      return `an observation (${fact('entry')}, ${fact('document')}) is to be dealt with${typeof data.due === 'string' ? ` by ${dateWords(data.due)}` : ''}: “${fact('text')}”`;
    case 'parked':
      return `stopped by a fault (${fact('because')}): tell the administrator`;
    case 'successor':
      return `${data.isMission === true ? 'the mission' : `${fact('sender')}, who is not the mission,`} names ${fact('name')} as its new contact: accept or refuse`;
    case 'heldMail':
      return mail
        ? `from ${outside(mail.from)}, “${outside(mail.subject)}”: what does it belong to?`
        : `what does it belong to? (${fact('detail')})`;
  }
}

function arrivalWords({ what, sender, receivedAt, isLate, part, version, files }: ArrivalLine, zone: string): string {
  const when = `${formatDate(dateIn(receivedAt, zone), 'en')}, ${formatHour(hourIn(receivedAt, zone), 'en')}`;
  if (what === 'message') return `a message from ${outside(sender)} without an answer, ${when}`;
  const place = [part > 1 ? `part ${part}` : '', version > 1 ? `version ${version}` : ''].filter((word) => word !== '');
  return [
    `${isLate ? 'a late answer' : 'an answer'} from ${outside(sender)}`,
    ...place,
    files === 0 ? 'text only' : counted(files, 'file', 'files'),
    when,
  ].join(', ');
}

function dueWords({ dueDate, inDays }: DueLine): string {
  const distance = inDays === 0 ? 'today' : inDays === 1 ? 'tomorrow' : `in ${inDays} days`;
  return `due ${distance}, ${dayWords(dueDate)}`;
}

function overdueWords({ dueDate, days, holdUntil }: OverdueLine, zone: string): string {
  const overdue = `${counted(days, 'day', 'days')} overdue, due ${formatDate(dueDate, 'en')}`;
  if (holdUntil === null) return overdue;
  return `${overdue}; it has written, reminders rest until ${formatDate(dateIn(holdUntil, zone), 'en')}`;
}

function notReachedWords({ since }: NotReachedLine): string {
  const words = 'no addressee could be delivered to';
  return since === null ? words : `${words}, since ${formatDate(since, 'en')}`;
}

function postWords({ rung, roles, at, date, isDueNow }: PostLine, today: IsoDate, zone: string): string {
  const to = roles.length === 0 ? 'nobody: no contact is on file' : listed(roles.map(roleWords));
  const hour = formatHour(hourIn(at, zone), 'en');
  const when = isDueNow ? 'as soon as it can leave' : `${date === today ? 'today' : dayWords(date)}, ${hour}`;
  return `${rungWords(rung)} to ${to}; ${when}`;
}

/** The roles of a task, as the record joins them. */
function rolesWords(roles: unknown): string {
  const known = (typeof roles === 'string' ? roles : '').split(', ').filter((role) => role !== 'coordinator');
  return listed(known.map((role) => contactWords(`/${role}`)));
}

function roleWords(role: Role): string {
  return contactWords(`/${role}`);
}

function dateWords(date: unknown): string {
  return typeof date === 'string' && /^\d{4}-\d\d-\d\d$/.test(date) ? formatDate(date, 'en') : 'unknown';
}

function listed(items: string[]): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} and ${last}`;
}

/** Senders, subjects and servers' words are strangers' texts: on one line, legible, and not endless. */
function outside(text: string): string {
  return shorten(printable(text), LONGEST);
}

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
