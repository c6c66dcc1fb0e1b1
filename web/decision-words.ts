import { contactWords, rungWords, utcWords } from '../domain/log-words.js';
import { readProposals } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { wordsToShow } from '../domain/reply-preview.js';
import type { TaskKind } from '../domain/request-events.js';
import { shorten } from '../domain/text.js';
import type { Message } from '../office/ports/messages.js';
import type { Task } from '../office/ports/tasks.js';
import { printable } from '../templates/typography.js';
import type { MessageReading } from './joint-reading.js';

/** What a waiting decision means to the Coordinator. */
interface Meaning {
  title: string;
  meaning: string;
}

const MEANINGS: Record<TaskKind, Meaning> = {
  release: {
    title: 'Release the note',
    meaning: 'The first note is written and waits. Nothing leaves, and no time runs, until you release it.',
  },
  message: {
    title: 'Does this message answer?',
    meaning:
      'The party wrote without a file, or answered a post on several requests, or somebody wrote who is not on file. Its next reminder is held for five working days; the request stays open.',
  },
  notReached: {
    title: 'Find another way to reach the party',
    meaning:
      'No addressee could be delivered to. The party is neither reminded nor counted as silent. Ask for a valid address and write by another channel.',
  },
  bounced: {
    title: 'An address came back',
    meaning: 'A mail to this contact was returned for good. Ask the mission for a valid address.',
  },
  undeliverable: {
    title: 'A mail could not be delivered',
    meaning: 'The mail server refused it for good, or put it off for three days. Check the address with the mission.',
  },
  escalated: {
    title: 'The ladder has reached you',
    meaning:
      'The due date has passed without an answer. The mission and the alternate are written to; a call by you may help.',
  },
  duty: {
    title: 'A duty of yours is due',
    meaning:
      'No mail leaves for it. It is done when the document that discharges it is filed: “npx coordinator file --help”.',
  },
  approval: {
    title: 'May this note leave?',
    meaning:
      'It is written and waits for you: nothing leaves without your word. A later step overtakes it, and an answer makes it needless.',
  },
  assistance: {
    title: 'The party asks for assistance',
    meaning: 'Its reminders rest until you say that it was given; the request stays open.',
  },
  extensionRequested: {
    title: 'The party asks for a later date',
    meaning: 'Its reminders rest until you have granted or declined it.',
  },
  justification: {
    title: 'The party says why no answer comes',
    meaning: 'If you accept it, no reminder leaves any more and the report says so. If not, the ladder goes on.',
  },
  pledge: {
    title: 'A pledge is unpaid',
    meaning:
      'It was promised to the specific fund and is not on record as paid. Ask where it is, “npx coordinator pledge remind”, or mark it: “npx coordinator pledge paid --help”.',
  },
  observation: {
    title: 'The Permanent Council has observed something',
    meaning: 'It waits until it is dealt with: “npx coordinator observation close --help”.',
  },
  parked: {
    title: 'A request was stopped by a fault',
    meaning:
      'This request alone stands still; the others go on. Tell the administrator: its workflow holds the details. Once it is mended, “npx coordinator retry STATE” lets it go on.',
  },
  successor: {
    title: 'A new contact is named',
    meaning:
      'Nothing was changed. If you accept it, the links of whoever is replaced die at once, and the successor is told of every open request. Only the mission speaks for its Government: ask it where anybody else has written.',
  },
  heldMail: {
    title: 'A mail waits for your judgement',
    meaning: 'It could not be filed without doubt. It is kept whole; read it and decide what it belongs to.',
  },
};

/** `A pledge is unpaid`. */
export function decisionTitle(kind: TaskKind): string {
  return MEANINGS[kind].title;
}

export interface Decision {
  id: string;
  kind: TaskKind;
  title: string;
  meaning: string;
  /** The facts of this case, or '' . */
  detail: string;
  /** What the message says, for a message. */
  quote: string;
  /** Who is named as a new contact, for such a decision. */
  successor: SuccessorFacts | null;
  /** What a message seems to ask for. */
  proposals: Proposal[];
  /** What in a message that came for several requests points to this one. */
  evidence: { words: string; quote: string }[];
  requestId: string | null;
  receiptId: string | null;
  messageId: string | null;
  /** The step that it is about, or ''. */
  rung: string;
  /** The date that is asked for, or ''. */
  until: string;
  raisedAt: string;
}

/** As a text names it; a person may correct each. */
export interface SuccessorFacts {
  party: string;
  contact: string;
  name: string;
  address: string;
}

function successorOf({ party, contact, name, address }: Task['data']): SuccessorFacts {
  return { party: String(party), contact: String(contact), name: String(name), address: String(address) };
}

/** Where the facts of a kind are said in words of their own. */
const DETAILS: Partial<Record<TaskKind, (data: Task['data']) => string>> = {
  duty: ({ dueDate }) => `Due ${String(dueDate)}`,
  successor: ({ sender, isMission }) =>
    `From ${String(sender)}, which is ${isMission === true ? 'the mission' : 'not the mission'}`,
};

/** A task in words; `messages` are those that tasks of kind `message` name, and `readings` what is read of those that came for several requests. */
export function decisionOf(task: Task, messages: Message[], readings: ReadonlyMap<string, MessageReading>): Decision {
  const { data } = task;
  const messageId = typeof data.message === 'string' ? data.message : null;
  const message = messages.find((one) => one.id === messageId);
  const reading = messageId === null ? undefined : readings.get(messageId);
  return {
    id: task.id,
    kind: task.kind,
    ...MEANINGS[task.kind],
    detail: DETAILS[task.kind]?.(data) ?? detailOf(data),
    quote: message
      ? shorten(wordsToShow(message.text).trim(), QUOTED)
      : task.kind === 'successor'
        ? shorten(String(data.sentence), QUOTED)
        : '',
    successor: task.kind === 'successor' ? successorOf(data) : null,
    proposals:
      message && task.kind === 'message'
        ? readProposals(message.text, message.receivedAt.slice(0, 10), reading?.isRead)
        : [],
    evidence: task.kind === 'message' ? evidenceWords(reading) : [],
    requestId: task.requestId,
    receiptId: task.receiptId ?? message?.receiptId ?? null,
    messageId: task.kind === 'message' ? messageId : null,
    rung: typeof data.rung === 'string' ? data.rung : '',
    until: typeof data.until === 'string' ? data.until : '',
    raisedAt: task.raisedAt,
  };
}

/** Characters of a message, and of the facts of a case, that a card shows: the rest is a click away. */
const QUOTED = 600;
const DETAILED = 1000;

/** Sentences and files that are shown of a message; a letter that names its subject in every line needs no more. */
const SHOWN = 3;

function evidenceWords(reading: MessageReading | undefined): Decision['evidence'] {
  if (!reading) return [];
  const { sentences, files } = reading;
  if (sentences.length === 0 && files.length === 0)
    return [{ words: 'The mail answers a post on several requests, and nothing in it names this one', quote: '' }];
  return [
    ...sentences.slice(0, SHOWN).map((quote) => ({ words: 'It speaks of this request', quote })),
    ...files.slice(0, SHOWN).map((quote) => ({ words: 'A file is named after it', quote: printable(quote) })),
  ];
}

function detailOf(data: Task['data']): string {
  const { contact, rung, detail, because, sender, to, sendAt, until, doubt, lacks } = data;
  const parts = [
    typeof contact === 'string' ? capital(contactWords(contact)) : '',
    typeof rung === 'string' ? capital(rungWords(rung)) : '',
    typeof sendAt === 'string' && typeof to === 'string' ? `to ${rolesWords(to)}, from ${utcWords(sendAt)} on` : '',
    typeof until === 'string' ? `Asked for: ${until}` : '',
    typeof sender === 'string' ? `From ${sender}` : '',
    typeof lacks === 'string' ? `${lacks}; the sender has been told` : '',
    typeof doubt === 'string' ? `${doubt}; the sender has not been told that it was received` : '',
    typeof detail === 'string' ? detail : '',
    typeof because === 'string' ? because : '',
  ];
  return shorten(parts.filter((part) => part !== '').join(': '), DETAILED);
}

/** `the permanent mission and the alternate`, of the roles as the record joins them. */
function rolesWords(roles: string): string {
  const names = roles.split(', ').filter((role) => role !== 'coordinator');
  return names.map((role) => contactWords(`/${role}`)).join(' and ');
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
