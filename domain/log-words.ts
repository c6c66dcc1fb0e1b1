import type { LogEntry, LogKind, TaskKind } from './request-events.js';
import { readRungReason } from './request/rung-reason.js';
import { trimEnd } from './trim.js';

type Facts = LogEntry['data'];
/** How an instant is shown; the reader's zone is the caller's. */
type InstantWords = (at: string) => string;

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

const CLOSINGS: Record<string, string> = {
  answered: 'with an answer',
  answeredInPart: 'with an answer in part',
  justified: 'without an answer, and the reason was accepted',
  noAnswer: 'without an answer',
  notReached: 'with a party that was not reached',
  notSent: 'before any note had left',
  ended: 'without an answer, as the duty was over',
};

/**
 * One entry of a case log as one English sentence in business words, for the desk and the command line. Facts that an
 * entry lacks are left out. `instant` writes instants; in UTC unless told otherwise.
 */
export function logWords({ kind, data }: Pick<LogEntry, 'kind' | 'data'>, instant: InstantWords = utcWords): string {
  return SENTENCES[kind](data, instant);
}

/** A task that is raised, in words, for a list in which each line is one: `the Coordinator is told of escalation-1; due 2027-02-01`. */
export function taskWords(kind: TaskKind, data: Facts): string {
  return `${TASKS[kind](data)}${text(data, 'dueDate', '; due')}${text(data, 'because', ':')}${text(data, 'detail', ':')}`;
}

/** A rung by its id, as people say it: `the note`, `the second reminder`. */
export function rungWords(rung: string): string {
  if (rung === 'request') return 'the note';
  if (rung === 'close') return 'the closing';
  if (rung === 'acknowledgement') return 'the acknowledgement';
  if (rung === 'copied') return 'the copy of the answer to the mission';
  if (rung === 'thanks') return 'the note of thanks for the pledge';
  if (rung === 'pledge') return 'the question about the pledge';
  if (rung === 'handover') return 'the handover to a successor';
  const [, noun, number] = /^([a-z]+)-(\d+)$/.exec(rung) ?? [];
  const ordinal = ORDINALS[Number(number) - 1];
  if (noun === undefined || ordinal === undefined) return `the rung '${rung}'`;
  if (noun === 'moved') return `the ${ordinal} notice of a moved date`;
  return noun === 'extension' ? `the ${ordinal} notice of a later date` : `the ${ordinal} ${noun}`;
}

/** A contact by its id, as people say it: `the permanent mission`. */
export function contactWords(contact: string): string {
  // `BRA/capital/2` is the successor of `BRA/capital`.
  const [, role = contact, number] = contact.split('/');
  const known: Record<string, string> = {
    mission: 'the permanent mission',
    capital: 'the focal point in the capital',
    alternate: 'the alternate in the capital',
    sender: 'the sender',
  };
  const words = known[role];
  return words === undefined ? contact : number === undefined ? words : `${words} (${number})`;
}

/** `2027-02-01 22:30 UTC`. */
export function utcWords(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}

const SUBMITTED: Record<string, string> = {
  nil: 'A nil return was filed',
  part: 'A part of an answer was filed, of which more will follow,',
};

const ASKED: Record<string, string> = {
  assistance: 'The party asked for assistance',
  extensionRequested: 'The party asked for a later date',
  justification: 'The party said why no answer comes',
};

/** What was decided on an ask, by its kind: granted, and not granted. */
const SETTLED: Record<string, [string, string]> = {
  assistance: ['The assistance was given', 'The assistance was ended'],
  extensionRequested: ['The later date was granted', 'The later date was not granted'],
  justification: ['The reason why no answer comes was accepted', 'The reason why no answer comes was not accepted'],
};

function settlement({ ask, isGranted }: Facts): string {
  const [granted, declined] = SETTLED[String(ask)] ?? ['It was granted', 'It was not granted'];
  return isGranted === true ? granted : declined;
}

const SENTENCES: Record<LogKind, (data: Facts, instant: InstantWords) => string> = {
  opened: (data) => sentence('The request was opened', because(data), dates(data)),
  awaitingRelease: () => 'The note waits for the Coordinator’s release.',
  released: (data) => sentence('The note was released', by(data)),
  rungDecided: (data, instant) =>
    sentence(
      `${capital(rung(data))} was decided`,
      at(data, 'sendAt', ', to leave', instant),
      data.needsApproval === true ? ', once the Coordinator approves it' : '',
    ),
  rungSkipped: (data) => sentence(`${capital(rung(data))} was left out`, reason(data)),
  rungPostponed: (data, instant) =>
    sentence(`${capital(rung(data))} was postponed`, at(data, 'until', ' until', instant), reason(data)),
  posted: (data) =>
    sentence(
      `${capital(rung(data))} was sent`,
      addressee(data),
      text(data, 'with', ' in one post with'),
      subject(data),
    ),
  postFailed: (data) =>
    sentence(
      `${capital(rung(data))} could not be delivered`,
      addressee(data),
      data.isFinal === false ? ' and will be tried again' : '',
      reply(data),
    ),
  clockStarted: (data) =>
    sentence('The clock started, since the note has left', text(data, 'dueDate', '; the answer is due on')),
  submissionFiled: (data) =>
    sentence(
      SUBMITTED[String(data.kind)] ?? 'An answer was filed',
      data.isLate === true ? ' after the due date' : '',
      text(data, 'sender', ', from'),
    ),
  messageReceived: (data) =>
    sentence(
      data.isCourtesy === true ? 'Thanks were received' : 'A message was received that holds no answer yet',
      text(data, 'sender', ', from'),
    ),
  ladderHeld: (data, instant) =>
    sentence('Reminders are held, since the party has written', at(data, 'until', ', until', instant)),
  acknowledged: (data) => sentence('What was received was acknowledged', addressee(data), subject(data)),
  bounced: (data) =>
    sentence(
      `A mail${contact(data, ' to')} `,
      data.isHard === false ? 'was put off by the recipient’s server' : 'came back undelivered',
      detail(data),
    ),
  notReached: (data) => sentence('The party was not reached: no addressee could be delivered to', detail(data)),
  planChanged: (data) => sentence('The dates were changed', because(data), moved(data)),
  paused: (data) => sentence('The clock was stopped', because(data)),
  resumed: (data) => sentence('The clock goes on', because(data), moved(data)),
  approved: (data) => sentence(`${capital(rung(data))} was approved`, by(data)),
  asked: (data) => sentence(ASKED[String(data.ask)] ?? 'The party asked', text(data, 'until', ', to')),
  settled: (data) => sentence(settlement(data), by(data), text(data, 'reason', ':')),
  judged: (data) =>
    sentence(
      data.isPart === true ? 'What was received was judged a part' : 'What was received was judged complete',
      by(data),
    ),
  useSaid: (data) =>
    sentence(
      data.isWithheld === true
        ? 'The content of an answer was kept out of every report'
        : 'The content of an answer was allowed to be printed',
      by(data),
      because(data),
    ),
  withdrawn: (data) => sentence('An answer that had been filed by mistake was taken away', by(data), because(data)),
  parked: (data) => sentence('The request was stopped by a fault and waits for a person', because(data)),
  unparked: (data) => sentence('The request goes on after the fault', text(data, 'by', ', as decided by')),
  mandatePassed: (data) => sentence('The mandate passed on', text(data, 'because', ':')),
  closed: (data) => sentence('The request was closed', closing(data), text(data, 'because', ':')),
};

const named = (data: Facts): string => text(data, 'rung', '').trim() || 'the mail';
const doubts = (data: Facts): string => text(data, 'doubt', ':') + text(data, 'lacks', '; it lacks');

const TASKS: Record<TaskKind, (data: Facts) => string> = {
  release: () => 'the note waits for the release of the Coordinator',
  message: (data) => `a message${text(data, 'sender', ' of')} waits for a person to read it${doubts(data)}`,
  notReached: () => 'the party was not reached',
  bounced: (data) =>
    `mail to ${contactWords(String(data.contact))} came back${data.next === 'alternate' ? ', and the alternate stands in' : ''}`,
  undeliverable: (data) => `${named(data)} could not be delivered`,
  escalated: (data) => `the Coordinator is told of ${named(data)}`,
  duty: (data) => `the Coordinator is told of a duty of her own, ${named(data)}`,
  approval: (data) => `${named(data)}${text(data, 'to', ' to')} waits for the approval of the Coordinator`,
  assistance: () => 'the party asks for assistance',
  extensionRequested: (data) => `the party asks for a later date${text(data, 'until', ',')}`,
  justification: () => 'the party says why no answer comes',
  parked: () => 'the request was stopped by a fault',
  heldMail: () => 'a mail waits for a person to judge it',
  successor: (data) => `somebody is named as its new contact${text(data, 'name', ':')}`,
  pledge: () => 'a pledge is unpaid',
  observation: () => 'the Permanent Council has observed something',
};

function sentence(...parts: string[]): string {
  return `${trimEnd(parts.join(''), /[.\s]/u)}.`;
}

function text(data: Facts, key: string, lead: string): string {
  const value = data[key];
  return value === undefined || value === null || value === '' ? '' : `${lead} ${String(value)}`;
}

function at(data: Facts, key: string, lead: string, instant: InstantWords): string {
  const value = data[key];
  return typeof value === 'string' && value !== '' ? `${lead} ${instant(value)}` : '';
}

function rung({ rung: id }: Facts): string {
  return typeof id === 'string' && id !== '' ? rungWords(id) : 'the mail';
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function addressee(data: Facts): string {
  const { contact: id, to } = data;
  if (typeof id === 'string' && id !== '') return ` to ${contactWords(id)}${typeof to === 'string' ? ` (${to})` : ''}`;
  return text(data, 'to', ' to');
}

function contact({ contact: id }: Facts, lead: string): string {
  return typeof id === 'string' && id !== '' ? `${lead} ${contactWords(id)}` : '';
}

function subject(data: Facts): string {
  const { subject: words } = data;
  return typeof words === 'string' && words !== '' ? `: “${words}”` : '';
}

function reply(data: Facts): string {
  const { reply: words } = data;
  return typeof words === 'string' && words !== '' ? `; the server said “${words}”` : '';
}

const because = (data: Facts): string => text(data, 'because', ', because');
/** Why a rung was left out: a rung that has overtaken it is named in words. */
function reason(data: Facts): string {
  const by = overtakenBy(data);
  return by === null ? text(data, 'because', ':') : `: overtaken by ${rungWords(by)}`;
}

/** Entries from before there were codes say it in words alone. */
function overtakenBy({ reason: code, reasonBy, because: words }: Facts): string | null {
  if (code === 'overtaken' && typeof reasonBy === 'string') return reasonBy;
  if (code !== undefined || typeof words !== 'string') return null;
  const read = readRungReason(words);
  return read.code === 'overtaken' ? read.by : null;
}

const detail = (data: Facts): string => text(data, 'detail', ':');
const by = (data: Facts): string => text(data, 'by', ' by');

function dates(data: Facts): string {
  return text(data, 'dueDate', '; due on') + text(data, 'reportDate', ', for the report of');
}

function moved(data: Facts): string {
  const { dueDate, formerDueDate } = data;
  const isMoved = formerDueDate !== undefined && formerDueDate !== dueDate;
  return text(data, 'dueDate', '; due on') + (isMoved ? text(data, 'formerDueDate', ' instead of') : '');
}

function closing({ closedAs }: Facts): string {
  const words = typeof closedAs === 'string' ? CLOSINGS[closedAs] : undefined;
  return words === undefined ? '' : ` ${words}`;
}
